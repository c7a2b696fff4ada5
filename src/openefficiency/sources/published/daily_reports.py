"""Daily figures of trusts as sums of a month, without the days before a trust began to report."""

from dataclasses import dataclass

import polars as pl

from openefficiency.sources.cells import figure_in, left_out, number_in
from openefficiency.sources.source import LeftOut


@dataclass(frozen=True)
class Months:
    """Sums by organisation and month (`start`), as text; `days_reported` tells how many days they add up."""

    rows: pl.DataFrame
    left_out: tuple[LeftOut, ...]


def by_month(days: pl.DataFrame, figure: str, beside: tuple[str, ...] = ()) -> Months:
    """Add up `figure`; a part of it in `beside` is missing unless every day of the month has it.

    A trust that had not begun to report stands in the file with zeros: those days are missing. A cell
    that is no number, or below zero, stays a row of its own, for the check to find.
    """
    named = figure_in("organisation")
    days = days.with_columns(number=number_in(figure))
    began = pl.col("date").filter(pl.col("number") > 0).min().over("organisation")
    told, begun = figure_in(figure), pl.col("date") >= began
    wrong = told & (pl.col("number").is_null() | (pl.col("number") < 0))
    counted = named & told & begun.fill_null(False) & ~wrong
    return Months(
        pl.concat(
            [sums(days.filter(counted), figure, beside), unread(days.filter(named & wrong), figure, beside)]
        ),
        (
            *left_out(days.filter(~named), "no organisation"),
            *left_out(days.filter(named & ~told), "a day without a figure"),
            *left_out(
                days.filter(named & told & ~wrong & ~begun.fill_null(False)),
                "a zero before the organisation began to report",
            ),
        ),
    )


def sums(days: pl.DataFrame, figure: str, beside: tuple[str, ...]) -> pl.DataFrame:
    whole_month = [
        pl.when(number_in(name).is_not_null().all()).then(number_in(name).sum()).alias(name)
        for name in beside
    ]
    return (
        days.group_by("organisation", start=pl.col("date").str.slice(0, 7) + "-01")
        .agg(
            pl.col("number").sum().alias(figure),
            *whole_month,
            days_reported=pl.len(),
            sheet=pl.col("sheet").first(),
            row=pl.col("row").min(),
        )
        .with_columns(pl.col(figure, *beside).cast(pl.String))
        .select("sheet", "row", "organisation", "start", "days_reported", figure, *beside)
        .sort("row")
    )


def unread(days: pl.DataFrame, figure: str, beside: tuple[str, ...]) -> pl.DataFrame:
    return days.select(
        "sheet",
        "row",
        "organisation",
        start=pl.col("date"),
        days_reported=pl.lit(1, dtype=pl.get_index_type()),
        **{name: pl.col(name) for name in (figure, *beside)},
    )
