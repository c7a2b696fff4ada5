"""Productivity growth and oversight metrics: the publisher's layouts, and a third party's profiles."""

from datetime import date

import pytest

from openefficiency.errors import RefusedFile

TITLE = "NHS productivity growth estimates: financial year 2024/25 compared with 2023/24"
HEADER = [
    "Org code",
    "Trust name",
    "Cost weighted activity growth",
    "Real terms resource growth",
    "Productivity growth estimate",
]


def book(workbook, *rows, title=TITLE):
    """The header stands in the fifteenth row."""
    return workbook({"Notes": [["Contents"]], "Table 1": [[title], *[[None]] * 13, HEADER, *rows]})


def test_growth_is_read_below_the_fifteenth_row_for_the_later_year_of_the_title(became, workbook):
    found = became(
        book(
            workbook,
            ["r0a", "Ashby", 0.06, 0.0365, 1.06 / 1.0365 - 1],
            [None, "Note: provisional", None, None, None],
            ["RC9", "Berrow", "suppressed", 0.01, 0.02],
        )
    )

    assert found.source == "productivity_workbook"
    assert found.rows(
        "productivity_growth", "organisation", "year", "against", "activity_growth", "resource_growth", "row"
    ) == [("R0A", "2024/25", "2023/24", 0.06, 0.0365, 16)]
    assert [(left.sheet, left.rows) for left in found.left_out] == [("Table 1", 1)]
    assert found.reasons == ["activity_growth is no fraction: suppressed"]


def test_growth_in_percent_is_refused_and_never_read_as_a_hundredfold(became, workbook):
    with pytest.raises(RefusedFile, match="not in the unit that is expected"):
        became(book(workbook, ["R0A", "Ashby", 6.0, 3.65, 2.27]))


def test_growth_of_no_year_is_refused(became, workbook):
    with pytest.raises(RefusedFile, match="does not say which year"):
        became(book(workbook, ["R0A", "Ashby", 0.06, 0.0365, 0.0227], title="Growth estimates"))


OVERSIGHT = "Reporting_Date,Region,Trust_name,Trust_code,Trust_type,Trust_subtype,Metric_ID,Metric_description,Value,Rank"


def test_oversight_metrics_keep_the_quarter_as_published_and_tell_the_year(became, text_file):
    found = became(
        text_file(f"""
            {OVERSIGHT}
            Q3 2025/26,London,Ashby,R0A,Acute trust,Acute - Large,OF0085,Implied productivity,2.8,11
            31/12/2025,London,Ashby,R0A,Acute trust,Acute - Large,OF0079,Planned surplus,-0.5,12
            Q3 2025/26,London,Ashby,R0A,Acute trust,Acute - Large,OF0081,Variance,*,
            later,London,Ashby,R0A,Acute trust,Acute - Large,OF0081,Variance,1,1
        """)
    )

    assert found.source == "oversight_framework"
    assert sorted(found.rows("oversight", "metric", "year", "reported", "value"), key=str) == [
        ("OF0079", "2025/26", "31/12/2025", -0.5),
        ("OF0081", "2025/26", "Q3 2025/26", None),
        ("OF0085", "2025/26", "Q3 2025/26", 2.8),
    ]
    assert found.reasons[0].startswith("year is not written like 2016/17: later")


PROFILES = "org_code,org_name,data_month,Region,Trust_type,Trust_subtype,workforce_total_fte_latest,rc_cost_gap_pct,fin_est_sickness_cost_gbp_latest,overall_adjusted_segment,overall_avg_metric_score,domain_score_finance_productivity,domain_segment_finance_productivity,implied_productivity_pct,planned_surplus_deficit_pct,variance_to_financial_plan_pct,productivity_activity_growth,productivity_resource_growth,productivity_growth_estimate"


def test_profiles_give_kinds_growth_and_metrics_to_the_last_digit(became, text_file):
    found = became(
        text_file(f"""
            {PROFILES}
            R0A,ASHBY,2026-03,North West,Acute trust,Acute - Teaching,40000,12.1,1,3.0,2.36,1.68,1.0,2.8,0.0,0.0,0.0937080930018283,0.0357671695824455,0.0559401042251039
            REN,BERROW,2026-03,North West,Acute trust,Acute - Specialist,,,,,,,,,,,,,
            AAH,CALDER LTD,2026-03,,,,,,,,,,,,,,,,
            RZZ,DENE,2026-03,North West,Acute trust,Acute - Tiny,,,,,,,,,,,,,
        """)
    )

    assert found.source == "trust_profiles"
    assert sorted(found.rows("organisations", "organisation", "known_on", "type", "subtype")) == [
        ("AAH", date(2026, 3, 1), None, None),
        ("R0A", date(2026, 3, 1), "acute non-specialist", "Acute - Teaching"),
        ("REN", date(2026, 3, 1), "acute specialist", "Acute - Specialist"),
    ]
    assert found.rows(
        "productivity_growth",
        "organisation",
        "year",
        "activity_growth",
        "resource_growth",
        "published_growth",
    ) == [("R0A", "2024/25", 0.0937080930018283, 0.0357671695824455, 0.0559401042251039)]
    assert ("OF0085", 2.8) in found.rows("oversight", "metric", "value")
    assert found.reasons == ["type is none of the known values: Acute trust|Acute - Tiny"]


def test_columns_of_the_profiles_that_are_known_to_be_wrong_are_not_taken(became, text_file):
    found = became(
        text_file(f"""
            {PROFILES}
            R0A,ASHBY,2026-03,North West,Acute trust,Acute - Teaching,40000,12.1,777,3.0,2.36,1.68,1.0,2.8,0.0,0.0,0.09,0.03,0.05
        """)
    )

    assert found.tables.keys() == {"organisations", "productivity_growth", "oversight"}
    assert not {40000.0, 12.1, 777.0} & {value for (value,) in found.rows("oversight", "value")}
