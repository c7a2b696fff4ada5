"""The productivity workbook: growth of activity and of resources of acute trusts, header in row 15."""

from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from openefficiency.sources.synthetic.currencies import FAMILY
from openefficiency.sources.synthetic.economy import INFLATION, BodyYear, Economy
from openefficiency.sources.synthetic.faults import Fault
from openefficiency.sources.synthetic.world import World

HEADER = (
    "Region",
    "Org code",
    "Org name",
    "Cost weighted activity growth",
    "Real terms resource growth",
    "Productivity growth estimate",
)
HEADER_ROW = 15
CREATED = datetime(2025, 11, 1)
YEARS = 3


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    own = {(each.body.number, each.year): each for each in economy.years if FAMILY[each.body.type] == "acute"}
    care = care_at_one_price(economy)
    known = {each.code: each for each in world.organisations}
    for before, year in list(zip(world.years, world.years[1:], strict=False))[-YEARS:]:
        rows = [
            (
                known[each.code].system.region_name,
                each.code,
                known[each.code].name,
                *growth(own[body, before], each, care),
            )
            for (body, when), each in own.items()
            if when == year and (body, before) in own
        ]
        write_workbook(folder / f"Productivity {year.replace('/', '-')}.xlsx", year, before, rows)
    return []


def care_at_one_price(economy: Economy) -> dict[tuple[int, str], float]:
    """Activity weighted by what a unit costs the nation in the first of the years that have it."""
    price = (
        economy.cells.sort("year")
        .group_by("department", "service", "currency", "supplier", "year", maintain_order=True)
        .agg(price=pl.col("clean").sum() / pl.col("activity").sum())
        .group_by("department", "service", "currency", "supplier", maintain_order=True)
        .first()
        .drop("year")
    )
    weighed = (
        economy.cells.join(price, on=["department", "service", "currency", "supplier"], how="left")
        .group_by("body", "year")
        .agg(care=(pl.col("activity") * pl.col("price")).sum())
    )
    return {(body, year): care for body, year, care in weighed.select("body", "year", "care").rows()}


def growth(
    before: BodyYear, after: BodyYear, care: dict[tuple[int, str], float]
) -> tuple[float, float, float]:
    body = after.body.number
    activity = care[body, after.year] / care[body, before.year] - 1
    resource = after.quantum / after.scaled_mff / INFLATION / (before.quantum / before.scaled_mff) - 1
    return (round(activity, 8), round(resource, 8), (1 + round(activity, 8)) / (1 + round(resource, 8)) - 1)


def write_workbook(path: Path, year: str, before: str, rows: list[tuple]) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Trust level")
        sheet.write(0, 0, f"NHS productivity: acute trusts, {year} compared with {before}")
        sheet.write(2, 0, "Invented hospitals: no figure in this workbook is of a real one")
        for number, row in enumerate([HEADER, *rows], start=HEADER_ROW - 1):
            sheet.write_row(number, 0, row)
