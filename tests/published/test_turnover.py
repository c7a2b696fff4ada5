"""Turnover benchmarking, October and November 2025: 247 organisations, 1.33m FTE without resident doctors."""

import polars as pl
import pytest

pytestmark = pytest.mark.published

FILE = "Turnover benchmarking 2. Staff group and organisation, monthly, {}-25.csv"


@pytest.mark.parametrize(
    ("month", "day", "rows"), [("Oct", "2025-10-01", (2776, 2775)), ("Nov", "2025-11-01", (2778, 2774))]
)
def test_both_months_are_read(became, published, month, day, rows):
    found = became(published / "workforce_esr" / FILE.format(month))

    assert found.source == "turnover"
    assert (len(found.tables["turnover"]), len(found.tables["workforce"])) == rows
    assert {str(day) for (day,) in found.rows("workforce", "start")} == {day}
    assert not found.reasons
    total = found.tables["workforce"].filter(group="all except resident doctors")
    assert len(total) == 247
    assert round(total["fte"].sum() / 1e6, 2) == 1.33
    assert round(total["headcount"].sum() / 1e6, 2) == 1.50


def test_the_total_is_the_sum_of_groups_without_resident_doctors(became, published):
    found = became(published / "workforce_esr" / FILE.format("Nov"))
    is_total = pl.col("group") == "all except resident doctors"

    sums = (
        found.tables["workforce"]
        .group_by("organisation")
        .agg(total=pl.col("fte").filter(is_total).sum(), parts=pl.col("fte").filter(~is_total).sum())
    )
    assert sums.select((pl.col("total") - pl.col("parts")).abs().max()).item() < 0.01
