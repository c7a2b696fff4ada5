"""Catchment population of each acute trust, 2011-2020."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import peer_characteristics

COLUMNS = ("CatchmentYear", "TrustCode", "trust_total_catchment")


class TrustPopulation(Source):
    name = "trust_population"
    title = "Trust catchment populations, 2011-2020"
    publisher = "Office for Health Improvement and Disparities; compiled by the Health Foundation"
    standing = Standing.COMPILATION
    implements = (peer_characteristics,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "peer_characteristics": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("TrustCode"),
                    # The population in the middle of a calendar year: in the financial year it begins.
                    year=year_beginning_in("CatchmentYear"),
                    item=pl.lit("catchment population"),
                    amount="trust_total_catchment",
                )
            }
        )
