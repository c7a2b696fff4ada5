"""Beds, theatres and discharge: England's totals as the publications print them."""

from datetime import date

import polars as pl
import pytest

pytestmark = pytest.mark.published


def england(beds, start, sector="general and acute", column="available", stay="overnight") -> float:
    return beds.filter(start=start, sector=sector, stay=stay)[column].sum()


def test_kh03_adds_up_to_england_but_for_the_day_beds_of_its_first_year(became, published):
    found = became(published / "beds_theatres_kh03" / "overnight_day_beds_2010_24_clean.csv")

    beds = found.tables["beds"]
    assert (found.source, len(beds), beds["start"].n_unique()) == ("kh03", 122_655, 58)
    assert england(beds, date(2019, 7, 1)) == pytest.approx(100_370, abs=1)
    # Covid emptied wards in the spring of 2020, which shows that the year is that of the calendar.
    assert england(beds, date(2020, 4, 1)) == pytest.approx(92_559.5, abs=0.1)
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("England as a whole", 58),
        ("no figure for this kind of bed", 2405),
    ]
    # The organisations of 2010-11 have 81 day beds fewer than England, in every quarter.
    assert [note.split(" is ")[0] for note in found.notes] == [
        f"does not add up: beds.available (start {start}, sector all, stay day)"
        for start in ("2010-04-01", "2010-07-01", "2010-10-01", "2011-01-01")
    ]
    assert not found.reasons


def test_kh03_before_2010_adds_up_but_for_the_rows_that_are_odd(became, published):
    found = became(published / "beds_theatres_kh03" / "overnight_day_beds_2000_10_clean.csv")

    beds = found.tables["beds"]
    assert (found.source, len(beds), beds["start"].n_unique()) == ("kh03_2000_10", 19_393, 10)
    assert england(beds, date(2003, 4, 1)) == pytest.approx(137_246.7, abs=0.1)
    # Row 3633 is England in 2004 under the year 2005; 2000 has two totals of day beds; and some
    # organisations of 2007 and 2009 are missing from the file.
    assert [note.split("prints ")[1] for note in found.notes] == [
        "180,966.49",
        "158,461.08",
        "8,036.49",
        "10,479.00",
        "11,220.95",
        "136,184.38",
        "117,270.41",
    ]
    assert not found.reasons


def test_specialties_add_up_to_the_beds_of_kh03_in_the_quarter_of_their_label(became, published):
    folder = published / "beds_theatres_kh03"
    found = became(folder / "kh03_occupied_beds_by_specialty.parquet")
    kh03 = became(folder / "overnight_day_beds_2010_24_clean.csv").tables["beds"]

    rows = found.tables["beds_by_specialty"]
    sums = (
        rows.filter(sector="general and acute")
        .group_by("organisation", "start")
        .agg(pl.col("occupied").sum().alias("added_up"))
    )
    both = sums.join(
        kh03.filter(sector="general and acute", stay="overnight"), on=["organisation", "start"], how="left"
    )
    assert (found.source, len(rows)) == ("kh03_by_specialty", 169_646)
    assert both["occupied"].null_count() == 0
    assert ((both["added_up"] - both["occupied"]).abs() < 0.5).mean() > 0.995
    assert not found.reasons


def test_the_quarterly_panel_adds_up_to_england_and_counts_ten_quarters_twice(became, published):
    found = became(
        published / "beds_theatres_kh03" / "kh03_ae_cancelled_ops_nctr_quarterly_2018-19_to_2024-25.csv"
    )

    beds, cancelled = found.tables["beds"], found.tables["cancelled_operations"]
    assert (found.source, len(beds), beds["start"].n_unique()) == ("kh03_quarterly_panel", 10_872, 28)
    assert england(beds, date(2025, 1, 1)) == pytest.approx(106_068.1, abs=0.1)
    assert found.notes == ()
    assert len(cancelled) == 1474
    assert cancelled.filter(start=date(2018, 4, 1))["cancelled"].sum() == 18_805
    assert cancelled["start"].n_unique() == 10
    assert ("cancelled operations of a quarter that were counted twice", 1383) in [
        (left.reason, left.rows) for left in found.left_out
    ]
    assert not found.reasons


@pytest.mark.parametrize(
    ("file", "source", "rows", "differ"),
    [
        ("trust_quarterly_panel_2009_2023/FINAL_overnight_beds.csv", "overnight_beds_panel", 8006, 6),
        ("hospital_management_panel/beds.csv", "beds_panel", 2089, 7),
    ],
)
def test_panels_of_beds_are_kh03_in_the_quarters_they_are_given(
    became, published, file, source, rows, differ
):
    found = became(published / file)
    kh03 = became(published / "beds_theatres_kh03" / "overnight_day_beds_2010_24_clean.csv").tables["beds"]

    panel = found.tables["beds"]
    both = panel.join(kh03, on=["organisation", "start", "sector", "stay"], how="left", suffix="_kh03")
    assert (found.source, len(panel)) == (source, rows)
    assert both["available_kh03"].null_count() == 0
    assert ((both["available"] - both["available_kh03"]).abs() > 0.51).sum() == differ
    assert not found.reasons


def test_critical_care_adds_up_to_england_in_every_month_with_trusts(became, published):
    found = became(published / "beds_theatres_kh03" / "critical_care_beds_2002_20_clean.csv")

    beds = found.tables["critical_care_beds"]
    assert (found.source, len(beds), found.notes) == ("critical_care", 54_669, ())
    assert beds.filter(start=date(2020, 2, 1), kind="adult")["available"].sum() == 4122
    # Between 2007 and 2009 there are health authorities only.
    assert beds.filter(pl.col("start").is_between(date(2007, 2, 1), date(2009, 12, 1))).is_empty()
    assert found.left_out[1].rows == 5 * 10
    assert not found.reasons


@pytest.mark.parametrize("file", ["supporting-facilities.csv", "supporting-facilities_clean.csv"])
def test_theatres_add_up_to_england_in_every_quarter(became, published, file):
    found = became(published / "beds_theatres_kh03" / file)

    rows = found.tables["theatres"]
    assert (found.source, len(rows), found.notes) == ("theatres", 24_620, ())
    first = rows.filter(start=date(2003, 7, 1)).group_by("kind").agg(pl.col("theatres").sum())
    assert dict(first.rows()) == {"operating": 2784, "day case": 515}
    assert found.reasons == ["theatres is no number: Data not returned"] * 4


def test_the_panel_of_theatres_is_the_publication_figure_for_figure(became, published):
    found = became(published / "trust_quarterly_panel_2009_2023" / "operating_threatre_data.parquet")
    theatres = became(published / "beds_theatres_kh03" / "supporting-facilities.csv").tables["theatres"]

    panel = found.tables["theatres"]
    both = panel.join(theatres, on=["organisation", "start", "kind", "theatres"])
    assert (found.source, len(panel), len(both)) == ("theatres_panel", 4141, 4141)
    assert not found.reasons


def test_22800_patients_a_day_do_not_need_to_be_in_hospital(became, published):
    found = became(published / "discharge_sitrep" / "england_trust_criteria_to_reside.parquet")

    rows = found.tables["discharge_delays"]
    days = (date(2025, 8, 31) - date(2022, 4, 1)).days + 1
    assert (found.source, rows["organisation"].n_unique(), len(rows)) == ("criteria_to_reside", 121, 4889)
    assert rows["delayed_days"].sum() / days == pytest.approx(22_800, rel=0.01)
    assert rows["days_reported"].sum() == 147_965 - 3
    assert {left.reason: left.rows for left in found.left_out} == {
        "no organisation": 243,
        "a day without a figure": 1274,
        "a zero before the organisation began to report": 3,
    }
    assert not found.reasons


def test_discharges_keep_every_patient_of_the_daily_reports(became, published):
    file = published / "discharge_sitrep" / "england_trust_discharged_patients.parquet"
    found = became(file)

    rows, given = found.tables["discharges"], pl.read_parquet(file)
    assert (found.source, len(rows)) == ("discharged_patients", 4889)
    assert rows["discharged"].sum() == given["discharged_total"].sum()
    assert rows["discharged_by_1700"].sum() == given["discharged_by_1700"].sum()
    assert rows.filter(pl.col("discharged_by_1700").is_not_null())["start"].max() == date(2023, 5, 1)
    assert not found.reasons


def test_delay_reasons_of_119_trusts_and_twelve_months_are_read(became, published):
    found = became(published / "discharge_sitrep" / "england_delayed_discharge_reasons.parquet")

    rows = found.tables["discharge_delay_reasons"]
    assert (found.source, len(rows)) == ("delay_reasons", 52_651)
    assert (rows["organisation"].n_unique(), rows["start"].n_unique(), rows["delay_reason"].n_unique()) == (
        119,
        12,
        37,
    )
    assert not found.reasons


def test_beds_of_the_situation_reports_do_not_hold_july_2022_twice(became, published):
    found = became(published / "discharge_sitrep" / "england_critical_general_acute_beds.parquet")

    acute = found.tables["monthly_acute_beds"]
    assert (found.source, len(acute), len(found.tables["critical_care_beds"])) == (
        "sitrep_beds",
        15_971,
        14_961,
    )
    assert acute.filter(start=date(2022, 4, 1), patients="all")["available"].sum() == 98_268
    assert acute.filter(start=date(2022, 8, 1)).is_empty()
    assert found.left_out[0].reason == "August 2022 is July 2022 again, figure for figure"
    assert not found.reasons
