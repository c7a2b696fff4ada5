"""Why patients of acute trusts were delayed in leaving hospital, by month, from June 2024."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import discharge_delay_reasons

COLUMNS = ("nhs_trust22_code", "date", "delay_reason", "delay_count")


class DelayReasons(Source):
    name = "delay_reasons"
    title = "Acute discharge situation report: reasons for delay"
    publisher = "NHS England; compiled by the British Red Cross"
    standing = Standing.COMPILATION
    implements = (discharge_delay_reasons,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "discharge_delay_reasons": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("nhs_trust22_code"),
                    start="date",
                    # Some reasons hold blanks that do not break; to a reader they are the same words.
                    delay_reason=pl.col("delay_reason")
                    .str.replace_all(r"[\s\u{a0}]+", " ")
                    .str.strip_chars(),
                    count="delay_count",
                )
            }
        )
