"""Strip charts: one dot an organisation, a box for the middle half, one strip a type. Geometry only."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from openefficiency.measures.framework import FEWEST_FOR_SPREAD, Cell, Spread
from openefficiency.measures.measure import Measure
from openefficiency.present.formats import shown
from openefficiency.present.page_peers import Peers, peers
from openefficiency.present.page_words import (
    DIRECTIONS,
    count_words,
    figure,
    proper_name,
    type_words,
    unit_words,
)
from openefficiency.tables.who import TYPES

WIDTH, HEIGHT, MARGIN = 480, 56, 12
MIDDLE = HEIGHT / 2
# Neighbours stand on different lines, so that equal figures do not hide each other.
LINES = (0, -10, 10, -5, 5)


@dataclass(frozen=True)
class Dot:
    code: str
    name: str
    figure: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    left: float
    middle: float
    width: float


@dataclass(frozen=True)
class Strip:
    """The figures of one type of organisation, on prices of one basis."""

    type: str
    basis: str
    words: str
    dots: tuple[Dot, ...]
    box: Box | None


@dataclass(frozen=True)
class Chart:
    name: str
    title: str
    unit: str
    direction: str
    least: str
    most: str
    strips: tuple[Strip, ...]


def chart(measure: Measure, cells: Iterable[Cell], spreads: dict[Peers, Spread]) -> Chart:
    groups = groups_of_peers(measure, cells)
    values = [cell.value for group in groups.values() for cell in group if cell.value is not None]
    least, most = ends(min(values), max(values))
    several_bases = len({basis for _, _, basis in groups}) > 1
    return Chart(
        name=measure.name,
        title=measure.title,
        unit=unit_words(measure.unit),
        direction=DIRECTIONS[measure.better_when],
        least=shown(least, measure.unit),
        most=shown(most, measure.unit),
        strips=tuple(
            strip(group, spreads.get(key), (least, most), basis=key[2] if several_bases else "")
            for key, group in groups.items()
        ),
    )


def groups_of_peers(measure: Measure, cells: Iterable[Cell]) -> dict[Peers, list[Cell]]:
    """Those with a figure, by type in the order of the types, then by basis."""
    found: dict[Peers, list[Cell]] = {}
    for cell in cells:
        if cell.measure.name == measure.name and cell.value is not None:
            found.setdefault(peers(cell), []).append(cell)

    def key(name: Peers):
        return TYPES.index(name[1]) if name[1] else len(TYPES), name[2]

    return {name: found[name] for name in sorted(found, key=key)}


def ends(least: float, most: float) -> tuple[float, float]:
    """Round numbers just outside the figures."""
    if least == most:
        least, most = least - abs(least) / 10 - 1e-9, most + abs(most) / 10 + 1e-9
    step = 10 ** math.floor(math.log10((most - least) / 2))
    return math.floor(least / step) * step, math.ceil(most / step) * step


def strip(group: list[Cell], where: Spread | None, span: tuple[float, float], *, basis: str) -> Strip:
    def x(value: float) -> float:
        share = (value - span[0]) / (span[1] - span[0])
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    ordered = sorted(group, key=lambda cell: (cell.value, cell.organisation))
    return Strip(
        type=type_words(group[0].type),
        basis=basis,
        words=in_words(ordered, where),
        dots=tuple(
            Dot(
                cell.organisation,
                proper_name(cell.name),
                figure(cell),
                x(cell.value or 0.0),
                MIDDLE + LINES[number % len(LINES)],
            )
            for number, cell in enumerate(ordered)
        ),
        box=Box(
            x(where.lower_quartile),
            x(where.median),
            round(x(where.upper_quartile) - x(where.lower_quartile), 1),
        )
        if where
        else None,
    )


def in_words(ordered: list[Cell], where: Spread | None) -> str:
    unit = ordered[0].measure.unit
    count = count_words(len(ordered), "organisation", "organisations")
    if len(ordered) == 1:
        return f"{count}, at {figure(ordered[0])}"
    told = f"{count}, from {figure(ordered[0])} to {figure(ordered[-1])}"
    if where is None:
        why = "type not known" if ordered[0].type is None else f"fewer than {FEWEST_FOR_SPREAD}"
        return f"{told}; not compared: {why}"
    return (
        f"{told}; the middle half lies between {shown(where.lower_quartile, unit)} and "
        f"{shown(where.upper_quartile, unit)}, the middle one is at {shown(where.median, unit)}"
    )
