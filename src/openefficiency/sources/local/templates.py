"""Figures that only a trust has, on a template that it fills in itself."""

import re

import polars as pl

from openefficiency.errors import NotFound, RefusedFile
from openefficiency.sources.document import Document, Sheet, plain
from openefficiency.sources.local.labels import DERIVED, LABELS, TABLES, VERSION
from openefficiency.sources.source import Reading, Source
from openefficiency.tables import year

TITLE = re.compile(
    r"OpenEfficiency template:\s*(?P<table>\w+)\s*,?\s*version\s*(?P<version>\d+)", re.IGNORECASE
)
# The ways in which a month is written; one without a day is meant from its first day.
MONTHS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d", "%d %B %Y", "%d %b %Y")
LOWER_CASE = {"corporate_functions": "function", "diagnostic_costs": "service", "staff_costs": "group"}


class LocalTemplate(Source):
    name = "local_template"
    title = "Figures brought by the trust itself"
    publisher = "The trust"
    licence = "As agreed with the trust"
    scope_by = ("organisation",)
    implements = tuple(TABLES.values())

    def recognise(self, document: Document) -> bool:
        return any(table_of(sheet) for sheet in document.sheets)

    def read(self, document: Document) -> Reading:
        found: dict[str, list[pl.DataFrame]] = {}
        for sheet in document.sheets:
            if table := table_of(sheet):
                found.setdefault(table, []).append(rows_of(sheet, table, document))
        return Reading(
            {table: pl.concat(frames) for table, frames in found.items()},
            notes=tuple(
                f"the template '{table}' holds no rows"
                for table, frames in found.items()
                if not any(map(len, frames))
            ),
        )


def table_of(sheet: Sheet) -> str | None:
    """Which template a sheet is, by its first line, or else by its labels: all of them and no other."""
    if titled := title_of(sheet):
        return titled["table"].lower()
    given = {plain(cell) for cell in sheet.head[0] if cell} if sheet.head else set()
    return next(
        (table for table, labels in LABELS.items() if given == set(map(plain, labels.values()))), None
    )


def title_of(sheet: Sheet) -> re.Match | None:
    # Where the line was typed without quotes, its comma has cut it in two.
    return TITLE.match(", ".join(cell.strip() for cell in sheet.head[0] if cell)) if sheet.head else None


def rows_of(sheet: Sheet, table: str, document: Document) -> pl.DataFrame:
    header = header_of(sheet, table, document)
    rows = sheet.table(header)
    called = {plain(label): label for label in sheet.labels(header)}
    given = rows.select(
        "sheet", "row", **{name: pl.col(called[plain(text)]) for name, text in LABELS[table].items()}
    )
    return given.with_columns(**DERIVED.get(table, {})).with_columns(tidied(table))


def header_of(sheet: Sheet, table: str, document: Document) -> int:
    """Where the labels stand, once they are all there and all known."""
    check_title(sheet, table, document)
    place = 1 if title_of(sheet) else 0
    given = [cell for cell in (sheet.head[place] if len(sheet.head) > place else ()) if cell]
    wanted = list(LABELS[table].values())
    missing = [text for text in wanted if plain(text) not in map(plain, given)]
    unknown = [text for text in given if plain(text) not in map(plain, wanted)]
    twice = [text for text in wanted if list(map(plain, given)).count(plain(text)) > 1]
    if missing or unknown or twice:
        raise RefusedFile(
            f"'{document.name}' has other columns than the template '{table}'.\n"
            f"  missing:   {', '.join(missing) or 'none'}\n"
            f"  not known: {', '.join(unknown) or 'none'}\n"
            f"  twice:     {', '.join(twice) or 'none'}\n"
            f"The columns are: {', '.join(wanted)}. Start from a blank template."
        )
    return place


def check_title(sheet: Sheet, table: str, document: Document) -> None:
    if table not in LABELS:
        raise RefusedFile(
            f"'{document.name}' is a template that is not known.\n"
            f"  given:    {table}\n  possible: {', '.join(LABELS)}"
        )
    titled = title_of(sheet)
    if titled and int(titled["version"]) != VERSION:
        raise RefusedFile(
            f"'{document.name}' is of another version of the template '{table}'.\n"
            f"  given:    version {titled['version']}\n"
            f"  possible: version {VERSION}; copy the figures into a blank template of it."
        )


def tidied(table: str) -> list[pl.Expr]:
    columns = [pl.col("organisation").str.strip_chars().str.to_uppercase()]
    if "year" in LABELS[table]:
        columns.append(pl.col("year").map_elements(tidy_year, return_dtype=pl.String))
    if "start" in LABELS[table]:
        columns.append(first_of_month("start"))
    if name := LOWER_CASE.get(table):
        columns.append(pl.col(name).str.strip_chars().str.to_lowercase())
    return columns


def tidy_year(written: str) -> str:
    try:
        return year.tidy(written)
    except NotFound:
        return written


def first_of_month(name: str) -> pl.Expr:
    """The first day of the month as text; a cell that is no date stays, to be put aside as it is."""
    text = pl.col(name).str.strip_chars()
    with_day = pl.when(text.str.contains(r"^[A-Za-z]+ \d{4}$")).then(pl.lit("1 ") + text).otherwise(text)
    days = [with_day.str.strptime(pl.Date, form, strict=False) for form in MONTHS]
    # 01/04/24 would be read as a day of the year 24, or as the 24th of April of the year 1.
    short = ~text.str.contains(r"\d{4}")
    return (
        pl.when(short)
        .then(text + pl.lit(" (the year has four digits)"))
        .otherwise(pl.coalesce(*(day.dt.month_start().dt.strftime("%Y-%m-%d") for day in days), text))
        .alias(name)
    )
