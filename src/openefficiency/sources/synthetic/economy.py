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
YEAR_NOISE, CELL_NOISE, DEMAND = 0.02, 0.12, 0.05
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


@dataclass(frozen=True)
class Casemix:
    """What a provider may do, and which share of its efficient cost each currency takes."""

    basket: Currencies
    shares: np.ndarray


@dataclass(frozen=True)
class Luck:
    """Chance, in one year of one provider. `noise` moves costs; demand varies without being noise."""

    random: np.random.Generator
    noise: float

    def of_the_year(self) -> float:
        return float(np.exp(self.noise * YEAR_NOISE * self.random.normal()))

    def of_cells(self, count: int) -> np.ndarray:
        return np.exp(self.noise * CELL_NOISE * self.random.normal(size=count))

    def of_demand(self, count: int) -> np.ndarray:
        return np.exp(DEMAND * self.random.normal(size=count))


def trade(world: World, *, currencies: int, noise: float) -> Economy:
    """Years of care and spending. `noise` is 1 for the usual amount, 0 for none."""
    random = np.random.default_rng([world.seed, 1])
    baskets = {
        family: currencies_of(family, wanted(family, currencies), random)
        for family in sorted(set(FAMILY.values()))
    }
    mixes = {body.number: mix_of(body, baskets[FAMILY[body.type]], random) for body in world.bodies}
    share_mixes_of_merged(world, mixes)
    found = []
    for number in range(len(world.years)):
        working = world.working(number)
        scale = scaled_market_forces(working, number)
        for body in working:
            casemix = Casemix(baskets[FAMILY[body.type]], mixes[body.number])
            luck = Luck(np.random.default_rng([world.seed, 2, body.number, number]), noise)
            found.append(year_of(world, body, number, scale[body.number], casemix=casemix, luck=luck))
    return Economy(pl.concat(cells for cells, _ in found), tuple(each for _, each in found))


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
    for change in world.successions:
        old, new = world.organisation(change.old).body, world.organisation(change.new).body
        assert old is not None and new is not None, "only providers of care follow each other"
        mixes[old] = mixes[new]


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
    world: World, body: Body, number: int, scaled_mff: float, *, casemix: Casemix, luck: Luck
) -> tuple[pl.DataFrame, BodyYear]:
    """The cells of a provider in one year, and the sums that follow from them."""
    year = world.years[number]
    code = world.code_of(body.number, years_of.last_day(year))
    excess = excess_in(body, number, len(world.years))
    shares = dict(zip(COST_TYPES, SHARES[body.type], strict=True))
    times = {kind: 1 + more for kind, more in by_cost_type(excess).items()}
    dearer = sum(shares[kind] * times[kind] for kind in COST_TYPES)
    shaken = luck.of_the_year()
    cells = cells_of(casemix, size_in(body, number), number, dearer, shaken, luck=luck)
    whole = float(cells["efficient"].to_numpy().sum()) * scaled_mff
    return cells.drop("efficient").with_columns(
        year=pl.lit(year), body=pl.lit(body.number), code=pl.lit(code), scaled_mff=pl.lit(scaled_mff)
    ), BodyYear(
        body=body,
        year=year,
        code=code,
        scaled_mff=scaled_mff,
        excess=excess,
        efficient={kind: whole * shares[kind] for kind in COST_TYPES},
        clean={kind: whole * shares[kind] * times[kind] for kind in COST_TYPES},
        spend={kind: whole * shares[kind] * times[kind] * shaken for kind in COST_TYPES},
    )


def cells_of(
    casemix: Casemix, size: float, number: int, dearer: float, shaken: float, *, luck: Luck
) -> pl.DataFrame:
    """Whole units of each currency, and what they cost; noise moves cost between cells, and the sum by `shaken`."""
    basket = casemix.basket
    unit_cost = basket.unit_cost * INFLATION**number
    activity = np.round(size * casemix.shares / unit_cost * luck.of_demand(len(unit_cost))).astype(int)
    clean = activity * unit_cost * dearer
    actual = clean * luck.of_cells(len(clean))
    return pl.DataFrame(
        {
            "department": basket.department,
            "service": basket.service,
            "currency": basket.code,
            "pot": basket.pot,
            "supplier": basket.supplier,
            "excluded": basket.excluded,
            "activity": activity,
            "days": basket.days.astype(float),
            "efficient": activity * unit_cost,
            "clean": clean,
            "actual": actual * clean.sum() * shaken / actual.sum(),
        }
    ).filter(pl.col("activity") > 0)


def months_of(year: str) -> list[date]:
    """The first days of the twelve months of a financial year."""
    first = years_of.first_calendar_year(year)
    return [date(first + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
