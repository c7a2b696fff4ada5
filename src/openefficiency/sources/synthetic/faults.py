"""Faults that are planted in the files, to be found again with their file, row and reason."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Fault:
    """One wrong cell. `found` has a table and reason for each row that it puts aside.

    A fault that puts no row aside passes every check of rows: it shows where two publications are put
    together, and `meaning` says how.
    """

    file: str
    row: int
    column: str
    cell: str
    organisation: str
    found: tuple[tuple[str, str], ...] = ()
    meaning: str = ""


@dataclass(frozen=True)
class Spoiling:
    """What is written into which column of a publication's newest file, and what must be said of it."""

    column: str
    cell: str
    code: str
    found: tuple[tuple[str, str], ...]


SPOILINGS = {
    "cost_collection": Spoiling("Activity", "-5", "Provider Code", (("costs", "activity is below 0: -5"),)),
    "market_forces": Spoiling(
        "mff_factor", "11.2", "provider_code", (("market_forces", "factor is above 1.5: 11.2"),)
    ),
    "sickness": Spoiling(
        "FTE_DAYS_LOST", "to follow", "ORG_CODE", (("absence", "fte_days_lost is no number: to follow"),)
    ),
    "turnover": Spoiling(
        "FTE",
        "-12.5",
        "REPORTING_ORG_CODE",
        (("turnover", "in_post_fte is below 0: -12.5"), ("workforce", "fte is below 0: -12.5")),
    ),
    # The cost of energy is an item of its own, and a part of another.
    "estates": Spoiling(
        "Gas costs (£)", "see note", "Trust Code", (("estates", "amount is no number: see note"),) * 2
    ),
    "mar_hes": Spoiling(
        "All specialties: Daycase Elective", "12O", "Org Code", (("activity", "count is no number: 12O"),)
    ),
    "pharmacy_stock": Spoiling(
        "Stock value (£)",
        "-1500",
        "Organisation code",
        (("pharmacy_stock", "stock_value is below 0: -1500"),),
    ),
}


def spoilt(
    rows: pl.DataFrame, *, publication: str, file: str, at: int, header: int = 1
) -> tuple[pl.DataFrame, Fault]:
    """The rows with one wrong cell in row `at` (from 0), and what is wrong; `header` is how many lines stand above."""
    how = SPOILINGS[publication]
    cell = (
        pl.when(pl.int_range(pl.len()) == at)
        .then(pl.lit(how.cell))
        .otherwise(pl.col(how.column).cast(pl.String))
    )
    fault = Fault(
        file=file,
        row=header + at + 1,
        column=how.column,
        cell=how.cell,
        organisation=rows[how.code][at],
        found=how.found,
    )
    return rows.with_columns(cell.alias(how.column)), fault
