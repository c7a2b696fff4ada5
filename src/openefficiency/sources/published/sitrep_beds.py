"""General and acute and critical care beds by acute trust and month, from the situation reports."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import critical_care_beds, monthly_acute_beds

COLUMNS = ("nhs_trust22_code", "date", "general_acute_beds_available", "adult_critical_care_beds_available")
PATIENTS = {
    "all": "general_acute_beds",
    "adult": "adult_general_acute_beds",
    "paediatric": "paediatric_general_acute_beds",
}
# The columns are spelt as the file spells them.
CRITICAL = {
    "adult": "adult_critical_care_beds",
    "paediatric": "paediatric_intensive_cared_beds",
    "neonatal": "neonatal_intensive_care_bed",
}
TOLD = figure_in("available") | figure_in("occupied")


class SitrepBeds(Source):
    name = "sitrep_beds"
    title = "Urgent and emergency care situation report: beds, monthly"
    publisher = "NHS England; compiled by the British Red Cross"
    standing = Standing.COMPILATION
    implements = (monthly_acute_beds, critical_care_beds)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = document.first.table(document.first.header(*COLUMNS))
        acute, critical = beds(rows, PATIENTS, "patients"), beds(rows, CRITICAL, "kind")
        return Reading(
            {
                "monthly_acute_beds": acute.filter(TOLD),
                "critical_care_beds": critical.filter(TOLD),
            },
            left_out=(
                *left_out(acute.filter(~TOLD), "no figure for these acute beds"),
                *left_out(critical.filter(~TOLD), "no figure for these critical care beds"),
            ),
        )


def beds(rows: pl.DataFrame, columns: dict[str, str], called: str) -> pl.DataFrame:
    return pl.concat(
        rows.select(
            "sheet",
            "row",
            pl.lit(kind).alias(called),
            organisation=code_in("nhs_trust22_code"),
            # 'April 2022' is its first day.
            start="1 " + pl.col("date"),
            available=pl.col(f"{column}_available"),
            occupied=pl.col(f"{column}_occupied"),
        )
        for kind, column in columns.items()
    )
