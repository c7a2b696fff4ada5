"""What the page shows of each figure, and the framework table: organisations by headline measures."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from openefficiency.measures.framework import Cell, Spread
from openefficiency.measures.measure import Measure
from openefficiency.present.page_peers import Peers, by_organisation, commonest_reason, in_order, place_of
from openefficiency.present.page_words import (
    DIRECTIONS,
    INVENTED,
    Place,
    figure,
    proper_name,
    short_reason,
    type_words,
    unit_words,
)

MOST_COLUMNS = 8


@dataclass(frozen=True)
class Shown:
    """One cell of the framework table."""

    figure: str
    place: Place | None
    quality: str
    short_reason: str
    reason: str
    value: str


@dataclass(frozen=True)
class Column:
    name: str
    title: str
    unit: str
    direction: str


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    type: str
    invented: bool
    cells: tuple[Shown | None, ...]
    csv: str


@dataclass(frozen=True)
class Absent:
    """A headline measure that no organisation has in the year, and why."""

    name: str
    title: str
    reason: str


@dataclass(frozen=True)
class FrameworkTable:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    absent: tuple[Absent, ...]
    same: tuple[str, ...]
    types: tuple[str, ...]
    csv_heading: str

    @property
    def csv_address(self) -> str:
        """The whole table inside a link, so that it can be saved without any script."""
        lines = [self.csv_heading, *(row.csv for row in self.rows)]
        return "data:text/csv;charset=utf-8," + quote("\ufeff" + "\r\n".join(lines) + "\r\n")


def headline(cells: list[Cell]) -> tuple[list[Measure], list[Absent]]:
    """The columns: headline measures that somebody has, then the next ones; and the headlines nobody has."""
    held = {cell.measure.name for cell in cells if cell.value is not None}
    ordered = in_order(cells)
    absent = [
        Absent(one.name, one.title, commonest_reason(cells, one.name))
        for one in ordered
        if one.group == "headline" and one.name not in held
    ]
    return [one for one in ordered if one.name in held][:MOST_COLUMNS], absent


def one_estimate_in_words(measures: Iterable[Measure]) -> list[str]:
    """Columns that are one estimate on several scales: they agree by construction, and must not be counted twice."""
    groups: dict[str, list[str]] = {}
    for one in measures:
        groups.setdefault(one.estimate or one.name, []).append(one.title)
    return [
        f"{', '.join(titles[:-1])} and {titles[-1]} are one estimate, written in several ways: count it once."
        for titles in groups.values()
        if len(titles) > 1
    ]


def framework_table(cells: list[Cell], spreads: dict[Peers, Spread], *, year: str) -> FrameworkTable:
    measures, absent = headline(cells)
    kinds = sorted({type_words(cell.type) for cell in cells})
    only_headlines = all(one.group == "headline" for one in measures)
    return FrameworkTable(
        caption=f"{'Headline measures' if only_headlines else 'Headline and further measures'} in {year}",
        columns=tuple(
            Column(one.name, one.title, unit_words(one.unit), DIRECTIONS[one.better_when]) for one in measures
        ),
        rows=tuple(row(mine, measures, spreads, year) for mine in by_organisation(cells)),
        absent=tuple(absent),
        same=tuple(one_estimate_in_words(measures)),
        types=tuple(kinds),
        csv_heading=csv_line(
            ["year", "code", "name", "type", "invented"]
            + [f"{one.title} ({one.unit}){what}" for one in measures for what in CSV_PARTS]
        ),
    )


CSV_PARTS = ("", " - place", " - data quality", " - why not")


def row(mine: list[Cell], measures: list[Measure], spreads: dict[Peers, Spread], year: str) -> Row:
    first, found = mine[0], {cell.measure.name: cell for cell in mine}
    cells = tuple(shown_cell(found.get(one.name), spreads) for one in measures)
    invented = bool(INVENTED.fullmatch(first.organisation))
    name = proper_name(first.name)
    told = [part for one in cells for part in csv_parts(one)]
    return Row(
        code=first.organisation,
        name=name,
        type=type_words(first.type),
        invented=invented,
        cells=cells,
        csv=csv_line(
            [year, first.organisation, name, type_words(first.type), "yes" if invented else "no", *told]
        ),
    )


def shown_cell(cell: Cell | None, spreads: dict[Peers, Spread]) -> Shown | None:
    """Nothing where the measure is not made for organisations of this type."""
    if cell is None:
        return None
    return Shown(
        figure=figure(cell),
        place=place_of(cell, spreads),
        quality=cell.quality.grade,
        short_reason=short_reason(cell.reason) if cell.reason else "",
        reason=cell.reason or "",
        value="" if cell.value is None else repr(cell.value),
    )


def csv_parts(one: Shown | None) -> list[str]:
    if one is None:
        return ["", "", "", "not measured for this type"]
    if not one.value:
        return ["", "", "", one.reason]
    return [one.value, one.place.word.lower() if one.place else "not compared", one.quality, ""]


def csv_line(values: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(safe(value) for value in values)
    return out.getvalue()


def safe(value: str) -> str:
    """A spreadsheet would run text that begins like a formula; a number that is negative stays a number."""
    if value[:1] not in ("=", "+", "-", "@", "\t", "\r"):
        return value
    try:
        float(value)
    except ValueError:
        return "'" + value
    return value
