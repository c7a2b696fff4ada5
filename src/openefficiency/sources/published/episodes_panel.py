"""Finished episodes and admissions by provider and year, 2012 to 2018, as a research panel holds them."""

from openefficiency.sources.cells import code_in, rows_under, stacked, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import yearly_admissions

AGES = ("0-14", "15-29", "30-44", "45-59", "60-74", "75-89", "90+")
ITEMS = {
    "TOTAL_EPISODES": "episodes",
    "ADMISSIONS": "admissions",
    "MALE_ADMISSIONS": "admissions, male",
    "FEMALE_ADMISSIONS": "admissions, female",
} | {age: f"admissions, age {age}" for age in AGES}
COLUMNS = {label: {"item": item} for label, item in ITEMS.items()}


class EpisodesPanel(Source):
    name = "episodes_panel"
    title = "Episodes and admissions by provider and year, 2012 to 2018"
    publisher = "NHS Digital, Hospital Episode Statistics; compiled by Asaria, McGuire and Street"
    standing = Standing.COMPILATION
    implements = (yearly_admissions,)

    def recognise(self, document: Document) -> bool:
        return document.first.has("YEAR", "ORG_CODE", *ITEMS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, "YEAR", "ORG_CODE", *ITEMS).with_columns(
            organisation=code_in("ORG_CODE"), year=year_beginning_in("YEAR")
        )
        keep = ("sheet", "row", "organisation", "year")
        return Reading({"yearly_admissions": stacked(rows, COLUMNS, keep=keep, value="count")})
