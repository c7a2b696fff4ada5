"""Staff by group, nationality and organisation, September 2017 and June 2018, published by NHS Digital."""

import polars as pl

from openefficiency.sources.cells import added_up, code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.workforce import workforce

COLUMNS = ("Month", "Organisation code", "Staff group", "Nationality", "FTE")

GROUPS = {
    "HCHS doctors": "doctors",
    "Nurses & health visitors": "nurses and health visitors",
    "Midwives": "midwives",
    "Ambulance staff": "ambulance staff",
    "Scientific, therapeutic & technical staff": "scientific, therapeutic and technical",
    "Support to doctors, nurses & midwives": "support to doctors, nurses and midwives",
    "Support to ambulance staff": "support to ambulance staff",
    "Support to ST&T staff": "support to scientific staff",
    "Central functions": "central functions",
    "Hotel, property & estates": "hotel, property and estates",
    "Senior managers": "senior managers",
    "Managers": "managers",
    "Unknown": "other",
}

ADJUSTED = (
    "Sums over nationalities. The publisher has adjusted small numbers, so that a sum may be slightly off; "
    "nothing is said about headcount."
)


class StaffByNationality(Source):
    name = "staff_by_nationality"
    title = "HCHS staff by staff group, nationality and organisation"
    publisher = "NHS Digital"
    implements = (workforce,)

    def recognise(self, document: Document) -> bool:
        sheet = document.sheet("Data")
        return sheet is not None and sheet.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        sheet = document.sheet("Data")
        assert sheet, "recognised by this sheet"
        rows = rows_under(sheet, *COLUMNS).with_columns(
            organisation=code_in("Organisation code"),
            start=first_day("Month"),
            group=pl.col("Staff group").replace(GROUPS),
        )
        # The publication has no total: each member of staff is in one group and one nationality.
        total = rows.with_columns(group=pl.lit("all"))
        return Reading(
            {"workforce": pl.concat([of_all_nationalities(rows), of_all_nationalities(total)])},
            notes=(ADJUSTED,),
        )


def of_all_nationalities(rows: pl.DataFrame) -> pl.DataFrame:
    """Sums; `row` is the first of the rows that were added up."""
    return rows.group_by("organisation", "start", "group", maintain_order=True).agg(
        pl.col("sheet", "row").first(),
        detail=pl.lit(None, pl.String),
        fte=added_up("FTE"),
        headcount=pl.lit(None, pl.String),
        months=pl.lit(1),
    )


def first_day(month: str) -> pl.Expr:
    """2017-09-01 for '2017-SEP'."""
    day = (pl.col(month).str.to_titlecase() + "-01").str.to_date("%Y-%b-%d", strict=False)
    return pl.coalesce(day.cast(pl.String), pl.col(month))
