"""ERIC 2013/14 to 2016/17 (NHS Digital): backlog £4.0bn to £5.5bn, 26.2 to 26.9 million m2."""

import polars as pl
import pytest

from openefficiency.sources.published.eric_layouts import parts_not_found

pytestmark = pytest.mark.published

FILES = {
    "2013/14": "ERIC_2013-14_HospitalEstatesAndFacilitiesStatistics_9896.XLS",
    "2014/15": "ERIC_2014-15_HospitalEstatesAndFacilitiesStatistics_11120.XLS",
    "2015/16": "ERIC_2015-16_HospitalEstatesAndFacilitiesStatistics_12611.XLS",
    "2016/17": "ERIC_2016-17_HospitalEstatesAndFacilitiesStatistics_13944.XLS",
}


@pytest.fixture
def eric(became, published):
    return lambda year: became(published / "eric" / FILES[year])


def sums(found) -> dict[str, float]:
    return dict(found.tables["estates"].group_by("item").agg(pl.col("amount").sum()).rows())


@pytest.mark.parametrize(
    ("year", "rows", "high", "whole", "area"),
    [
        ("2013/14", 109246, 357, 4.0, 26.1),
        ("2014/15", 113258, 458, 4.3, 26.4),
        ("2015/16", 111948, 776, 5.0, 26.8),
        ("2016/17", 137252, 947, 5.5, 26.9),
    ],
)
def test_backlog_and_floor_area_are_what_was_published(eric, year, rows, high, whole, area):
    found = eric(year)

    total = sums(found)
    assert found.source == "eric"
    assert set(found.tables["estates"]["year"]) == {year}
    assert len(found.tables["estates"]) == rows
    assert round(total["backlog_high"] / 1e6) == high
    assert round(total["backlog_total"] / 1e9, 1) == whole
    assert round(total["gross_internal_area"] / 1e6, 1) == area
    assert not found.reasons
    assert not found.notes


def test_nobody_is_counted_in_a_subtotal_of_2015_16(eric):
    found = eric("2015/16")

    [left] = [part for part in found.left_out if "subtotals" in part.reason]
    assert left.rows == 238 + 1
    sites = found.tables["estates"].filter(item="gross_internal_area").select("organisation", "site")
    assert (len(sites), sites["organisation"].n_unique()) == (1214, 238)


def test_hard_and_soft_fm_do_not_fall_when_the_return_asks_for_their_parts(eric):
    before, after = sums(eric("2015/16")), sums(eric("2016/17"))

    assert before["hard_fm_cost"] == pytest.approx(1_989_187_523)
    assert after["hard_fm_cost"] == pytest.approx(2_060_785_994)
    assert 0.95 < after["soft_fm_cost"] / before["soft_fm_cost"] < 1.1


def test_unoccupied_space_of_2016_17_is_5_2_percent(eric):
    total = sums(eric("2016/17"))

    assert (total["empty_area"] + total["underused_area"]) / total["gross_internal_area"] == pytest.approx(
        0.052, abs=0.0005
    )


def test_215_trusts_planned_savings_in_2016_17_and_99_percent_was_achieved(eric):
    rows = eric("2016/17").tables["estates"].filter(level="trust")

    planned, achieved = (rows.filter(item=item)["amount"] for item in ("savings_planned", "savings_achieved"))
    assert (planned > 0).sum() == 215
    assert achieved.sum() / planned.sum() == pytest.approx(0.99, abs=0.005)


def test_pfi_columns_of_2014_15_are_no_second_cleaning_cost(eric):
    assert sums(eric("2014/15"))["cleaning_cost"] == pytest.approx(929_243_834)


def test_every_part_of_hard_and_soft_fm_is_found_in_2016_17(became, published):
    rows = became(published / "eric" / FILES["2016/17"]).tables["estates"].filter(level="site")

    assert parts_not_found(rows["label"].unique().to_list()) == []
