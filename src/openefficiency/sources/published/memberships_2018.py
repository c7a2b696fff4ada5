"""Sustainability and transformation partnership of each acute trust in 2018."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("NHS England Region", "Trust", "code", "STP", "STP_code")
# The lookup is of 2018 and names no day. The partnerships were redrawn for April 2021, where the next
# lookup begins: there it ends, so that nobody belongs to two at a time.
FROM, UNTIL = date(2018, 4, 1), date(2021, 3, 31)
# Alder Hey in the South, and so on: for 97 of 136 trusts it is another region than in the register of
# trusts, as if the column had been sorted by itself. The partnerships are right.
NOT_TAKEN = "the column 'NHS England Region' is not taken: its rows do not belong to the trusts beside them"


class Memberships2018(Source):
    name = "memberships_2018"
    title = "Trust to STP lookup, 2018"
    publisher = "NHS England; compiled by the Health Foundation"
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
                    organisation=code_in("code"),
                    kind=pl.lit("stp"),
                    group=code_in("STP_code"),
                    group_name=pl.col("STP").str.strip_chars(),
                    share=pl.lit(1.0),
                    basis=pl.lit("the whole organisation"),
                    valid_from=pl.lit(FROM),
                    valid_to=pl.lit(UNTIL),
                )
            },
            notes=(NOT_TAKEN,),
        )
