"""Major A&E departments by trust, gathered month by month."""

HEADER = (
    "trust_code,trust_region,trust_name,attendances_type1,breaches_4hr_type1,pct_4hr_type1,waits_12hr,"
    "admissions_type1,total_admissions,period"
)


def test_major_departments_and_the_waits_for_a_bed(became, text_file):
    found = became(
        text_file(
            f"{HEADER}\nra1,NHS England London,Ashby NHS Trust,1000.0,250.0,0.75,12.0,300.0,360.0,2019-04-01"
        )
    )

    assert found.source == "ae_type1_panel"
    [(name, day, *rest)] = found.rows(
        "emergency_attendances",
        "organisation",
        "start",
        "department",
        "attendances",
        "over_four_hours",
        "admissions",
    )
    assert (name, str(day), *rest) == ("RA1", "2019-04-01", "major", 1000, 250, 300)
    assert found.rows(
        "emergency_admission_waits", "over_four_hours", "over_twelve_hours", "emergency_admissions"
    ) == [(None, 12, 360)]


def test_a_trust_that_did_not_send_the_four_hours_has_them_missing(became, text_file):
    found = became(
        text_file(f"{HEADER}\nRA1,NHS England London,Ashby NHS Trust,1000.0,,,12.0,300.0,360.0,2019-04-01")
    )

    assert found.rows("emergency_attendances", "attendances", "over_four_hours") == [(1000, None)]


def test_attendances_that_are_no_number_are_put_aside(became, text_file):
    found = became(
        text_file(
            f"{HEADER}\nRA1,NHS England London,Ashby NHS Trust,lots,1.0,0.5,12.0,300.0,360.0,2019-04-01"
        )
    )

    assert found.reasons == ["attendances is no whole number: lots"]
