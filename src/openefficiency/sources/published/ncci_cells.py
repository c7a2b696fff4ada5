"""What both layouts of the National Cost Collection Index share: pots, codes, the year and the scale."""

import re
from collections.abc import Iterable

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import INSIDE, code_in, financial_year_of_name, financial_years
from openefficiency.sources.document import Document, Sheet, plain

# A mapping pot in the publisher's words, without its number: '11_A&E' is 'a&e'.
POTS = {
    "total": "total",
    "overall": "total",
    "elective": "elective",
    "elective inpatient": "elective",
    "elective inpatients": "elective",
    "ei": "elective",
    "non elective": "non-elective",
    "nonelective": "non-elective",
    "non elective inpatient": "non-elective",
    "non elective inpatients": "non-elective",
    "nei": "non-elective",
    "critical care": "critical care",
    "cc": "critical care",
    "outpatient": "outpatients",
    "outpatients": "outpatients",
    "op": "outpatients",
    "a&e": "a&e",
    "a & e": "a&e",
    "ae": "a&e",
    "accident and emergency": "a&e",
    "mental health": "mental health",
    "mh": "mental health",
    "community": "community",
    "com": "community",
    "ambulance": "ambulance",
    "ambulances": "ambulance",
    "amb": "ambulance",
}
# What a label may say beside its pot. 'unadjusted' is none of it: that is another index.
BESIDE = ("ncci", "index", "mff", "mffd", "adjusted")
NUMBER = re.compile(r"[\d/]+")
TOTALS = ("total", "grand total")
EVERYBODY = (*TOTALS, "all", "all providers", "england", "national", "national average", "average")
# With its mark between the years: '2021' in a title is no 2020/21.
MARKED_YEARS = re.compile(r"(?<!\d)20\d\d\s?[-/–]\s?(?:20)?\d\d(?!\d)")
# From the scale of an index to ours: 100 is average. A share (1 is average) is multiplied.
SCALES = {1: (0.5, 2.0), 100: (0.005, 0.02)}


def words_of(text: str) -> str:
    """A label or cell without numbers, and without the words that say only that it is an index."""
    words = re.sub(r"[()]", " ", plain(text).replace("'", "")).split()
    return " ".join(word for word in words if word not in BESIDE and not NUMBER.fullmatch(word))


def pot_named(text: str) -> str | None:
    return POTS.get(words_of(text))


def one_of(name: str, words: tuple[str, ...]) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.to_lowercase().is_in(words).fill_null(False)


def organisation_in(name: str) -> pl.Expr:
    """The code in 'RA9' or 'RA9 - Ashby'. A name alone is said to be none, so that no name passes as a code."""
    code = code_in(name).str.extract(r"^([A-Z0-9]{3})(?:\s*[-–:]\s*\S.*)?$")
    return pl.coalesce(code, pl.lit("no code of an organisation: ") + pl.col(name))


def year_cell(name: str) -> pl.Expr:
    """2024-25 or 2024/2025 as 2024/25; what is no year stays, for the check to find."""
    return pl.col(name).str.strip_chars().str.replace(r"^(\d{4})\D?(?:\d\d)?(\d\d)$", "$1/$2")


def year_told(document: Document, sheet: Sheet, header: int, *, covers: Iterable[Sheet]) -> str:
    """The year in the title or labels of the sheet; else the one that the cover and the name agree on."""
    title = marked_years([sheet.name, *cells_of(sheet, header + 1)])
    on_covers = marked_years(cell for cover in covers for cell in (cover.name, *cells_of(cover)))
    # A cover that names several years tells the history of the publication, not the year of the sheet.
    cover = on_covers if len(on_covers) == 1 else []
    innermost = INSIDE.split(document.name)[-1]
    told = title or list(dict.fromkeys(cover + financial_years(innermost)))
    if len(told) > 1:
        raise RefusedFile(
            f"'{document.name}' does not say which financial year it is about.\n"
            f"  given:    {len(told)} years: {', '.join(told)}\n"
            "  possible: one year in the title, on a sheet of its own, or in a column 'Financial year'."
        )
    return told[0] if told else financial_year_of_name(document)


def cells_of(sheet: Sheet, rows: int | None = None) -> list[str]:
    return [cell for row in sheet.head[:rows] for cell in row]


def marked_years(texts: Iterable[str]) -> list[str]:
    found = [year for text in texts for pair in MARKED_YEARS.findall(text) for year in financial_years(pair)]
    return list(dict.fromkeys(found))


def times(ratio: float | None, document: Document) -> int:
    """What to multiply by so that 100 is average; `ratio` is what was found over what it should be.

    Figures that are no index at all (costs, activity) must not pass as one.
    """
    found = next((by for by, (least, most) in SCALES.items() if ratio and least <= ratio <= most), None)
    if found is None:
        shown = "no number among them" if ratio is None else f"about {100 * ratio:,.4g} where 100 is expected"
        raise RefusedFile(
            f"The figures of '{document.name}' are no index on which 100 is the national average.\n"
            f"  given:    {shown}\n"
            "  possible: the National Cost Collection Index, on 100 or as a ratio on 1."
        )
    return found
