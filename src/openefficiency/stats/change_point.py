"""Change points: when the mean of a series moved for good, and whether it moved at all.

Jackson et al. (2005), IEEE Signal Processing Letters 12:105, for the exact search; Killick, Fearnhead and Eckley
(2012), JASA 107:1590, for its pruning and penalty; Hawkins (1977), JASA 72:180, for the test of one shift.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from openefficiency.stats.arrays import Floats, Integers, between, numbers, refused

# 1 / 0.6745: the middle half of a normal distribution lies within 0.6745 standard deviations.
TO_STANDARD_DEVIATION = 1 / float(stats.norm.ppf(0.75))
PERMUTATIONS = 999


@dataclass(frozen=True, eq=False)
class Changes:
    """Segments of a series with one mean each.

    `starts`: the first point of each new segment (from 0); `means`: of every segment, one more than `starts`;
    `p_values`: of each change, by permutation within its two segments; conditional on where the search looked, so
    a guide and no proof. `status`: "ok", "no change" or "no variation". `deviation` is that of one point.
    """

    starts: Integers
    means: Floats
    p_values: Floats
    deviation: float
    penalty: float
    cost: float
    status: str


@dataclass(frozen=True)
class Shift:
    """The one shift that a series is most likely to have, if any: `start` is its first point.

    `statistic`: greatest absolute standardised difference of means; `p_value`: share of random orders of the same
    numbers with one as great, the search for the best place included. `status`: "ok" or "no variation" (p is 1).
    """

    start: int
    before: float
    after: float
    statistic: float
    p_value: float
    status: str


def find(
    values: ArrayLike,
    *,
    penalty: float | None = None,
    least: int = 2,
    deviation: float | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Changes:
    """The segments with the least sum of squares / deviation ** 2 + penalty a change: exact, by dynamic programming.

    `values`: one series in order of time, independent around its means, at least 2 * `least`. `penalty`: 2 ln n
    unless given (the change and its mean). `least`: shortest segment. `deviation` of one point: unless given, from
    the middle absolute difference of neighbours, or their mean square where that is 0. Raises StatisticsError on
    missing or infinite values and too short series.
    """
    found = numbers(values, "values", fewest=2)
    count = len(found)
    if least < 1 or count < 2 * least:
        raise refused(
            "The series is too short.", f"{count} points, segments of {least}", "2 segments' worth of points"
        )
    fine = 2 * float(np.log(count)) if penalty is None else float(penalty)
    scale = noise(found) if deviation is None else between(deviation, 0, np.inf, "deviation")
    if not 0 <= fine < np.inf:
        raise refused("'penalty' is out of range.", f"{penalty}", "a number not below 0")
    if scale == 0:
        return Changes(np.empty(0, np.int64), found[:1], np.empty(0), 0.0, fine, 0.0, "no variation")
    starts, cost = segments((found - found.mean()) / scale, fine, least)
    edges = [0, *starts, count]
    p_values = [
        shift(found[edges[n] : edges[n + 2]], least=least, permutations=permutations, seed=seed + n).p_value
        for n in range(len(starts))
    ]
    means = [found[start:end].mean() for start, end in pairwise(edges)]
    status = "ok" if len(starts) else "no change"
    return Changes(np.array(starts, np.int64), np.array(means), np.array(p_values), scale, fine, cost, status)


def noise(values: Floats) -> float:
    """Standard deviation of a point, from differences of neighbours, which a shift hardly moves."""
    steps = np.diff(values) / np.sqrt(2)
    middle = float(np.median(np.abs(steps))) * TO_STANDARD_DEVIATION
    return middle if middle > 0 else float(np.sqrt(np.mean(steps**2)))


def segments(values: Floats, penalty: float, least: int) -> tuple[list[int], float]:
    """Starts of the best segments, and their cost: the best end of each prefix is looked up from shorter ones."""
    count = len(values)
    total, squares = np.r_[0, np.cumsum(values)], np.r_[0, np.cumsum(values**2)]
    best, previous = np.full(count + 1, np.inf), np.zeros(count + 1, dtype=np.int64)
    best[0] = -penalty
    for end in range(least, count + 1):
        start = np.arange(0, end - least + 1)
        apart = squares[end] - squares[start] - (total[end] - total[start]) ** 2 / (end - start)
        cost = best[start] + np.maximum(apart, 0) + penalty
        previous[end] = np.argmin(cost)
        best[end] = cost[previous[end]]
    starts, end = [], count
    while previous[end] > 0:
        end = int(previous[end])
        starts.append(end)
    return starts[::-1], float(best[count])


def shift(values: ArrayLike, *, least: int = 1, permutations: int = PERMUTATIONS, seed: int = 0) -> Shift:
    """The most likely single shift of the mean, tested against random orders of the same values.

    `least`: fewest points on either side. p is (1 + orders at least as great) / (1 + permutations), so never 0; it
    is honest for independent points and too small for a series that drifts or has seasons.
    """
    found = numbers(values, "values", fewest=2)
    if least < 1 or len(found) < 2 * least or permutations < 1:
        given = f"{len(found)} points, segments of {least}, {permutations} permutations"
        raise refused(
            "A shift cannot be looked for.", given, "2 segments' worth of points, 1 permutation or more"
        )
    if np.ptp(found) == 0:
        return Shift(0, float(found[0]), float(found[0]), 0.0, 1.0, "no variation")
    centred = (found - found.mean()) / found.std()
    observed = differences(centred[None, :], least)[0]
    place = int(np.argmax(observed)) + least
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.tile(centred, (permutations, 1)), axis=1)
    # Orders that are the same up to rounding are as great as the observed one.
    great = differences(shuffled, least).max(axis=1) >= observed.max() * (1 - 1e-9)
    return Shift(
        start=place,
        before=float(found[:place].mean()),
        after=float(found[place:].mean()),
        statistic=float(observed.max()),
        p_value=float((1 + great.sum()) / (1 + permutations)),
        status="ok",
    )


def differences(centred: Floats, least: int) -> Floats:
    """For rows with mean 0 and variance 1: |sum of the first k| / sqrt(k (n - k) / n), for every k allowed."""
    count = centred.shape[1]
    first = np.arange(least, count - least + 1)
    sums = np.cumsum(centred, axis=1)[:, first - 1]
    return np.abs(sums) / np.sqrt(first * (count - first) / count)
