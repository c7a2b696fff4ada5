"""Trim points of 2,312 HRGs."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_all_trim_points_but_three_dashes_are_read(became, published):
    found = became(published / "national_tariff_hrg" / "hrg_trimpoints.csv")

    rows = found.tables["trim_points"]
    assert (found.source, rows.height, [out.rows for out in found.left_out]) == (
        "trim_points",
        2 * 2312 - 3,
        [3],
    )
    assert dict(rows.filter(currency="AA22C").select("setting", "days").rows()) == {
        "elective": 90,
        "emergency": 257,
    }
    assert not found.reasons


def test_its_hrgs_are_those_of_the_reference_costs_that_the_tariff_of_its_year_was_made_from(published):
    long = pl.read_parquet(
        published / "reference_costs_national" / "hrg_unit_costs_2013-14_to_2017-18_long.parquet"
    )
    trim = set(
        pl.read_csv(published / "national_tariff_hrg" / "hrg_trimpoints.csv", infer_schema=False)["sushrg"]
    )
    shared = {year: len(trim & set(rows["HRG"])) for (year,), rows in long.group_by("HRGyear")}

    assert max(shared, key=lambda year: shared[year]) == "2016"
    assert shared["2016"] == 2308
