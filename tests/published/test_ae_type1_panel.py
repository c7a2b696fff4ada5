"""Major A&E departments: 15.8m attendances in 2019/20, 12.3m in 2020/21, 16.8m in 2024/25."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_the_years_of_england_are_as_published(became, published):
    found = became(published / "ae_attendances" / "england_ae_type1_monthly_2019-04_to_2026-05.csv")

    rows = found.tables["emergency_attendances"]
    assert (found.source, len(rows)) == ("ae_type1_panel", 10736)
    assert len(found.tables["emergency_admission_waits"]) == 10736
    assert not found.reasons
    assert rows["over_four_hours"].null_count() == 686
    years = dict(rows.group_by("year").agg(pl.col("attendances").sum() / 1e6).rows())
    assert {year: round(years[year], 1) for year in ("2019/20", "2020/21", "2024/25")} == {
        "2019/20": 15.8,
        "2020/21": 12.3,
        "2024/25": 16.8,
    }
