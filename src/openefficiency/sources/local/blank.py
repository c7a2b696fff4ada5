"""Blank templates for a trust to fill in, with a word on every column."""

import csv
from datetime import datetime
from pathlib import Path

import xlsxwriter

from openefficiency.errors import NotFound
from openefficiency.sources.local.labels import LABELS, TABLES, UNITS, title
from openefficiency.tables.language import Column, Kind, Table

EXPLAINED = ("Column", "Meaning", "Unit", "What may stand there")
FREELY = {Kind.TEXT: "any text", Kind.DAY: "any month", Kind.NUMBER: "any number", Kind.MONEY: "any amount"}
# A blank template is the same file whenever it is written.
CREATED = datetime(2025, 4, 1)


def blank(table: str) -> list[str]:
    """The labels of a template, in order."""
    if table not in LABELS:
        raise NotFound(f"There is no template called '{table}'.\n  there are: {', '.join(LABELS)}")
    return list(LABELS[table].values())


def write_blank(table: str, path: Path) -> None:
    """A template without rows, as csv or Excel by the ending of `path`."""
    write_filled(table, [], path)


def write_filled(table: str, rows: list[tuple], path: Path) -> None:
    """A template with these rows, their cells in the order of its labels."""
    WRITERS[ending(path)](table, rows, path)


def ending(path: Path) -> str:
    if path.suffix.lower() not in WRITERS:
        raise NotFound(
            f"A template cannot be written as '{path.name}'.\n"
            f"  given:    {path.suffix or 'no ending'}\n  possible: {', '.join(WRITERS)}"
        )
    return path.suffix.lower()


def write_csv(table: str, rows: list[tuple], path: Path) -> None:
    # With the mark at its start, a spreadsheet reads the pound sign rightly.
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, lineterminator="\n").writerows([[title(table)], blank(table), *rows])


def write_xlsx(table: str, rows: list[tuple], path: Path) -> None:
    labels = blank(table)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(table)
        for place, name in enumerate(LABELS[table]):
            sheet.set_column(place, place, 24, cell_format(book, TABLES[table].columns[name]))
        sheet.write(0, 0, title(table), bold)
        for number, row in enumerate([labels, *rows], start=1):
            sheet.write_row(number, 0, row, bold if number == 1 else None)
        explain(book.add_worksheet("What goes where"), TABLES[table], bold)


def cell_format(book: xlsxwriter.Workbook, column: Column) -> xlsxwriter.format.Format:
    # As text, a spreadsheet leaves the noughts at the beginning of a code alone.
    forms = {Kind.TEXT: "@", Kind.DAY: "dd/mm/yyyy"}
    return book.add_format({"num_format": forms.get(column.kind, "General")})


def explain(sheet: xlsxwriter.worksheet.Worksheet, table: Table, bold: xlsxwriter.format.Format) -> None:
    sheet.set_column(0, 3, 40)
    sheet.write(0, 0, table.meaning)
    sheet.write_row(1, 0, EXPLAINED, bold)
    for number, (name, label) in enumerate(LABELS[table.name].items(), start=2):
        column = table.columns[name]
        sheet.write_row(number, 0, (label, column.meaning, UNITS[column.kind], may_stand(column)))


def may_stand(column: Column) -> str:
    """In words: which values, and whether the cell may be left empty."""
    values = f"one of: {', '.join(column.allowed)}" if column.allowed else FREELY[column.kind]
    if column.least is not None:
        values += f", {column.least:g} or more"
    if column.may_be_missing:
        return f"{values}; may be left empty where it is not known"
    return f"{values}; must be filled{'' if column.kind in (Kind.TEXT, Kind.DAY) else ', with 0 where there is none'}"


WRITERS = {".csv": write_csv, ".xlsx": write_xlsx}
