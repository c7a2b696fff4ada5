"""A&E by trust, April 2021 to July 2025: two of the 52 months are the same months of the year before."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


@pytest.fixture
def found(became, published):
    return became(published / "discharge_sitrep" / "england_trust_accidents_emergency.parquet")


def test_february_and_march_2025_are_copies_and_are_left_out(found):
    assert found.source == "trust_ae_totals"
    assert [(note.reason, note.rows) for note in found.left_out] == [
        ("February 2025 is February 2024 again, figure for figure", 151),
        ("March 2025 is March 2024 again, figure for figure", 150),
    ]
    assert len(found.tables["emergency_attendances"]) == 7895 - 151 - 150
    assert found.tables["emergency_attendances"]["start"].n_unique() == 50
    assert not found.reasons


def test_what_is_kept_agrees_with_the_panel_of_major_departments(became, published, found):
    file = published / "ae_attendances" / "england_ae_type1_monthly_2019-04_to_2026-05.csv"
    panel = became(file).tables["emergency_admission_waits"]
    both = found.tables["emergency_admission_waits"].join(
        panel, on=["organisation", "start"], suffix="_of_panel"
    )

    same = pl.col("emergency_admissions") == pl.col("emergency_admissions_of_panel")
    assert len(both) > 6000
    assert both.select(same.mean()).item() > 0.99
    assert both.group_by("start").agg(same.mean().alias("share"))["share"].min() > 0.95
