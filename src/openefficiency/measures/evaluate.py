"""Work a measure out. The one door where big data becomes small.

Before it, every table is a lazy Narwhals frame that DuckDB or Spark can run; after it, a few thousand rows
that fit in memory and need no database.
"""

import polars as pl

from openefficiency.measures.door import KEY, Door, disclosure
from openefficiency.measures.door.market_forces import neutral
from openefficiency.measures.door.parts import of_part
from openefficiency.measures.door.reasons import reasons_against, with_notes
from openefficiency.measures.door.standards import of_standards, years_of
from openefficiency.measures.measure import Measure, Part, Standard
from openefficiency.measures.result import COLUMNS, ORIGIN_COLUMNS, Result
from openefficiency.tables.who import TYPES


def evaluate(measure: Measure, door: Door) -> Result:
    """Every organisation and year of a measure for which there is anything at all."""
    parts = {name: of_part(part, door.sums(part)) for name, part in measure.parts.items()}
    columns = [parts[name].select(*KEY, pl.col("value").alias(name)) for name in parts]
    standard = of_standards(measure.standards, door)
    if standard is not None:
        columns.append(standard.select(*KEY, "actual", "expected", "total", "k"))
    rows = joined(columns).sort(KEY)
    rows = with_notes(rows, measure, parts, standard)
    rows = rows.filter(right_type(rows, measure, door))
    return Result(
        measure, with_value(rows, measure, door).select(list(COLUMNS)).sort(KEY), origins(measure, door)
    )


def joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    rows = frames[0]
    for frame in frames[1:]:
        rows = rows.join(frame, on=KEY, how="full", coalesce=True)
    return rows


def with_value(rows: pl.DataFrame, measure: Measure, door: Door) -> pl.DataFrame:
    rows = neutral(rows, measure, door.tables) if measure.adjust else rows
    covered = (
        measure.coverage.of.polars() / measure.coverage.out_of.polars()
        if measure.coverage
        else pl.lit(None, pl.Float64)
    )
    rows = rows.with_columns(
        numerator=measure.numerator.polars().cast(pl.Float64),
        denominator=measure.denominator.polars().cast(pl.Float64),
        coverage=covered,
    )
    hidden = disclosure.hide_small_numbers(rows, measure)
    rows = hidden.with_columns(why=pl.coalesce("why", *reasons_against(measure)))
    value = measure.scale * (pl.col("numerator") / pl.col("denominator") - measure.offset)
    return rows.with_columns(value=pl.when(pl.col("why").is_null()).then(value)).with_columns(reason="why")


def right_type(rows: pl.DataFrame, measure: Measure, door: Door) -> pl.Series:
    """A measure made for some types of organisation is not shown for others."""
    if set(measure.org_types) == set(TYPES):
        return pl.Series([True] * len(rows), dtype=pl.Boolean)
    kinds = [door.type_of(name, year) in measure.org_types for name, year in rows.select(KEY).iter_rows()]
    return pl.Series(kinds, dtype=pl.Boolean)


def origins(measure: Measure, door: Door) -> pl.DataFrame:
    """The rows of which sheets of which releases each figure rests on; of standards only the one that was used."""
    found = [rests_on(name, part, door.sums(part)) for name, part in measure.parts.items()]
    for standard, years in zip(measure.standards, years_of(measure.standards, door), strict=True):
        used = pl.col("year").is_in(years)
        found.append(rests_on(standard.name, standard, door.sums(standard).filter(used)))
        if standard.total:
            found.append(
                rests_on(f"{standard.name} total", standard.total, door.sums(standard.total).filter(used))
            )
    return pl.concat(found).sort(list(ORIGIN_COLUMNS)[:6])


def rests_on(name: str, thing: Part | Standard, sums: pl.DataFrame) -> pl.DataFrame:
    rows = sums.group_by(*KEY, "release", "sheet").agg(
        pl.col("first_row").min(), pl.col("last_row").max(), pl.col("rows").sum()
    )
    named = rows.with_columns(part=pl.lit(name), table=pl.lit(thing.table))
    return named.select(pl.col(column).cast(kind) for column, kind in ORIGIN_COLUMNS.items())
