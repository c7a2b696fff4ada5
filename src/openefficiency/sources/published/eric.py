"""Estates Returns Information Collection (ERIC), the workbooks of 2013/14 to 2016/17."""

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, number_in
from openefficiency.sources.document import Document, Sheet, plain
from openefficiency.sources.published import eric_cells
from openefficiency.sources.published.eric_layouts import PRINTED, YEARS
from openefficiency.sources.source import LeftOut, Reading, Source, Total
from openefficiency.tables.estates import estates

ORGANISATION = ("Organisation Code", "Organisation Name", "Commissioning Region", "Organisation Type")
SITE = (*ORGANISATION, "Site Code", "Site Name", "Site Type")
# Each sheet, the level of its rows, and what tells rows of one site apart.
SHEETS = {"Trust Data": ("trust", ""), "Site Data": ("site", ""), "PFI Data": ("site", "Scheme Name")}
ADDS_UP = ("£", "m2", "kWh")
# The subtotal of the first trust of 2015/16 leaves out its first row, and so does the grand total.
GRAND_TOTAL_TOLERANCE = 0.003
TOLERANCES = {"backlog_high": 0.002, "backlog_total": 0.0125, "gross_internal_area": 0.005}


class Eric(Source):
    name = "eric"
    title = "Estates Returns Information Collection"
    publisher = "NHS Digital (formerly HSCIC)"
    implements = (estates,)
    may_hold_postcodes = True

    def recognise(self, document: Document) -> bool:
        trusts, sites = document.sheet("Trust Data"), document.sheet("Site Data")
        return bool(trusts and sites and trusts.has(*ORGANISATION) and sites.has(*SITE))

    def read(self, document: Document) -> Reading:
        year = year_of(document)
        read = [
            sheet_of(sheet, level, scheme)
            for name, (level, scheme) in SHEETS.items()
            if (sheet := document.sheet(name))
        ]
        rows = pl.concat(frame for frame, _, _ in read).with_columns(year=pl.lit(year))
        return Reading(
            {"estates": rows},
            left_out=tuple(part for _, left_out, _ in read for part in left_out),
            totals=(*printed(year), *(total for _, _, totals in read for total in totals)),
        )


def year_of(document: Document) -> str:
    """No cell names the year, so it is told by the questions that were asked."""
    sheet = document.sheet("Site Data")
    assert sheet, "recognised by this sheet"
    asked = {plain(text) for text in sheet.labels(sheet.header(*SITE))}
    years = [year for question, year in YEARS.items() if plain(question) in asked]
    if len(years) != 1:
        raise RefusedFile(
            f"The year of the estates return '{document.name}' cannot be told.\n"
            f"  given:    questions of {' and '.join(years) or 'no year that is known'}\n"
            f"  possible: the publisher's workbook of {', '.join(YEARS.values())}."
        )
    return years[0]


def sheet_of(sheet: Sheet, level: str, scheme: str) -> tuple[pl.DataFrame, list[LeftOut], list[Total]]:
    header = sheet.header(*ORGANISATION)
    everything = with_places(sheet.table(header), level)
    # "R1A Result" is the subtotal of R1A, and there is a grand total below.
    summed = pl.col("organisation").str.contains(r"(?i) RESULT$|^GRAND TOTAL$").fill_null(False)
    rows = everything.filter(~summed)
    asked = eric_cells.questions(sheet, header)
    long, left_out = eric_cells.asked_and_answered(eric_cells.figures(rows, asked, scheme=scheme), sheet.name)
    subtotals = everything.filter(summed)
    if subtotals.height:
        left_out.append(
            LeftOut(sheet.name, "subtotals by organisation and the grand total", subtotals.height)
        )
    areas = [] if scheme else eric_cells.areas_from_shares(rows, asked)
    frame = pl.concat([long, *areas], how="diagonal").with_columns(level=pl.lit(level))
    return frame, left_out, grand_totals(subtotals, asked)


def with_places(rows: pl.DataFrame, level: str) -> pl.DataFrame:
    text = pl.lit(None, pl.String)
    return rows.with_columns(
        organisation=code_in("Organisation Code"),
        site=code_in("Site Code") if level == "site" else text,
        site_name=pl.col("Site Name") if level == "site" else text,
        site_type=pl.col("Site Type") if level == "site" else text,
    )


def printed(year: str) -> list[Total]:
    return [
        Total(
            "estates",
            "amount",
            amount,
            where={"item": item},
            tolerance=TOLERANCES[item],
            said_by="the publication",
        )
        for item, amount in PRINTED[year].items()
    ]


def grand_totals(subtotals: pl.DataFrame, asked: list[eric_cells.Question]) -> list[Total]:
    """What the grand total of a sheet prints, for everything that can be added up."""
    last = subtotals.filter(pl.col("organisation") == "GRAND TOTAL")
    if last.is_empty():
        return []
    amounts = last.select(**{q.label: number_in(q.column) for q in asked if q.unit in ADDS_UP}).row(
        0, named=True
    )
    items = {question.label: question.items[0] for question in asked}
    return [
        Total(
            "estates",
            "amount",
            amount,
            where={"label": label, "item": items[label], "level": "site"},
            tolerance=GRAND_TOTAL_TOLERANCE,
            said_by="the grand total of the sheet",
        )
        for label, amount in amounts.items()
        if amount is not None
    ]
