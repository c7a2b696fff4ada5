"""The lazy half of the door: from a table of any size to one row an organisation, period and sheet.

Everything here is a Narwhals expression, so that DuckDB or Spark can run it. Sums are exact decimals: a sum
of floats by several threads differs from run to run in its last digits.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from openefficiency.measures.measure import Condition, Part, Standard, Weight, Where
from openefficiency.tables.known import all_tables
from openefficiency.tables.language import Column, Kind

Tables = Mapping[str, nw.LazyFrame]

EXACT: dict[Kind, Any] = {
    Kind.MONEY: nw.Decimal(18, 4),
    Kind.NUMBER: nw.Decimal(18, 6),
    # Whole numbers below 2**53 add up exactly as floats, in any order.
    Kind.WHOLE: nw.Float64,
    Kind.FRACTION: nw.Float64,
}


def where(conditions: Where) -> list[nw.Expr]:
    return [condition_on(nw.col(column), condition) for column, condition in conditions.conditions]


def condition_on(column: nw.Expr, condition: Condition) -> nw.Expr:
    if isinstance(condition, list):
        # DuckDB answers a chain of comparisons faster than a search in a list.
        return nw.any_horizontal(*(column == value for value in condition), ignore_nulls=False)
    if not isinstance(condition, dict):
        return column == condition
    tests = [CONDITION[name](column, value) for name, value in condition.items()]
    return nw.all_horizontal(*tests, ignore_nulls=False)


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


CONDITION = {
    # A missing cell is not one of the unwanted values, so its row stays.
    "not": lambda column, value: ~column.is_in(as_list(value)) | column.is_null(),
    "starts_with": lambda column, value: nw.any_horizontal(
        *(column.str.starts_with(start) for start in as_list(value)), ignore_nulls=True
    ),
    "at_least": lambda column, value: column >= value,
    "at_most": lambda column, value: column <= value,
    "missing": lambda column, value: column.is_null() if value else ~column.is_null(),
}


def exact(name: str, column: Column) -> nw.Expr:
    return nw.col(name).cast(EXACT[column.kind])


def total(expression: nw.Expr) -> nw.Expr:
    # A group whose cells are all missing would add up to 0: missing is not zero.
    return nw.when(expression.count() > 0).then(expression.sum().cast(nw.Float64))


ORIGIN = {
    "first_row": nw.col("row").min(),
    "last_row": nw.col("row").max(),
    "rows": nw.len(),
}


def count(part: Part, tables: Tables) -> pl.DataFrame:
    """Sums of a part by organisation, year, period, release and sheet."""
    table = all_tables()[part.table]
    rows = tables[part.table]
    if conditions := where(part.where):
        rows = rows.filter(*conditions)
    if part.weight:
        rows = rows.join(weights(part.weight, tables), on=["year", part.weight.column], how="left")
    value = exact(part.column, table.columns[part.column])
    amount = (value * nw.col("weight")).cast(nw.Decimal(18, 4)) if part.weight else value
    spread = (
        {"spread": total(exact(part.spread_over, table.columns[part.spread_over]))}
        if part.spread_over
        else {}
    )
    period = [name for name in ("start", "months") if name in table.columns]
    return collected(
        rows.group_by("organisation", "year", *period, "release", "sheet").agg(
            amount=total(amount) if not part.only else nw.col(part.column).max(),
            cells=nw.col(part.column).count(),
            **spread,
            **ORIGIN,
        )
    )


def weights(weight: Weight, tables: Tables) -> nw.LazyFrame:
    """National average cost of each kind of row, by year."""
    kinds = {code: kind for kind, codes in weight.match.items() for code in codes}
    rows = tables[weight.table].filter(nw.col(weight.by).is_in(list(kinds)), *where(weight.where))
    columns = all_tables()[weight.table].columns
    return (
        rows.with_columns(
            nw.col(weight.by)
            .replace_strict(list(kinds), list(kinds.values()), default=None, return_dtype=nw.String)
            .alias(weight.column)
        )
        .group_by("year", weight.column)
        .agg(
            cost=total(exact(weight.cost, columns[weight.cost])),
            volume=total(exact(weight.volume, columns[weight.volume])),
        )
        .filter(nw.col("volume") > 0)
        .select("year", weight.column, (nw.col("cost") / nw.col("volume")).alias("weight"))
    )


def collected(rows: nw.LazyFrame) -> pl.DataFrame:
    return rows.collect("polars").to_native()


def compare_with_standard(standard: Standard, tables: Tables) -> pl.DataFrame:
    """Actual and expected cost of the rows that have both, and all cost, by organisation, year and sheet."""
    both = ~nw.col("expected").is_null() & ~nw.col("cost").is_null()
    return collected(
        comparable(standard, tables)
        .with_columns(
            actual=nw.when(both).then(nw.col("cost")),
            expected=nw.when(both).then(nw.col("expected")),
        )
        .group_by("organisation", "year", "release", "sheet")
        .agg(
            actual=total(nw.col("actual").cast(nw.Decimal(18, 4))),
            expected=total(nw.col("expected").cast(expected_kind(standard))),
            total=total(nw.col("cost").cast(nw.Decimal(18, 4))),
            left_out=total(nw.col("cost_left_out").cast(nw.Decimal(18, 4))),
            compared=nw.col("actual").count(),
            hidden=nw.col("hidden").sum(),
            **ORIGIN,
        )
    )


def expected_kind(standard: Standard) -> nw.Decimal:
    # What we multiply ourselves keeps ten places: rounded to four, a row cut in two would add up differently.
    return nw.Decimal(18, 4) if standard.expected else nw.Decimal(38, 10)


def comparable(standard: Standard, tables: Tables) -> nw.LazyFrame:
    """The rows of a standard, each with its cost and expected cost; neither where a rule leaves the row out."""
    rows = tables[standard.table]
    if conditions := where(standard.where):
        rows = rows.filter(*conditions)
    rules = (
        nw.any_horizontal(*map(met, standard.leave_out), ignore_nulls=False)
        if standard.leave_out
        else nw.lit(False)
    )
    # A column, so that the engine asks the rules once for each row and not in every place where they matter.
    rows, outside = rows.with_columns(outside=rules), nw.col("outside")
    cost, volume = nw.col(standard.cost), nw.col(standard.volume)
    rows = rows.with_columns(
        cost=nw.when(~outside).then(cost),
        volume=nw.when(~outside).then(volume),
        cost_left_out=nw.when(outside).then(cost),
        hidden=nw.when(~outside & cost.is_null()).then(1).otherwise(0),
    )
    if standard.expected:
        # An expected cost of exactly 0 is no comparator: it is what a missing one looks like in some years.
        given = nw.col(standard.expected)
        return rows.with_columns(expected=nw.when(~outside & (given != 0)).then(given))
    return rows.join(national_average(rows, standard), on=["year", *standard.by], how="left").with_columns(
        expected=nw.col("volume") * nw.col("unit_cost_of_nation")
    )


def met(rule: Where) -> nw.Expr:
    """Whether a row meets all conditions of a rule; a missing cell meets none."""
    return nw.all_horizontal(*where(rule), ignore_nulls=False).fill_null(False)


def national_average(rows: nw.LazyFrame, standard: Standard) -> nw.LazyFrame:
    both = rows.filter(~nw.col("cost").is_null(), ~nw.col("volume").is_null())
    return (
        both.group_by("year", *standard.by)
        .agg(
            cost_of_nation=nw.col("cost").cast(nw.Decimal(18, 4)).sum().cast(nw.Float64),
            volume_of_nation=nw.col("volume").cast(nw.Decimal(18, 4)).sum().cast(nw.Float64),
        )
        .filter(nw.col("volume_of_nation") > 0)
        .select(
            "year",
            *standard.by,
            (nw.col("cost_of_nation") / nw.col("volume_of_nation")).alias("unit_cost_of_nation"),
        )
    )
