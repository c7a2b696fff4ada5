"""National tariff 2017/18 and 2018/19: 2,303 HRGs in each, five settings."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_every_hrg_has_a_row_for_each_setting_and_none_costs_nothing(became, published):
    found = became(published / "national_tariff_hrg" / "national_tariff_2017-18_2018-19_by_hrg.csv")

    rows = found.tables["prices"]
    assert (found.source, rows.height) == ("tariff_prices", 2303 * 2 * 5)
    assert rows.filter(pl.col("price") == 0).height == 0
    assert rows.filter(setting="outpatient procedure")["price"].count() == 4606 - 4136
    assert rows.filter(currency="AA22C", year="2018/19", setting="emergency")["price"].item() == 9859.0
    assert not found.reasons
