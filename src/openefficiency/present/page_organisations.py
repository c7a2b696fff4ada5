"""A section for each organisation: every measure, what it says, how far to trust it, where it is from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import floor

from openefficiency.measures.framework import Cell, Spread, families
from openefficiency.measures.quality import GRADES, Quality, collections
from openefficiency.present.page_origins import numbered, origin_words, ranges
from openefficiency.present.page_peers import Peers, by_organisation, in_order, peers
from openefficiency.present.page_words import (
    INVENTED,
    NO_TYPE,
    count_words,
    figure,
    proper_name,
    the_sum,
    type_words,
)
from openefficiency.present.words import reading, sentence_case
from openefficiency.provenance import Origin

AS_PUBLISHED = "as published"


@dataclass(frozen=True)
class Line:
    """One measure of one organisation."""

    name: str
    title: str
    figure: str
    reading: str
    notes: tuple[str, ...]
    grade: str
    families: str
    third_party: bool
    rests_on: str


@dataclass(frozen=True)
class Group:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Collection:
    """A collection that figures rest on, and how far it can be trusted."""

    name: str
    grade: str
    why: str


@dataclass(frozen=True)
class Section:
    code: str
    name: str
    type: str
    invented: bool
    summary: str
    groups: tuple[Group, ...]
    collections: tuple[Collection, ...]
    origins: tuple[str, ...]


def sections(cells: list[Cell], spreads: dict[Peers, Spread], *, year: str) -> list[Section]:
    measures = in_order(cells)
    order = {one.name: number for number, one in enumerate(measures)}
    found_families = {one.name: one.families for one in measures}
    rests_on = families(cells)
    return [
        section(
            sorted(mine, key=lambda cell: order[cell.measure.name]),
            spreads,
            rests_on.get(mine[0].organisation, ()),
            found_families,
            year,
        )
        for mine in by_organisation(cells)
    ]


def section(
    mine: list[Cell],
    spreads: dict[Peers, Spread],
    rests_on: tuple[str, ...],
    found_families: dict[str, tuple[str, ...]],
    year: str,
) -> Section:
    first = mine[0]
    numbers = numbered(mine)
    known = sum(cell.value is not None for cell in mine)
    return Section(
        code=first.organisation,
        name=proper_name(first.name),
        type=type_words(first.type),
        invented=bool(INVENTED.fullmatch(first.organisation)),
        summary=f"{known} of {count_words(len(mine), 'measure', 'measures')} with a figure",
        groups=tuple(
            Group(
                sentence_case(name),
                tuple(
                    line(cell, spreads, numbers, found_families[cell.measure.name], year) for cell in group
                ),
            )
            for name, group in groupby(mine, key=lambda cell: cell.measure.group)
        ),
        collections=tuple(Collection(name, *graded(name, mine)) for name in rests_on),
        origins=tuple(map(origin_words, numbers)),
    )


def line(
    cell: Cell,
    spreads: dict[Peers, Spread],
    numbers: dict[Origin, int],
    rests_on: tuple[str, ...],
    year: str,
) -> Line:
    return Line(
        name=cell.measure.name,
        title=cell.measure.title,
        figure=figure(cell),
        reading=said(cell, spreads).removeprefix(f"{cell.measure.title}: "),
        notes=tuple(notes(cell, year)),
        grade=cell.quality.grade,
        families=", ".join(rests_on),
        third_party=from_third_party(cell.quality),
        rests_on=ranges(sorted(numbers[origin] for origin in cell.provenance.origins)),
    )


def said(cell: Cell, spreads: dict[Peers, Spread]) -> str:
    if cell.value is not None and cell.type is None:
        return NO_TYPE.format(title=cell.measure.title, value=figure(cell))
    return reading(cell, spreads.get(peers(cell)))


def notes(cell: Cell, year: str) -> Iterable[str]:
    """What has to be known beside the figure: its sum, period, basis, coverage and flags."""
    if cell.period != year:
        yield f"Period: {cell.period}"
    if cell.value is None:
        return
    if told := the_sum(cell):
        yield told
    if cell.basis not in ("", AS_PUBLISHED):
        yield f"Basis: {cell.basis}"
    if cell.coverage is not None:
        # Rounded down: 99.99% is not the whole.
        yield f"Covers {floor(round(1000 * cell.coverage, 6)) / 10:.1f}%"
    yield from cell.flags


def from_third_party(quality: Quality) -> bool:
    """Graded lower than any collection it rests on: some of its rows were worked out by a third party."""
    worst = max(quality.sources.values(), key=GRADES.index, default=GRADES[0])
    return GRADES.index(quality.grade) > GRADES.index(worst)


def graded(family: str, mine: list[Cell]) -> tuple[str, str]:
    """Grade and reason as the figures of this organisation carry them: a store may regrade a collection."""
    told = next((cell.quality for cell in mine if family in cell.quality.sources), None)
    if told is None:
        return collections()[family]["grade"], collections()[family]["why"]
    return told.sources[family], told.reasons.get(family, "")
