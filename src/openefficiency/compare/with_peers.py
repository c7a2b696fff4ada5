"""Compare each organisation with its peers, and say how sure anyone can be.

A single year's figure is part noise. Its distance from the middle is therefore shrunk towards its like by partial
pooling, as much as the noise between years asks for; the interval carries what is left, and the error of the
peers' median with it.
"""

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist, median, pstdev

import numpy as np

from openefficiency.compare.comparison import COVERED, Comparison, Signal, judge
from openefficiency.compare.noise import noise
from openefficiency.compare.place import Elsewhere, Places, elsewhere
from openefficiency.compare.relative import Placed, TypeOf, back, distance, is_ratio, placed
from openefficiency.measures.result import Result
from openefficiency.stats import partial_pooling

# The standard error of a median is this many times that of a mean, for the normal distribution: sqrt(pi / 2).
MEDIAN_OVER_MEAN = math.sqrt(math.pi / 2)
Z = NormalDist().inv_cdf((1 + COVERED) / 2)
TOO_FEW = "fewer than two neighbouring years are held of enough organisations: nobody can tell its noise"

PeersOf = Callable[[str], Sequence[str]]


def with_peers(
    result: Result,
    year: str,
    *,
    type_of: TypeOf,
    name_of: Callable[[str, str], str],
    peers_of: PeersOf | None = None,
    places: Places | None = None,
) -> list[Comparison]:
    """One comparison for each organisation of the year. Without `peers_of`, its peers are all of its type.

    `places` are market forces factors of another year, for figures in local prices: a difference that goes away
    with them is not called one.
    """
    figures = placed(result, type_of)
    errors = noise(figures)
    groups: dict[tuple[str, str], list[Placed]] = {}
    for one in figures:
        if one.year == year:
            groups.setdefault((one.type, one.basis), []).append(one)
    return [
        comparison
        for (kind, _), members in sorted(groups.items())
        for comparison in compare_group(
            result, members, errors.get(kind), name_of=name_of, peers_of=peers_of, places=places
        )
    ]


def compare_group(
    result: Result,
    members: list[Placed],
    error: float | None,
    *,
    name_of: Callable[[str, str], str],
    peers_of: PeersOf | None,
    places: Places | None,
) -> list[Comparison]:
    """All organisations of one type, year and basis."""
    pooled = pool(members, error) if error else [None] * len(members)
    ratio = is_ratio(result)
    rows = {row["organisation"]: row for row in result.of_year(members[0].year).rows.iter_rows(named=True)}
    return [
        compare_one(
            result,
            mine,
            peers=chosen(mine, members, peers_of),
            shrunk=shrunk,
            ratio=ratio,
            row=rows[mine.organisation],
            name=name_of(mine.organisation, mine.year),
            places=places,
        )
        for mine, shrunk in zip(members, pooled, strict=True)
    ]


def pool(members: list[Placed], error: float) -> list[tuple[float, float]]:
    """Mean and standard deviation of what each distance is likely to be in truth."""
    found = partial_pooling.fit(np.array([one.distance for one in members]), np.full(len(members), error))
    return list(zip(map(float, found.mean), map(float, found.sd), strict=True))


def chosen(mine: Placed, members: list[Placed], peers_of: PeersOf | None) -> list[Placed]:
    others = [one for one in members if one.organisation != mine.organisation]
    if peers_of is None:
        return others
    wanted = set(peers_of(mine.organisation))
    return [one for one in others if one.organisation in wanted]


def compare_one(
    result: Result,
    mine: Placed,
    *,
    peers: list[Placed],
    shrunk: tuple[float, float] | None,
    ratio: bool,
    row: dict,
    name: str,
    places: Places | None,
) -> Comparison:
    middle = median(one.value for one in peers) if peers else mine.middle
    told = {
        "organisation": mine.organisation,
        "name": name,
        "measure": result.measure,
        "period": mine.year,
        "against": "peers",
        "value": mine.value,
        "comparator": middle,
        "basis": mine.basis,
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "peers": tuple(one.organisation for one in peers),
        "flags": tuple(row["flags"]),
    }
    if shrunk is None or len(peers) < 3:
        why = TOO_FEW if shrunk is None else f"{len(peers)} peers have a figure; at least three are needed"
        return Comparison(**told, signal=Signal.TOO_FEW_TO_SAY, why=why)
    mean, deviation = shrunk
    goal = distance(middle, mine.middle, ratio=ratio)
    of_peers = MEDIAN_OVER_MEAN * pstdev(one.distance for one in peers) / math.sqrt(len(peers))
    total = math.hypot(deviation, of_peers)
    probability = NormalDist().cdf((mean - goal) / total)
    there = elsewhere(mine, peers, places)
    ends = [back(mean + sign * Z * total, mine.middle, ratio=ratio) - middle for sign in (-1, 1)]
    signal = judge(probability, result.measure.better_when)
    return Comparison(
        **told | {"flags": (*told["flags"], *sensitivity(there, result))},
        gap_elsewhere=there.gap if there else None,
        gap=back(mean, mine.middle, ratio=ratio) - middle,
        low=ends[0],
        high=ends[1],
        probability=probability,
        signal=Signal.NO_DIFFERENCE if goes_away(there, mean - goal) else signal,
        why=f"the median of {len(peers)} {mine.type} organisations in {mine.year}"
        + (
            f"; the difference goes away with the market forces factor of {there.year}"
            if there and goes_away(there, mean - goal)
            else ""
        ),
    )


def goes_away(there: Elsewhere | None, gap: float) -> bool:
    """Whether the gap changes its side when the factor of another year is taken out."""
    return there is not None and there.gap * gap <= 0


def sensitivity(there: Elsewhere | None, result: Result) -> tuple[str, ...]:
    if there is None:
        return ()
    figures = f"{there.value:,.2f} beside {there.comparator:,.2f} ({result.measure.unit})"
    return (f"local prices: with the market forces factor of {there.year} it would be {figures}",)
