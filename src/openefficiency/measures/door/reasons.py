"""Why a figure is not there, and what to know about one that is, in words."""

from collections.abc import Mapping

import polars as pl

from openefficiency.measures.door.door import KEY
from openefficiency.measures.measure import Measure, Part

AS_PUBLISHED = "as published"
NO_FLAGS = pl.lit([], pl.List(pl.String))


def told(name: str, part: Part) -> str:
    """A part as a reason names it: its table, and what it is there."""
    return f"{part.table} ({name.replace('_', ' ')})"


def with_notes(
    rows: pl.DataFrame, measure: Measure, parts: Mapping[str, pl.DataFrame], standard: pl.DataFrame | None
) -> pl.DataFrame:
    """Add `why` (the first reason counts), `basis` and `flags` to rows that have one column a part."""
    for name in measure.parts:
        rows = rows.join(
            parts[name].select(
                *KEY, pl.col("why").alias(f"why_{name}"), pl.col("hidden").alias(f"hidden_{name}")
            ),
            on=KEY,
            how="left",
        )
    years = {name: parts[name]["year"].unique().to_list() for name in parts}
    reasons = [missing(name, part, years[name]) for name, part in measure.parts.items()]
    flags = [cells_without_a_figure(name, part) for name, part in measure.parts.items()]
    if standard is None:
        rows = rows.with_columns(basis=pl.lit(AS_PUBLISHED), standard_flags=NO_FLAGS)
    else:
        rows = rows.join(
            standard.select(*KEY, "basis", standard_flags="flags", why_standard="why"), on=KEY, how="left"
        )
        reasons.append(nothing_to_compare(measure))
    return rows.with_columns(
        why=pl.coalesce(*reasons),
        flags=pl.concat_list(pl.col("standard_flags").fill_null(NO_FLAGS), *flags).list.drop_nulls(),
        basis=pl.col("basis").fill_null(AS_PUBLISHED),
    )


def uses_k(measure: Measure) -> bool:
    return "k" in (*measure.numerator.names, *measure.denominator.names)


def missing(name: str, part: Part, years: list[str]) -> pl.Expr:
    """Why this part is missing: in words of its own, or because its source is not held."""
    what = told(name, part)
    not_held = (
        pl.when(pl.col("year").is_in(years))
        .then(pl.format(f"{what}: {{}} is not in it for {{}}", "organisation", "year"))
        .otherwise(pl.format(f"{what}: nothing held for {{}}", "year"))
    )
    words = pl.concat_str(pl.lit(f"{what}: "), pl.col(f"why_{name}"))
    return pl.when(pl.col(name).is_null()).then(pl.coalesce(words, not_held))


def cells_without_a_figure(name: str, part: Part) -> pl.Expr:
    hidden = pl.col(f"hidden_{name}")
    return pl.when(hidden.fill_null(0) > 0).then(
        pl.format(f"{told(name, part)}: {{}} cells without a figure", hidden)
    )


def nothing_to_compare(measure: Measure) -> pl.Expr:
    tables = " and ".join(dict.fromkeys(standard.table for standard in measure.standards))
    not_held = pl.format(f"{tables}: nothing held of {{}} for {{}}", "organisation", "year")
    return pl.coalesce("why_standard", pl.when(pl.col("actual").is_null()).then(not_held))


def reasons_against(measure: Measure) -> list[pl.Expr]:
    """Why there is no value although every part is there."""
    reasons: list[pl.Expr] = [
        pl.when(pl.col("numerator").is_null() | pl.col("denominator").is_null()).then(
            pl.lit("a part of the sum is missing or divided by zero")
        ),
        pl.when(pl.col("denominator") == 0).then(pl.lit("nothing to divide by: the denominator is zero")),
    ]
    if measure.coverage and measure.coverage.at_least:
        reasons.append(too_little_covered(measure.coverage.words, measure.coverage.at_least))
    return reasons


def too_little_covered(words: str, least: float) -> pl.Expr:
    # Rounded down: 89.96% must not be shown as the 90.0% that it is refused for.
    covered = (1000 * pl.col("coverage")).floor() / 10
    # `format` with a missing number is no words at all, and without words the figure would be shown.
    return (
        pl.when(pl.col("coverage").is_null())
        .then(pl.lit(f"{words}: how much is covered is not known, at least {least:.0%} is needed"))
        .when(pl.col("coverage") < least)
        .then(pl.format(f"{words}: {{}}% is covered, at least {least:.0%} is needed", covered))
    )
