"""Sustainability and transformation partnership and region of each acute trust in 2018."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("NHS England Region", "Trust", "code", "STP", "STP_code")
# The lookup is of 2018 and names no day. The partnerships were redrawn for April 2021 and the four
# regions became seven in April 2019: there it ends, so that nobody belongs to two at a time.
FROM = date(2018, 4, 1)
STPS_UNTIL, REGIONS_UNTIL = date(2021, 3, 31), date(2019, 3, 31)
REGIONS = {
    "North Of England Commissioning Region": "Y54",
    "Midlands And East Of England Commissioning Region": "Y55",
    "London Commissioning Region": "Y56",
    "South Of England Commissioning Region": "Y57",
}


class Memberships2018(Source):
    name = "memberships_2018"
    title = "Trust to STP lookup, 2018"
    publisher = "NHS England; compiled by the Health Foundation"
    standing = Standing.COMPILATION
    implements = (memberships,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = document.first.table(document.first.header(*COLUMNS))
        region = pl.col("NHS England Region").str.strip_chars()
        stps = belonging(rows, kind="stp", group=code_in("STP_code"), name="STP", until=STPS_UNTIL)
        regions = belonging(
            rows,
            kind="region",
            # A region that is not known has no code, and is put aside.
            group=region.replace_strict(REGIONS, default=None),
            name="NHS England Region",
            until=REGIONS_UNTIL,
        )
        return Reading({"memberships": pl.concat([stps, regions])})


def belonging(rows: pl.DataFrame, *, kind: str, group: pl.Expr, name: str, until: date) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("code"),
        kind=pl.lit(kind),
        group=group,
        group_name=pl.col(name).str.strip_chars(),
        share=pl.lit(1.0),
        basis=pl.lit("the whole organisation"),
        valid_from=pl.lit(FROM),
        valid_to=pl.lit(until),
    )
