"""The cost collection by organisation in the layout of 2024/25: one file as it is, one with the factor out."""

from pathlib import Path

import polars as pl

from openefficiency.sources.synthetic.economy import Economy
from openefficiency.sources.synthetic.faults import Fault, spoilt
from openefficiency.sources.synthetic.world import World

KEYS = {
    "code": "Provider Code",
    "department": "Department Code",
    "service": "Service Code",
    "currency": "Currency code",
    "supplier": "Supplier Type",
    "pot": "Mapping Pot",
}
CURRENCY = ("year", "department", "service", "currency", "supplier")
HIDDEN = "*"
# Up to seven cases could be somebody; the average of fewer than three providers could be one of them.
SMALL, FEWEST = 7, 3
# The average of an excluded currency is that of a nation with other providers than these.
ELSEWHERE = 0.8


def collected(economy: Economy) -> pl.DataFrame:
    """Each cell with its averages and what is hidden; figures as they are printed, to the penny."""
    local = pl.col("actual") * pl.col("scaled_mff")
    alone = pl.when("excluded").then(ELSEWHERE).otherwise(1.0)
    others = pl.len().over(CURRENCY)
    return (
        economy.cells.with_columns(local=local)
        .with_columns(
            mean=(pl.col("local").sum() / pl.col("activity").sum()).over(CURRENCY) * alone,
            mean_adjusted=(pl.col("actual").sum() / pl.col("activity").sum()).over(CURRENCY) * alone,
            hidden=(pl.col("activity") <= SMALL),
            mean_hidden=(others < FEWEST)
            & ~pl.col("excluded")
            & (pl.col("pot").is_in(["01_EI", "02_NEI", "05_OP"])),
        )
        .with_columns(
            unadjusted=pl.col("local").round(2),
            adjusted=pl.col("actual").round(2),
            expected=(pl.col("mean") * pl.col("activity")).round(2),
            expected_adjusted=(pl.col("mean_adjusted") * pl.col("activity")).round(2),
        )
    )


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    faults = []
    by_year = collected(economy).partition_by("year", as_dict=True)
    for (year,), cells in by_year.items():
        name = f"NCC_FY{year.replace('/', '-')}_Org_File"
        rows = as_published(cells, mean="mean", actual="unadjusted", expected="expected")
        if year == world.years[-1]:
            rows, fault = with_an_impossible_row(rows, file=f"{name}1.csv")
            faults.append(fault)
        rows.write_csv(folder / f"{name}1.csv")
        adjusted = as_published(cells, mean="mean_adjusted", actual="adjusted", expected="expected_adjusted")
        money = ("Unit Cost", "National Mean", "Actual Cost", "Expected Cost")
        adjusted = adjusted.rename({label: f"MFFd {label}" for label in money})
        adjusted.insert_column(6, cells["scaled_mff"].round(6).alias("Scaled MFF")).write_csv(
            folder / f"{name}2.csv"
        )
    return faults


def as_published(cells: pl.DataFrame, *, mean: str, actual: str, expected: str) -> pl.DataFrame:
    hidden = pl.col("hidden")
    return cells.select(
        *(pl.col(ours).alias(label) for ours, label in KEYS.items()),
        starred(pl.col("activity"), hidden).alias("Activity"),
        starred((pl.col(actual) / pl.col("activity")).round(2), hidden).alias("Unit Cost"),
        starred(pl.col(mean).round(4), pl.col("mean_hidden")).alias("National Mean"),
        starred(pl.col(actual), hidden).alias("Actual Cost"),
        starred(pl.col(expected), hidden | pl.col("mean_hidden")).alias("Expected Cost"),
    )


def starred(figure: pl.Expr, hidden: pl.Expr) -> pl.Expr:
    return pl.when(hidden).then(pl.lit(HIDDEN)).otherwise(figure.cast(pl.String))


def with_an_impossible_row(rows: pl.DataFrame, *, file: str) -> tuple[pl.DataFrame, Fault]:
    """A row more, so that no true figure is lost with it."""
    more = rows.tail(1).with_columns(
        pl.lit("ZZ99Z").alias("Currency code"),
        *(
            pl.lit("100.0").alias(label)
            for label in ("Unit Cost", "National Mean", "Actual Cost", "Expected Cost")
        ),
    )
    longer = pl.concat([rows, more])
    return spoilt(longer, publication="cost_collection", file=file, at=rows.height)
