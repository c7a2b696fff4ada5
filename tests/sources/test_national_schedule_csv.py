"""The national schedule of 2023/24 and 2024/25 as one csv."""

FULL = """
    department_code,currency_code,currency_desc,activity,unit_cost,cost
    Ambulance,01 , Hear & Treat,1000,65.56,65560
    Elective Inpatients,AA22C,"Stroke, with CC Score 14+",,,1205.5
    Consultant Led,WF01A,Follow-up,100000000,100,10000000000
    Community diagnostic centres,CDC,Activity,x,10,30
"""


def test_departments_get_their_codes_and_blanks_around_are_taken_off(became, text_file):
    found = became(text_file(FULL, name="ncc_2024-25.csv"))

    assert found.source == "national_schedule_csv"
    assert found.rows(
        "national_costs", "year", "view", "department", "currency", "description", "activity", "cost"
    ) == [
        ("2024/25", "detail", "AMB", "01", "Hear & Treat", 1000.0, 65560.0),
        ("2024/25", "detail", "EL", "AA22C", "Stroke, with CC Score 14+", None, 1205.5),
        ("2024/25", "detail", "CL", "WF01A", "Follow-up", 100000000.0, 10000000000.0),
    ]
    assert found.reasons == ["activity is no number: x"]
    assert len(found.notes) == 1


def test_cut_off_outpatient_attendances_are_said_to_be_so(became, text_file):
    found = became(text_file(FULL.replace("10000000000", "10000000"), name="ncc_2024-25.csv"))

    assert "outpatient attendances (CL, NCL) are cut off in this file: £0.01bn" in found.notes[1]


def test_a_year_with_a_known_national_total_is_held_to_it(became, text_file):
    found = became(text_file(FULL, name="ncc_2023-24.csv"))

    assert "does not add up" in found.notes[-1]
