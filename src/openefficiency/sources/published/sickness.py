"""Sickness absence by organisation, published monthly by NHS England."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.workforce import absence

COLUMNS = ("DATE", "ORG_CODE", "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE", "SICKNESS_ABSENCE_RATE_PERCENT")


class Sickness(Source):
    name = "sickness"
    title = "NHS Sickness Absence Rates, by organisation, monthly"
    publisher = "NHS England"
    implements = (absence,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        # The day is the last one of the month.
        last = pl.col("DATE").str.to_date("%d/%m/%Y", strict=False)
        return Reading(
            {
                "absence": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE"),
                    start=pl.coalesce(last.dt.month_start().cast(pl.String), pl.col("DATE")),
                    months=pl.lit(1),
                    days=last.dt.days_in_month(),
                    fte_days_lost=pl.col("FTE_DAYS_LOST"),
                    fte_days_available=pl.col("FTE_DAYS_AVAILABLE"),
                )
            }
        )
