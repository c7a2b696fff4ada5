"""Stability of staff by organisation, 2017/18, as a research panel holds it."""

from openefficiency.sources.cells import code_in, divided, number_in, rows_under, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.workforce import retention

COLUMNS = ("YEAR", "ORG_CODE", "STABILITY")


class Retention(Source):
    name = "retention"
    title = "NHS staff stability index, 2017/18"
    publisher = "NHS Digital; compiled by Asaria, McGuire and Street"
    standing = Standing.COMPILATION
    implements = (retention,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        nobody = rows.filter(number_in("STABILITY") == 0)
        return Reading(
            {
                "retention": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE"),
                    year=year_beginning_in("YEAR"),
                    stability=divided("STABILITY", by=100),
                )
            },
            notes=notes(nobody["ORG_CODE"].to_list()),
        )


def notes(codes: list[str]) -> tuple[str, ...]:
    if not codes:
        return ()
    listed = ", ".join(sorted(codes))
    return (f"Stability is 0 for {len(codes)}; at those dissolved in the year nobody stayed: {listed}.",)
