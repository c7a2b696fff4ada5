"""What was done, month by month: A&E attendances, and admissions and outpatients from hospital episodes."""

from calendar import monthrange
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from openefficiency.sources.synthetic.currencies import FAMILY
from openefficiency.sources.synthetic.economy import Economy, months_of
from openefficiency.sources.synthetic.faults import Fault, spoilt
from openefficiency.sources.synthetic.world import World
from openefficiency.sources.synthetic.writers.register import save
from openefficiency.sources.synthetic.writers.staff import DETAILED_YEARS

AE_TYPES = (
    "Type 1 Departments - Major A&E",
    "Type 2 Departments - Single Specialty",
    "Type 3 Departments - Other A&E/Minor Injury Unit",
)
AE_HEADER = (
    "Code", "Region", "Name",
    *AE_TYPES, "Total attendances", *AE_TYPES, "Total Attendances < 4 hours", *AE_TYPES, "Total Attendances > 4 hours",
    "Percentage in 4 hours or less (all)", *(f"Percentage in 4 hours or less (type {n})" for n in (1, 2, 3)),
    "Emergency Admissions via Type 1 A&E", "Emergency Admissions via Type 2 A&E", "Emergency Admissions via Type 3 and 4 A&E",
    "Total Emergency Admissions via A&E", "Other Emergency admissions (i.e not via A&E)", "Total Emergency Admissions",
    "Number of patients spending >4 hours from decision to admit to admission",
    "Number of patients spending >12 hours from decision to admit to admission",
)  # fmt: skip
MAJOR = 0.72
BREACHES, ADMITTED = (0.18, 0.45), 0.3
MAR_POINTS = (
    "Ordinary Elective", "Daycase Elective", "Elective total", "Non-Elective",
    "First attendances seen - GP referrals", "First attendances seen - other referrals", "First attendances seen total",
    "First attendances DNA", "Subsequent attendances seen", "Subsequent attendances DNA",
)  # fmt: skip
MAR_HEADER = (
    "Financial Year", "Reporting Period", "Activity Month", "Organisation breakdown", "Org Code", "Org Name", "Region Code", "Region Name",
    *(f"{which}: {point}" for which in ("Specific acute specialties", "All specialties") for point in MAR_POINTS),
)  # fmt: skip
SPECIFIC = 0.92
# In the counts of attendances of the collection, the odd letters are first ones.
FIRST_CODES = tuple(f"WF0{number}{letter}" for number in (1, 2) for letter in "BD")
BY_GP, NOT_ATTENDED = 0.55, 0.07


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    counts = yearly_counts(economy)
    faults = []
    for year in world.years:
        months = months_of(year)
        of_year = counts.filter(pl.col("year") == year).sort("body").rows(named=True)
        split = {
            (row["body"], what): over_months(row[what], months)
            for row in of_year
            for what in ("em", "el", "dc", "ne", "first", "later")
        }
        bodies = [row["body"] for row in of_year]
        for place, month in enumerate(months):
            if year in world.years[-DETAILED_YEARS:]:
                write_ae(world, [b for b in bodies if split[b, "em"][place]], split, place, month, folder)
        faults += write_mar(world, bodies, split, year, months, folder)
    return faults


def yearly_counts(economy: Economy) -> pl.DataFrame:
    """Activity of acute providers by point of delivery: what the collection costs, and nothing else."""
    department, count = pl.col("department"), pl.col("activity")
    clinic = department.is_in(["CL", "NCL"])
    first = pl.col("currency").is_in(FIRST_CODES)
    acute = [body.body.number for body in economy.years if FAMILY[body.body.type] == "acute"]
    return (
        economy.cells.filter(~pl.col("excluded") & pl.col("body").is_in(acute))
        .group_by("year", "body")
        .agg(
            em=count.filter(department == "EM").sum(),
            el=count.filter(department == "EL").sum(),
            dc=count.filter(department == "DC").sum(),
            ne=count.filter(department.is_in(["NEL", "NES"])).sum(),
            first=count.filter(clinic & first).sum(),
            later=count.filter(clinic & ~first).sum(),
        )
    )


def over_months(count: int, months: list[date]) -> list[int]:
    """Whole numbers by the days of the months, which add up to the year."""
    days = np.cumsum([monthrange(month.year, month.month)[1] for month in months])
    return np.diff(np.round(count * days / days[-1]).astype(int), prepend=0).tolist()


def write_ae(world: World, bodies: list[int], split: dict, place: int, month: date, folder: Path) -> None:
    known = {each.code: each for each in world.organisations}
    rows: list[tuple[tuple[str, str, str], tuple[int, ...]]] = []
    for body in bodies:
        luck = np.random.default_rng([world.seed, 5, body, month.year, month.month])
        each = known[world.code_of(body, month)]
        figures = ae_figures(split[body, "em"][place], split[body, "ne"][place], luck)
        rows.append(((each.code, f"NHS England {each.system.region_name}", each.name), figures))
    nation = tuple(sum(column) for column in zip(*(figures for _, figures in rows), strict=True))
    printed = [(*who, *ae_row(figures)) for who, figures in [*rows, (("-", "-", "England"), nation)]]
    save(folder / f"{month:%B-%Y}-AE.csv", AE_HEADER, printed)


def ae_figures(count: int, admissions: int, luck: np.random.Generator) -> tuple[int, ...]:
    """Attendances and breaches by type, admissions by A&E and other, long waits."""
    major = round(count * MAJOR)
    late, late_minor = round(major * luck.uniform(*BREACHES)), round((count - major) * 0.02)
    by_ae = min(round(major * ADMITTED), admissions)
    over_four = round(by_ae * luck.uniform(0.05, 0.4))
    return (
        major,
        0,
        count - major,
        late,
        0,
        late_minor,
        by_ae,
        admissions - by_ae,
        over_four,
        over_four // 6,
    )


def ae_row(figures: tuple[int, ...]) -> tuple[str, ...]:
    major, single, minor, late, late_single, late_minor, by_ae, otherwise, over_four, over_twelve = figures
    seen, over = (major, single, minor), (late, late_single, late_minor)
    within = [a - b for a, b in zip(seen, over, strict=True)]
    shares = [share(sum(within), sum(seen)), *(share(a, b) for a, b in zip(within, seen, strict=True))]
    cells = (
        *seen, sum(seen), *within, sum(within), *over, sum(over), *shares,
        by_ae, 0, 0, by_ae, otherwise, by_ae + otherwise, over_four, over_twelve,
    )  # fmt: skip
    return tuple(cell if isinstance(cell, str) else f"{cell:,}" for cell in cells)


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


def write_mar(
    world: World, bodies: list[int], split: dict, year: str, months: list[date], folder: Path
) -> list[Fault]:
    known = {each.code: each for each in world.organisations}
    nation, providers = [], []
    for place, month in enumerate(months):
        when = (year.replace("/", "-"), "13", f"{month:%b %Y}")
        whole = np.zeros(2 * len(MAR_POINTS), dtype=int)
        for body in bodies:
            each = known[world.code_of(body, month)]
            figures = mar_figures(
                {what: split[body, what][place] for what in ("el", "dc", "ne", "first", "later")}
            )
            whole += figures
            where = ("Provider", each.code, each.name, each.system.region, each.system.region_name)
            providers.append((*when, *where, *map(str, figures)))
        nation.append((*when, "National", "All", "-", "-", "-", *map(str, whole)))
    rows = pl.DataFrame([*nation, *providers], schema=list(MAR_HEADER), orient="row")
    name = f"HES MAR {year.replace('/', '-')} M13.csv"
    faults = []
    if year == world.years[-1]:
        rows, fault = spoilt(rows, publication="mar_hes", file=name, at=rows.height - 1)
        faults.append(fault)
    rows.write_csv(folder / name)
    return faults


def mar_figures(counts: dict[str, int]) -> np.ndarray:
    by_gp = round(counts["first"] * BY_GP)
    every = np.array(
        [
            counts["el"], counts["dc"], counts["el"] + counts["dc"], counts["ne"],
            by_gp, counts["first"] - by_gp, counts["first"], round(counts["first"] * NOT_ATTENDED),
            counts["later"], round(counts["later"] * NOT_ATTENDED),
        ]
    )  # fmt: skip
    specific = np.round(every * SPECIFIC).astype(int)
    specific[2], specific[6] = specific[0] + specific[1], specific[4] + specific[5]
    return np.concatenate([specific, every])
