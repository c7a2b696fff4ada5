"""One number a part, for each organisation and year; or the reason why there is none."""

import polars as pl

from openefficiency.measures.door.door import KEY
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
    whole = sums.group_by(KEY, maintain_order=True).agg(
        amount=pl.when(pl.col("amount").count() > 0).then(pl.col("amount").sum()),
        hidden=(pl.col("rows") - pl.col("cells")).sum(),
    )
    rows = whole.join(over_time(part, sums), on=KEY, how="left").with_columns(pl.col("months").fill_null(0))
    value = pl.col("level") if part.spread_over or part.average else pl.col("amount")
    complete = (
        pl.col("months") >= part.months if table.every not in (Every.YEAR, Every.ALWAYS) else pl.lit(True)
    )
    return rows.select(
        *KEY,
        value=pl.when(complete).then(value),
        why=pl.when(pl.col("amount").is_null())
        .then(pl.lit("the publisher shows no figure"))
        .when(~complete)
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


def over_time(part: Part, sums: pl.DataFrame) -> pl.DataFrame:
    """How many months of the year are held, and what the part was on average over them.

    A period of which the publisher shows no figure is not held. Those who merged are added up month by month:
    their staff, and never the days over which the staff are spread.
    """
    sums = sums.filter(pl.col("amount").is_not_null())
    if part.spread_over:
        sums = sums.filter(pl.col("spread") > 0)
    if "start" not in sums.columns:
        level = pl.col("amount").sum() / (pl.col("spread").sum() if part.spread_over else 1)
        return sums.group_by(KEY, maintain_order=True).agg(months=pl.lit(12, pl.Int64), level=level)
    monthly = month_by_month(part, sums)
    if not part.spread_over:
        return monthly.group_by(KEY, maintain_order=True).agg(
            months=pl.col("month").n_unique().cast(pl.Int64),
            level=pl.col("amount").sum() / pl.col("month").n_unique(),
        )
    member = monthly.group_by(*KEY, "month", "member", maintain_order=True).agg(
        pl.col("amount", "spread").sum()
    )
    each = member.group_by(*KEY, "month", maintain_order=True).agg(
        level=(pl.col("amount") / pl.col("spread")).sum(),
        weight=pl.col("spread").max(),
        members=pl.len(),
    )
    plain = sums.group_by(KEY, maintain_order=True).agg(plain=pl.col("amount").sum() / pl.col("spread").sum())
    together = (pl.col("level") * pl.col("weight")).sum() / pl.col("weight").sum()
    return (
        each.group_by(KEY, maintain_order=True)
        .agg(months=pl.len().cast(pl.Int64), together=together, members=pl.col("members").max())
        .join(plain, on=KEY)
        .select(*KEY, "months", level=pl.when(pl.col("members") > 1).then("together").otherwise("plain"))
    )


def month_by_month(part: Part, sums: pl.DataFrame) -> pl.DataFrame:
    """Each row once for every month that it covers; what it adds up is shared out among them."""
    each = 3 if all_tables()[part.table].every is Every.QUARTER else 1
    length = pl.col("months").cast(pl.Int64) if "months" in sums.columns else pl.lit(each, pl.Int64)
    first = 12 * pl.col("start").dt.year().cast(pl.Int64) + pl.col("start").dt.month().cast(pl.Int64)
    shared = ["amount", "spread"] if part.spread_over else []
    return (
        sums.with_columns(length=length)
        .with_columns(pl.col(name) / pl.col("length") for name in shared)
        .with_columns(month=pl.int_ranges(first, first + pl.col("length")))
        .explode("month")
    )
