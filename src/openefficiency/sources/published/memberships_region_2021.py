"""NHS England region of each NHS trust, as the seven regions were in April 2021."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("nhs_trust22_code", "nhs_region21_nhs_code", "nhs_region21_name", "status")
FROM = date(2021, 4, 1)


class MembershipsRegion2021(Source):
    name = "memberships_region_2021"
    title = "Trust to region lookup, April 2021"
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
                    kind=pl.lit("region"),
                    # W00 is Wales, which has no name in the lookup.
                    group=code_in("nhs_region21_nhs_code"),
                    group_name="nhs_region21_name",
                    share=pl.lit(1.0),
                    basis=pl.lit("the whole organisation"),
                    valid_from=pl.lit(FROM),
                    # The lookup tells which trusts have closed, but not when.
                    valid_to=pl.lit(None, dtype=pl.Date),
                )
            }
        )
