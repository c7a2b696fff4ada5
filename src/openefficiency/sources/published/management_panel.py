"""Managers and consultants by trust and year, 2009 to 2018, as a research panel holds them."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.workforce import yearly_staff

GROUPS = {"SIMPLE_MANAGERS_FTE": "managers", "SIMPLE_CONSULTANTS_FTE": "consultants"}
ALL_STAFF = "SIMPLE_ALL_STAFF_FTE"
COMPILERS = "NHS Digital; compiled by Asaria, McGuire and Street"

# A spreadsheet once read the code 5E1 (Stockton-on-Tees Teaching PCT) as five times ten.
DAMAGED_CODES = {"50": "5E1"}

COUNTED_TWICE = (
    "Nothing is loaded from this file: its figures are about two and a half times the staff there were. "
    "Use the NHS Workforce Statistics instead."
)


class ManagementPanel(Source):
    name = "management_panel"
    title = "Managers and consultants by trust and year, 2009 to 2018"
    publisher = COMPILERS
    standing = Standing.COMPILATION
    implements = (yearly_staff,)
    scope_by = ("group",)

    def recognise(self, document: Document) -> bool:
        return any(document.first.has("YEAR", "ORG_CODE", label) for label in GROUPS)

    def read(self, document: Document) -> Reading:
        label = next(label for label in GROUPS if document.first.has("YEAR", "ORG_CODE", label))
        rows = rows_under(document.first, "YEAR", "ORG_CODE", label)
        damaged = len(rows.filter(code_in("ORG_CODE").is_in(list(DAMAGED_CODES))))
        return Reading(
            {
                "yearly_staff": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE").replace(DAMAGED_CODES),
                    year=year_beginning_in("YEAR"),
                    group=pl.lit(GROUPS[label]),
                    fte=pl.col(label),
                )
            },
            notes=(f"The code 50 in {damaged} rows is read as 5E1.",) if damaged else (),
        )


class AllStaffPanel(Source):
    """Recognised so that it can be refused in words: what it holds must not be used."""

    name = "all_staff_panel"
    title = "All staff by trust and year, 2009 to 2015: not used"
    publisher = COMPILERS
    standing = Standing.COMPILATION

    def recognise(self, document: Document) -> bool:
        return document.first.has("YEAR", "ORG_CODE", ALL_STAFF)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, "YEAR", "ORG_CODE", ALL_STAFF)
        return Reading(
            {},
            left_out=(LeftOut("", "staff are counted about two and a half times", len(rows)),),
            notes=(COUNTED_TWICE,),
        )
