"""Faults that are planted in the files, to be found again with their file, row and reason."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Fault:
    """One wrong cell. `rows` is how many rows of `table` it puts aside, `reason` what is said of them.

    A fault without a table passes every check of rows: it shows where two publications are put together.
    """

    file: str
    row: int
    column: str
    cell: str
    organisation: str
    reason: str
    table: str = ""
    rows: int = 1


@dataclass(frozen=True)
class Spoiling:
    """What is written into which column of a publication's newest file, and what must be said of it."""

    column: str
    cell: str
    reason: str
    table: str
    code: str
    rows: int = 1


SPOILINGS = {
    "cost_collection": Spoiling("Activity", "-5", "activity is below 0: -5", "costs", "Provider Code"),
    "market_forces": Spoiling("mff_factor", "11.2", "factor is above 1.5: 11.2", "market_forces", "provider_code"),
    "sickness": Spoiling(
        "FTE_DAYS_LOST", "to follow", "fte_days_lost is no number: to follow", "absence", "ORG_CODE"
    ),
    "turnover": Spoiling("FTE", "-12.5", "fte is below 0: -12.5", "workforce", "REPORTING_ORG_CODE"),
    "estates": Spoiling(
        "Gas costs (£)", "see note", "amount is no number: see note", "estates", "Trust Code", rows=2
    ),
    "mar_hes": Spoiling(
        "All specialties: Daycase Elective", "12O", "count is no number: 12O", "activity", "Org Code"
    ),
    "pharmacy_stock": Spoiling(
        "Stock value (£)", "-1500", "stock_value is below 0: -1500", "pharmacy_stock", "Organisation code"
    ),
}


def spoilt(rows: pl.DataFrame, *, publication: str, file: str, at: int, header: int = 1) -> tuple[pl.DataFrame, Fault]:
    """The rows with one wrong cell in row `at` (from 0), and what is wrong; `header` is how many lines stand above."""
    how = SPOILINGS[publication]
    cell = pl.when(pl.int_range(pl.len()) == at).then(pl.lit(how.cell)).otherwise(pl.col(how.column).cast(pl.String))
    fault = Fault(
        file=file,
        row=header + at + 1,
        column=how.column,
        cell=how.cell,
        organisation=rows[how.code][at],
        reason=how.reason,
        table=how.table,
        rows=how.rows,
    )
    return rows.with_columns(cell.alias(how.column)), fault
