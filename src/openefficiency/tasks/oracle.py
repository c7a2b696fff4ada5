"""Our cost index beside the one that the publisher printed: the same ratio, so they should agree.

Both are read before any rule hides them: what our rules would hide is what this has to show.
"""

from typing import Any

import polars as pl

from openefficiency.errors import NotFound
from openefficiency.measures.catalogue import named
from openefficiency.measures.evaluate import evaluate
from openefficiency.tasks.measuring import Held

OURS, PUBLISHED = "cost_index", "published_cost_index"
# Points. Rounding and late corrections explain as much; a row that is counted on one side only does not.
WITHIN = 0.5


def compare_with_published(held: Held, year: str) -> list[dict[str, Any]]:
    """One row an organisation that has either index in the year; the one furthest from the publisher first."""
    published = indices(held, PUBLISHED, year)
    if published["found"].is_null().all():
        raise NotFound(
            f"The publisher's own index is not held for {year}.\n"
            f"  given:    {years_held(held)}\n"
            "  possible: load the National Cost Collection Index (NCCI) of that year with `openefficiency load PATH`."
        )
    both = indices(held, OURS, year).join(
        published, on="organisation", how="full", coalesce=True, suffix="_there"
    )
    rows = [as_row(held, row, year) for row in both.sort("organisation").iter_rows(named=True)]
    return sorted(rows, key=lambda row: -abs(row["difference"] or 0))


def indices(held: Held, name: str, year: str) -> pl.DataFrame:
    """The index of each organisation, with the reason why the framework would not show it."""
    measure = named(name)
    ratio = pl.when(pl.col("denominator") != 0).then(pl.col("numerator") / pl.col("denominator"))
    rows = evaluate(measure, held.door()).of_year(year).rows
    return rows.select("organisation", "reason", "basis", found=measure.scale * ratio)


def as_row(held: Held, row: dict[str, Any], year: str) -> dict[str, Any]:
    ours, published = row["found"], row["found_there"]
    difference = None if ours is None or published is None else ours - published
    return {
        "organisation": row["organisation"],
        "name": held.register.name_of(row["organisation"], year),
        "year": year,
        "ours": rounded(ours),
        "published": rounded(published),
        "difference": rounded(difference),
        "agrees": None if difference is None else abs(difference) <= WITHIN,
        "words": words(row, difference),
        "basis": row["basis"] or "",
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def words(row: dict[str, Any], difference: float | None) -> str:
    """What the two say together, and what keeps ours from being shown elsewhere."""
    if row["found_there"] is None:
        return "not published: " + (row["reason_there"] or "it is not in the publisher's list")
    if difference is None:
        return f"ours is missing: {row['reason'] or 'nothing held of its costs'}"
    apart = f"{abs(difference):.2f} points {'above' if difference > 0 else 'below'} the published index"
    said = f"agrees within {WITHIN}" if abs(difference) <= WITHIN else f"differs: {apart}"
    return f"{said}; not shown in the framework: {row['reason']}" if row["reason"] else said


def summary(rows: list[dict[str, Any]]) -> str:
    compared = [row for row in rows if row["agrees"] is not None]
    apart = sum(not row["agrees"] for row in compared)
    return f"{apart} of {len(compared)} organisations with both indices differ by more than {WITHIN} points"


def years_held(held: Held) -> str:
    years = evaluate(named(PUBLISHED), held.door()).years()
    return f"it is held for {', '.join(years)}" if years else "it is held for no year at all"
