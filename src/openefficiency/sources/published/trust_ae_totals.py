"""A&E attendances of all departments together by trust, April 2021 to July 2025, from the healthyr package."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.activity import emergency_admission_waits, emergency_attendances

FIGURES = (
    "total_attendances",
    "attendances_over_4hours",
    "total_emergency_admissions",
    "emergency_admissions_over_4hours",
)
COLUMNS = ("nhs_trust22_code", *FIGURES, "date")


class TrustEmergencyTotals(Source):
    # Sources of one standing take turns by name: the panel of major departments says more, and goes first.
    name = "trust_ae_totals"
    title = "A&E attendances by trust, April 2021 to July 2025"
    publisher = "NHS England; compiled by the British Red Cross"
    standing = Standing.COMPILATION
    implements = (emergency_attendances, emergency_admission_waits)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        given = rows_under(document.first, *COLUMNS)
        copies = copied_months(given)
        rows = given.filter(pl.col("date").is_in(list(copies)).not_().fill_null(True)).with_columns(
            organisation=code_in("nhs_trust22_code"), start=pl.coalesce(day().cast(pl.String), pl.col("date"))
        )
        keep = ("sheet", "row", "organisation", "start")
        return Reading(
            {
                "emergency_attendances": rows.select(
                    *keep,
                    department=pl.lit("all"),
                    attendances=pl.col("total_attendances"),
                    over_four_hours=pl.col("attendances_over_4hours"),
                    admissions=pl.lit(None, pl.String),
                ),
                "emergency_admission_waits": rows.select(
                    *keep,
                    over_four_hours=pl.col("emergency_admissions_over_4hours"),
                    over_twelve_hours=pl.lit(None, pl.String),
                    emergency_admissions=pl.col("total_emergency_admissions"),
                ),
            },
            left_out=tuple(
                LeftOut("", f"{month} is {original} again, figure for figure", len(given.filter(date=month)))
                for month, original in copies.items()
            ),
        )


def day() -> pl.Expr:
    return ("1 " + pl.col("date")).str.to_date("%d %B %Y", strict=False)


def copied_months(rows: pl.DataFrame) -> dict[str, str]:
    """Months whose every row is that of an earlier month: a file read twice under two names."""
    content = pl.concat_str(pl.col("nhs_trust22_code", *FIGURES).fill_null(""), separator="|")
    months = (
        rows.sort("nhs_trust22_code")
        .group_by("date")
        .agg(content.str.join("\n").alias("content"), day().first().alias("day"))
        .sort("day")
    )
    first = months.unique("content", keep="first", maintain_order=True).rename({"date": "original"})
    pairs = months.join(first.select("content", "original"), on="content").select("date", "original").rows()
    return {month: original for month, original in pairs if month != original}
