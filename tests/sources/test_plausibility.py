"""What is possible and still odd, in tables that no test of a source covers."""

import polars as pl
import pytest

from openefficiency.sources.plausibility import flags
from openefficiency.tables.costs import costs
from openefficiency.tables.estates import estates
from openefficiency.tables.workforce import workforce


@pytest.fixture
def seen(engine, tmp_path):
    """seen(table, drawing): which rule answered for which row, and with what words."""

    def ask(table, drawing: str) -> list[tuple]:
        lines = [line.split() for line in drawing.strip().splitlines()]
        rows = pl.DataFrame(
            [[None if cell == "." else cell for cell in line] for line in lines[1:]],
            schema=lines[0],
            orient="row",
        )
        numbers = [
            name
            for name in ("activity", "unit_cost", "national_unit_cost", "actual_cost", "fte", "amount")
            if name in rows.columns
        ]
        typed = rows.with_columns(
            pl.col(numbers).cast(pl.Float64), sheet=pl.lit("any"), row=pl.int_range(1, pl.len() + 1)
        )
        if "start" in typed.columns:
            typed = typed.with_columns(pl.col("start").str.to_date(), pl.col("months").cast(pl.Int64))
        path = tmp_path / f"{table.name}.parquet"
        typed.write_parquet(path)
        if not flags(table, path, folder=tmp_path, engine=engine):
            return []
        found = pl.read_parquet(tmp_path / f"{table.name}.flags.parquet")
        return sorted(found.select("rule", "row", "seen").rows())

    return ask


def test_costs_that_cannot_be_explained_by_their_own_row(seen):
    assert seen(
        costs,
        """
        organisation  year     currency  activity  unit_cost  national_unit_cost  actual_cost
        RA9           2023/24  AA22C     10        100        90                  -1000
        RA9           2023/24  AA22D     0         .          90                  5000
        RA9           2023/24  AA22E     10        1000       900                 20000
        RA9           2023/24  AA22F     10        .          2                   2000
        RA9           2023/24  AA22G     10        100        90                  1000
        RA9           2023/24  AA22H     .         100        90                  1000
        """,
    ) == [
        ("cost is not activity times unit cost", 1, "AA22C: 10.0 at £100.0 is not £-1000.0"),
        ("cost is not activity times unit cost", 3, "AA22E: 10.0 at £1000.0 is not £20000.0"),
        ("cost without activity", 2, "AA22D costs £5000.0"),
        ("negative cost", 1, "AA22C at £-1000.0"),
        ("unit cost far from the national", 4, "AA22F: 10.0 at £200.0, the national average is £2.0"),
    ]


def test_staff_that_move_by_a_third_between_neighbouring_months(seen):
    assert seen(
        workforce,
        """
        organisation  start       group  detail  fte   months
        RA9           2024-03-01  all    .       900   1
        RA9           2024-04-01  all    .       600   1
        RA9           2024-06-01  all    .       1200  1
        RB9           2024-03-01  all    .       900   1
        RB9           2024-04-01  all    .       700   1
        RB9           2024-05-01  managers  .    7     1
        RB9           2024-06-01  managers  .    70    1
        """,
    ) == [("a third more or fewer staff than the month before", 2, "900.0 then 600.0 full-time equivalents")]


def test_an_area_that_changes_by_more_than_a_tenth_in_a_year(seen):
    assert seen(
        estates,
        """
        organisation  year     level  site   item                 amount
        RA9           2022/23  site   RA901  gross_internal_area  600
        RA9           2022/23  site   RA902  gross_internal_area  400
        RA9           2023/24  site   RA901  gross_internal_area  880
        RB9           2022/23  site   RB901  gross_internal_area  1000
        RB9           2023/24  site   RB901  gross_internal_area  1100
        RB9           2023/24  site   RB901  clinical_area        10
        """,
    ) == [("area a tenth more or less than the year before", 3, "site rows: 1000.0 m2 then 880.0")]
