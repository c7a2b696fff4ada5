"""Episodes and appointments of England by month, published by NHS Digital as HES open data."""

import polars as pl

from openefficiency.sources.cells import added_up, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source
from openefficiency.tables.activity import national_activity

SPLITS = {"TRETSPEF": "treatment function", "Age_Band": "age band"}
ITEMS = {
    "FCE": "episodes",
    "FCEs_With_Procedure": "episodes with a procedure",
    "Ordinary_Admission_Episodes": "ordinary admission episodes",
    "FCE_DAY_CASES": "day case episodes",
    "FCE_DAY_WITH_PROCEDURE": "day case episodes with a procedure",
    "FAE": "admissions",
    "EMERGENCY": "emergency admissions",
    "Total_Appointments": "appointments",
    "Attended_Appointments": "attended appointments",
    "DNA_Appointments": "appointments not attended",
    "First_Attendance": "first attendances",
    "Follow_Up_Attendance": "follow-up attendances",
}
PERIOD = ("Month_Ending", "FY_Start_Date")
MONTHS_OF_A_YEAR = 12


class HesOpenData(Source):
    name = "hes_open"
    title = "HES open data: episodes and appointments of England"
    publisher = "NHS Digital"
    implements = (national_activity,)
    scope_by = ("split",)

    def recognise(self, document: Document) -> bool:
        return any(document.first.has(label, *PERIOD, *ITEMS) for label in SPLITS)

    def read(self, document: Document) -> Reading:
        label = next(label for label in SPLITS if document.first.has(label, *PERIOD, *ITEMS))
        rows = rows_under(document.first, label, *PERIOD, *ITEMS).with_columns(
            # 01APR2020 in one file, 01APR20 in the other.
            year=year_of("FY_Start_Date"),
            split=pl.lit(SPLITS[label]),
            # '01. 0 - 4' is the band 0-4.
            category=pl.col(label).str.replace(r"^\d\d\. ", "").str.replace(" - ", "-"),
        )
        whole = pl.col("Month_Ending").n_unique().over("year") == MONTHS_OF_A_YEAR
        parts = rows.filter(~whole)
        reason = f"a year of which fewer than {MONTHS_OF_A_YEAR} months are there"
        return Reading(
            {"national_activity": by_year(rows.filter(whole))},
            left_out=(LeftOut("", reason, len(parts)),) if len(parts) else (),
        )


def by_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Sums over the months of a year; `row` is the first of the rows that were added up.

    An empty cell is no activity of that kind in that month: with them as nothing, both splits come to
    the same national figures.
    """
    keys = ("year", "split", "category")
    return pl.concat(
        rows.group_by(keys, maintain_order=True).agg(
            pl.col("sheet", "row").first(), item=pl.lit(item), count=added_up(label)
        )
        for label, item in ITEMS.items()
    )


def year_of(first_day: str) -> pl.Expr:
    """2020/21 for 01APR2020."""
    first = 2000 + pl.col(first_day).str.extract(r"(\d\d)$").cast(pl.Int32)
    second = ((first + 1) % 100).cast(pl.String).str.zfill(2)
    return pl.coalesce(first.cast(pl.String) + "/" + second, pl.col(first_day))
