"""Operating theatres by trust and quarter, 2003-2024 (supporting facilities, QMCO), raw or tidied."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, number_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing, Total
from openefficiency.tables import capacity

# The publisher's sheets, one below the other, and the same in one tidy table.
RAW = ("year_var", "quarter_var", "OrgID", "Organisation Code", "Number of operating theatres")
TIDY = ("year_var", "quarter_var", "organisation_code", "nr_operating_theatres", "nr_day_case_theatres")
KINDS = {
    "operating": ("Number of operating theatres", "nr_operating_theatres"),
    "day case": ("Of which, number of dedicated day case theatres", "nr_day_case_theatres"),
}
CODES = ("OrgID", "Organisation Code", "organisation_code")
NAMES = ("Name", "Organisation Name", "organisation_name")
# The headers of the publisher's sheets came along as rows.
REPEATED_HEADER = r"(?i)^(OrgID$|Department of Health form)"
# Either all providers (once there were only NHS ones), or those that the sum of the rows must meet.
PRINTED = ("England total", "England (Including Independent Sector)")
# The quarters are those of the financial year: '2003 Q4' is headed 'Quarter Ending March 31st 2004'.
FIRST_MONTHS = {"Q1": "-04-01", "Q2": "-07-01", "Q3": "-10-01", "Q4": "-01-01"}


class Theatres(Source):
    name = "theatres"
    title = "Supporting facilities: operating theatres"
    publisher = "NHS England; compiled by S. Burn"
    standing = Standing.COMPILATION
    implements = (capacity.theatres,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*RAW) or document.first.has(*TIDY)

    def read(self, document: Document) -> Reading:
        sheet = document.first
        rows = rows_under(sheet, *(RAW if sheet.has(*RAW) else TIDY))
        rows = rows.with_columns(
            organisation=first_given(rows, CODES), title=first_given(rows, NAMES), start=start()
        )
        coded = pl.col("organisation").is_not_null()
        header = pl.col("organisation").str.contains(REPEATED_HEADER).fill_null(False)
        trusts, england = rows.filter(coded & ~header), rows.filter(~coded & pl.col("title").is_not_null())
        return Reading(
            {"theatres": pl.concat(theatres_of(trusts, kind) for kind in KINDS)},
            left_out=(
                *left_out(england, "England as a whole"),
                *left_out(rows.filter(coded & header), "a header again"),
                *left_out(rows.filter(~coded & pl.col("title").is_null()), "an empty row"),
            ),
            totals=tuple(total for kind in KINDS for total in printed_totals(england, kind)),
        )


def first_given(rows: pl.DataFrame, names: tuple[str, ...]) -> pl.Expr:
    cells = [
        pl.when(figure_in(name)).then(pl.col(name).str.strip_chars())
        for name in names
        if name in rows.columns
    ]
    return pl.coalesce(cells)


def start() -> pl.Expr:
    quarter, year = pl.col("quarter_var"), pl.col("year_var").cast(pl.Int64, strict=False)
    first = (year + (quarter == "Q4").cast(pl.Int64)).cast(pl.String)
    written = pl.col("year_var") + " " + quarter
    return pl.coalesce(first + quarter.replace_strict(FIRST_MONTHS, default=None), written)


def column_of(rows: pl.DataFrame, kind: str) -> str:
    return next(name for name in KINDS[kind] if name in rows.columns)


def theatres_of(trusts: pl.DataFrame, kind: str) -> pl.DataFrame:
    return trusts.select(
        "sheet",
        "row",
        "start",
        organisation=code_in("organisation"),
        kind=pl.lit(kind),
        theatres=pl.col(column_of(trusts, kind)),
    )


def printed_totals(england: pl.DataFrame, kind: str) -> tuple[Total, ...]:
    printed = england.filter(pl.col("title").is_in(PRINTED))
    return tuple(
        Total("theatres", "theatres", value, {"start": start, "kind": kind}, said_by=f"row {row} ({title})")
        for row, start, title, value in printed.select(
            "row", "start", "title", number_in(column_of(england, kind))
        ).rows()
        if value is not None
    )
