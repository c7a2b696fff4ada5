"""Sustainability and transformation partnership (42 of them) of each NHS trust, 2021-22."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("nhs_trust22_name", "nhs_trust22_code", "stp21_name", "stp21_code")
# The partnerships of April 2021; integrated care boards took their place on 1 July 2022.
FROM, UNTIL = date(2021, 4, 1), date(2022, 6, 30)


class MembershipsStp2021(Source):
    name = "memberships_stp_2021"
    title = "Trust to STP lookup, April 2021"
    publisher = "NHS Digital; compiled by the British Red Cross"
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
                    kind=pl.lit("stp"),
                    group=code_in("stp21_code"),
                    group_name="stp21_name",
                    share=pl.lit(1.0),
                    basis=pl.lit("the whole organisation"),
                    valid_from=pl.lit(FROM),
                    valid_to=pl.lit(UNTIL),
                )
            }
        )
