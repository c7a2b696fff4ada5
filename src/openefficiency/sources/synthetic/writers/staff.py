"""Sickness absence and turnover, month by month, as NHS England publishes them."""

from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from openefficiency.sources.synthetic.economy import BodyYear, Economy, months_of
from openefficiency.sources.synthetic.faults import Fault, spoilt
from openefficiency.sources.synthetic.staff import NOT_IN_TURNOVER, by_group
from openefficiency.sources.synthetic.world import Organisation, World

SICKNESS_TYPES = {
    "acute non-specialist": "Acute",
    "acute specialist": "Acute",
    "mental health": "Mental Health",
    "community": "Community Provider Trust",
    "ambulance": "Ambulance",
    "commissioner": "Integrated Care Board",
    "other": "Others",
}
CLUSTERS = SICKNESS_TYPES | {"other": "Integrated Care Board"}
# More people are ill in winter: April first; the twelve have a mean of 1.
SEASON = (0.95, 0.92, 0.93, 0.96, 0.95, 0.98, 1.03, 1.05, 1.1, 1.1, 1.03, 1.0)
# Bodies without care have a few hundred staff of their own.
OFFICE_STAFF, OFFICE_SICKNESS, OFFICE_TURNOVER = 420.0, 0.03, 0.1
ALL = "All staff groups"
HOURS = 0.88
# Before these years turnover is told for March only, A&E not at all, and sickness in one file a year.
DETAILED_YEARS = 3


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    faults = []
    for year in world.years:
        bodies = [each for each in economy.years if each.year == year]
        detailed = year in world.years[-DETAILED_YEARS:]
        absences = [sickness(world, bodies, month) for month in months_of(year)]
        files = absences if detailed else [pl.concat(absences)]
        for place, rows in enumerate(files):
            name = (
                f"sickness_absence_{months_of(year)[place]:%Y-%m}.csv"
                if detailed
                else f"sickness_absence_{year[:4]}-{year[5:]}.csv"
            )
            if rows is absences[-1] and year == world.years[-1]:
                rows, fault = spoilt(rows, publication="sickness", file=name, at=rows.height - 1)
                faults.append(fault)
            rows.write_csv(folder / name)
        for month in months_of(year):
            if detailed or month.month == 3:
                faults += write_turnover(world, bodies, month, folder)
    return faults


def last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def is_last(world: World, month: date) -> bool:
    return month == months_of(world.years[-1])[-1]


def staff_in(
    world: World, bodies: list[BodyYear], month: date
) -> list[tuple[Organisation, dict[str, float], float]]:
    """Each organisation of the month, its staff by group and its sickness rate."""
    known = {each.code: each for each in world.organisations}
    found = [
        (known[world.code_of(each.body.number, month)], by_group(each), each.body.sickness) for each in bodies
    ]
    offices = [each for each in world.organisations if each.type in ("commissioner", "other")]
    return found + [(each, {"Central functions": OFFICE_STAFF}, OFFICE_SICKNESS) for each in offices]


def sickness(world: World, bodies: list[BodyYear], month: date) -> pl.DataFrame:
    days, last = monthrange(month.year, month.month)[1], last_of(month)
    season = SEASON[(month.month - 4) % 12]
    rows = []
    for organisation, groups, rate in staff_in(world, bodies, month):
        available = round(sum(groups.values()) * days, 5)
        lost = round(available * rate * season, 5)
        rows.append(
            (
                last.strftime("%d/%m/%Y"),
                organisation.system.region,
                organisation.system.region_name,
                organisation.system.code,
                organisation.system.name,
                organisation.code,
                organisation.name,
                SICKNESS_TYPES[organisation.type],
                str(lost),
                str(available),
                f"{100 * lost / available:.2f}",
            )
        )
    return pl.DataFrame(
        rows,
        schema=[
            "DATE", "NHSE_REGION_CODE", "NHSE_REGION_NAME", "ICS_CODE", "ICS_NAME", "ORG_CODE", "ORG_NAME",
            "ORG_TYPE", "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE", "SICKNESS_ABSENCE_RATE_PERCENT",
        ],
        orient="row",
    )  # fmt: skip


def write_turnover(world: World, bodies: list[BodyYear], month: date, folder: Path) -> list[Fault]:
    random = np.random.default_rng([world.seed, 3, month.year, month.month])
    before = month - timedelta(days=1)
    rates = {each.body.number: each.body.turnover for each in bodies}
    rows = []
    for organisation, groups, _ in staff_in(world, bodies, month):
        rate = (rates[organisation.body] if organisation.body is not None else OFFICE_TURNOVER) / 12
        counted = {group: wte for group, wte in groups.items() if group != NOT_IN_TURNOVER}
        for kind, share in shares_of(rate, random).items():
            for group, wte in {ALL: sum(counted.values()), **counted}.items():
                fte = round(wte * share, 5)
                rows.append(
                    (
                        f"{before:%Y%m} to {month:%Y%m}",
                        kind,
                        *identity(organisation),
                        group,
                        str(max(1, round(fte / HOURS))),
                        str(fte),
                    )
                )
    frame = pl.DataFrame(
        rows,
        schema=[
            "PERIOD", "TYPE", "NHSE_REGION_CODE", "NHSE_REGION_NAME", "ICS_CODE", "ICS_NAME", "REPORTING_ORG_NAME",
            "REPORTING_ORG_CODE", "CLUSTER_GROUP", "BENCHMARK_GROUP", "STAFF_GROUP_1_NAME", "HC", "FTE",
        ],
        orient="row",
    )  # fmt: skip
    name = f"Turnover benchmarking 2. Staff group and organisation, monthly, {month:%b-%y}.csv"
    faults = []
    if is_last(world, month):
        frame, fault = with_a_spoilt_row(frame, name)
        faults.append(fault)
    frame.write_csv(folder / name)
    return faults


def shares_of(rate: float, random: np.random.Generator) -> dict[str, float]:
    """Of the staff in post: who came, who left, and who was there at either end."""
    came, left = rate * random.uniform(0.8, 1.2), rate * random.uniform(0.8, 1.2)
    return {
        "Denominator at end of period": 1.0,
        "Denominator at start of period": 1.0 - came + left,
        "Joiners": came,
        "Leavers": left,
    }


def identity(each: Organisation) -> tuple[str, ...]:
    system = each.system
    return (
        system.region,
        system.region_name,
        system.code,
        system.name,
        each.name,
        each.code,
        CLUSTERS[each.type],
        each.subtype,
    )


def with_a_spoilt_row(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, Fault]:
    """A row more, of staff without a classification: their post is nobody else's."""
    more = frame.filter(pl.col("TYPE") == "Denominator at end of period").tail(1)
    more = more.with_columns(STAFF_GROUP_1_NAME=pl.lit("Unknown classification"))
    return spoilt(pl.concat([frame, more]), publication="turnover", file=name, at=frame.height)
