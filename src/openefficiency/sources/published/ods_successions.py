"""Which organisation took over from which: the succession table of the Organisation Data Service."""

import polars as pl

from openefficiency.sources.cells import code_in, left_out, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import successions

COLUMNS = ("old_code", "new_code", "date")


class OdsSuccessions(Source):
    name = "ods_successions"
    title = "ODS: successor organisations"
    publisher = "NHS England, Organisation Data Service"
    standing = Standing.COMPILATION
    implements = (successions,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS).with_columns(
            old=code_in("old_code"), new=code_in("new_code")
        )
        # An organisation that keeps its code has only changed its details.
        kept = (pl.col("old") == pl.col("new")).fill_null(False)
        changes = rows.filter(~kept)
        return Reading(
            {
                "successions": changes.select(
                    "sheet",
                    "row",
                    "old",
                    "new",
                    on="date",
                    change=pl.lit(None, dtype=pl.String),
                    is_split=pl.col("new").n_unique().over("old") > 1,
                )
            },
            left_out=left_out(rows.filter(kept), "an organisation that succeeds itself"),
        )
