"""A&E attendances by provider and type of department, 2016/17 to 2018/19, from the NHSRdatasets package."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import emergency_attendances

COLUMNS = ("period", "org_code", "type", "attendances", "breaches", "admissions")
DEPARTMENTS = {"1": "major", "2": "single", "other": "minor"}


class EmergencyCarePanel(Source):
    name = "ae_panel"
    title = "A&E attendances by provider, April 2016 to March 2019"
    publisher = "NHS England; compiled by the NHS-R community"
    licence = "CC0 1.0"
    standing = Standing.COMPILATION
    implements = (emergency_attendances,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "emergency_attendances": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("org_code"),
                    start=pl.col("period"),
                    department=pl.col("type").str.strip_chars().replace(DEPARTMENTS),
                    attendances=pl.col("attendances"),
                    over_four_hours=pl.col("breaches"),
                    admissions=pl.col("admissions"),
                )
            }
        )
