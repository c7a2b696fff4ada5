"""The busiest currencies of every organisation: 42,153 rows, £24.7bn in 2020/21 to £61.5bn in 2024/25."""

import polars as pl
import pytest

pytestmark = pytest.mark.published

NAME = "ncc_currency_extract/ncc_top_currencies_by_organisation_2020-21_to_2024-25.csv"
# What the publisher's collection has in it that is odd: organisation, period, beginning of what was seen.
ODD = {
    "negative unit cost": {("RYJ", "2020/21", "CA69A at £-484.29")},
    "no cost": {("RFS", "2024/25", "WH15Z: 21337.0 at £0")},
    "jump from the year before": {("RXQ", "2022/23", "VC08Z: 14541.0 then 1369139.0")},
    "unit cost far from the others": {("RA2", "2021/22", "N01A: 10.0 at £366357.94, the middle is £73.82")},
    "the same under two codes": {("RYW", "2024/25", "WC07 and WC21: 829.0 at £550.58")},
    "the same as the year before": {
        ("RHM", "2024/25", "PATH04: 3619224.0"),
        ("RCB", "2024/25", "PATH04: 12565058.0"),
    },
    "far fewer currencies than the year before": {("RNU", "2022/23", "1 currencies, 21 the year before")},
}
ABSENT = {
    ("RBN", "2023/24"),
    ("RWE", "2020/21"),
    ("RWE", "2021/22"),
    ("RTP", "2021/22"),
    ("RPY", "2023/24"),
    ("RA2", "2022/23"),
}


def test_every_row_is_read_and_years_have_their_known_cost(became, published):
    found = became(published / NAME)

    rows = found.tables["currency_costs"]
    assert (found.source, rows.height, rows["organisation"].n_unique()) == ("currency_extract", 42153, 206)
    billions = rows.group_by("year").agg(pl.col("cost").sum() / 1e9).sort("year")["cost"].round(1)
    assert billions.to_list() == [24.7, 30.0, 42.7, 48.6, 61.5]
    assert {"01", "02", "03", "04"} < set(rows["currency"])
    assert not found.reasons


@pytest.mark.parametrize("rule", ODD)
def test_each_odd_value_that_is_known_is_flagged(became, published, rule):
    flags = became(published / NAME).flags.filter(rule=rule)

    assert ODD[rule] <= set(flags.select("organisation", "period", "seen").rows())


def test_years_that_are_absent_are_flagged(became, published):
    flags = became(published / NAME).flags.filter(rule="a year that others have")

    assert set(flags.select("organisation", "period").rows()) >= ABSENT


def test_flags_stay_few_enough_to_be_read(became, published):
    found = became(published / NAME)

    assert len(found.flags) < len(found.tables["currency_costs"]) / 50


def test_the_extract_fits_into_the_national_schedule(became, published):
    extract = became(published / NAME).tables["currency_costs"].filter(year="2024/25")
    schedule = became(published / "reference_costs_national" / "ncc_2024-25_national_schedule.csv")
    sums = [pl.col("activity").sum(), pl.col("cost").sum()]
    national = schedule.tables["national_costs"].group_by("currency").agg(sums)
    shared = extract.group_by("currency").agg(sums).join(national, on="currency", suffix="_national")
    equal = shared.filter(pl.col("activity") == pl.col("activity_national"))

    assert shared.height == 704
    assert shared.filter(pl.col("activity") > pl.col("activity_national")).height == 0
    assert equal.height == 10
    assert (equal["cost"] / equal["cost_national"] - 1).abs().max() < 0.0002


def test_the_sample_of_one_organisation_holds_the_same_figures(became, published):
    extract = became(published / NAME).tables["currency_costs"].filter(organisation="R0A")
    found = became(published / "ncc_org_level_sample" / "ncc_org_bench_R0A.csv")
    columns = ("year", "currency", "activity", "unit_cost")

    assert found.source == "currency_extract_sample"
    assert len(found.tables["currency_costs"]) == 262
    assert set(found.rows("currency_costs", *columns)) <= set(extract.select(columns).rows())
