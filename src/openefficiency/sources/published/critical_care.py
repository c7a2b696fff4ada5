"""Critical care beds open and occupied by trust, 2002-2020: a day in January and July, then monthly."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, number_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing, Total
from openefficiency.tables.capacity import critical_care_beds

COLUMNS = ("org_code", "date", "number_of_adult_critical_care_beds_open")
KINDS = {
    "adult": "adult_critical_care_beds",
    "paediatric": "paediatric_intensive_care_beds",
    "neonatal": "neonatal_critical_care_cots_or_beds",
}
# England stands without a code, and for some months as ENG.
ENGLAND = "ENG"
# From July 2007 to July 2009 there are only the ten strategic health authorities, each under the name
# of one of its trusts.
REGION = r"^Q\d\d$"


class CriticalCare(Source):
    name = "critical_care"
    title = "Critical care beds, 2002-2020"
    publisher = "NHS England; compiled by S. Burn"
    standing = Standing.COMPILATION
    implements = (critical_care_beds,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS).with_columns(organisation=code_in("org_code"))
        is_england = ~figure_in("organisation") | (pl.col("organisation") == ENGLAND)
        is_region = pl.col("organisation").str.contains(REGION).fill_null(False)
        trusts = rows.filter(~is_england & ~is_region)
        kinds = pl.concat(beds_of_kind(trusts, kind) for kind in KINDS)
        told = figure_in("available") | figure_in("occupied")
        england = rows.filter(is_england, pl.col("date").is_in(trusts["date"].unique().to_list()))
        return Reading(
            {"critical_care_beds": kinds.filter(told)},
            left_out=(
                *left_out(rows.filter(is_england), "England as a whole"),
                *left_out(rows.filter(is_region), "a strategic health authority as a whole"),
                *left_out(kinds.filter(~told), "no figure for this kind of bed"),
            ),
            totals=tuple(total for kind in KINDS for total in printed_totals(england, kind)),
        )


def beds_of_kind(rows: pl.DataFrame, kind: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        "organisation",
        start="date",
        kind=pl.lit(kind),
        available=pl.col(f"number_of_{KINDS[kind]}_open"),
        occupied=pl.col(f"number_of_{KINDS[kind]}_occupied"),
    )


def printed_totals(england: pl.DataFrame, kind: str) -> tuple[Total, ...]:
    return tuple(
        Total(
            "critical_care_beds",
            "available",
            printed,
            {"start": start, "kind": kind},
            said_by=f"row {row} (England)",
        )
        for row, start, printed in england.select(
            "row", "date", number_in(f"number_of_{KINDS[kind]}_open")
        ).rows()
        if printed is not None
    )
