"""Estates Returns Information Collection (ERIC) from 2017/18 on: one csv of trusts, one of sites."""

import polars as pl

from openefficiency.sources.cells import financial_year_of_name
from openefficiency.sources.document import Document, plain
from openefficiency.sources.published import eric_cells
from openefficiency.sources.published.eric import with_places
from openefficiency.sources.published.eric_layouts import items_of, parts_not_found
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.estates import estates

TRUST = ("Trust Code", "Trust Name")
PLACES = {
    "Trust Code": "Organisation Code",
    "Site Code": "Site Code",
    "Site Name": "Site Name",
    "Site Type": "Site Type",
}


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
        level = "site" if sheet.has(*TRUST, "Site Code") else "trust"
        asked = eric_cells.questions(sheet, header)
        rows = with_places(as_before(sheet.table(header)), level)
        figures, left_out = eric_cells.asked_and_answered(eric_cells.figures(rows, asked), sheet.name)
        areas = eric_cells.areas_from_shares(rows, asked)
        long = pl.concat([figures, *areas], how="diagonal")
        # The year stands in no cell of these files: 'ERIC - 202324 - Site data.csv'.
        year = pl.lit(financial_year_of_name(document))
        return Reading(
            {"estates": long.with_columns(year=year, level=pl.lit(level))},
            left_out=tuple(left_out),
            notes=incomplete(sheet.labels(header)),
        )


def incomplete(labels: list[str]) -> tuple[str, ...]:
    missing = parts_not_found(labels)
    words = "hard or soft FM is too small: the file has no column that we know for"
    return (f"{words} {'; '.join(missing)}",) if missing else ()


def as_before(rows: pl.DataFrame) -> pl.DataFrame:
    """The places of a row in the words of the years before; a column that is not there is empty."""
    given = {plain(name): name for name in rows.columns}
    return rows.with_columns(
        pl.col(given[plain(now)]).alias(before)
        if plain(now) in given
        else pl.lit(None, pl.String).alias(before)
        for now, before in PLACES.items()
    )
