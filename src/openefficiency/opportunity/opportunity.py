"""Hand-over 3: how far from a benchmark, as quantity and money, with a range. An opportunity is not a saving."""

from dataclasses import dataclass
from typing import Any

from openefficiency.compare.comparison import COVERED, Comparison


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """What would be different if an organisation were at its comparator.

    `expected` is the mean of max(0, gap) x volume over what the gap may be in truth: not the gap as seen, whose
    noise alone would look like money. `low` and `high` bound it. In £ for spending, else in `unit`. `None` means
    that nothing is shown, and `why` says why.
    """

    comparison: Comparison
    unit: str
    releases: str
    expected: float | None
    low: float | None
    high: float | None
    why: str
    # Nobody has looked yet whether there is a good reason for the difference.
    warranted: str = "unknown"

    def __post_init__(self) -> None:
        known = [self.expected is None, self.low is None, self.high is None]
        assert all(known) or not any(known), "an opportunity carries its interval, or is not shown"

    def to_json(self) -> dict[str, Any]:
        seen = self.comparison
        return {
            "organisation": seen.organisation,
            "name": seen.name,
            "measure": seen.measure.name,
            "title": seen.measure.title,
            "period": seen.period,
            "value": seen.value,
            "comparator": seen.comparator,
            "expected": self.expected,
            "low": self.low,
            "high": self.high,
            "interval_covers": COVERED,
            "unit": self.unit,
            "releases": self.releases,
            "probability": seen.probability,
            "signal": str(seen.signal),
            "warranted": self.warranted,
            "basis": seen.basis,
            "why": self.why,
            "peers": list(seen.peers),
            "flags": list(seen.flags),
        }
