"""Hospital episodes by provider, 2012/13 to 2018/19: 17.7m to 20.8m a year."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_seven_years_are_read(became, published):
    found = became(published / "hospital_management_panel" / "inpatient_data.csv")

    rows = found.tables["yearly_admissions"]
    assert (found.source, len(rows)) == ("episodes_panel", 3245 * 11)
    assert not found.reasons
    episodes = dict(rows.filter(item="episodes").group_by("year").agg(pl.col("count").sum()).rows())
    assert (len(episodes), episodes["2012/13"], episodes["2018/19"]) == (7, 17_715_021, 20_760_680)
    assert not rows["organisation"].str.contains(" ").any()
