"""From which rows of which sheet of which release the figures of an organisation come."""

from collections.abc import Iterable

from openefficiency.measures.framework import Cell
from openefficiency.present.page_words import count_words
from openefficiency.provenance import Origin


def numbered(mine: Iterable[Cell]) -> dict[Origin, int]:
    """Every stretch of rows that any figure rests on, once, with the number by which it is named."""
    found = dict.fromkeys(origin for cell in mine for origin in cell.provenance.origins)
    ordered = sorted(found, key=lambda one: (one.table, one.release, one.sheet, one.first_row, one.last_row))
    return {origin: number for number, origin in enumerate(ordered, start=1)}


def ranges(numbers: list[int]) -> str:
    """1, 2, 3, 5 as 1–3, 5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in found)


def origin_words(origin: Origin) -> str:
    """Release, sheet and rows, as `openefficiency trace` finds them."""
    sheet = f" sheet ‘{origin.sheet}’," if origin.sheet else ""
    if origin.first_row == origin.last_row:
        return f"{origin.release} ({origin.table}),{sheet} row {origin.first_row:,}"
    whole = origin.last_row - origin.first_row + 1 == origin.rows
    count = "" if whole else f" ({count_words(origin.rows, 'row', 'rows')} of these)"
    return (
        f"{origin.release} ({origin.table}),{sheet} rows {origin.first_row:,} to {origin.last_row:,}{count}"
    )
