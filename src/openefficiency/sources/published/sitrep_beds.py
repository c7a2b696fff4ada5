"""General and acute and critical care beds by acute trust and month, from the situation reports."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, rows_under
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
        given = rows_under(document.first, *COLUMNS)
        copies = copied_months(given)
        rows = given.filter(~pl.col("date").is_in(list(copies)).fill_null(False))
        acute, critical = beds(rows, PATIENTS, "patients"), beds(rows, CRITICAL, "kind")
        return Reading(
            {
                "monthly_acute_beds": acute.filter(TOLD),
                "critical_care_beds": critical.filter(TOLD),
            },
            left_out=(
                *(
                    copy
                    for month, original in copies.items()
                    for copy in left_out(
                        given.filter(date=month), f"{month} is {original} again, figure for figure"
                    )
                ),
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


def copied_months(rows: pl.DataFrame) -> dict[str, str]:
    """Months whose every row is that of an earlier month: one file read under two names."""
    figures = [name for name in rows.columns if name not in ("sheet", "row", "date")]
    months = (
        rows.sort("nhs_trust22_code")
        .group_by("date")
        .agg(content=pl.concat_str(pl.col(figures).fill_null(""), separator="|").str.join("\n"))
        .with_columns(day=("1 " + pl.col("date")).str.to_date("%d %B %Y", strict=False))
        .sort("day")
        .with_columns(original=pl.col("date").first().over("content"))
    )
    return dict(months.filter(pl.col("date") != pl.col("original")).select("date", "original").rows())
