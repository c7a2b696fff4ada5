"""A&E by provider and type, 2016/17 to 2018/19: 12,765 rows; 24.8m attendances in 2018/19."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_three_years_are_read(became, published):
    found = became(published / "ae_attendances" / "NHSRdatasets_ae_attendances_2016-19.csv")

    rows = found.tables["emergency_attendances"]
    assert (found.source, len(rows)) == ("ae_panel", 12765)
    assert not found.reasons
    by_department = rows.group_by("department").agg(pl.col("attendances").sum())
    assert dict(by_department.rows()) == {"major": 46_315_223, "single": 1_757_956, "minor": 23_946_223}
    assert rows.filter(year="2018/19")["attendances"].sum() == 24_826_981
