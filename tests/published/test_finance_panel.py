"""Trust finances 2010/11 to 2018/19: a deficit of £2.44bn in 2015/16, £86.9bn of income in 2018/19."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_the_deficit_of_2015_16_and_the_income_of_2018_19_are_the_published_ones(became, published):
    found = became(published / "hospital_management_panel" / "financial_positions.csv")

    sums = found.tables["accounts"].group_by("year", "line").agg(pl.col("amount").sum())
    total = {(year, line): amount for year, line, amount in sums.rows()}
    assert found.source == "finance_panel"
    assert round(total["2015/16", "surplus"] / 1e9, 2) == -2.44
    assert round(total["2018/19", "operating_income"] / 1e9, 1) == 86.9
    assert found.tables["accounts"].filter(line="operating_cost")["amount"].min() > 0


def test_all_trusts_of_all_years_are_read_but_two_that_had_been_dissolved(became, published):
    found = became(published / "hospital_management_panel" / "financial_positions.csv")

    assert len(found.tables["accounts"]) == (2183 - 2) * 3
    assert [part.rows for part in found.left_out] == [2]
    assert not found.reasons
    assert [note.split(":")[0] for note in found.notes] == ["row 60"]
