"""Beds by quarter, and the mean length of stay, in the layouts of their compilations."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from openefficiency.sources.synthetic.currencies import FAMILY
from openefficiency.sources.synthetic.economy import BodyYear, Economy, months_of
from openefficiency.sources.synthetic.faults import Fault
from openefficiency.sources.synthetic.world import World
from openefficiency.sources.synthetic.writers.register import save

SECTORS = ("total", "general_acute", "learn_disabil", "maternity", "mental_illness")
HEADER = (
    "year", "period_end", "org_code", "org_name",
    *(f"{sector}_on_beds_{what}" for what in ("available", "occupied", "percent_occupied") for sector in SECTORS),
    "quarter",
)  # fmt: skip
OCCUPANCY = 0.92
MATERNITY = 0.05
LOS_YEARS = range(2018, 2024)


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    stays = stays_of(economy)
    occupied = {key: days * (1 + excess_days(each)) / 365 for key, (_, days, each) in stays.items()}
    names = {each.code: each.name for each in world.organisations}
    rows, means = [], []
    for year in world.years:
        here = {body: beds for (body, when), beds in occupied.items() if when == year}
        for quarter, start in enumerate(months_of(year)[::3], start=1):
            end = (start + timedelta(days=80)).replace(day=1)
            told = [(world.code_of(body, start), beds) for body, beds in here.items()]
            lines = [row_of(start, end, quarter, code, names[code], kinds_of(beds)) for code, beds in told]
            nation = [sum(column) for column in zip(*(kinds_of(beds) for _, beds in told), strict=True)]
            rows += [*lines, row_of(start, end, quarter, "NA", "ENGLAND", nation)]
            if start.year in LOS_YEARS:
                means += [mean_of(start, world.code_of(body, start), *stays[body, year]) for body in here]
    save(folder / "overnight_beds_clean.csv", HEADER, rows)
    for column, place in (("los_unadjusted", 2), ("standard_los", 3)):
        lines = [(str(n), row[0], row[1], row[place]) for n, row in enumerate(means, start=1)]
        if lines:
            save(folder / f"{column}.csv", ("", "cal_quarter", "PROCODE", column), lines)
    return []


def stays_of(economy: Economy) -> dict[tuple[int, str], tuple[float, float, BodyYear]]:
    """Stays of more than a day, and the bed days that they should take, by acute provider and year."""
    years = {
        (each.body.number, each.year): each for each in economy.years if FAMILY[each.body.type] == "acute"
    }
    nights = economy.cells.filter(~pl.col("excluded") & (pl.col("days") > 0)).group_by("body", "year")
    sums = nights.agg(stays=pl.col("activity").sum(), days=(pl.col("activity") * pl.col("days")).sum()).sort(
        "year", "body"
    )
    return {
        (body, year): (stays, days, years[body, year])
        for body, year, stays, days in sums.select("body", "year", "stays", "days").rows()
        if (body, year) in years
    }


def excess_days(each: BodyYear) -> float:
    return each.excess.get("length_of_stay", 0.0)


def kinds_of(beds: float) -> list[float]:
    """Occupied beds in the order of the sectors."""
    return [beds, beds * (1 - MATERNITY), 0.0, beds * MATERNITY, 0.0]


def row_of(
    start: date, end: date, quarter: int, code: str, name: str, occupied: list[float]
) -> tuple[str, ...]:
    del start
    available = [beds / OCCUPANCY for beds in occupied]
    shares = [str(OCCUPANCY) if beds else "NA" for beds in occupied]
    return (
        str(end.year), f"{end:%B}", code, name,
        *(f"{beds:.6f}" for beds in available), *(f"{beds:.6f}" for beds in occupied), *shares, f"Q{quarter}",
    )  # fmt: skip


def mean_of(start: date, code: str, stays: float, days: float, each: BodyYear) -> tuple[str, ...]:
    """Quarter, code, plain mean, and the mean at the casemix of a typical provider."""
    longer = 1 + excess_days(each)
    return (
        f"Q{(start.month + 2) // 3}   {start.year}",
        code,
        f"{days / stays * longer:.6f}",
        f"{TYPICAL_DAYS * longer:.6f}",
    )


TYPICAL_DAYS = 4.2
