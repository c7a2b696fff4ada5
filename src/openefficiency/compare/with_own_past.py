"""Compare each organisation's latest year with its own past, by the rules for control charts.

A measure whose weights are made anew each year (the WAU family) has no past of its own: it answers that there are
too few to say.
"""

from collections.abc import Callable

import numpy as np

from openefficiency.compare.comparison import Comparison, Signal
from openefficiency.measures.measure import Better
from openefficiency.measures.result import Result
from openefficiency.stats import spc

FEWEST_YEARS = 12
NO_TREND = "its weights are made anew each year, so that years cannot be compared"


def with_own_past(result: Result, *, name_of: Callable[[str, str], str]) -> list[Comparison]:
    """One comparison for each organisation, of its latest year."""
    rows = result.rows.filter(result.rows["value"].is_not_null()).sort("organisation", "year")
    return [
        compare_one(result, years.rows(named=True), name_of=name_of)
        for _, years in rows.group_by("organisation", maintain_order=True)
    ]


def compare_one(result: Result, years: list[dict], *, name_of: Callable[[str, str], str]) -> Comparison:
    latest = years[-1]
    values = np.array([row["value"] for row in years])
    told = {
        "organisation": latest["organisation"],
        "name": name_of(latest["organisation"], latest["year"]),
        "measure": result.measure,
        "period": latest["year"],
        "against": "own past",
        "value": latest["value"],
        "comparator": float(np.mean(values)),
        "basis": latest["basis"],
        "numerator": latest["numerator"],
        "denominator": latest["denominator"],
        "flags": tuple(latest["flags"]),
    }
    if result.measure.standards:
        return Comparison(**told, signal=Signal.TOO_FEW_TO_SAY, why=NO_TREND)
    if len(values) < FEWEST_YEARS:
        why = f"{len(values)} years are held; at least {FEWEST_YEARS} are needed"
        return Comparison(**told, signal=Signal.TOO_FEW_TO_SAY, why=why)
    usual = spc.limits(values)
    if usual.status != "ok":
        # Limits without width would call every other figure unusual.
        why = f"the past says nothing about what is usual ({usual.status})"
        return Comparison(**told, signal=Signal.TOO_FEW_TO_SAY, why=why)
    gap = latest["value"] - usual.centre
    return Comparison(
        **told | {"comparator": float(usual.centre)},
        gap=gap,
        low=latest["value"] - usual.upper,
        high=latest["value"] - usual.lower,
        signal=signal(latest["value"], usual, result.measure.better_when),
        why=f"usual over {len(values)} years lies between {usual.lower:.4g} and {usual.upper:.4g}",
    )


def signal(value: float, usual: spc.Limits, better_when: Better) -> Signal:
    if usual.lower <= value <= usual.upper:
        return Signal.NO_DIFFERENCE
    if better_when is Better.NEITHER:
        return Signal.DIFFERENT
    fell = value < usual.centre
    return Signal.BETTER if fell == (better_when is Better.LOWER) else Signal.WORSE
