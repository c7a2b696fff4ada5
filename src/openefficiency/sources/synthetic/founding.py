"""Found an invented world from a seed: its organisations, and the merger and the new code behind them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from openefficiency.sources.synthetic import names
from openefficiency.sources.synthetic.world import (
    CAUSES,
    COST_TYPES,
    PROVIDERS,
    USUAL_STOCK_DAYS,
    Body,
    Organisation,
    Succession,
    System,
    World,
)
from openefficiency.tables import year as years_of
from openefficiency.tables.who import TYPES

LAST_YEAR = 2024
FEWEST = 12
PARTS_OF_MERGED = (0.6, 0.4)

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
# The groups in which the workforce publications compare; acute ones by size.
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
    if kind == "acute non-specialist" and body:
        return next(name for least, name in ACUTE_GROUPS if body.size >= least)
    return SUBTYPES[kind]


def with_a_merger(world: World) -> World:
    """The second acute provider of today's list was two before: they became one."""
    new = [body for body in world.bodies if body.type == "acute non-specialist"][1]
    # In a world of one year the merger was before it.
    first = max(1, len(world.years) // 2) if len(world.years) > 1 else 0
    on = years_of.first_day(world.years[first])
    today = world.organisation(names.code(new.number))
    numbers = [len(world.organisations) + part for part in range(len(PARTS_OF_MERGED))]
    bodies = [
        replace(new, number=number, size=new.size * share, last=first - 1, sites=1)
        for number, share in zip(numbers, PARTS_OF_MERGED, strict=True)
    ]
    olds = [replace(before(today, number, on), subtype="Acute - Small", body=number) for number in numbers]
    return replace(
        world,
        organisations=(*opened_on(world, today, on), *olds),
        bodies=(*(body if body != new else replace(new, first=first) for body in world.bodies), *bodies),
        successions=tuple(Succession(old.code, today.code, on, "merger") for old in olds),
    )


def with_a_new_code(world: World) -> World:
    """The first mental health provider got a new code in October, in the middle of a financial year."""
    today = next(each for each in world.organisations if each.type == "mental health")
    on = date(years_of.first_calendar_year(world.years[-min(3, len(world.years))]), 10, 1)
    old = before(today, len(world.organisations), on)
    return replace(
        world,
        organisations=(*opened_on(world, today, on), old),
        successions=(*world.successions, Succession(old.code, today.code, on, "new code")),
    )


def before(today: Organisation, number: int, on: date) -> Organisation:
    """What stood in its place until the day before."""
    name = f"{names.place(number)} {names.KINDS[today.type]}"
    return replace(today, code=names.code(number), name=name, closed=on - timedelta(days=1))


def opened_on(world: World, today: Organisation, on: date) -> list[Organisation]:
    return [replace(each, opened=on) if each == today else each for each in world.organisations]
