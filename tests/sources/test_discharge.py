"""Leaving hospital: daily reports added up by month, reasons for delay, and beds of the same reports."""

from datetime import date

import polars as pl
import pytest


@pytest.fixture
def parquet(tmp_path):
    def write(rows: list[dict]):
        path = tmp_path / "any-name.parquet"
        pl.DataFrame(rows, infer_schema_length=None).write_parquet(path)
        return path

    return write


def delayed(code, day, figure):
    return {"nhs_trust22_code": code, "date": day, "do_not_meet_criteria_to_reside": figure}


def test_days_add_up_by_month_and_tell_how_many_they_are(became, parquet):
    found = became(
        parquet(
            [
                delayed("RAJ", date(2022, 4, 1), 111.0),
                delayed("RAJ", date(2022, 4, 2), 67.0),
                delayed("RAJ", date(2022, 5, 1), 241.0),
                delayed("RAJ", date(2022, 5, 2), None),
            ]
        )
    )

    assert found.source == "criteria_to_reside"
    assert found.rows(
        "discharge_delays", "organisation", "start", "delayed_days", "days_reported", "row"
    ) == [
        ("RAJ", date(2022, 4, 1), 111.0 + 67.0, 2.0, 2),
        ("RAJ", date(2022, 5, 1), 241.0, 1.0, 4),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [("a day without a figure", 1)]


def test_a_zero_before_the_first_report_is_missing_and_a_later_one_is_a_zero(became, parquet):
    found = became(
        parquet(
            [
                delayed("RDU", date(2022, 4, 1), 0.0),
                delayed("RDU", date(2022, 4, 2), 50.0),
                delayed("RDU", date(2022, 4, 3), 0.0),
                delayed(None, date(2022, 4, 3), None),
            ]
        )
    )

    assert found.rows("discharge_delays", "organisation", "delayed_days", "days_reported") == [
        ("RDU", 50.0, 2.0)
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("no organisation", 1),
        ("a zero before the organisation began to report", 1),
    ]


def test_a_day_that_is_no_number_or_below_zero_is_put_aside_and_not_lost_in_the_sum(became, text_file):
    found = became(
        text_file("""
            nhs_trust22_code,date,do_not_meet_criteria_to_reside
            RAJ,2022-04-01,100
            RAJ,2022-04-02,a few
            RAJ,2022-04-03,-5
        """)
    )

    assert found.rows("discharge_delays", "delayed_days", "days_reported") == [(100.0, 1.0)]
    assert found.quarantine.select("row", "reason").rows() == [
        (3, "delayed_days is no number: a few"),
        (4, "delayed_days is below 0: -5"),
    ]


def test_discharges_by_five_are_missing_once_they_were_no_longer_collected(became, parquet):
    found = became(
        parquet(
            [
                {"nhs_trust22_code": "RAJ", "date": date(2023, 5, 30), "discharged_by_1700": 19.0, "discharged_between_1701_2359": 5.0, "discharged_total": 24.0},
                {"nhs_trust22_code": "RAJ", "date": date(2023, 5, 31), "discharged_by_1700": 33.0, "discharged_between_1701_2359": 11.0, "discharged_total": 44.0},
                {"nhs_trust22_code": "RAJ", "date": date(2023, 6, 1), "discharged_by_1700": None, "discharged_between_1701_2359": None, "discharged_total": 50.0},
            ]
        )
    )  # fmt: skip

    assert found.source == "discharged_patients"
    assert found.rows("discharges", "start", "discharged", "discharged_by_1700", "days_reported") == [
        (date(2023, 5, 1), 24.0 + 44.0, 19.0 + 33.0, 2.0),
        (date(2023, 6, 1), 50.0, None, 1.0),
    ]


def test_reasons_keep_their_words_without_odd_blanks_and_hidden_counts_are_missing(became, parquet):
    common = {"nhs_trust22_name": "Ashby", "nhs_trust22_code": "RAJ", "date": date(2024, 6, 1)}
    found = became(
        parquet(
            [
                {**common, "delay_reason": "Interface\u00a0process – Self-funded", "delay_count": 11.0},
                {**common, "delay_reason": "Hospital process – Awaiting therapy", "delay_count": None},
            ]
        )
    )

    assert found.source == "delay_reasons"
    assert found.rows("discharge_delay_reasons", "start", "delay_reason", "count") == [
        (date(2024, 6, 1), "Interface process – Self-funded", 11.0),
        (date(2024, 6, 1), "Hospital process – Awaiting therapy", None),
    ]


BEDS = (
    "general_acute_beds",
    "adult_general_acute_beds",
    "paediatric_general_acute_beds",
    "adult_critical_care_beds",
    "paediatric_intensive_cared_beds",
    "neonatal_intensive_care_bed",
)


def reported_beds(month, first, code="R0A"):
    figures = {f"{name}_available": first + place for place, name in enumerate(BEDS)}
    figures |= {f"{name}_occupied": first + place - 1 for place, name in enumerate(BEDS)}
    return (
        {"nhs_trust22_code": code, "date": month}
        | figures
        | {"neonatal_intensive_care_bed_available": None, "neonatal_intensive_care_bed_occupied": None}
    )


def test_beds_of_a_month_stay_apart_from_those_of_kh03(became, parquet):
    found = became(parquet([reported_beds("April 2022", 100.0)]))

    assert found.source == "sitrep_beds"
    acute = found.rows("monthly_acute_beds", "organisation", "start", "patients", "available", "occupied")
    assert sorted(acute) == [
        ("R0A", date(2022, 4, 1), "adult", 101.0, 100.0),
        ("R0A", date(2022, 4, 1), "all", 100.0, 99.0),
        ("R0A", date(2022, 4, 1), "paediatric", 102.0, 101.0),
    ]
    assert sorted(found.rows("critical_care_beds", "start", "kind", "available", "occupied")) == [
        (date(2022, 4, 1), "adult", 103.0, 102.0),
        (date(2022, 4, 1), "paediatric", 104.0, 103.0),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("no figure for these critical care beds", 1)
    ]


def test_a_month_that_is_an_earlier_one_again_is_left_out(became, parquet):
    found = became(
        parquet(
            [
                reported_beds("August 2022", 100.0),
                reported_beds("July 2022", 100.0),
                reported_beds("September 2022", 90.0),
            ]
        )
    )

    assert found.tables["monthly_acute_beds"]["start"].unique().sort().to_list() == [
        date(2022, 7, 1),
        date(2022, 9, 1),
    ]
    assert found.left_out[0].reason == "August 2022 is July 2022 again, figure for figure"
