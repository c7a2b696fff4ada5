"""Monthly Activity Return, 2012/13 to 2016/17: 7.6m to 8.5m elective and 5.5m to 6.1m non-elective a year."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_the_years_of_england_are_as_published(became, published):
    found = became(
        published / "activity_mar_hes" / "mar_monthly_activity_by_provider_2012-04_to_2017-03.parquet"
    )

    rows = found.tables["activity"]
    assert (found.source, len(rows)) == ("mar_panel", 22655 * 14)
    assert rows["organisation"].n_unique() == 426
    assert not found.reasons

    def millions(point):
        years = rows.filter(point_of_delivery=point).group_by("year").agg(pl.col("count").sum()).sort("year")
        return [round(count / 1e6, 1) for count in years["count"]]

    assert millions("elective total") == [7.6, 7.9, 8.1, 8.3, 8.5]
    assert millions("non-elective") == [5.5, 5.6, 5.7, 5.9, 6.1]
