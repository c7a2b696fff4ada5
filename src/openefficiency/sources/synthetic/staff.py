"""Who works there: staff that the pay of each cost type buys, by the groups of the publications."""

from dataclasses import dataclass

from openefficiency.sources.synthetic.economy import INFLATION, BodyYear
from openefficiency.tables import year as years_of

# What a whole-time equivalent costs with on-costs in 2015/16 where the market forces factor is average, £.
PAY = {"medical": 98_000, "nursing": 39_000, "other_pay": 37_000, "corporate": 38_000}
# Of corporate cost, what is pay; of the other three, everything.
PAY_SHARE = {"medical": 1.0, "nursing": 1.0, "other_pay": 1.0, "corporate": 0.6}
AGENCY_PREMIUM = 1.4
FIRST = 2015

# How the staff of a cost type divide into the publisher's groups.
GROUPS = {
    "medical": {"HCHS Doctors (exc. Resident doctors and equivalents)": 0.55, "resident doctors": 0.45},
    "nursing": {
        "Nurses & health visitors": 0.62,
        "Midwives": 0.05,
        "Support to doctors, nurses & midwives": 0.33,
    },
    "other_pay": {
        "Scientific, therapeutic & technical staff": 0.58,
        "Support to ST&T staff": 0.22,
        "Hotel, property & estates": 0.20,
    },
    "corporate": {"Central functions": 0.68, "Managers": 0.2, "Senior managers": 0.12},
}
AMBULANCE_GROUPS = {"Ambulance staff": 0.55, "Support to ambulance staff": 0.45}
# Resident doctors are in no publication of turnover.
NOT_IN_TURNOVER = "resident doctors"


@dataclass(frozen=True)
class Staff:
    """What one cost type pays for in a year: £ by kind of contract, and whole-time equivalents."""

    substantive: float
    bank: float
    agency: float
    substantive_wte: float
    temporary_wte: float

    @property
    def cost(self) -> float:
        return self.substantive + self.bank + self.agency

    @property
    def wte(self) -> float:
        return self.substantive_wte + self.temporary_wte


def staff_of(each: BodyYear) -> dict[str, Staff]:
    """Staff by cost type."""
    return {kind: employed(each, kind) for kind in PAY}


def employed(each: BodyYear, kind: str) -> Staff:
    cost = each.spend[kind] * PAY_SHARE[kind]
    rate = PAY[kind] * INFLATION ** (years_of.first_calendar_year(each.year) - FIRST) * each.scaled_mff
    bank, agency = cost * each.body.bank, cost * each.body.agency
    rest = cost - bank - agency
    return Staff(rest, bank, agency, rest / rate, bank / rate + agency / (rate * AGENCY_PREMIUM))


def by_group(each: BodyYear) -> dict[str, float]:
    """Substantive whole-time equivalents by the publisher's staff group, resident doctors among them."""
    found: dict[str, float] = {}
    for kind, staff in staff_of(each).items():
        ambulance = each.body.type == "ambulance" and kind == "other_pay"
        for group, share in (AMBULANCE_GROUPS if ambulance else GROUPS[kind]).items():
            found[group] = found.get(group, 0) + staff.substantive_wte * share
    return found
