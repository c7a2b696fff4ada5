"""HCHS staff, September 2017: 1.05m FTE, of them 284,000 nurses and 21,200 midwives (NHS Digital, 28 February 2018)."""

from datetime import date

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_sums_over_nationalities_are_the_published_staff(became, published):
    [file] = (published / "workforce_esr").glob("hchs-staff-by-staff-group-nationality*.xlsx")
    found = became(file)

    assert found.source == "staff_by_nationality"
    assert len(found.tables["workforce"]) == 8117
    assert not found.reasons
    september = found.tables["workforce"].filter(start=date(2017, 9, 1))
    fte = dict(september.group_by("group").agg(pl.col("fte").sum()).rows())
    assert round(fte["all"] / 1e6, 2) == 1.05
    assert round(fte["nurses and health visitors"], -3) == 284_000
    assert round(fte["midwives"], -2) == 21_200
    assert fte["all"] == pytest.approx(sum(fte.values()) - fte["all"])
