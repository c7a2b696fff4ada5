"""Small numbers of people are hidden here, at the door, so that nothing above can show them.

It acts where a table says `disclosure: people` and its rows come from records. Published aggregates, money,
areas, staff and ratios pass: their publisher has already hidden what had to be hidden.
"""

import polars as pl

from openefficiency.measures.measure import Measure, Part, Standard
from openefficiency.tables.known import all_tables

# NHS England's rule for published counts: 1 to 7 are hidden.
SMALLEST_SHOWN = 8
WORDS = "hidden: fewer than 8 people"
SIBLING = "hidden: it would tell a small number by subtraction"
COUNTS = ("numerator", "denominator")


def about_people(measure: Measure) -> bool:
    things: list[Part | Standard] = [*measure.parts.values(), *measure.standards]
    return any(all_tables()[thing.table].disclosure == "people" for thing in things)


def hide_small_numbers(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Hide numerator and denominator of a small count, and siblings of the same year with it."""
    return hide(rows) if about_people(measure) else rows


def hide(rows: pl.DataFrame) -> pl.DataFrame:
    numbered = rows.with_row_index("place")
    small = numbered.filter(pl.any_horizontal(map(is_small, COUNTS)))
    siblings = [
        place
        for (year,), hidden in small.group_by("year", maintain_order=True)
        for place in enough_beside(hidden, numbered.filter(pl.col("year") == year))
    ]
    is_hidden = pl.col("place").is_in([*small["place"], *siblings])
    words = pl.when(pl.col("place").is_in(small["place"].to_list())).then(pl.lit(WORDS))
    return numbered.with_columns(
        why=pl.coalesce(words, pl.when(is_hidden).then(pl.lit(SIBLING)), "why"),
        **{name: pl.when(~is_hidden).then(pl.col(name)) for name in COUNTS},
    ).drop("place")


def is_small(name: str) -> pl.Expr:
    return ((pl.col(name) > 0) & (pl.col(name) < SMALLEST_SHOWN)).fill_null(False)


def enough_beside(hidden: pl.DataFrame, year: pl.DataFrame) -> list[int]:
    """Which more rows go, the smallest first.

    A published total less all that is shown is the sum of what is hidden. So at least two are hidden, and
    together they are no small number, neither above nor below the line; where the year has no such rows, all go.
    """
    others = (
        year.filter(~pl.col("place").is_in(hidden["place"].to_list()))
        .drop_nulls(COUNTS)
        .sort(*COUNTS, "place")
    )
    sums = [float(hidden[name].sum() or 0) for name in COUNTS]
    number, found = len(hidden), []
    for place, *counts in others.select("place", *COUNTS).iter_rows():
        if number >= 2 and not any(0 < one < SMALLEST_SHOWN for one in sums):
            break
        sums = [one + count for one, count in zip(sums, counts, strict=True)]
        number += 1
        found.append(place)
    return found
