"""Market forces factor by provider, published by NHS England with the payment scheme."""

import polars as pl

from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.costs import market_forces

COLUMNS = ("provider_code", "provider_name", "mff_factor")
# The list names no year in itself; it is the one of the payment scheme for 2026/27.
YEAR = "2026/27"


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
        return Reading(
            {
                "market_forces": rows.select(
                    "sheet",
                    "row",
                    organisation=pl.col("provider_code").str.to_uppercase(),
                    year=pl.lit(YEAR),
                    factor=pl.col("mff_factor"),
                )
            }
        )
