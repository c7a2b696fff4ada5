"""Take the market forces factor out of a cost, so that a dear place is not taken for a dear trust.

The factor is scaled so that its cost-weighted mean is 1: the nation's cost stays what it is. A factor is used
only for its own year; without one the cost stays as it is, and the figure says so.
"""

import polars as pl

from openefficiency.measures.door import counting
from openefficiency.measures.measure import Measure, Part

FACTOR = Part(table="market_forces", only="factor")
NEUTRAL = "market forces factor taken out"
LOCAL = "local prices: no market forces factor of the year is held, which moves a trust by up to 9%"


def neutral(rows: pl.DataFrame, measure: Measure, tables: counting.Tables) -> pl.DataFrame:
    """The parts named in `adjust`, divided by the scaled factor where there is one."""
    factors = (
        counting.count(FACTOR, tables).group_by("organisation", "year").agg(factor=pl.col("amount").max())
    )
    rows = rows.join(factors, on=["organisation", "year"], how="left", maintain_order="left")
    weight = pl.sum_horizontal(measure.adjust)
    known = rows.filter(pl.col("factor").is_not_null() & (weight > 0))
    mean = known.group_by("year").agg(mean=(pl.col("factor") * weight).sum() / weight.sum())
    rows = rows.join(mean, on="year", how="left", maintain_order="left").with_columns(
        scaled=pl.col("factor") / pl.col("mean")
    )
    return rows.with_columns(
        *(pl.col(name) / pl.col("scaled").fill_null(1.0) for name in measure.adjust),
        basis=pl.when(pl.col("scaled").is_null()).then(pl.lit(LOCAL)).otherwise(pl.lit(NEUTRAL)),
    )
