"""Work a measure out. The one door where big data becomes small.

Before it, every table is a lazy Narwhals frame that DuckDB or Spark can run; after it, a few thousand rows
that fit in memory and need no database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from openefficiency.measures import counting, disclosure, weighted_activity
from openefficiency.measures.counting import Tables
from openefficiency.measures.market_forces import neutral
from openefficiency.measures.measure import Measure, Part, Standard
from openefficiency.measures.result import COLUMNS, ORIGIN_COLUMNS, Result
from openefficiency.tables.known import all_tables
from openefficiency.tables.language import Every
from openefficiency.tables.who import TYPES

KEY = ["organisation", "year"]
# Floats that are added in another order differ in their last digits, and threads end in any order.
IN_ORDER = [*KEY, "start", "months", "release", "sheet"]


def same(organisation: str) -> str:
    return organisation


@dataclass
class Door:
    """The tables and what is known of organisations; what two measures share is counted once.

    `type_of(organisation, year)` says what kind of organisation it was. `follow` names the organisation
    under which a figure is shown: itself (as then), or the one that it became (as now).
    """

    tables: Tables
    type_of: Callable[[str, str], str | None]
    follow: Callable[[str], str] = same
    counted: dict[str, pl.DataFrame] = field(default_factory=dict)

    def sums(self, thing: Part | Standard) -> pl.DataFrame:
        """What the engine adds up, collected once, under the names that are followed."""
        if thing.key() not in self.counted:
            count = counting.count if isinstance(thing, Part) else counting.compare_with_standard
            rows = count(thing, self.tables)  # type: ignore[arg-type, operator]
            rows = rows.sort([name for name in IN_ORDER if name in rows.columns])
            if self.follow is not same:
                names = rows["organisation"].unique().to_list()
                new = {name: self.follow(name) for name in names}
                rows = rows.with_columns(pl.col("organisation").replace(new))
            self.counted[thing.key()] = rows
        return self.counted[thing.key()]


def evaluate(measure: Measure, door: Door) -> Result:
    """Every organisation and year of a measure for which there is anything at all."""
    parts = {name: of_part(part, door.sums(part)) for name, part in measure.parts.items()}
    columns = [parts[name].select(*KEY, pl.col("value").alias(name)) for name in parts]
    standard = of_standards(measure.standards, door)
    if standard is not None:
        columns.append(standard.drop("basis", "flags", "why"))
    rows = joined(columns).sort(KEY)
    rows = with_notes(rows, measure, parts, standard, door)
    rows = rows.filter(right_type(rows, measure, door))
    return Result(
        measure, with_value(rows, measure, door).select(list(COLUMNS)).sort(KEY), origins(measure, door)
    )


def of_part(part: Part, sums: pl.DataFrame) -> pl.DataFrame:
    """One row an organisation and year: value, and why there is none."""
    table = all_tables()[part.table]
    if part.at:
        sums = latest(sums)
    if part.only:
        return one_value(sums)
    months = months_held(part, sums)
    whole = sums.group_by(KEY).agg(
        amount=pl.when(pl.col("amount").count() > 0).then(pl.col("amount").sum()),
        spread=pl.col("spread").sum() if part.spread_over else pl.lit(None, pl.Float64),
        periods=pl.col("start").n_unique() if "start" in sums.columns else pl.lit(1, pl.UInt32),
        hidden=(pl.col("rows") - pl.col("cells")).sum(),
    )
    rows = whole.join(months, on=KEY, how="left")
    value = pl.col("amount")
    if part.spread_over:
        value = pl.when(pl.col("spread") > 0).then(pl.col("amount") / pl.col("spread"))
    elif part.average:
        value = pl.col("amount") / pl.col("periods")
    complete = (
        pl.col("months") >= part.months if table.every not in (Every.YEAR, Every.ALWAYS) else pl.lit(True)
    )
    return rows.select(
        *KEY,
        value=pl.when(complete).then(value),
        why=pl.when(~complete)
        .then(pl.format(f"{part.table}: {{}} of {part.months} months held", pl.col("months")))
        .when(value.is_null())
        .then(pl.lit(f"{part.table}: the publisher shows no figure")),
        hidden=pl.col("hidden"),
    )


def latest(sums: pl.DataFrame) -> pl.DataFrame:
    """The rows of the last month or quarter that anybody has in each year: one day, the same for all."""
    return sums.filter(pl.col("start") == pl.col("start").max().over("year"))


def one_value(sums: pl.DataFrame) -> pl.DataFrame:
    """The one value that there is; of several (organisations that merged) none, for they do not add up."""
    several = pl.col("rows") > 1
    return (
        sums.group_by(KEY)
        .agg(amount=pl.col("amount").max(), rows=pl.col("rows").sum())
        .select(
            *KEY,
            value=pl.when(~several).then(pl.col("amount")),
            why=pl.when(several)
            .then(pl.lit("several values, which cannot be added up or averaged"))
            .when(pl.col("amount").is_null())
            .then(pl.lit("the publisher shows no figure")),
            hidden=pl.lit(0, pl.UInt32),
        )
    )


def months_held(part: Part, sums: pl.DataFrame) -> pl.DataFrame:
    """How many months of the year the held periods cover."""
    if "start" not in sums.columns:
        return sums.select(KEY).unique().with_columns(months=pl.lit(12.0))
    each = {Every.QUARTER: 3.0, Every.MONTH: 1.0, Every.DAY: 1.0}.get(all_tables()[part.table].every, 12.0)
    length = pl.col("months").max() if "months" in sums.columns else pl.lit(each)
    return (
        sums.group_by(*KEY, "start")
        .agg(months=length.cast(pl.Float64))
        .group_by(KEY)
        .agg(months=pl.col("months").sum().cast(pl.Int64))
    )


def of_standards(standards: tuple[Standard, ...], door: Door) -> pl.DataFrame | None:
    """Actual, expected, total and K by organisation and year: each year from the first standard that has it."""
    found: list[pl.DataFrame] = []
    years: set[str] = set()
    for standard in standards:
        rows = of_standard(standard, door).filter(~pl.col("year").is_in(list(years)))
        years |= set(rows["year"])
        found.append(rows)
    return pl.concat(found) if found else None


def of_standard(standard: Standard, door: Door) -> pl.DataFrame:
    sums = door.sums(standard)
    rows = sums.group_by(KEY).agg(
        **{
            name: pl.when(pl.col(name).count() > 0).then(pl.col(name).sum())
            for name in ("actual", "expected", "total", "left_out")
        },
        hidden=pl.col("hidden").sum(),
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
        basis=pl.lit(standard.basis),
        flags=pl.concat_list(
            pl.col("k_words"),
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


def joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    rows = frames[0]
    for frame in frames[1:]:
        rows = rows.join(frame, on=KEY, how="full", coalesce=True)
    return rows


def with_notes(
    rows: pl.DataFrame,
    measure: Measure,
    parts: Mapping[str, pl.DataFrame],
    standard: pl.DataFrame | None,
    door: Door,
) -> pl.DataFrame:
    """Why a part is missing (the first reason counts), the basis, and what to know about the figure."""
    reasons: list[pl.Expr] = []
    flags: list[pl.Expr] = []
    for name, part in measure.parts.items():
        found = parts[name]
        rows = rows.join(
            found.select(*KEY, pl.col("why").alias(f"why_{name}"), pl.col("hidden").alias(f"hidden_{name}")),
            on=KEY,
            how="left",
        )
        years = found["year"].unique().to_list()
        reasons.append(
            pl.when(pl.col(name).is_null()).then(
                pl.coalesce(
                    f"why_{name}",
                    pl.when(pl.col("year").is_in(years))
                    .then(pl.format(f"{part.table}: {{}} is not in it for {{}}", "organisation", "year"))
                    .otherwise(pl.format(f"{part.table}: nothing held for {{}}", "year")),
                )
            )
        )
        flags.append(
            pl.when(pl.col(f"hidden_{name}").fill_null(0) > 0).then(
                pl.format(f"{part.table}: {{}} cells without a figure", f"hidden_{name}")
            )
        )
    if standard is not None:
        rows = rows.join(
            standard.select(*KEY, "basis", standard_flags="flags", why_standard="why"), on=KEY, how="left"
        )
        words = pl.format(
            f"{' and '.join(dict.fromkeys(s.table for s in measure.standards))}: nothing held of {{}} for {{}}",
            "organisation",
            "year",
        )
        reasons.append(pl.coalesce("why_standard", pl.when(pl.col("actual").is_null()).then(words)))
    else:
        rows = rows.with_columns(basis=pl.lit("as published"), standard_flags=pl.lit([], pl.List(pl.String)))
    # `concat_list` of no columns is an error, so a list that is always there stands first.
    return rows.with_columns(
        why=pl.coalesce(*reasons, pl.lit(None, pl.String)),
        flags=pl.concat_list(
            pl.col("standard_flags").fill_null(pl.lit([], pl.List(pl.String))),
            *(flag.cast(pl.String) for flag in flags),
        ).list.drop_nulls(),
        basis=pl.col("basis").fill_null("as published"),
    )


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


def reasons_against(measure: Measure) -> list[pl.Expr]:
    """Why there is no value although every part is there."""
    reasons: list[pl.Expr] = [
        pl.when(pl.col("numerator").is_null() | pl.col("denominator").is_null()).then(
            pl.lit("a part of the sum is missing or divided by zero")
        ),
        pl.when(pl.col("denominator") == 0).then(pl.lit("nothing to divide by: the denominator is zero")),
    ]
    if measure.coverage and measure.coverage.at_least:
        least = measure.coverage.at_least
        reasons.append(
            pl.when(pl.col("coverage").is_null() | (pl.col("coverage") < least)).then(
                pl.format(
                    f"{measure.coverage.words}: {{}}% is covered, at least {least:.0%} is needed",
                    (100 * pl.col("coverage")).round(1),
                )
            )
        )
    return reasons


def right_type(rows: pl.DataFrame, measure: Measure, door: Door) -> pl.Series:
    """A measure made for some types of organisation is not shown for others."""
    if set(measure.org_types) == set(TYPES):
        return pl.Series([True] * len(rows), dtype=pl.Boolean)
    kinds = [door.type_of(name, year) in measure.org_types for name, year in rows.select(KEY).iter_rows()]
    return pl.Series(kinds, dtype=pl.Boolean)


def origins(measure: Measure, door: Door) -> pl.DataFrame:
    """The rows of which sheets of which releases each figure rests on."""
    things: dict[str, Part | Standard] = {**measure.parts}
    for standard in measure.standards:
        things[standard.name] = standard
        if standard.total:
            things[f"{standard.name} total"] = standard.total
    found = [
        door.sums(thing)
        .group_by(*KEY, "release", "sheet")
        .agg(pl.col("first_row").min(), pl.col("last_row").max(), pl.col("rows").sum())
        .with_columns(part=pl.lit(name), table=pl.lit(thing.table))
        .select(pl.col(column).cast(kind) for column, kind in ORIGIN_COLUMNS.items())
        for name, thing in things.items()
    ]
    return pl.concat(found).sort(list(ORIGIN_COLUMNS)[:6])
