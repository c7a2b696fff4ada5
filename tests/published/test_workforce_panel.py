"""Workforce by trust and quarter: 1.094m FTE in March 2019 and 1.30m in the third quarter of 2023."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


@pytest.fixture
def found(became, published):
    return became(published / "trust_quarterly_panel_2009_2023" / "FINAL_workforce.csv")


def national(found) -> pl.DataFrame:
    return found.tables["workforce"].group_by("start", "group").agg(pl.col("fte").sum())


def test_all_rows_are_read(found):
    assert found.source == "workforce_panel"
    assert len(found.tables["workforce"]) == 6432 * 27
    assert not found.reasons


def test_the_staff_of_england_are_as_published(found):
    total = {str(day): fte for day, group, fte in national(found).rows() if group == "all"}

    assert len(total) == 20
    assert round(total["2019-03-01"] / 1e6, 3) == 1.094
    assert round(total["2023-07-01"] / 1e6, 2) == 1.30
    # No quarter is another one's third or threefold.
    assert 1.09e6 < min(total.values()) < max(total.values()) < 1.33e6


def test_the_groups_add_up_to_those_they_belong_to(found):
    fte = {(day, group): fte for day, group, fte in national(found).rows()}
    parts = {
        "all": ("clinical professionals", "support to clinical staff", "infrastructure support", "other"),
        "clinical professionals": (
            "doctors",
            "nurses and health visitors",
            "midwives",
            "ambulance staff",
            "scientific, therapeutic and technical",
        ),
        "doctors": ("consultants", "resident doctors", "specialty and other doctors"),
    }

    for day in {day for day, _ in fte}:
        for whole, groups in parts.items():
            assert fte[(day, whole)] == pytest.approx(sum(fte[(day, group)] for group in groups), rel=1e-6)
