"""Mean length of stay by trust and calendar quarter, 2018-2023, plain and adjusted."""

import polars as pl

from openefficiency.sources.cells import code_in, left_out, number_in, rows_under
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import length_of_stay

COLUMNS = ("cal_quarter", "PROCODE")
VARIANTS = {"los_unadjusted": "unadjusted", "standard_los": "adjusted"}
# The quarters are those of the calendar: stays and planned admissions fall in Q2 2020.
MONTHS = {"Q1": "01", "Q2": "04", "Q3": "07", "Q4": "10"}


class LosPanel(Source):
    name = "los_panel"
    title = "Length of stay by trust and quarter, 2018-2023"
    publisher = "Health Foundation, from Hospital Episode Statistics"
    standing = Standing.COMPILATION
    implements = (length_of_stay,)
    # The plain and the adjusted means come in two files.
    scope_by = ("variant",)

    def recognise(self, document: Document) -> bool:
        return variant_of(document.first) is not None

    def read(self, document: Document) -> Reading:
        column = variant_of(document.first)
        assert column, "the document was recognised by this column"
        rows = rows_under(document.first, *COLUMNS, column)
        # A stay lasts a day at least: 0 stands where the adjusted mean could not be worked out.
        none = (number_in(column) == 0).fill_null(False)
        return Reading(
            {
                "length_of_stay": rows.filter(~none).select(
                    "sheet",
                    "row",
                    organisation=code_in("PROCODE"),
                    start=first_day("cal_quarter"),
                    variant=pl.lit(VARIANTS[column]),
                    days=column,
                )
            },
            left_out=left_out(rows.filter(none), "a mean of 0 days: not worked out"),
        )


def variant_of(sheet: Sheet) -> str | None:
    return next((column for column in VARIANTS if sheet.has(*COLUMNS, column)), None)


def first_day(name: str) -> pl.Expr:
    """'Q1   2018' as 2018-01-01; a quarter that is none stays no day."""
    quarter = pl.col(name).str.slice(0, 2)
    year = pl.col(name).str.extract(r"(\d{4})$")
    return pl.coalesce(year + "-" + quarter.replace_strict(MONTHS, default=None) + "-01", pl.col(name))
