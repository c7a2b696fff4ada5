"""A third party's profiles of NHS trusts: kind, productivity growth and oversight metrics, nothing else.

Its workforce, cost gap and estimated columns are known to be wrong and are never taken.
"""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.productivity import productivity_growth
from openefficiency.tables.quality import oversight
from openefficiency.tables.who import organisations

COLUMNS = ("org_code", "data_month", "Trust_type", "Trust_subtype", "productivity_activity_growth")
TYPES = {
    "Acute trust|Acute - Large": "acute non-specialist",
    "Acute trust|Acute - Medium": "acute non-specialist",
    "Acute trust|Acute - Small": "acute non-specialist",
    "Acute trust|Acute - Teaching": "acute non-specialist",
    "Acute trust|Acute - Multi-Service": "acute non-specialist",
    "Acute trust|Acute - Specialist": "acute specialist",
    "Mental health and community trust|Mental Health and Learning Disability": "mental health",
    "Mental health and community trust|Community": "community",
    "Ambulance trust|Ambulance": "ambulance",
}
# The file names no year for these columns: they equal NHS England's productivity workbook for
# 2024/25 against 2023/24.
GROWTH_YEAR, AGAINST = "2024/25", "2023/24"
# The columns are those of the oversight framework's file for the third quarter of 2025/26.
OVERSIGHT_YEAR, REPORTED = "2025/26", "Q3 2025/26"
METRICS = {
    "planned_surplus_deficit_pct": "OF0079",
    "variance_to_financial_plan_pct": "OF0081",
    "implied_productivity_pct": "OF0085",
    "domain_score_finance_productivity": "OF4003",
    "domain_segment_finance_productivity": "OF4103",
    "overall_adjusted_segment": "OF5000",
    "overall_avg_metric_score": "OF5002",
}


class TrustProfiles(Source):
    name = "trust_profiles"
    title = "Trust profiles, March 2026"
    publisher = "TrustPulse, from publications of NHS England"
    standing = Standing.THIRD_PARTY
    implements = (organisations, productivity_growth, oversight)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS).with_columns(organisation=code_in("org_code"))
        grown = figure_in("productivity_activity_growth")
        metrics = pl.concat(metric(rows, column, id_) for column, id_ in METRICS.items())
        return Reading(
            {
                "organisations": kinds(rows),
                "productivity_growth": growth(rows.filter(grown)),
                "oversight": metrics.filter(figure_in("value")),
            },
            left_out=(
                *left_out(rows.filter(~grown), "no productivity growth for this organisation"),
                *left_out(metrics.filter(~figure_in("value")), "no value of an oversight metric"),
            ),
        )


def kinds(rows: pl.DataFrame) -> pl.DataFrame:
    # Most organisations of the list have no kind; one that is new is caught by the check.
    kind = pl.col("Trust_type") + "|" + pl.col("Trust_subtype").fill_null("")
    return rows.select(
        "sheet",
        "row",
        "organisation",
        known_on=pl.col("data_month") + "-01",
        register=pl.lit("trust profiles"),
        name=pl.col("org_name"),
        type=kind.replace_strict(TYPES, default=kind),
        subtype=pl.col("Trust_subtype"),
        opened=pl.lit(None, dtype=pl.Date),
        closed=pl.lit(None, dtype=pl.Date),
    )


def growth(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        "organisation",
        year=pl.lit(GROWTH_YEAR),
        activity_growth="productivity_activity_growth",
        resource_growth="productivity_resource_growth",
        published_growth="productivity_growth_estimate",
        against=pl.lit(AGAINST),
    )


def metric(rows: pl.DataFrame, column: str, id_: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        "organisation",
        year=pl.lit(OVERSIGHT_YEAR),
        metric=pl.lit(id_),
        reported=pl.lit(REPORTED),
        value=pl.col(column),
    )
