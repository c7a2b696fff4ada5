"""Referral to treatment, diagnostics and length of stay."""

from datetime import date

import polars as pl

BANDS = [f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in range(104)]
EXTRACT = ",".join(
    [
        "Period,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,Commissioner Parent Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,RTT Part Type,RTT Part Description,Treatment Function Code,Treatment Function Name",
        *BANDS,
        "Gt 104 Weeks SUM 1,Total,Patients with unknown clock start date,Total All",
    ]
)


def pathways(provider, commissioner, part, function, waits, total, period="RTT-January-2026"):
    """Waits by the week in which they lie; None leaves every week blank."""
    weeks = [""] * 105 if waits is None else [str(waits.get(week, 0)) for week in range(105)]
    return ",".join(
        [period, "QE1", "ASHBY ICB", provider, "ASHBY", "", "", commissioner, "NAME", part, "Description", function, "Name", *weeks, "", "", str(total)]
    )  # fmt: skip


def test_commissioners_are_added_up_and_weeks_counted_up_to_18_and_beyond_52(became, text_file):
    found = became(
        text_file(
            "\n".join(
                [
                    EXTRACT,
                    pathways("R0A", "36L", "Part_2", "C_100", {0: 5, 17: 3, 18: 2, 51: 1}, 11),
                    pathways("r0a", "91Q", "Part_2", "C_100", {0: 1, 52: 4, 104: 6}, 11),
                    pathways("R0A", "36L", "Part_2", "C_999", {0: 6, 17: 3, 18: 2, 51: 1, 52: 4, 104: 6}, 22),
                    pathways("R0A", "36L", "Part_3", "X05", None, 7),
                ]
            )
        )
    )

    assert found.source == "rtt"
    assert found.rows(
        "waiting_times", "organisation", "start", "treatment_function", "pathway", "pathways", "within_18_weeks", "over_52_weeks", "row"
    ) == [
        ("R0A", date(2026, 1, 1), "100", "incomplete", 22.0, 5 + 3 + 1, 4 + 6, 2),
        ("R0A", date(2026, 1, 1), "all", "incomplete", 22.0, 6 + 3, 4 + 6, 4),
        ("R0A", date(2026, 1, 1), "X05", "new", 7.0, None, None, 5),
    ]  # fmt: skip
    assert found.notes == ("does not add up: new pathways by treatment function are 7; the totals print 0",)


def test_one_bad_cell_puts_its_sum_aside_and_is_not_read_as_nothing(became, text_file):
    found = became(
        text_file(
            "\n".join(
                [
                    EXTRACT,
                    pathways("R0A", "36L", "Part_2", "C_100", {0: "few"}, 11),
                    pathways("R0A", "91Q", "Part_2", "C_100", {0: 5}, 5),
                    pathways("R0B", "91Q", "Part_2", "C_100", {0: 5}, ""),
                    pathways("R0C", "91Q", "Part_9", "C_100", {0: 5}, 5),
                    pathways("R0D", "91Q", "Part_2", "C_100", {0: 5}, 5, period="January"),
                ]
            )
        )
    )

    assert found.rows("waiting_times") == []
    assert found.reasons == [
        "pathways is no number: few",
        "pathways is no number: a row without a total",
        "pathway is none of the known values: Part_9",
        "start is no day: January",
    ]


def test_the_panel_has_five_kinds_of_pathways_and_nothing_where_there_were_none(became, tmp_path):
    path = tmp_path / "any-name.parquet"
    pl.DataFrame(
        {
            "X": [1, 2],
            "date": ["2018-04-01", "2018-04-01"],
            "treatment_function_code": ["C_100", "C_999"],
            "treatment_function_name": ["General Surgery", "Total"],
            "trust_code": ["ADP02", "ADP02"],
            "completed_pathways_for_admitted_patients": [41, 41],
            "completed_pathways_for_non_admitted_patients": [25, 25],
            "incomplete_pathways": [252, 252],
            "incomplete_pathways_with_dta": [119, None],
            "new_rtt_periods_all_patients": [91, None],
        }
    ).write_parquet(path)

    found = became(path)

    assert found.source == "rtt_panel"
    assert sorted(found.rows("waiting_times", "treatment_function", "pathway", "pathways")) == [
        ("100", "admitted", 41.0),
        ("100", "incomplete", 252.0),
        ("100", "incomplete with decision to admit", 119.0),
        ("100", "new", 91.0),
        ("100", "non-admitted", 25.0),
        ("all", "admitted", 41.0),
        ("all", "incomplete", 252.0),
        ("all", "non-admitted", 25.0),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [("no such pathways", 2)]


DIAGNOSTICS = (
    ["trust_code", "date", "audiology_audiology_assessments", "barium_enema", "cardiology_echocardiography", "cardiology_electrophysiology", "colonoscopy", "computed_tomography", "cystoscopy", "dexa_scan", "flexi_sigmoidoscopy", "gastroscopy", "magnetic_resonance_imaging", "neurophysiology_peripheral_neurophysiology", "non_obstetric_ultrasound", "respiratory_physiology_sleep_studies", "total", "urodynamics_pressures_flows", "audiology_assessments", "ct", "echocardiography", "electrophysiology", "mri", "peripheral_neurophys", "sleep_studies", "urodynamics", "all_diagnostics_tests"]
)  # fmt: skip


def test_a_test_has_one_name_whatever_the_month_called_it(became, text_file):
    old = {"trust_code": "R0A", "date": "2018-03-01", "computed_tomography": "76", "total": "80"}
    new = {"trust_code": "R0A", "date": "2018-04-01", "ct": "77", "all_diagnostics_tests": "81"}
    lines = [",".join(row.get(name, "") for name in DIAGNOSTICS) for row in (old, new)]

    found = became(text_file("\n".join([",".join(DIAGNOSTICS), *lines])))

    assert found.source == "diagnostics_panel"
    assert sorted(found.rows("diagnostics", "start", "test", "tests")) == [
        (date(2018, 3, 1), "all", 80.0),
        (date(2018, 3, 1), "computed tomography", 76.0),
        (date(2018, 4, 1), "all", 81.0),
        (date(2018, 4, 1), "computed tomography", 77.0),
    ]


def test_stays_are_of_the_quarters_of_the_calendar_plain_or_adjusted(became, text_file):
    plain = became(text_file(",cal_quarter,PROCODE,los_unadjusted\n1,Q1   2018,R0A,8.1\n2,Q4   2018,r0a,7.5"))
    adjusted = became(
        text_file(
            ",cal_quarter,PROCODE,standard_los\n1,Q2   2020,R0A,6.5\n2,Q2   2020,R0D,0\n3,Spring,R0E,5",
            name="adjusted.csv",
        )
    )

    assert plain.source == adjusted.source == "los_panel"
    assert plain.rows("length_of_stay", "organisation", "start", "variant", "days") == [
        ("R0A", date(2018, 1, 1), "unadjusted", 8.1),
        ("R0A", date(2018, 10, 1), "unadjusted", 7.5),
    ]
    assert adjusted.rows("length_of_stay", "organisation", "start", "variant", "days") == [
        ("R0A", date(2020, 4, 1), "adjusted", 6.5)
    ]
    assert [(left.reason, left.rows) for left in adjusted.left_out] == [
        ("a mean of 0 days: not worked out", 1)
    ]
    assert adjusted.reasons == ["start is no day: Spring"]
