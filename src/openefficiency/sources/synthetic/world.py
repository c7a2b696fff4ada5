"""An invented world of hospitals: who there is, how big, where, and what is wrong with each.

What is true is decided here, before any noise and before any file is written.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openefficiency.sources.synthetic import names
from openefficiency.tables import year as years_of
from openefficiency.tables.who import TYPES

LAST_YEAR = 2024
FEWEST = 12

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

# Out of twenty organisations, how many are of which type; at least one of each.
OF_TWENTY = {
    "acute non-specialist": 10, "acute specialist": 2, "mental health": 2, "community": 2,
    "ambulance": 1, "primary care": 1, "commissioner": 1, "other": 1,
}  # fmt: skip
# Usual efficient cost of a year, in £ million, and its spread (of the logarithm).
SIZES = {
    "acute non-specialist": (420, 0.45), "acute specialist": (160, 0.3), "mental health": (230, 0.3),
    "community": (130, 0.3), "ambulance": (240, 0.2),
}  # fmt: skip


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


def make(*, seed: int, organisations: int, years: int) -> World:
    """A world with that many organisations today; a merger and a change of code lie behind it."""
    assert organisations >= FEWEST, f"a world needs {FEWEST} organisations, so that there is one of each type"
    random = np.random.default_rng(seed)
    systems = systems_for(organisations)
    spans = tuple(years_of.named(LAST_YEAR - years + 1 + number) for number in range(years))
    types = types_for(organisations)
    founded = date(years_of.first_calendar_year(spans[0]) - 6, 4, 1)
    bodies = [body_of(number, kind, years, random) for number, kind in enumerate(types) if kind in PROVIDERS]
    by_number = {body.number: body for body in bodies}
    people = [
        Organisation(
            code=names.code(number),
            name=f"{names.place(number)} {names.KINDS[kind]}",
            type=kind,
            subtype=subtype_of(kind, by_number.get(number)),
            system=systems[number % len(systems)],
            opened=founded,
            closed=None,
            body=number if kind in PROVIDERS else None,
        )
        for number, kind in enumerate(types)
    ]
    world = World(seed, spans, systems, tuple(people), tuple(bodies), ())
    return with_a_new_code(with_a_merger(world))


def systems_for(organisations: int) -> tuple[System, ...]:
    found = []
    for number in range(min(max(2, organisations // 8), 20)):
        code, name = names.system(number)
        found.append(System(code, name, *names.REGIONS[number % len(names.REGIONS)]))
    return tuple(found)


def types_for(organisations: int) -> list[str]:
    """One of each type first, then in the proportions of `OF_TWENTY`."""
    wanted = {kind: max(1, organisations * part // 20) for kind, part in OF_TWENTY.items()}
    wanted["acute non-specialist"] += organisations - sum(wanted.values())
    if wanted["acute non-specialist"] < 3:
        wanted = dict.fromkeys(TYPES, 1) | {"acute non-specialist": organisations - len(TYPES) + 1}
    return [kind for kind in TYPES for _ in range(wanted[kind])]


def body_of(number: int, kind: str, years: int, random: np.random.Generator) -> Body:
    middle, spread = SIZES[kind]
    return Body(
        number=number,
        type=kind,
        size=float(middle * 1e6 * np.exp(random.normal(0, spread))),
        growth=float(random.uniform(0.0, 0.03)),
        market_forces=float(np.round(1 + random.beta(1.3, 4) * 0.25, 6)),
        planted=planted_in(kind, random),
        trend=str(random.choice(["steady", "improving", "worsening"], p=[0.6, 0.25, 0.15])),
        education=float(random.uniform(0.01, 0.05)),
        research=float(random.uniform(0.002, 0.03)),
        other_income=float(random.uniform(0.02, 0.05)),
        bank=float(random.uniform(0.03, 0.07)),
        agency=float(random.uniform(0.01, 0.06)),
        sickness=float(random.uniform(0.038, 0.06)),
        turnover=float(random.uniform(0.08, 0.16)),
        stock_days=float(USUAL_STOCK_DAYS + max(0.0, random.normal(0, 8))),
        delivery=float(np.clip(random.normal(0.85, 0.25), 0.2, 1.4)),
        sites=int(random.integers(1, 5)),
        first=0,
        last=years - 1,
    )


def planted_in(kind: str, random: np.random.Generator) -> dict[str, float]:
    """A few large excesses rather than a little of everything; one provider in six has none."""
    possible = [*COST_TYPES[:-1], *(CAUSES if kind.startswith("acute") else ())]
    if random.random() < 1 / 6:
        return {}
    chosen = random.choice(possible, size=int(random.integers(1, 5)), replace=False)
    return {str(area): float(np.round(random.uniform(0.04, 0.22), 3)) for area in sorted(chosen)}


def subtype_of(kind: str, body: Body | None) -> str:
    """The groups in which the workforce publications compare."""
    if kind == "acute non-specialist" and body:
        return next(name for least, name in ACUTE_GROUPS if body.size >= least)
    return SUBTYPES[kind]


ACUTE_GROUPS = (
    (700e6, "Acute - Teaching"),
    (450e6, "Acute - Large"),
    (300e6, "Acute - Medium"),
    (0, "Acute - Small"),
)
SUBTYPES = {
    "acute non-specialist": "Acute - Medium",
    "acute specialist": "Acute - Specialist",
    "mental health": "Mental Health and Learning Disability",
    "community": "Community Provider Trust",
    "ambulance": "Ambulance Trust",
    "primary care": "Primary Care Network",
    "commissioner": "Integrated Care Board",
    "other": "Others",
}


def with_a_merger(world: World) -> World:
    """The second and third acute provider of today's list were one more before: two became one."""
    acute = [body for body in world.bodies if body.type == "acute non-specialist"]
    new = acute[1]
    # In a world of one year the merger was before it.
    first = max(1, len(world.years) // 2) if len(world.years) > 1 else 0
    on = years_of.first_day(world.years[first])
    today = world.organisation(names.code(new.number))
    old_bodies, old_codes = [], []
    for part, share in enumerate((0.6, 0.4)):
        number = 1000 + part
        old_bodies.append(
            Body(
                **vars(new)
                | {"number": number, "size": new.size * share, "last": first - 1, "sites": 1 + part}
            )
        )
        old_codes.append(
            Organisation(
                code=names.code(len(world.organisations) + part),
                name=f"{names.place(len(world.organisations) + part)} {names.KINDS[today.type]}",
                type=today.type,
                subtype="Acute - Small",
                system=today.system,
                opened=today.opened,
                closed=on - timedelta(days=1),
                body=number,
            )  # fmt: skip
        )
    bodies = [
        body if body.number != new.number else Body(**vars(new) | {"first": first}) for body in world.bodies
    ]
    people = [
        each if each.code != today.code else Organisation(**vars(today) | {"opened": on})
        for each in world.organisations
    ]
    return World(
        world.seed, world.years, world.systems, (*people, *old_codes), (*bodies, *old_bodies),
        tuple(Succession(old.code, today.code, on, "merger") for old in old_codes),
    )  # fmt: skip


def with_a_new_code(world: World) -> World:
    """The first mental health provider got a new code in October, in the middle of a financial year."""
    today = next(each for each in world.organisations if each.type == "mental health")
    first = years_of.first_calendar_year(world.years[-min(3, len(world.years))])
    on = date(first, 10, 1)
    old = Organisation(
        **vars(today)
        | {
            "code": names.code(len(world.organisations)),
            "name": f"{names.place(len(world.organisations))} {names.KINDS[today.type]}",
            "closed": on - timedelta(days=1),
        }
    )
    people = [
        each if each.code != today.code else Organisation(**vars(today) | {"opened": on})
        for each in world.organisations
    ]
    change = Succession(old.code, today.code, on, "new code")
    return World(
        world.seed, world.years, world.systems, (*people, old), world.bodies, (*world.successions, change)
    )
