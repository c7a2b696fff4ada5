"""The busiest currencies of every organisation, 2020/21 to 2024/25, out of the cost collection."""

import polars as pl

from openefficiency.sources.cells import code_in, number_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.costs import currency_costs

BASKET = (
    "a common basket: the busiest currencies of 2024/25, followed back; rows that the publisher hid (*) are "
    "not in it, earlier years cover less, and an organisation's rows do not add up to its cost"
)


class CurrencyExtract(Source):
    name = "currency_extract"
    title = "National Cost Collection, the busiest currencies by organisation"
    publisher = "NHS England"
    standing = Standing.COMPILATION
    implements = (currency_costs,)
    columns = ("Org code", "Financial year", "Currency code", "Activity", "Unit cost")

    def recognise(self, document: Document) -> bool:
        labels = [label.strip().lower() for label in document.first.head[0]] if document.first.head else []
        return labels == [label.lower() for label in self.columns]

    def read(self, document: Document) -> Reading:
        rows = document.first.table().select(
            "sheet",
            "row",
            organisation=code_in(self.columns[0]),
            **{name: pl.col(label) for name, label in self.names().items()},
        )
        return Reading(
            {"currency_costs": rows.with_columns(cost=number_in("activity") * number_in("unit_cost"))},
            notes=(BASKET,),
        )

    def names(self) -> dict[str, str]:
        """Our names by the publication's labels; the two releases order them differently."""
        known = {"financial year": "year", "year": "year", "currency code": "currency"}
        plain = {label: label.lower().replace("_", " ") for label in self.columns[1:]}
        return {known.get(text, text.replace(" ", "_")): label for label, text in plain.items()}


class CurrencyExtractSample(CurrencyExtract):
    name = "currency_extract_sample"
    title = "National Cost Collection, the busiest currencies of one organisation"
    standing = Standing.THIRD_PARTY
    columns = ("org_code", "currency_code", "year", "activity", "unit_cost")
