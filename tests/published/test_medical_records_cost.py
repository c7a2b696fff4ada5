"""ERIC medical records cost 2017/18 to 2023/24: 234 trusts; £244.7m in 2023/24."""

import polars as pl
import pytest

pytestmark = pytest.mark.published

FILE = "ERIC_medical_records_cost_by_trust_2017-18_to_2023-24.csv"


def test_each_year_adds_up_to_its_totals(became, published):
    found = became(published / "eric" / FILE)

    sums = dict(found.tables["estates"].group_by("year").agg(pl.col("amount").sum()).rows())
    assert found.source == "medical_records_cost"
    assert sums == {
        "2017/18": 264338474.0,
        "2018/19": 231491788.0,
        "2019/20": 235491888.0,
        "2020/21": 225350299.0,
        "2021/22": 234250579.0,
        "2022/23": 237702259.0,
        "2023/24": 244655329.0,
    }
    assert not found.reasons
    assert not found.notes


def test_a_trust_that_did_not_exist_yet_has_no_zero(became, published):
    found = became(published / "eric" / FILE)

    # South Tyneside and Sunderland was founded in April 2019.
    years = found.tables["estates"].filter(organisation="R0B")["year"].unique().sort().to_list()
    assert years == ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24"]
    assert [part.rows for part in found.left_out] == [177, 234 * 7]
