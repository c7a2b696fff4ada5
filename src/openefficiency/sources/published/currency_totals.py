"""The cost of each organisation in cells that were not hidden, 2020/21 to 2024/25."""

import polars as pl

from openefficiency.sources.cells import code_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.costs import cost_totals

UNDERSTATED = "rows that the publisher hid (*) are not in the totals: they are less than the whole cost"


class CurrencyTotals(Source):
    name = "currency_totals"
    title = "National Cost Collection, totals of the cells that were not hidden"
    publisher = "NHS England"
    standing = Standing.COMPILATION
    implements = (cost_totals,)
    columns = ("Org code", "Financial year", "Actual cost", "Activity")

    def recognise(self, document: Document) -> bool:
        labels = [label.strip().lower() for label in document.first.head[0]] if document.first.head else []
        return labels == [label.lower() for label in self.columns]

    def read(self, document: Document) -> Reading:
        organisation, year, actual_cost, activity = self.columns
        rows = document.first.table().select(
            "sheet",
            "row",
            organisation=code_in(organisation),
            year=pl.col(year),
            actual_cost=pl.col(actual_cost),
            activity=pl.col(activity),
        )
        return Reading({"cost_totals": rows}, notes=(UNDERSTATED,))


class CurrencyTotalsSample(CurrencyTotals):
    name = "currency_totals_sample"
    title = "National Cost Collection, totals of four organisations"
    standing = Standing.THIRD_PARTY
    columns = ("org_code", "year", "actual_cost_gbp", "activity")
