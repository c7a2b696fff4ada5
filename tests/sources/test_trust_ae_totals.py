"""A&E attendances of all departments together, from the healthyr package; some months stand there twice."""

import polars as pl

COLUMNS = [
    "nhs_trust22_code",
    "total_attendances",
    "attendances_over_4hours",
    "total_emergency_admissions",
    "emergency_admissions_over_4hours",
    "pct_attendance_over_4hours",
    "pct_emergency_admissions_over_4hours",
    "date",
]


def panel(folder, *rows: tuple):
    path = folder / "panel.parquet"
    pl.DataFrame(rows, schema=COLUMNS, orient="row").write_parquet(path)
    return path


def test_all_departments_together_and_the_waits_for_a_bed(became, tmp_path):
    found = became(panel(tmp_path, ("ra1", 1000.0, None, 300.0, 20.0, None, 0.07, "April 2021")))

    assert found.source == "trust_ae_totals"
    [(name, day, *rest)] = found.rows(
        "emergency_attendances", "organisation", "start", "department", "attendances", "over_four_hours"
    )
    assert (name, str(day), *rest) == ("RA1", "2021-04-01", "all", 1000, None)
    assert found.rows(
        "emergency_admission_waits", "over_four_hours", "over_twelve_hours", "emergency_admissions"
    ) == [(20, None, 300)]


def test_a_month_that_is_an_earlier_one_figure_for_figure_is_left_out(became, tmp_path):
    found = became(
        panel(
            tmp_path,
            ("RA1", 1000.0, 400.0, 300.0, 20.0, 0.4, 0.07, "February 2025"),
            ("RA2", 500.0, 100.0, 90.0, 2.0, 0.2, 0.02, "February 2025"),
            ("RA1", 900.0, 400.0, 300.0, 20.0, 0.4, 0.07, "March 2025"),
            ("RA2", 500.0, 100.0, 90.0, 2.0, 0.2, 0.02, "February 2024"),
            ("RA1", 1000.0, 400.0, 300.0, 20.0, 0.4, 0.07, "February 2024"),
        )
    )

    assert {str(day) for (day,) in found.rows("emergency_attendances", "start")} == {
        "2024-02-01",
        "2025-03-01",
    }
    assert [(note.reason, note.rows) for note in found.left_out] == [
        ("February 2025 is February 2024 again, figure for figure", 2)
    ]


def test_a_month_that_is_none_is_put_aside(became, tmp_path):
    found = became(panel(tmp_path, ("RA1", 1000.0, 1.0, 300.0, 20.0, 0.1, 0.07, "Spring 2021")))

    assert set(found.reasons) == {"start is no day: Spring 2021"}
