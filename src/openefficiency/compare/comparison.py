"""Hand-over 2: a figure beside its comparator, with an interval, and the few words a comparison may use."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from openefficiency.measures.measure import Better, Measure


class Signal(StrEnum):
    """What a comparison says. Not knowing is an answer, so it has a name."""

    BETTER = "better"
    WORSE = "worse"
    DIFFERENT = "different"
    NO_DIFFERENCE = "no difference"
    TOO_FEW_TO_SAY = "too few to say"


# A difference is called one when at least this much of the probability lies on one side.
SURE = 0.9
# The share of the probability that an interval covers, in the middle.
COVERED = 0.8


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One organisation, measure and year beside a comparator.

    `gap` is value less comparator, after shrinking; `low` and `high` bound it. `probability` is that of the
    gap being above 0. All are in the unit of the measure, and missing where nothing can be said.
    """

    organisation: str
    name: str
    measure: Measure
    period: str
    against: str
    value: float
    comparator: float
    signal: Signal
    why: str
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    probability: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    basis: str = ""
    peers: tuple[str, ...] = ()
    # The gap as seen, with the market forces factor of another year taken out; only for local prices.
    gap_elsewhere: float | None = None
    flags: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        told = self.signal is not Signal.TOO_FEW_TO_SAY
        assert told == (self.low is not None and self.high is not None), "a signal without an interval"

    def to_json(self) -> dict[str, Any]:
        return {
            "organisation": self.organisation,
            "name": self.name,
            "measure": self.measure.name,
            "title": self.measure.title,
            "period": self.period,
            "against": self.against,
            "value": self.value,
            "comparator": self.comparator,
            "unit": self.measure.unit,
            "gap": self.gap,
            "gap_elsewhere": self.gap_elsewhere,
            "low": self.low,
            "high": self.high,
            "interval_covers": COVERED,
            "probability_above": self.probability,
            "signal": str(self.signal),
            "better_when": str(self.measure.better_when),
            "basis": self.basis,
            "why": self.why,
            "peers": list(self.peers),
            "flags": list(self.flags),
        }


def judge(probability: float, better_when: Better) -> Signal:
    """The word for a gap that lies above 0 with this probability."""
    if max(probability, 1 - probability) < SURE:
        return Signal.NO_DIFFERENCE
    if better_when is Better.NEITHER:
        return Signal.DIFFERENT
    above = probability >= SURE
    return Signal.WORSE if above == (better_when is Better.LOWER) else Signal.BETTER
