"""Summary hospital-level mortality indicator by trust and year, 2012-2018."""

from openefficiency.sources.cells import code_in, rows_under, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.quality import mortality

COLUMNS = ("YEAR", "ORG_CODE", "SHMI")


class MortalityPanel(Source):
    name = "mortality_panel"
    title = "SHMI by trust, 2012-2018"
    publisher = "NHS Digital; compiled by M. Asaria"
    standing = Standing.COMPILATION
    implements = (mortality,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        return Reading(
            {
                "mortality": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE"),
                    # YEAR is the first year of the financial year.
                    year=year_beginning_in("YEAR"),
                    ratio="SHMI",
                )
            }
        )
