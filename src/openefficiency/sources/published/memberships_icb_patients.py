"""From which integrated care boards the patients of an acute trust come, as shares."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("nhs_trust22_code", "icb22_code", "proportion_trust_came_from_icb")
# The day on which integrated care boards were established.
FROM = date(2022, 7, 1)


class MembershipsIcbPatients(Source):
    name = "memberships_icb_patients"
    title = "Trust to ICB lookup, 2022, by where patients come from"
    publisher = "NHS England; compiled by the British Red Cross"
    standing = Standing.COMPILATION
    implements = (memberships,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "memberships": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("nhs_trust22_code"),
                    kind=pl.lit("icb"),
                    group=code_in("icb22_code"),
                    group_name=pl.lit(None, dtype=pl.String),
                    share="proportion_trust_came_from_icb",
                    basis=pl.lit("patients: share of the trust's patients who come from the area"),
                    valid_from=pl.lit(FROM),
                    valid_to=pl.lit(None, dtype=pl.Date),
                )
            }
        )
