"""Trim points of the national tariff, by HRG."""

import polars as pl

from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.costs import trim_points

COLUMNS = ("sushrg", "elective", "emergency")
SETTINGS = ("elective", "emergency")
# The list names no year. Its HRGs are those of the reference costs 2016/17 (2,308 of 2,312; the tariff of
# 2017/18 has only 2,092 of them), from which the tariff of 2019/20 was made.
YEAR = "2019/20"
INFERRED = f"year: {YEAR}, not told in the file, inferred from its HRGs"
NO_TRIM_POINT = "no trim point (-)"


class TrimPoints(Source):
    name = "trim_points"
    title = "National tariff: trim points by HRG"
    publisher = "NHS England"
    standing = Standing.COMPILATION
    implements = (trim_points,)

    def recognise(self, document: Document) -> bool:
        return document.form == "csv" and document.first.header(*COLUMNS) == 0

    def read(self, document: Document) -> Reading:
        rows = document.first.table()
        long = pl.concat(
            rows.select(
                "sheet",
                "row",
                year=pl.lit(YEAR),
                currency=pl.col("sushrg").str.strip_chars(),
                setting=pl.lit(setting),
                days=pl.col(setting).str.strip_chars(),
            )
            for setting in SETTINGS
        )
        none = pl.col("days").eq("-").fill_null(False)
        dashes = long.filter(none).height
        return Reading(
            {"trim_points": long.filter(~none)},
            left_out=(LeftOut("", NO_TRIM_POINT, dashes),) if dashes else (),
            notes=(INFERRED,),
        )
