"""What the invented providers do and spend, year by year: first as it truly is, then with noise.

Every pound follows from here, so that accounts, cost collection, staff and estates fit each other.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from openefficiency.sources.synthetic.currencies import FAMILY, Currencies, currencies_of
from openefficiency.sources.synthetic.world import CAUSES, COST_TYPES, SHARES, Body, World
from openefficiency.tables import year as years_of

INFLATION = 1.03
RARE = 0.08
YEAR_NOISE, CELL_NOISE = 0.02, 0.12
# How a planted excess moves from the first to the last year of the world.
TRENDS = {"steady": (1.0, 1.0), "improving": (1.4, 0.6), "worsening": (0.6, 1.4)}


@dataclass(frozen=True)
class BodyYear:
    """One provider in one year. Money by cost type is local (the market forces factor is in it), in £.

    `clean` is before noise, `spend` after; both include what the index leaves out.
    """

    body: Body
    year: str
    code: str
    scaled_mff: float
    excess: dict[str, float]
    efficient: dict[str, float]
    clean: dict[str, float]
    spend: dict[str, float]

    @property
    def quantum(self) -> float:
        """All that the cost collection is about."""
        return sum(self.spend.values())

    @property
    def education(self) -> float:
        return self.quantum * self.body.education

    @property
    def research(self) -> float:
        return self.quantum * self.body.research

    @property
    def other_income(self) -> float:
        return self.quantum * self.body.other_income

    @property
    def operating_cost(self) -> float:
        """The quantum, and what is paid for by education, research and other income."""
        return self.quantum + self.education + self.research + self.other_income


@dataclass(frozen=True)
class Economy:
    """`cells` has a row for each provider, year and currency; `years` one for each provider and year.

    Columns of `cells`: year, body, code, department, service, currency, pot, supplier, excluded, activity,
    days (a stay), clean and actual (without the market forces factor, before and after noise), scaled_mff.
    """

    cells: pl.DataFrame
    years: tuple[BodyYear, ...]


def trade(world: World, *, currencies: int, noise: float) -> Economy:
    """Years of care and spending. `noise` is 1 for the usual amount, 0 for none."""
    random = np.random.default_rng([world.seed, 1])
    baskets = {
        family: currencies_of(family, wanted(family, currencies), random)
        for family in sorted(set(FAMILY.values()))
    }
    mixes = {body.number: mix_of(body, baskets[FAMILY[body.type]], random) for body in world.bodies}
    share_mixes_of_merged(world, mixes)
    cells, years = [], []
    for number in range(len(world.years)):
        working = world.working(number)
        scale = scaled_market_forces(working, number)
        for body in working:
            basket = baskets[FAMILY[body.type]]
            frame, totals = year_of(
                world, body, number, basket, mixes[body.number], scale[body.number], random, noise
            )
            cells.append(frame)
            years.append(totals)
    return Economy(pl.concat(cells), tuple(years))


def wanted(family: str, currencies: int) -> int:
    # Each acute provider offers about three quarters of what there is.
    return round(currencies / 0.75) if family == "acute" else 40


def mix_of(body: Body, basket: Currencies, random: np.random.Generator) -> np.ndarray:
    """Casemix: which share of its efficient cost a provider spends on each currency."""
    offered = (random.random(len(basket.cost)) < 0.75) | basket.excluded
    if body.type == "acute specialist":
        offered &= ~np.isin(basket.department, ["EM"])
    if FAMILY[body.type] != "acute":
        offered[:] = True
    # Of some things each acute provider does so few that the publisher hides them.
    rare = offered & ~basket.excluded & (random.random(len(basket.cost)) < RARE)
    few = np.where(rare & (FAMILY[body.type] == "acute"), random.uniform(0.001, 0.02, len(basket.cost)), 1.0)
    weights = basket.cost * np.exp(random.normal(0, 0.4, len(basket.cost))) * offered * few
    return weights / weights.sum()


def share_mixes_of_merged(world: World, mixes: dict[int, np.ndarray]) -> None:
    """Two that merge do together what the one does afterwards."""
    merged = {change.new: [] for change in world.successions if change.change == "merger"}
    for change in world.successions:
        if change.change == "merger":
            merged[change.new].append(world.organisation(change.old).body)
    for new, parts in merged.items():
        for part in parts:
            mixes[part] = mixes[world.organisation(new).body]


def scaled_market_forces(working: list[Body], number: int) -> dict[int, float]:
    """The factor on the scale on which it moves no money between providers as a whole."""
    sizes = np.array([size_in(body, number) for body in working])
    factors = np.array([body.market_forces for body in working])
    scale = (sizes * factors).sum() / sizes.sum()
    return {body.number: float(body.market_forces / scale) for body in working}


def size_in(body: Body, number: int) -> float:
    return body.size * (1 + body.growth) ** number * INFLATION**number


def excess_in(body: Body, number: int, years: int) -> dict[str, float]:
    """What is planted in a provider, as it stands in one year."""
    first, last = TRENDS[body.trend]
    part = number / (years - 1) if years > 1 else 1.0
    return {area: share * (first + (last - first) * part) for area, share in body.planted.items()}


def by_cost_type(excess: dict[str, float]) -> dict[str, float]:
    """Excess as a share of the efficient cost of each type: its own, and that of the causes behind it."""
    found = {kind: excess.get(kind, 0.0) for kind in COST_TYPES}
    for cause, shows in CAUSES.items():
        for kind, part in shows.items():
            found[kind] += excess.get(cause, 0.0) * part
    return found


def year_of(
    world: World,
    body: Body,
    number: int,
    basket: Currencies,
    mix: np.ndarray,
    scaled_mff: float,
    random: np.random.Generator,
    noise: float,
) -> tuple[pl.DataFrame, BodyYear]:
    unit_cost = basket.unit_cost * INFLATION**number
    activity = np.round(
        size_in(body, number) * mix / unit_cost * np.exp(random.normal(0, 0.05, len(mix)))
    ).astype(int)
    kept = activity > 0
    activity, efficient = activity[kept], (activity * unit_cost)[kept]
    excess = excess_in(body, number, len(world.years))
    shares = dict(zip(COST_TYPES, SHARES[body.type], strict=True))
    more = by_cost_type(excess)
    dearer = sum(shares[kind] * (1 + more[kind]) for kind in COST_TYPES)
    shaken = float(np.exp(noise * YEAR_NOISE * random.normal()))
    cell_noise = np.exp(noise * CELL_NOISE * random.normal(size=len(mix)))[kept]
    clean = efficient * dearer
    actual = clean * cell_noise
    actual *= clean.sum() * shaken / actual.sum()
    whole = efficient.sum() * scaled_mff
    on = years_of.last_day(world.years[number])
    code = world.code_of(body.number, on)
    frame = pl.DataFrame(
        {
            "department": basket.department[kept],
            "service": basket.service[kept],
            "currency": basket.code[kept],
            "pot": basket.pot[kept],
            "supplier": basket.supplier[kept],
            "excluded": basket.excluded[kept],
            "activity": activity,
            "days": basket.days[kept].astype(float),
            "clean": clean,
            "actual": actual,
        }
    ).with_columns(
        year=pl.lit(world.years[number]),
        body=pl.lit(body.number),
        code=pl.lit(code),
        scaled_mff=pl.lit(scaled_mff),
    )
    return frame, BodyYear(
        body=body,
        year=world.years[number],
        code=code,
        scaled_mff=scaled_mff,
        excess=excess,
        efficient={kind: float(whole * shares[kind]) for kind in COST_TYPES},
        clean={kind: float(whole * shares[kind] * (1 + more[kind])) for kind in COST_TYPES},
        spend={kind: float(whole * shares[kind] * (1 + more[kind]) * shaken) for kind in COST_TYPES},
    )


def months_of(year: str) -> list[date]:
    """The first days of the twelve months of a financial year."""
    first = years_of.first_calendar_year(year)
    return [date(first + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
