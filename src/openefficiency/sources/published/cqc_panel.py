"""CQC ratings of NHS providers and their services, 2013-2018, as scores."""

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.quality import ratings

COLUMNS = ("ORG_CODE", "DATE", "POPULATION", "QUESTION", "RATING_SCORE")


class CqcPanel(Source):
    name = "cqc_panel"
    title = "CQC ratings of NHS providers"
    publisher = "Care Quality Commission; compiled by M. Asaria"
    standing = Standing.COMPILATION
    implements = (ratings,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "ratings": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE"),
                    # Written 10/02/2015, the day first.
                    on="DATE",
                    service="POPULATION",
                    question="QUESTION",
                    score="RATING_SCORE",
                )
            }
        )
