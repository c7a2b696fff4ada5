"""A&E attendances by provider, as NHS England publishes them each month as csv."""

import pytest

from openefficiency.errors import RefusedFile

TYPES = (
    "Type 1 Departments - Major A&E,Type 2 Departments - Single Specialty,"
    "Type 3 Departments - Other A&E/Minor Injury Unit"
)
HEADER = (
    f"Code,Region,Name,{TYPES},Total attendances,{TYPES},Total Attendances < 4 hours,{TYPES},"
    "Total Attendances > 4 hours,Percentage in 4 hours or less (all),Percentage in 4 hours or less (type 1),"
    "Percentage in 4 hours or less (type 2),Percentage in 4 hours or less (type 3),"
    "Emergency Admissions via Type 1 A&E,Emergency Admissions via Type 2 A&E,"
    "Emergency Admissions via Type 3 and 4 A&E,Total Emergency Admissions via A&E,"
    "Other Emergency admissions (i.e not via A&E),Total Emergency Admissions,"
    "Number of patients spending >4 hours from decision to admit to admission,"
    "Number of patients spending >12 hours from decision to admit to admission"
)
WITH_NOUGHTS = HEADER.replace("Departments - ", "Departments 0 ")
REGION = "NHS England South West "
ASHBY = (
    f'RA1,{REGION},Ashby NHS Trust,"1,000",20,300,"1,320",600,19,298,917,400,1,2,403,'
    "69.50%,60.00%,95.00%,99.30%,250,3,4,257,50,307,80,9"
)
ENGLAND = "-,-,England,1000,20,300,1320,600,19,298,917,400,1,2,403,69.50%,60%,95%,99%,250,3,4,257,50,307,80,9"
COLUMNS = ("organisation", "start", "department", "attendances", "over_four_hours", "admissions")


def told(found, table: str, *columns: str) -> list[tuple]:
    return sorted((name, str(day), *rest) for name, day, *rest in found.rows(table, *columns))


@pytest.mark.parametrize("header", [HEADER, WITH_NOUGHTS], ids=["dashes", "noughts"])
def test_of_the_three_blocks_all_and_over_four_hours_are_read(became, text_file, header):
    found = became(text_file(f"{header}\n{ASHBY}", name="May-2025-AE.csv"))

    assert found.source == "ae"
    assert told(found, "emergency_attendances", *COLUMNS) == [
        ("RA1", "2025-05-01", "major", 1000, 400, 250),
        ("RA1", "2025-05-01", "minor", 300, 2, 4),
        ("RA1", "2025-05-01", "single", 20, 1, 3),
    ]


def test_waits_for_a_bed_and_all_emergency_admissions(became, text_file):
    found = became(text_file(f"{HEADER}\n{ASHBY}", name="May-2025-AE.csv"))

    columns = ("organisation", "start", "over_four_hours", "over_twelve_hours", "emergency_admissions")
    assert told(found, "emergency_admission_waits", *columns) == [("RA1", "2025-05-01", 80, 9, 307)]


def test_england_is_left_out_and_the_providers_add_up_to_it(became, text_file):
    found = became(text_file(f"{HEADER}\n{ENGLAND}\n{ASHBY}", name="May-2025-AE.csv"))

    assert len(found.tables["emergency_attendances"]) == 3
    assert [(note.reason, note.rows) for note in found.left_out] == [("the total of England", 1)]
    assert found.notes == ()


def test_providers_that_do_not_add_up_to_england_are_said(became, text_file):
    found = became(text_file(f"{HEADER}\n{ENGLAND.replace('1000', '1001')}\n{ASHBY}", name="May-2025-AE.csv"))

    [note] = found.notes
    assert note.startswith(
        "does not add up: emergency_attendances.attendances (department major) is 1,000.00"
    )
    assert note.endswith("the file itself prints 1,001.00")


def test_a_trust_that_did_not_send_the_four_hours_has_them_missing(became, text_file):
    silent = f"RA2,{REGION},Berrow NHS Trust,700,0,0,700,-,-,-,-,-,-,-,-,-,-,-,-,200,0,0,200,10,210,5,1"
    found = became(text_file(f"{HEADER}\n{silent}", name="May-2025-AE.csv"))

    rows = found.rows("emergency_attendances", "department", "attendances", "over_four_hours")
    assert sorted(rows) == [("major", 700, None), ("minor", 0, None), ("single", 0, None)]
    assert not found.reasons


def test_half_a_patient_is_put_aside(became, text_file):
    found = became(text_file(f"{HEADER}\n{ASHBY.replace(',300,', ',300.5,', 1)}", name="May-2025-AE.csv"))

    assert found.reasons == ["attendances is no whole number: 300.5"]


def test_a_file_whose_name_holds_no_month_is_refused(became, text_file):
    with pytest.raises(RefusedFile, match="does not say which month"):
        became(text_file(f"{HEADER}\n{ASHBY}", name="AE-newest.csv"))
