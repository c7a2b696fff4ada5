"""An invented world of hospitals: who there is, how big, where, and what is wrong with each.

What is true is decided here, before any noise and before any file is written.
"""

from dataclasses import dataclass
from datetime import date

# Cost types: every pound is in exactly one. How the efficient cost of a provider divides, by its type.
COST_TYPES = (
    "medical",
    "nursing",
    "other_pay",
    "drugs",
    "clinical_supplies",
    "estates",
    "corporate",
    "other",
)
SHARES = {
    "acute non-specialist": (0.19, 0.24, 0.15, 0.11, 0.10, 0.08, 0.07, 0.06),
    "acute specialist": (0.19, 0.24, 0.15, 0.11, 0.10, 0.08, 0.07, 0.06),
    "mental health": (0.11, 0.38, 0.20, 0.03, 0.02, 0.10, 0.09, 0.07),
    "community": (0.04, 0.42, 0.25, 0.03, 0.06, 0.08, 0.08, 0.04),
    "ambulance": (0.01, 0.08, 0.60, 0.01, 0.05, 0.09, 0.09, 0.07),
}
PROVIDERS = tuple(SHARES)

# Causes that show up in several cost types: one per cent of the cause adds this share of one per cent.
CAUSES = {
    "length_of_stay": {"nursing": 0.5, "estates": 0.1},
    "procurement_prices": {"clinical_supplies": 0.6, "other": 0.1},
    "pathology": {"other_pay": 0.15, "clinical_supplies": 0.08},
}
# Money that lies in the cupboard and is no cost of the year: days of stock beyond the usual.
USUAL_STOCK_DAYS = 18.0


@dataclass(frozen=True)
class System:
    """A local system and its region."""

    code: str
    name: str
    region: str
    region_name: str


@dataclass(frozen=True)
class Organisation:
    """A code in the register. `body` is the number of the provider behind it; None for those without care."""

    code: str
    name: str
    type: str
    subtype: str
    system: System
    opened: date
    closed: date | None
    body: int | None


@dataclass(frozen=True)
class Succession:
    old: str
    new: str
    on: date
    change: str


@dataclass(frozen=True)
class Body:
    """A provider of care. One that only changed its code stays the same body.

    `planted` is what it spends beyond the efficient cost, as a share of it: of a cost type, or of a cause.
    `first` and `last` count the years of the world in which it works, both included.
    """

    number: int
    type: str
    size: float
    growth: float
    market_forces: float
    planted: dict[str, float]
    trend: str
    education: float
    research: float
    other_income: float
    bank: float
    agency: float
    sickness: float
    turnover: float
    stock_days: float
    delivery: float
    sites: int
    first: int
    last: int


@dataclass(frozen=True)
class World:
    """All that is true of the invented hospitals."""

    seed: int
    years: tuple[str, ...]
    systems: tuple[System, ...]
    organisations: tuple[Organisation, ...]
    bodies: tuple[Body, ...]
    successions: tuple[Succession, ...]

    def code_of(self, body: int, on: date) -> str:
        """Under which code a provider reports on a day."""
        return next(
            each.code
            for each in self.organisations
            if each.body == body and each.opened <= on and (each.closed is None or on <= each.closed)
        )

    def organisation(self, code: str) -> Organisation:
        return next(each for each in self.organisations if each.code == code)

    def working(self, year: int) -> list[Body]:
        return [body for body in self.bodies if body.first <= year <= body.last]
