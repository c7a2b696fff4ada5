"""Individuals (XmR) charts: limits and special causes on plain arrays, by the rules of Making Data Count.

Wheeler, Understanding Variation (1993), for limits; NHS England, Making Data Count, as in NHSRplotthedots, for rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openefficiency.stats.arrays import Floats, named, numbers, one_of, refused

# Three standard deviations, estimated from the mean difference between neighbours: 3 / 1.128.
LIMIT = 2.66
# A moving range above this many times their mean is itself out of control (D4 for two points).
SCREEN = 3.267
RUN = 7
FEWEST = 12

Flags = NDArray[np.bool_]


class Cause(StrEnum):
    """What a point says, in the words of NHSRplotthedots."""

    COMMON = "Common Cause"
    ABOVE = "Above UCL"
    BELOW = "Below LCL"
    RISING = "7 Point Trend (Increasing)"
    FALLING = "7 Point Trend (Decreasing)"
    NEAR_UPPER = "2 in 3 Above CL"
    NEAR_LOWER = "2 in 3 Below CL"
    RUN_ABOVE = "7 Points Above CL"
    RUN_BELOW = "7 Points Below CL"


HIGH = frozenset({Cause.ABOVE, Cause.RISING, Cause.NEAR_UPPER, Cause.RUN_ABOVE})


@dataclass(frozen=True)
class Limits:
    """Where points lie when nothing special happens, in the unit of the values.

    `status` is "ok", "few points" (below 12) or "no variation" (limits without width: no figure is usual but one).
    """

    lower: float
    centre: float
    upper: float
    status: str = field(default="ok", compare=False)


@dataclass(frozen=True, eq=False)
class Chart:
    """Each point with its limits (arrays: a re-based chart has several), cause and kind, in the order given."""

    labels: tuple[str, ...]
    values: Floats
    lower: Floats
    centre: Floats
    upper: Floats
    causes: tuple[Cause, ...]
    point_types: tuple[str, ...]
    status: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"label": self.labels[n], "value": float(self.values[n]), "lower": float(self.lower[n]),
             "centre": float(self.centre[n]), "upper": float(self.upper[n]), "cause": str(self.causes[n]),
             "point_type": self.point_types[n], "status": self.status[n]}
            for n in range(len(self.labels))
        ]  # fmt: skip


def limits(values: ArrayLike, *, screened: bool = True, baseline: int | None = None) -> Limits:
    """Mean and natural process limits: mean plus and minus 2.66 mean moving ranges (Wheeler 1993).

    `values`: one series in order of time, no gaps, at least 2. `screened`: moving ranges of 3.267 times their mean
    or more are left out, once (Making Data Count; False gives the limits of its Excel tool). `baseline`: only the
    first so many points set the limits. Raises StatisticsError on missing or infinite values, or fewer than two.
    """
    used = numbers(values, "values", fewest=2)[: baseline_of(baseline)]
    ranges = np.abs(np.diff(used))
    if screened and (small := ranges < SCREEN * ranges.mean()).any():
        ranges = ranges[small]
    # Summed exactly, and not at all where all are the same: the last digit of a mean would put points outside.
    centre = float(used[0]) if np.ptp(used) == 0 else fsum(used) / len(used)
    spread = float(LIMIT * ranges.mean())
    status = "no variation" if spread == 0 else "few points" if len(used) < FEWEST else "ok"
    return Limits(centre - spread, centre, centre + spread, status)


def baseline_of(points: int | None) -> int | None:
    if points is not None and points < 2:
        raise refused("The baseline of a control chart is too short.", f"{points}", "2 points or more")
    return points


def outside(values: ArrayLike, within: Limits) -> Flags:
    found = np.asarray(values, dtype=np.float64)
    return (found < within.lower) | (found > within.upper)


def in_a_run(values: ArrayLike, centre: float) -> Flags:
    """Points that belong to seven or more in a row on one side of the centre."""
    side = np.sign(np.asarray(values, dtype=np.float64) - centre)
    return in_windows(side, RUN, len(side)) != 0


def in_a_trend(values: ArrayLike) -> NDArray[np.int_]:
    """+1 for points of seven or more that each rise above the one before, -1 where each falls, else 0."""
    found = np.asarray(values, dtype=np.float64)
    return in_windows(np.sign(np.diff(found)), RUN - 1, len(found))


def in_windows(signs: Floats, width: int, count: int) -> NDArray[np.int_]:
    """Of `count` points, the sign of those that a window of `width` equal signs holds; differences hold both ends."""
    reach = width + count - len(signs)
    belongs = np.zeros(count, dtype=np.int_)
    for start in range(len(signs) - width + 1):
        first = signs[start]
        if first != 0 and np.all(signs[start : start + width] == first):
            belongs[start : start + reach] = first
    return belongs


def two_in_three(values: ArrayLike, within: Limits) -> Flags:
    """Points beyond two thirds of the way to a limit, where two of three neighbours are and all three lie on one side.

    A point outside the limits is not counted as near them (NHSRplotthedots).
    """
    found = np.asarray(values, dtype=np.float64)
    near = np.abs(found - within.centre) > 2 * (within.upper - within.centre) / 3
    near &= ~outside(found, within)
    side = np.sign(found - within.centre)
    belongs = np.zeros(len(found), dtype=bool)
    for start in range(len(found) - 2):
        three = slice(start, start + 3)
        if near[three].sum() >= 2 and abs(side[three].sum()) == 3:
            belongs[three] = True
    return belongs & near


def causes(values: ArrayLike, within: Limits) -> tuple[Cause, ...]:
    """The special cause of each point; the first that holds of: outside, trend, two in three, run."""
    found = numbers(values, "values")
    beyond, near, run = outside(found, within), two_in_three(found, within), in_a_run(found, within.centre)
    trend, above = in_a_trend(found), found > within.centre
    words = np.select(
        [beyond & above, beyond, trend > 0, trend < 0, near & above, near, run & above, run],
        [Cause.ABOVE, Cause.BELOW, Cause.RISING, Cause.FALLING, Cause.NEAR_UPPER, Cause.NEAR_LOWER,
         Cause.RUN_ABOVE, Cause.RUN_BELOW],
        default=Cause.COMMON,
    )  # fmt: skip
    return tuple(Cause(str(word)) for word in words)


def chart(
    values: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    screened: bool = True,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    better: str = "neither",
) -> Chart:
    """The whole chart of one series: limits, causes and point types of Making Data Count.

    `rebase`: places (from 0) at which the limits begin anew; rules never reach across them. `better`: "higher",
    "lower" or "neither", which says what a special cause is called. Errors as in `limits`.
    """
    found = numbers(values, "values", fewest=2)
    one_of(better, ("higher", "lower", "neither"), "better")
    edges = [0, *sorted({int(place) for place in rebase}), len(found)]
    if min(np.diff(edges)) < 2:
        raise refused(
            "The chart cannot be re-based there.", f"{list(rebase)}", "places with 2 points between them"
        )
    pieces = [found[start:end] for start, end in pairwise(edges)]
    within = [limits(piece, screened=screened, baseline=baseline) for piece in pieces]
    told = [cause for piece, usual in zip(pieces, within, strict=True) for cause in causes(piece, usual)]
    each = [usual for piece, usual in zip(pieces, within, strict=True) for _ in piece]
    return Chart(
        labels=named(labels, len(found), of="points"),
        values=found,
        lower=np.array([usual.lower for usual in each]),
        centre=np.array([usual.centre for usual in each]),
        upper=np.array([usual.upper for usual in each]),
        causes=tuple(told),
        point_types=tuple(point_type(cause, better) for cause in told),
        status=tuple(usual.status for usual in each),
    )


def point_type(cause: Cause, better: str) -> str:
    """What a special cause is called: it is good where it lies, or for a trend where it goes."""
    if cause is Cause.COMMON:
        return "common_cause"
    high = cause in HIGH
    if better == "neither":
        return f"special_cause_neutral_{'high' if high else 'low'}"
    return "special_cause_improvement" if high == (better == "higher") else "special_cause_concern"
