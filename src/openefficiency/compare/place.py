"""Would the conclusion stand if the market forces factor were taken out?

A factor is used only for its own year (method decision M6). Where that is not held, figures are in local prices, and
a dear place looks like a dear trust. The factor of another year cannot correct a figure, but it can warn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from openefficiency.compare.relative import Placed

# How the basis of a figure begins when unavoidable costs of its place are still in it.
LOCAL = "local prices"


@dataclass(frozen=True)
class Places:
    """The market forces factors of one year, by organisation."""

    year: str
    factors: Mapping[str, float]


@dataclass(frozen=True)
class Elsewhere:
    """What a figure and its comparator would be with the factor of another year taken out."""

    value: float
    comparator: float
    year: str

    @property
    def gap(self) -> float:
        return self.value - self.comparator


def elsewhere(mine: Placed, peers: list[Placed], places: Places | None) -> Elsewhere | None:
    """None where the figure is not in local prices, or too few factors are held."""
    if places is None or not mine.basis.startswith(LOCAL) or mine.organisation not in places.factors:
        return None
    known = [one for one in peers if one.organisation in places.factors]
    if len(known) < 3:
        return None
    middle = median(places.factors[one.organisation] for one in (mine, *known))
    adjusted = [one.value / (places.factors[one.organisation] / middle) for one in known]
    own = mine.value / (places.factors[mine.organisation] / middle)
    return Elsewhere(own, median(adjusted), places.year)
