"""Monthly Activity Return by provider, as NHS England published it."""

import pytest

from openefficiency.errors import RefusedFile

HEADER = [
    "Year",
    "Period",
    "Region Code",
    "Region Name",
    "Org Code",
    "Org Name",
    "Elective G&A Ordinary Admissions (FFCEs)",
    "Elective G&A Daycase Admissions (FFCEs)",
    "Elective G&A Total Admissions (FFCEs)",
    "Elective G&A Planned Ordinary Admissions (FFCEs)",
    "Elective G&A Planned Daycase Admissions (FFCEs)",
    "Elective G&A Planned Total Admissions (FFCEs)",
    "Elective G&A Admissions (FFCEs) -NHS Treatment Centres (TCs) ",
    "Total Non-elective G&A Admissions (FFCEs)",
    "GP Referrals Made (All specialties) ",
    "GP Referrals Seen (All specialties) ",
    "GP Referrals Made (G&A) ",
    "GP Referrals Seen (G&A) ",
    "Other Referrals Made (G&A) ",
    "All 1st Outpatient Attendances (G&A) ",
]
ASHBY = [24, 16, 40, 2, 3, 5, 0, 30, 101, 86, 100, 85, 7, 84]
BERROW = [6, 4, 10, 0, 0, 0, 1, 20, 9, 4, 10, 5, 3, 16]
ENGLAND = [30, 20, 50, 2, 3, 5, 1, 50, 110, 90, 110, 90, 10, 100]


def book(*, title: str = "April 2016", england: list = ENGLAND, more: list | None = None) -> dict:
    row = ["2016-17", "APRIL", "Y54", "NORTH OF ENGLAND COMMISSIONING REGION"]
    rows = [
        [],
        ["Title:", "Monthly Hospital Activity"],
        ["Summary:", "Monthly activity data"],
        [],
        ["Period:", title],
        ["Published:", "9th June 2016"],
        ["Revised:", "9th February 2017"],
        [],
        HEADER,
        ["2016-17", "APRIL", None, None, None, "England", *england],
        [],
        [*row, "RA1", "ASHBY NHS TRUST", *ASHBY],
        [*row, "ra2", "BERROW NHS TRUST", *BERROW],
        *(more or []),
    ]
    return {"Provider": rows, "Region": [["Title:"]], "Notes": [["Notes"]]}


def test_each_count_is_of_a_point_of_delivery_and_of_some_specialties(became, workbook):
    found = became(workbook(book()))

    assert found.source == "mar"
    rows = {
        row[2:4]: (str(row[1]), *row[4:])
        for row in found.rows(
            "activity", "organisation", "start", "point_of_delivery", "specialties", "count", "row"
        )
        if row[0] == "RA1"
    }
    assert rows[("elective total", "general and acute")] == ("2016-04-01", 40, 12)
    assert rows[("non-elective", "general and acute")] == ("2016-04-01", 30, 12)
    assert rows[("gp referrals made", "all")] == ("2016-04-01", 101, 12)
    assert rows[("gp referrals made", "general and acute")] == ("2016-04-01", 100, 12)
    assert len(rows) == 14


def test_england_is_left_out_and_the_providers_add_up_to_it(became, workbook):
    found = became(workbook(book()))

    assert len(found.tables["activity"]) == 2 * 14
    assert [(note.reason, note.rows) for note in found.left_out] == [("the total of England", 1)]
    assert found.notes == ()


def test_providers_that_do_not_add_up_to_england_are_said(became, workbook):
    found = became(workbook(book(england=[31, *ENGLAND[1:]])))

    assert len(found.notes) == 1
    assert found.notes[0].startswith("does not add up: activity.count (point_of_delivery elective ordinary")


def test_a_remark_below_the_table_is_left_out_and_repeated(became, workbook):
    remark = "Note: Calder NHS Trust did not submit due to operational issues "
    found = became(workbook(book(more=[[], [remark]])))

    assert [(note.reason, note.rows) for note in found.left_out] == [
        ("the total of England", 1),
        ("a remark below the table", 1),
    ]
    assert found.notes == (remark.strip(),)


def test_a_provider_without_a_code_and_a_count_that_is_none_are_put_aside(became, workbook):
    row = ["2016-17", "APRIL", "Y54", "NORTH"]
    more = [[*row, None, "NOBODY", *[0] * 14], [*row, "RA3", "CALDER", "#REF!", *[0] * 13]]
    found = became(workbook(book(more=more)))

    assert found.reasons.count("organisation is empty") == 14
    assert "count is no number: #REF!" in found.reasons


def test_rows_of_another_month_than_the_title_says_are_said(became, workbook):
    found = became(workbook(book(title="May 2016")))

    assert {str(day) for (day,) in found.rows("activity", "start")} == {"2016-05-01"}
    assert found.notes == ("The title says May 2016, rows say 2016-17 APRIL.",)


def test_a_file_without_a_month_is_refused(became, workbook):
    with pytest.raises(RefusedFile, match="does not say which month"):
        became(workbook(book(title="the usual")))
