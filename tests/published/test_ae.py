"""A&E by provider, April 2025 to March 2026: twelve months of the publisher's csv, two generations of labels."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_twelve_months_are_read_and_agree_with_the_panel_of_major_departments(became, published):
    folder = published / "ae_attendances"
    months = [became(file) for file in sorted((folder / "monthly_csv_2025-26").glob("*.csv"))]
    mine = pl.concat(month.tables["emergency_attendances"] for month in months).filter(department="major")
    panel = became(folder / "england_ae_type1_monthly_2019-04_to_2026-05.csv").tables["emergency_attendances"]

    assert {month.source for month in months} == {"ae"}
    assert not any(month.reasons for month in months)
    assert mine["start"].n_unique() == 12
    assert mine["attendances"].sum() == 17_121_495
    both = panel.join(mine, on=["organisation", "start"], suffix="_of_mine")
    assert len(both) == 1452
    for column in ("attendances", "over_four_hours", "admissions"):
        assert both.filter(pl.col(column).ne_missing(pl.col(f"{column}_of_mine"))).is_empty()


def test_all_types_of_april_2025(became, published):
    found = became(published / "ae_attendances" / "monthly_csv_2025-26" / "April-2025-AE.csv")

    attendances = (
        found.tables["emergency_attendances"].group_by("department").agg(pl.col("attendances").sum())
    )
    assert dict(attendances.rows()) == {"major": 1_388_613, "single": 49_738, "minor": 859_070}
    assert len(found.tables["emergency_admission_waits"]) == 198
