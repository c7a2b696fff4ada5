"""Catchment and age of each trust's patients by year, from the Health Foundation's reference file."""

import polars as pl

from openefficiency.sources.cells import (
    code_in,
    figure_in,
    left_out,
    number_in,
    rows_under,
    year_beginning_in,
)
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import peer_characteristics

COLUMNS = ("year", "procode", "catchment_cat", "age_00_04_cat", "fte_staff_peers")
ITEMS = {
    # Another estimate than the catchment populations of `trust_population`: the two differ widely.
    "catchment_cat": "catchment population, reference file",
    "age_00_04_cat": "share of catchment aged 0 to 4",
    "age_05_14_cat": "share of catchment aged 5 to 14",
    "age_15_24_cat": "share of catchment aged 15 to 24",
    "age_25_64_cat": "share of catchment aged 25 to 64",
    "age_65_74_cat": "share of catchment aged 65 to 74",
    "age_75_plus_cat": "share of catchment aged 75 and over",
    "sex_m_cat": "share of catchment that is male",
    "patients_admitted_cat": "patients admitted",
}
# From 2019 the file repeats the figures of 2018. (Its columns called *_peers never vary by year, and
# stand in the peer finder's own list.)
LAST_YEAR = 2018


class TrustReference(Source):
    name = "trust_reference"
    title = "Trust reference file: catchments by age, 2011-2018"
    publisher = "Public Health England; compiled by the Health Foundation"
    standing = Standing.COMPILATION
    implements = (peer_characteristics,)
    may_hold_postcodes = True

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        again = (number_in("year") > LAST_YEAR).fill_null(False)
        cells = pl.concat(item(rows.filter(~again), column, name) for column, name in ITEMS.items())
        return Reading(
            {"peer_characteristics": cells.filter(figure_in("amount"))},
            left_out=(
                *left_out(rows.filter(again), f"the figures of {LAST_YEAR} again"),
                *left_out(cells.filter(~figure_in("amount")), "no figure for this characteristic"),
            ),
        )


def item(rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("procode"),
        year=year_beginning_in("year"),
        item=pl.lit(name),
        amount=pl.col(column),
    )
