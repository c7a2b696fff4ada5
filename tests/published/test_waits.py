"""Waits, tests, stays and quality: the publications' own totals."""

import zipfile
from datetime import date

import polars as pl
import pytest

from openefficiency.sources import known
from openefficiency.sources.opening import open_document

pytestmark = pytest.mark.published


@pytest.fixture
def extract(published, tmp_path):
    with zipfile.ZipFile(
        published / "rtt_waiting_times" / "Full-CSV-data-file-Jan26-ZIP-4M-WL5BiP.zip"
    ) as zipped:
        return tmp_path / zipped.extract(zipped.namelist()[0], tmp_path)


def test_the_waiting_list_of_january_2026_is_7187677(became, extract):
    found = became(extract)

    rows = found.tables["waiting_times"]
    totals = rows.filter(treatment_function="all").group_by("pathway").agg(pl.col("pathways").sum())
    assert (found.source, len(rows), found.notes) == ("rtt", 18_650, ())
    assert dict(totals.rows()) == {
        "admitted": 302_826,
        "non-admitted": 1_251_335,
        "incomplete": 7_187_677,
        "incomplete with decision to admit": 1_189_547,
        "new": 1_773_734,
    }
    waiting = rows.filter(treatment_function="all", pathway="incomplete")
    assert (waiting["within_18_weeks"] + waiting["over_52_weeks"] <= waiting["pathways"]).all()
    assert waiting["within_18_weeks"].sum() / waiting["pathways"].sum() == pytest.approx(0.615, abs=0.005)
    assert rows.filter(pathway="new")["within_18_weeks"].null_count() == len(rows.filter(pathway="new"))
    assert not found.reasons


def test_the_rtt_panel_holds_543_providers_and_functions_that_add_up(became, published):
    found = became(published / "trust_quarterly_panel_2009_2023" / "rtt_data.parquet")

    rows = found.tables["waiting_times"].filter(pathway="incomplete")
    by_month = rows.group_by("start").agg(
        all=pl.col("pathways").filter(treatment_function="all").sum(),
        functions=pl.col("pathways").filter(pl.col("treatment_function") != "all").sum(),
    )
    assert (found.source, len(found.tables["waiting_times"])) == ("rtt_panel", 1_285_059)
    assert found.tables["waiting_times"]["organisation"].n_unique() == 543
    assert by_month["start"].n_unique() == 72
    assert (by_month["all"] == by_month["functions"]).all()
    assert by_month.filter(start=date(2018, 4, 1))["all"].to_list() == [4_037_223]
    assert not found.reasons


def test_diagnostic_tests_add_up_to_the_total_of_every_provider(became, published):
    found = became(published / "trust_quarterly_panel_2009_2023" / "diagnostic_data.parquet")

    rows = found.tables["diagnostics"]
    sums = rows.group_by("organisation", "start").agg(
        all=pl.col("tests").filter(test="all").sum(),
        each=pl.col("tests").filter(pl.col("test") != "all").sum(),
    )
    assert (found.source, len(rows), len(sums)) == ("diagnostics_panel", 32_847 * 16, 32_847)
    assert (sums["all"] == sums["each"]).all()
    assert rows.filter(start=date(2018, 3, 1), test="all")["tests"].sum() == 1_859_360
    assert not found.reasons


@pytest.mark.parametrize(
    ("file", "variant", "rows", "left_out"),
    [
        ("los_unadjusted.csv", "unadjusted", 2519, 0),
        ("los_age_complexity_adjusted.csv", "adjusted", 2507, 12),
    ],
)
def test_stays_of_21_quarters_are_read(became, published, file, variant, rows, left_out):
    found = became(published / "trust_quarterly_panel_2009_2023" / file)

    stays = found.tables["length_of_stay"]
    assert (found.source, len(stays), stays["start"].n_unique()) == ("los_panel", rows, 21)
    assert stays["variant"].unique().to_list() == [variant]
    assert sum(left.rows for left in found.left_out) == left_out
    # Stays were shortest in the summer after the first wave of Covid.
    means = stays.group_by("start").agg(pl.col("days").mean()).sort("days")
    assert means["start"][0] == date(2020, 7, 1)
    assert not found.reasons


@pytest.mark.parametrize(
    ("file", "source", "table", "rows"),
    [
        ("shmi.csv", "mortality_panel", "mortality", 952),
        ("AE.csv", "performance_panel", "performance", 1379),
        ("RTT.csv", "performance_panel", "performance", 1330),
        ("CQC_ratings.csv", "cqc_panel", "ratings", 8155),
    ],
)
def test_quality_of_the_trust_panel_is_read(became, published, file, source, table, rows):
    found = became(published / "hospital_management_panel" / file)

    assert (found.source, len(found.tables[table])) == (source, rows)
    assert not found.reasons


# The same figures again after mergers, joins of other files, and what holds nothing that a table keeps.
# The monthly compilation is left: its totals are exactly twice the waiting list.
UNKNOWN = (
    "beds_theatres_kh03/supporting-facilities_clean_org_change_adj.csv",
    "beds_theatres_kh03/trust_lookup_uncomplicated_changes.csv",
    "discharge_sitrep/HealthFoundation_delayed_discharge_trust_figures_2024-26.xlsx",
    "hospital_management_panel/CQC_ratings_lookup.csv",
    "ods_reference/mental_health_trusts.csv",
    "trust_monthly_2024_25/unified_monthly_rtt_ae_dm01_capacity_2024-08_to_2025-07.csv",
    "trust_quarterly_panel_2009_2023/elective_em_proportions.csv",
    "trust_quarterly_panel_2009_2023/regression_data.csv",
)


@pytest.mark.parametrize("file", UNKNOWN)
def test_what_is_no_publication_of_ours_is_not_recognised(published, engine, file):
    assert known.recognise(open_document(published / file, engine=engine)) is None


def test_the_totals_of_the_monthly_compilation_are_twice_the_waiting_list(published):
    [file] = (published / "trust_monthly_2024_25").glob("*.csv")

    totals = (
        pl.read_csv(file, infer_schema_length=0)
        .group_by("period")
        .agg(pl.col("trust_total_total_incomplete_pathways").cast(pl.Float64).sum().alias("waiting"))
    )

    # NHS England published between 7.3 and 7.7 million for each of these months.
    assert totals["waiting"].min() > 2 * 7.0e6
