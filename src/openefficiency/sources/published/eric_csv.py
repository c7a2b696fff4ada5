"""Estates Returns Information Collection (ERIC) from 2017/18 on: one csv of trusts, one of sites."""

import polars as pl

from openefficiency.sources.cells import financial_year_of_name
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.published import eric_cells
from openefficiency.sources.published.eric import with_places
from openefficiency.sources.published.eric_layouts import items_of
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.estates import estates

TRUST = ("Trust Code", "Trust Name")
SITE = ("Site Code", "Site Name", "Site Type")


class EricCsv(Source):
    name = "eric_csv"
    title = "Estates Returns Information Collection"
    publisher = "NHS England (formerly NHS Digital)"
    implements = (estates,)
    # Trusts and sites come in two files of one year.
    scope_by = ("level",)
    may_hold_postcodes = True

    def recognise(self, document: Document) -> bool:
        header = document.first.header(*TRUST)
        if header is None:
            return False
        known = [
            items for items in items_of(list(document.first.head[header])).values() if items != ["other"]
        ]
        return bool(known)

    def read(self, document: Document) -> Reading:
        sheet = document.first
        header = sheet.header(*TRUST)
        level = "site" if sheet.has(*TRUST, *SITE) else "trust"
        asked = eric_cells.questions(sheet, header)
        rows = with_places(
            sheet.table(header).rename({sheet_label(sheet, header): "Organisation Code"}), level
        )
        figures, left_out = eric_cells.asked_and_answered(eric_cells.figures(rows, asked), sheet.name)
        areas = eric_cells.areas_from_shares(rows, asked)
        long = pl.concat([figures, *areas], how="diagonal")
        # The year stands in no cell of these files: 'ERIC - 202324 - Site data.csv'.
        year = pl.lit(financial_year_of_name(document))
        return Reading(
            {"estates": long.with_columns(year=year, level=pl.lit(level))},
            left_out=tuple(left_out),
        )


def sheet_label(sheet: Sheet, header: int) -> str:
    """The column of trust codes, however it is written."""
    return next(text for text in sheet.labels(header) if text.lower() == "trust code")
