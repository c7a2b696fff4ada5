"""Actual beside expected cost, from the first standard that has the year; and K, which makes units of it."""

import polars as pl

from openefficiency.measures.door import weighted_activity
from openefficiency.measures.door.door import KEY, Door
from openefficiency.measures.door.parts import of_part
from openefficiency.measures.measure import Standard


def of_standards(standards: tuple[Standard, ...], door: Door) -> pl.DataFrame | None:
    """Actual, expected, total and K by organisation and year: each year from the first standard that has it."""
    if not standards:
        return None
    key = f"worked out: {[standard.key() for standard in standards]}"
    if key not in door.counted:
        answered = [
            (standard, years)
            for standard, years in zip(standards, years_of(standards, door), strict=True)
            if years
        ]
        # Where no standard has anything, the first says so for all of them, with no rows.
        answered = answered or [(standards[0], [])]
        door.counted[key] = pl.concat(
            of_standard(standard, door).filter(pl.col("year").is_in(years)) for standard, years in answered
        )
    return door.counted[key]


def years_of(standards: tuple[Standard, ...], door: Door) -> list[list[str]]:
    """The years that each standard answers for: those that no standard before it has."""
    taken: set[str] = set()
    answered = []
    for standard in standards:
        mine = set(door.sums(standard)["year"]) - taken
        taken |= mine
        answered.append(sorted(mine))
    return answered


def of_standard(standard: Standard, door: Door) -> pl.DataFrame:
    sums = door.sums(standard)
    rows = sums.group_by(KEY).agg(
        **{
            name: pl.when(pl.col(name).count() > 0).then(pl.col(name).sum())
            for name in ("actual", "expected", "total", "left_out")
        },
        hidden=pl.col("hidden").sum(),
        compared=pl.col("compared").sum(),
    )
    if standard.total:
        whole = of_part(standard.total, door.sums(standard.total)).select(*KEY, total="value")
        # What is left out of the comparison by rule is no part of the cost that could be compared.
        rows = rows.rename({"total": "inside"}).join(whole, on=KEY, how="left")
        rows = rows.with_columns(total=pl.col("total") - pl.col("left_out").fill_null(0.0)).drop("inside")
    rows = weighted_activity.with_constant(rows.sort(KEY), door.type_of)
    nation = rows.group_by("year").agg(ratio=100 * pl.col("actual").sum() / pl.col("expected").sum())
    return rows.join(nation, on="year", how="left").select(
        *KEY,
        "actual",
        "expected",
        "total",
        "k",
        "k_words",
        "hidden",
        "compared",
        basis=pl.lit(standard.basis),
        flags=pl.concat_list(
            pl.when((pl.col("ratio") - 100).abs() > 0.1).then(
                pl.format("the national ratio of the same rows is {}, not 100", pl.col("ratio").round(2))
            ),
            pl.when(pl.col("hidden") > 0).then(
                pl.format("{} cells hidden by the publisher", pl.col("hidden"))
            ),
        ).list.drop_nulls(),
        why=pl.when((pl.col("ratio") - 100).abs() > NATIONAL_RATIO_WITHIN)
        .then(
            pl.format(
                "the national ratio of the same rows is {}, too far from 100 to compare",
                pl.col("ratio").round(2),
            )
        )
        .when(pl.col("actual").is_null())
        .then(pl.lit(f"{standard.table}: no cost with an expected cost beside it")),
    )


# Beyond this many points from 100 the rows are not what they should be, and no index is shown.
NATIONAL_RATIO_WITHIN = 1.0
