"""Occupied overnight beds by trust, quarter and specialty (KH03), 2010-2021."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import beds_by_specialty

COLUMNS = ("quarter", "period_start", "org_code", "specialty_group", "specialty_code", "occupied")
SECTORS = {
    "general_and_acute": "general and acute",
    "maternity": "maternity",
    "mental_illness": "mental illness",
    "learning_disabilities": "learning disability",
}
# '2020-21 Q4' is January to March 2021, as the same beds in KH03 show. The file's own dates put every
# fourth quarter a year too early, so they are not used.
FIRST_MONTHS = {"Q1": "-04-01", "Q2": "-07-01", "Q3": "-10-01", "Q4": "-01-01"}


class Kh03BySpecialty(Source):
    name = "kh03_by_specialty"
    title = "Occupied beds by specialty (KH03)"
    publisher = "NHS England; compiled by the NHS-R community"
    standing = Standing.COMPILATION
    implements = (beds_by_specialty,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        group = pl.col("specialty_group")
        return Reading(
            {
                "beds_by_specialty": rows.select(
                    "sheet",
                    "row",
                    "occupied",
                    organisation=code_in("org_code"),
                    start=first_day_of_quarter("quarter"),
                    sector=group.replace_strict(SECTORS, default=group),
                    specialty=pl.col("specialty_code").str.strip_chars(),
                )
            }
        )


def first_day_of_quarter(name: str) -> pl.Expr:
    """'2020-21 Q4' as 2021-01-01; a quarter that is written otherwise stays no day."""
    parts = pl.col(name).str.extract_groups(r"^(?<year>\d{4})-\d\d (?<quarter>Q[1-4])$")
    quarter = parts.struct.field("quarter")
    year = parts.struct.field("year").cast(pl.Int64) + (quarter == "Q4").cast(pl.Int64)
    return pl.coalesce(
        year.cast(pl.String) + quarter.replace_strict(FIRST_MONTHS, default=None), pl.col(name)
    )
