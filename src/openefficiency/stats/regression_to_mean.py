"""Regression to the mean: how far units chosen for being extreme come back by themselves.

Davis (1976), American Journal of Epidemiology 104:493; Gardner and Heady (1973), J Chronic Dis 26:781; Barnett, van
der Pols and Dobson (2005), International Journal of Epidemiology 34:215.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from openefficiency.stats.arrays import Floats, alike, named, numbers, one_of, refused


@dataclass(frozen=True)
class Reliability:
    """Share of the variance that lies between units (`value`), and both variances, in the unit squared.

    `status`: "ok", "no variation" (value is NaN) or "boundary": units differ less than chance would make them, and
    the variance between them is set to 0.
    """

    value: float
    between: float
    within: float
    status: str


@dataclass(frozen=True, eq=False)
class Change:
    """Observed change of each unit = what coming back makes of it (`expected`) + what is left (`remaining`)."""

    labels: tuple[str, ...]
    observed: Floats
    expected: Floats
    remaining: Floats
    reliability: float


def reliability(measurements: ArrayLike) -> Reliability:
    """Intraclass correlation by one-way analysis of variance of unit x occasion, at least 2 of each."""
    found = numbers(measurements, "measurements", dimensions=2, fewest=2)
    units, occasions = found.shape
    if occasions < 2:
        raise refused("One occasion cannot show how units vary.", "1 occasion", "2 or more")
    means = found.mean(axis=1)
    within = float(((found - means[:, None]) ** 2).sum() / (units * (occasions - 1)))
    apart = float(means.var(ddof=1)) - within / occasions
    if within == 0 and apart <= 0:
        return Reliability(np.nan, 0.0, 0.0, "no variation")
    if apart <= 0:
        return Reliability(0.0, 0.0, within, "boundary")
    return Reliability(apart / (apart + within), apart, within, "ok")


def effect(
    cutoff: float, *, mean: float, between: float, within: float, side: str = "above", occasions: int = 1
) -> float:
    """How far the mean of units chosen beyond `cutoff` is expected to move towards `mean` by itself; never below 0.

    `between` and `within`: variances of normal units and of their occasions; `occasions`: how many were averaged
    before choosing. (w / m) / sqrt(b + w / m) times the inverse Mills ratio at the cutoff (Davis 1976; Gardner and
    Heady 1973). `side`: "above" or "below" the cutoff.
    """
    one_of(side, ("above", "below"), "side")
    given = numbers([cutoff, mean, between, within], "cutoff, mean and variances")
    if min(given[2:]) < 0 or given[2:].sum() == 0 or occasions < 1:
        raise refused(
            "Nothing varies.", f"between {between:g}, within {within:g}", "variances not below 0, one above"
        )
    noise = within / occasions
    spread = float(np.sqrt(between + noise))
    z = (cutoff - mean) / spread * (1 if side == "above" else -1)
    return float(noise / spread * np.exp(stats.norm.logpdf(z) - stats.norm.logsf(z)))


def remaining(
    before: ArrayLike,
    after: ArrayLike,
    *,
    reliability: float,
    mean: float | None = None,
    labels: Sequence[str] | None = None,
) -> Change:
    """What is left of each unit's change when it was expected to come back by 1 - reliability of its distance.

    `before`, `after`: one number a unit. `mean`: of the population from which extreme units were chosen; give it, for
    without it the mean of `before` is taken, which is right only when all units are there.
    """
    first, then = numbers(before, "before"), numbers(after, "after")
    alike(before=first, after=then)
    if not 0 <= reliability <= 1:
        raise refused("'reliability' is out of range.", f"{reliability}", "0 to 1")
    middle = float(first.mean()) if mean is None else float(numbers([mean], "mean")[0])
    back = (1 - reliability) * (middle - first)
    return Change(named(labels, len(first)), then - first, back, then - first - back, float(reliability))
