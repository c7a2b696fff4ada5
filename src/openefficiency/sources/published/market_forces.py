"""Market forces factor by provider, published by NHS England with the payment scheme."""

import polars as pl

from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.costs import market_forces

COLUMNS = ("provider_code", "provider_name", "mff_factor")
# The list of the payment scheme for 2026/27 names no year in itself. One that does has this column.
YEAR, YEAR_COLUMN = "2026/27", "financial_year"


class MarketForces(Source):
    name = "market_forces"
    title = "Market forces factor, NHS Payment Scheme"
    publisher = "NHS England"
    standing = Standing.COMPILATION
    implements = (market_forces,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = document.first.table(document.first.header(*COLUMNS))
        year = pl.lit(YEAR)
        if YEAR_COLUMN in rows.columns:
            # 2016-17 is 2016/17; what is no year stays, for the check to find.
            year = pl.col(YEAR_COLUMN).str.replace(r"^\s*(\d{4})\s*-\s*(\d\d)\s*$", "$1/$2")
        return Reading(
            {
                "market_forces": rows.select(
                    "sheet",
                    "row",
                    organisation=pl.col("provider_code").str.to_uppercase(),
                    year=year,
                    factor=pl.col("mff_factor"),
                )
            }
        )
