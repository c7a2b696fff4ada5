"""Yearly scores of the four-hour and the eighteen-week standards by trust, 2012-2018."""

import polars as pl

from openefficiency.sources.cells import code_in, left_out, number_in, rows_under, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.quality import performance

FOUR_HOURS = ("YEAR", "ORG_CODE", "AE_SCORE")
EIGHTEEN_WEEKS = ("DATE", "YEAR", "ORG_CODE", "N_TOTAL", "N_18_WEEKS", "RTT_SCORE")


class PerformancePanel(Source):
    name = "performance_panel"
    title = "Four-hour and eighteen-week scores by trust, 2012-2018"
    publisher = "NHS England; compiled by M. Asaria"
    standing = Standing.COMPILATION
    implements = (performance,)
    # The two standards come in two files.
    scope_by = ("standard",)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*FOUR_HOURS) or document.first.has(*EIGHTEEN_WEEKS)

    def read(self, document: Document) -> Reading:
        sheet = document.first
        if sheet.has(*FOUR_HOURS):
            rows = rows_under(sheet, *FOUR_HOURS)
            return Reading({"performance": scores(rows, standard="four_hours", share="AE_SCORE")})
        rows = rows_under(sheet, *EIGHTEEN_WEEKS)
        # Nobody was waiting: a share of nothing, which the file prints as 0.
        nobody = (number_in("N_TOTAL") == 0).fill_null(False)
        return Reading(
            {"performance": scores(rows.filter(~nobody), standard="eighteen_weeks", share="RTT_SCORE")},
            left_out=left_out(rows.filter(nobody), "nobody was waiting: no share"),
        )


def scores(rows: pl.DataFrame, *, standard: str, share: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("ORG_CODE"),
        # YEAR is the first year of the financial year; waits are those at its end, on 31 March.
        year=year_beginning_in("YEAR"),
        standard=pl.lit(standard),
        share=pl.col(share),
    )
