"""The few words of the page that depend on a figure: its place, a short reason, a name as people write it."""

import re
from dataclasses import dataclass

from openefficiency.measures.framework import Cell
from openefficiency.measures.measure import Better
from openefficiency.present.formats import shown

# No trust's code begins so: it is an invented one.
INVENTED = re.compile(r"Z[0-9A-Z]{2}")

DIRECTIONS = {
    Better.LOWER: "Lower is usually better",
    Better.HIGHER: "Higher is usually better",
    Better.NEITHER: "Neither way is better",
}


@dataclass(frozen=True)
class Place:
    """Where a figure lies among its like: a shape, a word, and a hint where one way is usually better."""

    icon: str
    word: str
    hint: str = ""
    look: str = "plain"


LOW, MIDDLE, HIGH = Place("▼", "Low"), Place("◆", "Middle"), Place("▲", "High")

PLACES = {
    (Better.LOWER, "low"): Place("▼", "Low", "usually better", "better"),
    (Better.LOWER, "middle"): MIDDLE,
    (Better.LOWER, "high"): Place("▲", "High", "worth a look", "look"),
    (Better.HIGHER, "low"): Place("▼", "Low", "worth a look", "look"),
    (Better.HIGHER, "middle"): MIDDLE,
    (Better.HIGHER, "high"): Place("▲", "High", "usually better", "better"),
    (Better.NEITHER, "low"): LOW,
    (Better.NEITHER, "middle"): MIDDLE,
    (Better.NEITHER, "high"): HIGH,
}

NO_TYPE = "{title}: {value}. Its type is not known, so it is not compared."

# What a reason says, in a few words; the first that is found in it counts. The whole stands in the section.
SHORT_REASONS = (
    ("nothing held of", "Nothing held"),
    ("nothing held for", "Nothing held by anyone"),
    ("is not in it", "Not in the return"),
    ("months held", "Too few months"),
    ("is covered", "Too little can be compared"),
    ("fewer than 8 people", "Hidden: few people"),
    ("by subtraction", "Hidden: would tell a small number"),
    ("too far from 100", "Cannot be compared"),
    ("no expected cost", "Cannot be compared"),
    ("no cost with an expected cost", "Cannot be compared"),
    ("shows no figure", "Publisher shows none"),
    ("several values", "Several values"),
    ("no K", "No yearly constant"),
    ("denominator is zero", "Nothing to divide by"),
    ("a part of the sum", "A part is missing"),
)


def short_reason(reason: str) -> str:
    return next((words for part, words in SHORT_REASONS if part in reason), "Not known")


def reason_of_anyone(cell: Cell) -> str:
    """The reason without the code of the organisation, so that the same reason of two is the same."""
    return re.sub(rf"\b{re.escape(cell.organisation)}\b", "it", cell.reason or "")


UNITS = {"fraction": "per cent", "index": "index: 100 is as expected"}


def unit_words(unit: str) -> str:
    return UNITS.get(unit, unit)


def type_words(kind: str | None) -> str:
    return kind or "type not known"


SMALL_WORDS = {"and", "of", "the", "in", "for", "on", "under", "by", "with", "to", "at", "upon"}
CAPITALS = {"NHS", "UK", "ICB", "CIC", "PCN", "QE", "II", "III"}


def proper_name(name: str) -> str:
    """Registers write names in capitals; people read them better without."""
    if name != name.upper() or " " not in name:
        return name
    words = [as_written(word, first=not number) for number, word in enumerate(name.split())]
    return " ".join(words)


def as_written(word: str, *, first: bool) -> str:
    if word.strip("(),.") in CAPITALS:
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    return "-".join(
        part[:1] + part[1:].lower() if part[:1] != "(" else "(" + part[1:].capitalize()
        for part in word.split("-")
    )


def count_words(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def plain(value: float) -> str:
    """A part of a sum, exact enough to do the sum again by hand."""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:,.6g}"


def the_sum(cell: Cell) -> str:
    """How the figure follows from numerator and denominator."""
    if cell.value is None or cell.numerator is None or cell.denominator is None:
        return ""
    quotient = f"{plain(cell.numerator)} ÷ {plain(cell.denominator)}"
    offset, scale = cell.measure.offset, cell.measure.scale
    if offset:
        quotient = f"{quotient} − {plain(offset)}"
    if scale != 1:
        quotient = f"({quotient}) × {plain(scale)}" if offset else f"{quotient} × {plain(scale)}"
    return quotient


def figure(cell: Cell) -> str:
    return shown(cell.value, cell.measure.unit)
