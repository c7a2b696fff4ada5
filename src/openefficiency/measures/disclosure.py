"""Small numbers of people are hidden here, at the door, so that nothing above can show them.

It acts where a table says `disclosure: people` and its rows come from records. Published aggregates, money,
areas, staff and ratios pass: their publisher has already hidden what had to be hidden.
"""

import polars as pl

from openefficiency.measures.measure import Measure
from openefficiency.tables.known import all_tables

# NHS England's rule for published counts: 1 to 7 are hidden.
SMALLEST_SHOWN = 8
WORDS = "hidden: fewer than 8 people"
SIBLING = "hidden: it would tell a small number by subtraction"


def about_people(measure: Measure) -> bool:
    return any(all_tables()[part.table].disclosure == "people" for part in measure.parts.values())


def hide_small_numbers(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Hide numerator and denominator of a small count, and one sibling of the same year with it."""
    return hide(rows) if about_people(measure) else rows


def hide(rows: pl.DataFrame) -> pl.DataFrame:
    small = pl.any_horizontal(
        pl.col(name).is_between(1, SMALLEST_SHOWN - 1) for name in ("numerator", "denominator")
    ).fill_null(False)
    marked = rows.with_columns(small=small).with_columns(
        # Of a year with exactly one hidden row the next smallest goes too: a published total less the
        # others would give it away.
        sibling=~pl.col("small")
        & (pl.col("small").sum().over("year") == 1)
        & (pl.col("numerator").rank("ordinal").over("year", "small") == 1)
    )
    hidden = pl.col("small") | pl.col("sibling").fill_null(False)
    words = pl.when(pl.col("small")).then(pl.lit(WORDS)).when(pl.col("sibling")).then(pl.lit(SIBLING))
    return marked.with_columns(
        why=pl.coalesce(words, "why"),
        numerator=pl.when(~hidden).then(pl.col("numerator")),
        denominator=pl.when(~hidden).then(pl.col("denominator")),
    ).drop("small", "sibling")
