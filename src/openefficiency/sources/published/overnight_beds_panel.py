"""All overnight beds by trust and quarter, 2014-2023, from the Health Foundation's panel."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import beds

COLUMNS = ("date", "trust_code", "occupied_beds", "bed_capacity")
# A file that has this too is a join of many panels, which are read each on its own.
JOINED = "covid_flag"
# '2014 Q1' is the first quarter of the financial year 2014/15, whatever is said of it: read so, 6 of
# 8,006 figures differ from KH03; read as quarters of the calendar, 7,453 do.
FIRST_MONTHS = {"Q1": "-04-01", "Q2": "-07-01", "Q3": "-10-01", "Q4": "-01-01"}


class OvernightBedsPanel(Source):
    name = "overnight_beds_panel"
    title = "Overnight beds by trust and quarter, 2014-2023"
    publisher = "NHS England; compiled by the Health Foundation"
    # KH03 itself, by kind of bed, is nearer to the publisher wherever it is held.
    standing = Standing.THIRD_PARTY
    implements = (beds,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS) and not document.first.has(JOINED)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "beds": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("trust_code"),
                    start=first_day("date"),
                    months=pl.lit(3),
                    sector=pl.lit("all"),
                    stay=pl.lit("overnight"),
                    available="bed_capacity",
                    occupied="occupied_beds",
                )
            }
        )


def first_day(name: str) -> pl.Expr:
    """'2014 Q4' as 2015-01-01; a quarter that is written otherwise stays no day."""
    parts = pl.col(name).str.extract_groups(r"^(?<year>\d{4}) (?<quarter>Q[1-4])$")
    quarter = parts.struct.field("quarter")
    year = parts.struct.field("year").cast(pl.Int64) + (quarter == "Q4").cast(pl.Int64)
    return pl.coalesce(
        year.cast(pl.String) + quarter.replace_strict(FIRST_MONTHS, default=None), pl.col(name)
    )
