"""Metrics of the NHS Oversight Framework, as NHS England publishes them every quarter."""

import polars as pl

from openefficiency.sources.cells import code_in, financial_years, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.quality import oversight
from openefficiency.tables.year import of

COLUMNS = ("Reporting_Date", "Trust_code", "Trust_type", "Metric_ID", "Value")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y")


class OversightCsv(Source):
    name = "oversight_framework"
    title = "NHS Oversight Framework metrics"
    publisher = "NHS England"
    implements = (oversight,)
    scope_by = ("reported",)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        reported = pl.col("Reporting_Date").str.strip_chars()
        years = {
            text: year_of(text) for text in rows["Reporting_Date"].drop_nulls().str.strip_chars().unique()
        }
        return Reading(
            {
                "oversight": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("Trust_code"),
                    year=reported.replace_strict(years, default=None),
                    metric=pl.col("Metric_ID").str.strip_chars(),
                    reported=reported,
                    value="Value",
                )
            }
        )


def year_of(reported: str) -> str:
    """The financial year of 'Q3 2025/26' or of a day; what is neither stays, for the check to find."""
    years = financial_years(reported)
    if len(years) == 1 and "/" in reported and reported.count("/") == 1:
        return years[0]
    days = [pl.Series([reported]).str.to_date(form, strict=False)[0] for form in DAYS]
    day = next((day for day in days if day), None)
    return of(day) if day else (years[0] if len(years) == 1 else reported)
