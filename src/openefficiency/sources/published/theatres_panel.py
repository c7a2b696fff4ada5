"""Operating theatres by trust and quarter, 2016-2024, from the Health Foundation's panel."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import theatres

COLUMNS = ("date", "trust_code", "values", "metric")
METRICS = {"operating_theatres": "operating"}
# 2016.75 is a fourth quarter that ended in March 2016: year of the calendar, quarter of the financial
# year. Read so, all 4,141 figures are those of the publisher.
FIRST_MONTHS = {".0": "-04-01", ".25": "-07-01", ".5": "-10-01", ".75": "-01-01"}


class TheatresPanel(Source):
    name = "theatres_panel"
    title = "Operating theatres by trust and quarter, 2016-2024"
    publisher = "NHS England; compiled by the Health Foundation"
    # The publication itself, with theatres for day cases, is nearer wherever it is held.
    standing = Standing.THIRD_PARTY
    implements = (theatres,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        metric = pl.col("metric")
        parts = pl.col("date").str.extract_groups(r"^(?<year>\d{4})(?<quarter>\.\d+)$")
        day = parts.struct.field("year") + parts.struct.field("quarter").replace_strict(
            FIRST_MONTHS, default=None
        )
        return Reading(
            {
                "theatres": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("trust_code"),
                    start=pl.coalesce(day, pl.col("date")),
                    kind=metric.replace_strict(METRICS, default=metric),
                    theatres="values",
                )
            }
        )
