"""Figures as distances from the middle of their like, so that years and kinds of measure can be compared.

A measure that is always above 0 is put as the logarithm of value / median: 0.05 is about 5% above the middle.
One that can be negative is put as value - median. The middle is of one year, type and price basis.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from openefficiency.measures.result import Result

TypeOf = Callable[[str, str], str | None]
FEWEST = 8


@dataclass(frozen=True)
class Placed:
    """A figure and its distance from the middle of its like."""

    organisation: str
    year: str
    type: str
    basis: str
    value: float
    middle: float
    distance: float


def placed(result: Result, type_of: TypeOf) -> list[Placed]:
    """Every figure that has at least eight of its like in its year."""
    groups: dict[tuple[str, str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in result.rows.iter_rows(named=True):
        kind = type_of(row["organisation"], row["year"])
        if row["value"] is not None and kind is not None:
            groups[row["year"], kind, row["basis"]].append((row["organisation"], row["value"]))
    ratio = is_ratio(result)
    return [
        Placed(organisation, year, kind, basis, value, middle, distance(value, middle, ratio=ratio))
        for (year, kind, basis), members in sorted(groups.items())
        if len(members) >= FEWEST
        for middle in [median(value for _, value in members)]
        for organisation, value in members
    ]


def is_ratio(result: Result) -> bool:
    """Whether distances are relative: no figure of the measure is 0 or below."""
    values = result.rows["value"].drop_nulls()
    return bool(len(values)) and float(values.min()) > 0  # type: ignore[arg-type]


def distance(value: float, middle: float, *, ratio: bool) -> float:
    return math.log(value / middle) if ratio else value - middle


def back(distance: float, middle: float, *, ratio: bool) -> float:
    """The value at a distance from the middle."""
    return middle * math.exp(distance) if ratio else middle + distance
