"""The single reporting framework: every measure side by side, for a year and many organisations.

Triangulation needs measures that share no collection, so each cell says which collections it rests on. A cell
without its source is empty, with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from openefficiency.measures.measure import Measure
from openefficiency.measures.quality import Quality
from openefficiency.provenance import Provenance

# The order in which a board reads the headline.
HEADLINE = (
    "cost_per_wau",
    "atc",
    "cost_index",
    "activity_per_cost",
    "common_currency_index",
    "wau_per_wte",
    "revenue_per_wte",
    "productivity_growth",
)
GROUPS = ("headline", "cost", "workforce", "estates", "support services", "flow", "quality", "money")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure of one organisation, or the reason why there is none."""

    organisation: str
    name: str
    type: str | None
    measure: Measure
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    reason: str | None
    coverage: float | None
    basis: str
    flags: tuple[str, ...]
    quality: Quality
    provenance: Provenance

    def __post_init__(self) -> None:
        assert (self.value is None) != (self.reason is None), (
            f"{self.measure.name}: a value or a reason, not both"
        )
        assert self.value is None or self.provenance.origins, f"{self.measure.name} without provenance"

    def to_json(self) -> dict[str, Any]:
        """The contract with everybody who reads our JSON: keys are added, never taken away."""
        return {
            "organisation": self.organisation,
            "name": self.name,
            "type": self.type,
            "measure": self.measure.name,
            "title": self.measure.title,
            "group": self.measure.group,
            "estimate": self.measure.estimate or self.measure.name,
            "collections": list(self.measure.families),
            "period": self.period,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "unit": self.measure.unit,
            "scale": self.measure.scale,
            "offset": self.measure.offset,
            "better_when": str(self.measure.better_when),
            "reason": self.reason,
            "coverage": self.coverage,
            "basis": self.basis,
            "flags": list(self.flags),
            "quality": {
                "grade": self.quality.grade,
                "collections": dict(self.quality.sources),
                "why": dict(self.quality.reasons),
            },
            "provenance": provenance_json(self.provenance),
        }


def provenance_json(provenance: Provenance) -> dict[str, Any]:
    return {
        "measure_version": provenance.measure_version,
        "package": provenance.package,
        "origins": [
            {
                "release": origin.release,
                "table": origin.table,
                "sheet": origin.sheet,
                "rows": [origin.first_row, origin.last_row],
                "count": origin.rows,
            }
            for origin in provenance.origins
        ],
    }


def reading_order(measure: Measure) -> tuple[int, int, str]:
    """The headline first and in its order, then group by group."""
    place = HEADLINE.index(measure.name) if measure.name in HEADLINE else len(HEADLINE)
    return (GROUPS.index(measure.group), place, measure.name)


@dataclass(frozen=True)
class Spread:
    """Where the figures of one measure, type and year lie: quartiles, never ranks."""

    count: int
    lower_quartile: float
    median: float
    upper_quartile: float

    def place(self, value: float) -> str:
        if value < self.lower_quartile:
            return "low"
        return "high" if value > self.upper_quartile else "middle"


FEWEST_FOR_SPREAD = 8


def spread(values: Iterable[float]) -> Spread | None:
    """Quartiles (linear interpolation) of enough values to speak of a spread."""
    found = pl.Series(list(values), dtype=pl.Float64)
    if len(found) < FEWEST_FOR_SPREAD:
        return None
    lower, median, upper = (found.quantile(share, "linear") for share in (0.25, 0.5, 0.75))
    assert lower is not None and median is not None and upper is not None
    return Spread(len(found), lower, median, upper)


Peers = tuple[str, str | None, str]


def peers(cell: Cell) -> Peers:
    """With whom a figure is compared: same measure, same type, and prices on the same basis."""
    return cell.measure.name, cell.type, cell.basis


def spreads(cells: Iterable[Cell]) -> dict[Peers, Spread]:
    """Quartiles of each group of peers that is large enough; who has no known type has no peers."""
    values: dict[Peers, list[float]] = {}
    for cell in cells:
        if cell.value is not None and cell.type is not None:
            values.setdefault(peers(cell), []).append(cell.value)
    found = {key: spread(numbers) for key, numbers in values.items()}
    return {key: place for key, place in found.items() if place}


def families(cells: Iterable[Cell]) -> dict[str, tuple[str, ...]]:
    """The collections on which the shown measures rest, by organisation."""
    found: dict[str, set[str]] = {}
    for cell in cells:
        if cell.value is not None:
            found.setdefault(cell.organisation, set()).update(cell.measure.families)
    return {organisation: tuple(sorted(names)) for organisation, names in found.items()}


def coverage_table(rows: pl.DataFrame) -> pl.DataFrame:
    """What is held: measure x year, with how many organisations have a figure and how many a reason."""
    return (
        rows.group_by("measure", "year")
        .agg(
            organisations=pl.col("value").count(),
            without=pl.col("value").null_count(),
            commonest_reason=pl.col("reason")
            .drop_nulls()
            .str.replace(r"[A-Z0-9]{3,6} is not", "it is not")
            .mode()
            .sort()
            .first(),
        )
        .sort("measure", "year")
    )
