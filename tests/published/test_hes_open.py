"""HES open data, 2018/19 to 2020/21: both splits come to the same 57.8m episodes and 349m appointments."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_both_splits_come_to_the_same_figures_in_every_year(became, published):
    files = sorted((published / "activity_mar_hes").glob("HES_M13_2021_OPEN_DATA_*.csv"))
    ages, functions = (became(file) for file in files)

    def national(found):
        rows = found.tables["national_activity"].group_by("year", "item").agg(pl.col("count").sum())
        return {(year, item): count for year, item, count in rows.rows()}

    assert ages.source == functions.source == "hes_open"
    assert not ages.reasons + functions.reasons
    assert not ages.left_out + functions.left_out
    assert national(ages) == national(functions)
    assert len(national(ages)) == 3 * 12
    assert sum(count for (_, item), count in national(ages).items() if item == "episodes") == 57_818_730
    assert sum(count for (_, item), count in national(ages).items() if item == "appointments") == 349_132_928
