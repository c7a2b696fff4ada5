"""NHS sickness absence, April 2024 to March 2025: 3,394 rows in twelve files, 5.15% altogether."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_twelve_months_pooled(became, published):
    files = sorted((published / "workforce_esr" / "sickness_absence_by_org_2024-25").glob("*.csv"))
    months = [became(file) for file in files]
    rows = pl.concat(month.tables["absence"] for month in months)

    assert {month.source for month in months} == {"sickness"}
    assert not any(month.reasons for month in months)
    assert len(rows) == 3394
    assert rows["start"].n_unique() == 12
    assert round(rows["fte_days_lost"].sum() / rows["fte_days_available"].sum(), 4) == 0.0515
