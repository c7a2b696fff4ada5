"""Sickness absence by trust and quarter: 4.1% to 4.4% a year before 2020, 5.6% in 2022."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_the_rate_of_england_is_as_published(became, published):
    found = became(published / "trust_quarterly_panel_2009_2023" / "FINAL_sickness.csv")

    assert found.source == "sickness_panel"
    assert len(found.tables["absence"]) == 21143
    assert not found.reasons
    lost, available = pl.col("fte_days_lost").sum(), pl.col("fte_days_available").sum()
    years = found.tables["absence"].group_by(pl.col("start").dt.year()).agg(lost / available)
    rate = {year: round(share, 3) for year, share in years.rows()}
    assert {rate[year] for year in range(2010, 2020)} <= {0.041, 0.042, 0.043, 0.044}
    assert rate[2022] == 0.056


def test_a_quarter_has_as_many_days_as_the_calendar(became, published):
    found = became(published / "trust_quarterly_panel_2009_2023" / "FINAL_sickness.csv")

    assert set(found.tables["absence"]["days"]) == {90, 91, 92}
    staff = (
        found.tables["absence"].group_by("start").agg((pl.col("fte_days_available") / pl.col("days")).sum())
    )
    # Days available over calendar days is the staff: 1.4m at the end of the panel.
    assert staff.sort("start").rows()[-1][1] == pytest.approx(1.40e6, rel=0.01)
