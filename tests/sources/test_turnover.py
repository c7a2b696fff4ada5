"""Joiners, leavers and staff in post, as NHS England publishes them each month."""

HEADER = (
    "PERIOD,TYPE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,REPORTING_ORG_NAME,REPORTING_ORG_CODE,"
    "CLUSTER_GROUP,BENCHMARK_GROUP,STAFF_GROUP_1_NAME,HC,FTE"
)
ASHBY = "Y56,London,QKK,Ashby System,Ashby NHS Trust,RA1,Acute,Acute - Small"
MIDWIVES = f"202510 to 202511,Denominator at end of period,{ASHBY},Midwives,60,50"


def test_movements_stand_beside_the_staff_in_post_at_the_end(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            {MIDWIVES}
            202510 to 202511,Denominator at start of period,{ASHBY},Midwives,59,49
            202510 to 202511,Joiners,{ASHBY},Midwives,3,2.5
            202510 to 202511,Leavers,{ASHBY},Midwives,2,1.5
        """)
    )

    assert found.source == "turnover"
    [(day, *rest)] = found.rows(
        "turnover",
        "start",
        "months",
        "group",
        "joiners",
        "leavers",
        "joiners_fte",
        "leavers_fte",
        "in_post_fte",
    )
    # Who joined between the end of October and the end of November joined in November.
    assert (str(day), *rest) == ("2025-11-01", 1, "midwives", 3, 2, 2.5, 1.5, 50)


def test_staff_in_post_are_those_of_the_month_that_ends_the_period(became, text_file):
    found = became(text_file(f"{HEADER}\n{MIDWIVES}\n{MIDWIVES.replace('at end', 'at start')}"))

    [(day, *rest)] = found.rows("workforce", "start", "months", "fte", "headcount")
    assert (str(day), *rest) == ("2025-11-01", 1, 50, 60)
    assert [(note.reason[:38], note.rows) for note in found.left_out] == [
        ("staff in post at the start of the peri", 1)
    ]


def test_a_year_of_movements_begins_in_the_month_after_the_first(became, text_file):
    found = became(text_file(f"{HEADER}\n{MIDWIVES.replace('202510', '202411')}"))

    [(day, months)] = found.rows("turnover", "start", "months")
    assert (str(day), months) == ("2024-12-01", 12)


def test_totals_without_resident_doctors_are_not_called_all(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            202510 to 202511,Denominator at end of period,{ASHBY},All staff groups,500,450
            202510 to 202511,Denominator at end of period,{ASHBY},HCHS Doctors (exc. Resident doctors and equivalents),70,60
        """)
    )

    assert sorted(found.tables["workforce"]["group"]) == [
        "all except resident doctors",
        "doctors except resident doctors",
    ]


def test_no_row_of_joiners_is_missing_and_not_zero(became, text_file):
    found = became(text_file(f"{HEADER}\n{MIDWIVES}"))

    assert found.rows("turnover", "joiners", "leavers", "in_post") == [(None, None, 60)]


def test_two_figures_for_one_thing_and_an_unknown_group_are_put_aside(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            202510 to 202511,Joiners,{ASHBY},Midwives,3,2.5
            202510 to 202511,Joiners,{ASHBY},Midwives,4,3.5
            202510 to 202511,Leavers,{ASHBY},Wizards,4,3.5
        """)
    )

    assert sorted(found.reasons) == [
        "group is none of the known values: Wizards",
        "joiners is no number: 3 and 4; joiners_fte is no number: 2.5 and 3.5",
    ]


def test_a_kind_of_row_that_nobody_knows_is_left_out_and_counted(became, text_file):
    found = became(text_file(f"{HEADER}\n{MIDWIVES}\n202510 to 202511,Movers,{ASHBY},Midwives,3,2.5"))

    assert [(note.reason, note.rows) for note in found.left_out] == [("TYPE is none that we know", 1)]
