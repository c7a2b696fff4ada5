"""Major A&E departments by trust, April 2019 to May 2026: NHS England, gathered by an analyst."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import emergency_admission_waits, emergency_attendances

COLUMNS = (
    "trust_code",
    "attendances_type1",
    "breaches_4hr_type1",
    "waits_12hr",
    "admissions_type1",
    "total_admissions",
    "period",
)

ONLY_MAJOR = "Only trusts with a major department: their emergency admissions are a little fewer than those of England."


class MajorDepartmentsPanel(Source):
    name = "ae_type1_panel"
    title = "Major A&E departments by trust, April 2019 to May 2026"
    publisher = "NHS England; compiled by an analyst"
    standing = Standing.COMPILATION
    implements = (emergency_attendances, emergency_admission_waits)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS).with_columns(
            organisation=code_in("trust_code"), start=pl.col("period")
        )
        keep = ("sheet", "row", "organisation", "start")
        return Reading(
            {
                "emergency_attendances": rows.select(
                    *keep,
                    department=pl.lit("major"),
                    attendances=pl.col("attendances_type1"),
                    over_four_hours=pl.col("breaches_4hr_type1"),
                    admissions=pl.col("admissions_type1"),
                ),
                "emergency_admission_waits": rows.select(
                    *keep,
                    over_four_hours=pl.lit(None, pl.String),
                    over_twelve_hours=pl.col("waits_12hr"),
                    emergency_admissions=pl.col("total_admissions"),
                ),
            },
            notes=(ONLY_MAJOR,),
        )
