"""A&E attendances by provider and the systems of the providers, as NHS England publishes them each month."""

import pytest

from openefficiency.errors import RefusedFile

TYPES = [
    "Type 1 Departments - Major A&E",
    "Type 2 Departments - Single Specialty",
    "Type 3 Departments - Other A&E/Minor Injury Unit",
]
FIGURES = [
    *TYPES,
    "Total attendances",
    *TYPES,
    "Total Attendances < 4 hours",
    *TYPES,
    "Total Attendances > 4 hours",
    "Percentage in 4 hours or less (all)",
    "Percentage in 4 hours or less (type 1)",
    "Percentage in 4 hours or less (type 2)",
    "Percentage in 4 hours or less (type 3)",
    "Emergency Admissions via Type 1 A&E",
    "Emergency Admissions via Type 2 A&E",
    "Emergency Admissions via Type 3 and 4 A&E",
    "Total Emergency Admissions via A&E",
    "Other Emergency admissions (i.e not via A&E)",
    "Total Emergency Admissions",
    "Number of patients spending >4 hours from decision to admit to admission",
    "Number of patients spending >12 hours from decision to admit to admission",
]
ASHBY = [100, 2, 30, 132, 60, 2, 30, 92, 40, 0, 0, 40, 0.7, 0.6, 1, 1, 25, 0, 0, 25, 5, 30, 8, 1]
BERROW = [50, 0, 0, 50, "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", 10, 0, 0, 10, 5, 15, 2, 0]
ENGLAND = [150, 2, 30, 182, 60, 2, 30, 92, 40, 0, 0, 40, 0.7, 0.6, 1, 1, 35, 0, 0, 35, 10, 45, 10, 1]

NOW, GONE = "NHS Ashby and Berrow Integrated Care Board\xa0\xa0", "NHS Old Calder Integrated Care Board"


def providers(period: str) -> list[list]:
    return [
        [None, None, None, 4, 5, 6],
        ["Title:", "A&E Attendances & Emergency Admission monthly statistics"],
        [],
        ["Period:", period],
        ["Published:", "14th May 2026"],
        [],
        ["Provider Level Data"],
        [None, None, None, "A&E attendances"],
        ["Code", "Region", "Name", *FIGURES],
        ["-", "-", "England", *ENGLAND],
        [],
        ["RA1", "NHS England London", "Ashby NHS Trust", *ASHBY, NOW],
        ["ra2", "NHS England London", "Berrow NHS Trust", *BERROW, NOW],
    ]


def mapping() -> list[list]:
    return [
        ["Org code", "Region ", "Name", "STP", None, None, "STP", "Code"],
        ["RA1", "London Commissioning Region", "Ashby NHS Trust", NOW, None, None, "Calder STP", "QQQ"],
        ["RA1", "London Commissioning Region", "Ashby NHS Trust", NOW],
        ["RC9", "South East Commissioning Region", "Calder Walk In Centre", GONE],
    ]


def book(*, period: str = "April 26") -> dict:
    return {
        "System Level Data": [["Code", "System", *FIGURES], ["-", "-", *ENGLAND], ["S1Y5D", NOW, *ENGLAND]],
        "System Mapping": mapping(),
        "Provider Level Data": providers(period),
        "Non-Booked Data": [["Code", "Region", "Name", *FIGURES], ["RA1", "London", "Ashby", *ASHBY]],
    }


def old_book() -> dict:
    london = "London Commissioning Region"
    return {
        "Provider Level Data": providers("April 2019"),
        "STP Level Data": [["Code", "STP", None, *FIGURES], ["QAB", "Ashby and Berrow STP", None, *ENGLAND]],
        "STP Mapping": [
            ["Org code", "Region ", "Name", "STP", None, None, "STP", "Code"],
            ["RA1", london, "Ashby NHS Trust", "Ashby and Berrow STP"],
            ["RA2", london, "Berrow NHS Trust", "Ashby and Berrow STP"],
        ],
    }


def test_attendances_are_those_of_the_sheet_of_providers(became, workbook):
    found = became(workbook(book()))

    assert found.source == "ae_workbook"
    rows = found.rows(
        "emergency_attendances", "organisation", "start", "attendances", "over_four_hours", "row"
    )
    assert sorted((name, str(day), *rest) for name, day, *rest in rows if name == "RA1") == [
        ("RA1", "2026-04-01", 2, 0, 12),
        ("RA1", "2026-04-01", 30, 0, 12),
        ("RA1", "2026-04-01", 100, 40, 12),
    ]
    assert found.rows(
        "emergency_admission_waits", "organisation", "over_twelve_hours", "emergency_admissions"
    ) == [
        ("RA1", 1, 30),
        ("RA2", 0, 15),
    ]


def test_england_is_left_out_and_what_was_not_sent_is_missing(became, workbook):
    found = became(workbook(book()))

    assert ("the total of England", 1) in [(note.reason, note.rows) for note in found.left_out]
    assert not [note for note in found.notes if "add up" in note]
    assert set(found.rows("emergency_attendances", "organisation", "over_four_hours")) >= {("RA2", None)}


def test_an_organisation_is_in_one_board_and_one_region_from_that_month_on(became, workbook):
    found = became(workbook(book()))

    columns = ("organisation", "kind", "group", "group_name", "share", "basis", "valid_from", "valid_to")
    rows = found.rows("memberships", *columns)
    assert sorted((*row[:6], str(row[6]), row[7]) for row in rows) == [
        (
            "RA1",
            "icb",
            "S1Y5D",
            "NHS Ashby and Berrow Integrated Care Board",
            1,
            "provider site mapping",
            "2026-04-01",
            None,
        ),
        ("RA1", "region", "Y56", "London", 1, "provider site mapping", "2026-04-01", None),
    ]
    assert found.reasons == ["the same again as row 2"] * 2


def test_who_is_mapped_to_a_board_that_is_no_more_is_left_out_and_who_is_not_mapped_is_said(became, workbook):
    found = became(workbook(book()))

    assert (f"mapped to a system that is no more: {GONE}", 1) in [
        (note.reason, note.rows) for note in found.left_out
    ]
    assert found.notes == ("Reporting, and mapped to no system: RA2.",)


def test_the_older_workbooks_map_to_partnerships_and_not_to_regions(became, workbook):
    found = became(workbook(old_book()))

    assert sorted(found.rows("memberships", "organisation", "kind", "group")) == [
        ("RA1", "stp", "QAB"),
        ("RA2", "stp", "QAB"),
    ]
    assert {str(day) for (day,) in found.rows("emergency_attendances", "start")} == {"2019-04-01"}


def test_a_workbook_without_a_month_is_refused(became, workbook):
    with pytest.raises(RefusedFile, match="does not say which month"):
        became(workbook(book(period="latest")))
