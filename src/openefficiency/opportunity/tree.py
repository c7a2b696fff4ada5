"""The signed gap tree: what makes an organisation dearer or cheaper than its like, in parts that add up.

Each branch is spending less what the same activity costs elsewhere; branches exclude each other, and a named remainder
makes them sum to the whole gap to the penny. What is not known stays inside the remainder: never zero, never shared out by
guess. The positive branches less the bar "better elsewhere" are the whole gap, too. (Method decision M5.)
"""

from collections.abc import Mapping
from dataclasses import dataclass

REMAINDER = "everything else"


@dataclass(frozen=True)
class Spending:
    """Spending and the units of activity beside it, of an organisation or of all of its like."""

    pounds: float
    units: float


@dataclass(frozen=True)
class Branch:
    """One part of a gap: above 0 is dearer than its like. Whole pence, so that sums are exact; missing if not known."""

    name: str
    pence: int | None
    why: str = ""

    @property
    def gap(self) -> float | None:
        """In £."""
        return None if self.pence is None else self.pence / 100


@dataclass(frozen=True)
class Tree:
    """A whole gap and its branches, the remainder last."""

    pence: int
    branches: tuple[Branch, ...]

    def __post_init__(self) -> None:
        assert sum(branch.pence or 0 for branch in self.branches) == self.pence, "branches must add up"

    @property
    def gap(self) -> float:
        """In £."""
        return self.pence / 100

    @property
    def dearer(self) -> float:
        return sum(max(0, branch.pence or 0) for branch in self.branches) / 100

    @property
    def better_elsewhere(self) -> float:
        """What the cheaper branches take off: dearer less this is the whole gap."""
        return -sum(min(0, branch.pence or 0) for branch in self.branches) / 100

    @property
    def is_a_saving(self) -> bool:
        """Of an organisation that is better overall the branches are differences, and no saving."""
        return self.pence > 0


def gap(own: Spending, like: Spending) -> int:
    """Spending less what the same units cost among its like, in whole pence."""
    return round(100 * (own.pounds - own.units * like.pounds / like.units))


def tree(whole: tuple[Spending, Spending], parts: Mapping[str, tuple[Spending, Spending] | str]) -> Tree:
    """The tree of an organisation. Each part is (own, its like), or the reason why it is not known."""
    total = gap(*whole)
    branches = [
        Branch(name, None, part) if isinstance(part, str) else Branch(name, gap(*part))
        for name, part in parts.items()
    ]
    rest = total - sum(branch.pence or 0 for branch in branches)
    unknown = [branch.name for branch in branches if branch.pence is None]
    why = f"with it what is not known: {', '.join(unknown)}" if unknown else ""
    return Tree(total, (*branches, Branch(REMAINDER, rest, why)))
