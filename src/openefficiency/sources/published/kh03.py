"""Beds open and occupied by trust, quarter and kind of bed (KH03), 2010-2024."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, number_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing, Total
from openefficiency.tables.capacity import beds

COLUMNS = ("year", "period_end", "quarter", "org_code", "general_acute_on_beds_available")
SECTORS = {
    "all": "total",
    "general and acute": "general_acute",
    "maternity": "maternity",
    "mental illness": "mental_illness",
    "learning disability": "learn_disabil",
}
STAYS = {"overnight": "on", "day": "day"}
# The year is that of the calendar: Q4 of 2021 ended in March 2021. Beds fell with Covid in the
# quarter called June 2020, and England's figures are those of the quarterly publication.
FIRST_MONTHS = {"March": "01", "June": "04", "September": "07", "December": "10"}
# What is printed for England, and held against the sum of the organisations.
PRINTED = (
    ("all", "overnight", "available"),
    ("all", "day", "available"),
    ("general and acute", "overnight", "available"),
    ("general and acute", "overnight", "occupied"),
)


class Kh03(Source):
    name = "kh03"
    title = "Bed availability and occupancy (KH03), 2010-2024"
    publisher = "NHS England; compiled by S. Burn"
    standing = Standing.COMPILATION
    implements = (beds,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        month = pl.col("period_end").replace_strict(FIRST_MONTHS, default=pl.col("period_end"))
        rows = rows.with_columns(start=pl.col("year") + "-" + month + "-01", months=pl.lit(3))
        return beds_of(rows)


def beds_of(rows: pl.DataFrame) -> Reading:
    """One row for each kind of bed; rows without a code are England, and no organisation."""
    england = ~figure_in("org_code")
    kinds = beds_by_kind(rows.filter(~england))
    told = figure_in("available") | figure_in("occupied")
    return Reading(
        {"beds": kinds.filter(told)},
        left_out=(
            *left_out(rows.filter(england), "England as a whole"),
            *left_out(kinds.filter(~told), "no figure for this kind of bed"),
        ),
        totals=printed_totals(rows.filter(england)),
    )


def beds_by_kind(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        rows.select(
            "sheet",
            "row",
            "start",
            "months",
            organisation=code_in("org_code"),
            sector=pl.lit(sector),
            stay=pl.lit(stay),
            available=pl.col(cell(sector, stay, "available")),
            occupied=cell_or_none(rows, cell(sector, stay, "occupied")),
        )
        for sector in SECTORS
        for stay in STAYS
        if cell(sector, stay, "available") in rows.columns
    )


def cell(sector: str, stay: str, what: str) -> str:
    return f"{SECTORS[sector]}_{STAYS[stay]}_beds_{what}"


def cell_or_none(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in rows.columns else pl.lit(None, dtype=pl.String)


def printed_totals(england: pl.DataFrame) -> tuple[Total, ...]:
    return tuple(
        Total(
            "beds",
            what,
            printed,
            {"start": start, "sector": sector, "stay": stay},
            said_by=f"row {row} (England)",
        )
        for sector, stay, what in PRINTED
        if cell(sector, stay, what) in england.columns
        for row, start, printed in england.select("row", "start", number_in(cell(sector, stay, what))).rows()
        if printed is not None
    )
