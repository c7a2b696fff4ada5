"""National tariff prices by HRG, 2017/18 and 2018/19."""

import polars as pl

from openefficiency.sources.cells import number_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.costs import prices

# The combined price is one for a day case and an ordinary elective stay; the two that follow it are given
# instead where they differ.
SETTINGS = {
    "outpatient procedure": "Outpatient_tariff",
    "day case or elective": "Combined",
    "elective": "Non_emergency_Tariff",
    "day case": "Day_case_Tariff",
    "emergency": "Emergency_Tariff",
}


class TariffPrices(Source):
    name = "tariff_prices"
    title = "National tariff, Annex A: prices by HRG"
    publisher = "NHS Improvement; NHS England"
    standing = Standing.COMPILATION
    implements = (prices,)

    def recognise(self, document: Document) -> bool:
        return document.form == "csv" and document.first.header("HRG Code", "Year", *SETTINGS.values()) == 0

    def read(self, document: Document) -> Reading:
        rows = document.first.table()
        parts = [
            rows.select(
                "sheet",
                "row",
                year=pl.col("Year"),
                currency=pl.col("HRG Code").str.strip_chars(),
                description=pl.col("HRG name"),
                setting=pl.lit(setting),
                price=priced(column),
            )
            for setting, column in SETTINGS.items()
        ]
        return Reading({"prices": pl.concat(parts)})


def priced(column: str) -> pl.Expr:
    """A 0 means that no price is published, not that the care is free."""
    return pl.when(number_in(column) == 0).then(None).otherwise(pl.col(column))
