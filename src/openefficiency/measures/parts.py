"""One number a part, for each organisation and year; or the reason why there is none."""

import polars as pl

from openefficiency.measures.door import KEY
from openefficiency.measures.measure import Part
from openefficiency.tables.known import all_tables
from openefficiency.tables.language import Every


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
        .then(pl.format(f"{{}} of {part.months} months held", pl.col("months")))
        .when(value.is_null())
        .then(pl.lit("the publisher shows no figure")),
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
