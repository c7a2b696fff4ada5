"""Price indices: HM Treasury's GDP deflator, and a compilation of GDP deflator, CPI and CPIH."""

import re

import polars as pl

from openefficiency.sources.cells import number_in
from openefficiency.sources.document import Document, Sheet, label, plain
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.costs import deflators

SERIES = {"gdp": "gdp_deflator", "cpi": "cpi_index", "cpih": "cpih_index"}
NO_FIGURE = "no figure of this index in the year"

TREASURY_TITLE = "gdp deflators at market prices"
CHANGE = "per cent change on previous year"
FIRST_YEAR = 1990
TOO_OLD = f"before {FIRST_YEAR}/91, when none of our figures begin"
NOTES = "sources and footnotes, and the calendar years"
AS_AT = re.compile(r"data as at (\d{1,2} \w+ \d{4})")
CHAINED = "forecast years print the change only: their index is the last one printed, raised by the changes"


class CostIndices(Source):
    name = "cost_indices"
    title = "UK cost indices: GDP deflator, CPI, CPIH"
    publisher = "HM Treasury; Office for National Statistics"
    standing = Standing.COMPILATION
    implements = (deflators,)
    scope_by = ("series", "published")

    def recognise(self, document: Document) -> bool:
        return document.first.header("fiscal_year", *SERIES.values(), "is_forecast") == 0

    def read(self, document: Document) -> Reading:
        rows = document.first.table()
        parts = [
            rows.select(
                "sheet",
                "row",
                "is_forecast",
                year=pl.col("fiscal_year").str.replace(r"^(\d{4})-(\d\d)$", "$1/$2"),
                series=pl.lit(name),
                published=pl.lit(base_of(rows)),
                index=pl.col(column),
            )
            for name, column in SERIES.items()
        ]
        long = pl.concat(parts)
        empty = long.filter(pl.col("index").is_null()).height
        return Reading(
            {"deflators": long.filter(pl.col("index").is_not_null())},
            left_out=(LeftOut("", NO_FIGURE, empty),) if empty else (),
        )


class GdpDeflators(Source):
    name = "gdp_deflators"
    title = "GDP deflators at market prices"
    publisher = "HM Treasury"
    implements = (deflators,)
    scope_by = ("series", "published")

    def recognise(self, document: Document) -> bool:
        sheet = document.first
        return (
            document.form == "excel"
            and bool(sheet.head)
            and plain(sheet.head[0][0]).startswith(TREASURY_TITLE)
        )

    def read(self, document: Document) -> Reading:
        sheet = document.first
        header = sheet.header("Financial year", CHANGE) or 0
        rows = years_of(sheet, header)
        recent = pl.col("year").str.head(4).cast(pl.Int64) >= FIRST_YEAR
        everything = sheet.table(header).height
        return Reading(
            {
                "deflators": with_forecasts(rows)
                .filter(recent)
                .with_columns(published=pl.lit(edition(sheet, header)))
            },
            left_out=(
                LeftOut(sheet.name, TOO_OLD, rows.filter(~recent).height),
                LeftOut(sheet.name, NOTES, everything - rows.height),
            ),
            notes=(CHAINED,),
        )


def base_of(rows: pl.DataFrame) -> str:
    """The file names no edition: the year in which its GDP deflator is 100 tells one from the next."""
    years = rows.filter(number_in(SERIES["gdp"]) == 100)["fiscal_year"].to_list()
    return f"GDP deflator {years[0]} = 100" if len(years) == 1 else "base not told"


def years_of(sheet: Sheet, header: int) -> pl.DataFrame:
    """The financial years on the left; the calendar years on the right are another series."""
    year, index, change = sheet.labels(header)[:3]
    return (
        sheet.table(header)
        .filter(pl.col(year).str.contains(r"^\d{4}-\d\d"))
        .select(
            "sheet",
            "row",
            year=pl.col(year).str.replace(r"^(\d{4})-(\d\d).*$", "$1/$2"),
            series=pl.lit("gdp"),
            index=pl.col(index),
            change=number_in(change),
        )
    )


def with_forecasts(rows: pl.DataFrame) -> pl.DataFrame:
    """A forecast year has a dash for its index."""
    is_forecast = pl.col("index") == "-"
    growth = pl.when(is_forecast).then(1 + pl.col("change") / 100).otherwise(1.0).cum_prod()
    last = pl.when(is_forecast).then(None).otherwise(number_in("index")).forward_fill()
    chained = (last * growth).cast(pl.String)
    return rows.with_columns(
        is_forecast=is_forecast, index=pl.when(is_forecast).then(chained).otherwise(pl.col("index"))
    ).drop("change")


def edition(sheet: Sheet, header: int) -> str:
    """'2018-19 = 100, as at 11 March 2020', out of the words above the table."""
    above = " ".join(label(cell) for row in sheet.head[:header] for cell in row)
    dated = AS_AT.search(above)
    return sheet.labels(header)[1] + (f", as at {dated[1]}" if dated else "")
