"""Beds open and occupied by trust and year (KH03), 2000-2010, before it became quarterly."""

import polars as pl

from openefficiency.sources.cells import rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.published.kh03 import beds_of
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import beds

COLUMNS = ("year", "org_code", "general_acute_on_beds_available", "total_day_beds_available")


class Kh03From2000(Source):
    name = "kh03_2000_10"
    title = "Bed availability and occupancy (KH03), 2000-01 to 2009-10"
    publisher = "Department of Health; compiled by S. Burn"
    standing = Standing.COMPILATION
    implements = (beds,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS) and not document.first.has("period_end")

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        # The year is the first one of the financial year: the means of 2003 divide by 366 days.
        return beds_of(rows.with_columns(start=pl.col("year") + "-04-01", months=pl.lit(12)))
