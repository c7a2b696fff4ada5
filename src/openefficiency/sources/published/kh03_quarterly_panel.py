"""A third party's panel of beds and cancelled operations by trust and quarter, 2018-2025."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, number_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.published.kh03_by_specialty import first_day_of_quarter
from openefficiency.sources.source import Reading, Source, Standing, Total
from openefficiency.tables.capacity import beds, cancelled_operations

COLUMNS = ("org_code", "period", "kh03_avail_ga_avg_beds", "canc_cancelled_ops", "canc_breaches_28d")
# The file's columns of *all* beds are divided by the days of the quarter twice (1,413 for England):
# they are never taken.
SECTORS = {"general and acute": "ga", "maternity": "mat"}
ENGLAND = "NAN"
# In ten quarters from 2021-22 on, every trust's cancelled operations are an even number, about twice
# those of the other quarters: they were added up twice. Among this many, chance does not do that.
FEWEST_TO_TELL = 20


class Kh03QuarterlyPanel(Source):
    name = "kh03_quarterly_panel"
    title = "KH03 and cancelled operations by trust and quarter, 2018-2025"
    publisher = "NHS England; compiled by a private analyst"
    standing = Standing.THIRD_PARTY
    implements = (beds, cancelled_operations)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS).with_columns(
            organisation=code_in("org_code"), start=first_day_of_quarter("period")
        )
        is_england = pl.col("organisation") == ENGLAND
        trusts, england = rows.filter(~is_england), rows.filter(is_england)
        reported = trusts.filter(figure_in("canc_cancelled_ops"))
        twice = pl.col("start").is_in(quarters_counted_twice(reported))
        return Reading(
            {
                "beds": beds_by_sector(trusts),
                "cancelled_operations": reported.filter(~twice).select(
                    "sheet",
                    "row",
                    "organisation",
                    "start",
                    cancelled="canc_cancelled_ops",
                    not_treated_in_28_days="canc_breaches_28d",
                ),
            },
            left_out=(
                *left_out(england, "England as a whole"),
                *left_out(
                    trusts.filter(~figure_in("canc_cancelled_ops")), "no cancelled operations reported"
                ),
                *left_out(
                    reported.filter(twice), "cancelled operations of a quarter that were counted twice"
                ),
            ),
            totals=printed_totals(england),
        )


def quarters_counted_twice(reported: pl.DataFrame) -> list[str]:
    quarters = reported.group_by("start").agg(
        trusts=pl.len(), even=(number_in("canc_cancelled_ops") % 2 == 0).all()
    )
    return quarters.filter(pl.col("even"), pl.col("trusts") >= FEWEST_TO_TELL)["start"].to_list()


def beds_by_sector(trusts: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        trusts.select(
            "sheet",
            "row",
            "organisation",
            "start",
            months=pl.lit(3),
            sector=pl.lit(sector),
            stay=pl.lit("overnight"),
            available=pl.col(f"kh03_avail_{short}_avg_beds"),
            occupied=pl.col(f"kh03_occ_{short}_avg_beds"),
        )
        for sector, short in SECTORS.items()
    )


def printed_totals(england: pl.DataFrame) -> tuple[Total, ...]:
    return tuple(
        Total(
            "beds", "available", printed, {"start": start, "sector": sector}, said_by=f"row {row} (England)"
        )
        for sector, short in SECTORS.items()
        for row, start, printed in england.select(
            "row", "start", number_in(f"kh03_avail_{short}_avg_beds")
        ).rows()
        if printed is not None
    )
