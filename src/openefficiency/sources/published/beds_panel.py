"""Overnight beds by trust in the first quarter of each year, 2010-2018, rounded to whole beds."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import beds

COLUMNS = ("YEAR", "ORG_CODE", "BEDS", "BEDS_OCCUPIED_PERCENT")


class BedsPanel(Source):
    name = "beds_panel"
    title = "Overnight beds by trust, April to June of 2010-2018"
    publisher = "NHS England; compiled by M. Asaria"
    # KH03 itself, unrounded and by kind of bed, is nearer to the publisher wherever it is held.
    standing = Standing.THIRD_PARTY
    implements = (beds,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "beds": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE"),
                    # Not a mean of the year: 2,082 of the 2,089 figures are KH03's for April to June.
                    start=pl.col("YEAR") + "-04-01",
                    months=pl.lit(3),
                    sector=pl.lit("all"),
                    stay=pl.lit("overnight"),
                    available="BEDS",
                    # Only a percentage in two digits is told: beds cannot be had from it.
                    occupied=pl.lit(None, dtype=pl.Float64),
                )
            }
        )
