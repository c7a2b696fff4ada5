"""Who is compared with whom, and in which order things stand."""

from collections import Counter
from collections.abc import Iterable

from openefficiency.measures.framework import Cell, Peers, Spread, peers, reading_order
from openefficiency.measures.measure import Measure
from openefficiency.present.page_words import PLACES, Place, reason_of_anyone


def place_of(cell: Cell, spreads: dict[Peers, Spread]) -> Place | None:
    where = spreads.get(peers(cell))
    if cell.value is None or where is None:
        return None
    return PLACES[(cell.measure.better_when, where.place(cell.value))]


def in_order(cells: Iterable[Cell]) -> list[Measure]:
    """Every measure once, as a board reads them."""
    return sorted({cell.measure.name: cell.measure for cell in cells}.values(), key=reading_order)


def by_organisation(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The cells of each organisation; organisations by name, never by a figure."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.organisation, []).append(cell)
    return sorted(found.values(), key=lambda mine: (mine[0].name.casefold(), mine[0].organisation))


def commonest_reason(cells: Iterable[Cell], measure: str) -> str:
    """Of all that have no figure; of equally common ones, the first in the alphabet."""
    reasons = Counter(
        reason_of_anyone(cell) for cell in cells if cell.measure.name == measure and cell.reason
    )
    return min(reasons, key=lambda reason: (-reasons[reason], reason)) if reasons else ""
