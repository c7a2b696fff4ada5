"""How much a figure moves from year to year for no reason that anybody could act upon.

The middle of the absolute change of the distance between neighbouring years, scaled to a standard deviation
(1.4826, for the normal distribution) and divided by the root of 2, because a change has the noise of two years.
Real change is in it as well, so that it errs on the side of saying less.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from openefficiency.compare.relative import Placed

# 1 / 0.6745: the middle half of a normal distribution lies within 0.6745 standard deviations.
TO_STANDARD_DEVIATION = 1.4826
FEWEST_CHANGES = 12


def noise(figures: Iterable[Placed]) -> dict[str, float]:
    """Standard deviation of one year's distance, by type; no entry where too few neighbouring years are held."""
    by_key = {(one.organisation, one.year, one.basis): one for one in figures}
    changes: dict[str, list[float]] = defaultdict(list)
    for one in by_key.values():
        before = by_key.get((one.organisation, year_before(one.year), one.basis))
        if before and before.type == one.type:
            changes[one.type].append(abs(one.distance - before.distance))
    return {
        kind: TO_STANDARD_DEVIATION * median(sizes) / 2**0.5
        for kind, sizes in changes.items()
        if len(sizes) >= FEWEST_CHANGES and median(sizes) > 0
    }


def year_before(year: str) -> str:
    first = int(year[:4]) - 1
    return f"{first}/{(first + 1) % 100:02d}"
