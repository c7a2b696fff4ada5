"""GDP deflators of the Budget of March 2020, and indices with 2024-25 as base."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_the_treasurys_years_from_1990_are_read_and_its_forecasts_chained(became, published):
    found = became(published / "mff_and_deflators" / "GDP_Deflators_Budget_March_2020_update.xlsx")

    rows = found.tables["deflators"]
    assert (found.source, rows.height, rows["is_forecast"].sum()) == ("gdp_deflators", 35, 6)
    index = dict(rows.select("year", "index").rows())
    assert (index["2009/10"], index["2018/19"]) == (85.57825, 100.0)
    assert index["2020/21"] == pytest.approx(100 * 1.01916868962 * 1.0197010323)
    assert set(rows["published"]) == {"2018-19 = 100, as at 11 March 2020"}
    assert not found.reasons


def test_three_indices_are_read_and_forecasts_beyond_next_year_wait_in_quarantine(became, published):
    found = became(published / "mff_and_deflators" / "uk_cost_indices.csv")

    rows = found.tables["deflators"]
    assert found.source == "cost_indices"
    assert dict(rows.group_by("series").len().rows()) == {"gdp": 28, "cpi": 25, "cpih": 25}
    assert rows.filter((pl.col("year") == "2024/25") & (pl.col("series") == "gdp"))["index"].item() == 100
    assert found.reasons == [
        f"year is not between 1990 and 2027: {year}" for year in ("2028/29", "2029/30", "2030/31")
    ]
