"""The national schedule of reference costs, as the publisher's workbooks have it."""

import pytest

from openefficiency.errors import RefusedFile

TITLE = "Reference Cost Collection: National Schedule of Reference Costs - Year 2014 - 15 NHS trusts and NHS foundation trusts"
INDEX = [
    [TITLE],
    [None],
    ["Index", "Description", "Total Activity", "Unit Cost ", "Total Cost"],
    ["Total Quantum", None, None, None, 3625],
    [None],
    ["Total HRG's ", "Total HRG's", None, None, 3625],
    [None],
    ["EL", "Elective Inpatients", 30, 100, 3000],
    ["IMAG", "Diagnostic Imaging", 10, 12.5, 125],
    ["CF SPEC", "Cystic Fibrosis", 1, 500, 500],
    [None],
    ["Notes "],
    ["1. The 'National Average Unit Cost' is weighted by activity."],
]
TOTAL_HRGS = [
    ["Back to Index", "National Schedule of Reference Costs Year : 2014 - 15 - HRG Data"],
    [None],
    ["1 Total HRG activity excludes excess bed days", None, None, None, 3000, 30, 100, 3000],
    [None],
    [None, None, "Total", None, None, "Elective Inpatient ", None, None],
    [
        "Currency ",
        "Currency Description",
        "Activity ",
        "Unit Cost ",
        "Total Cost",
        "Activity ",
        "Unit Cost ",
        "Total Cost",
    ],
    ["AA22C", "Stroke, with CC Score 14+", 10, 200, 2000, 10, 200, 2000],
    ["AA22D", "Stroke, with CC Score 11-13", 20, 50, 1000, 20, 50, 1000],
]
TOTAL_OUTPATIENT = [
    ["Back to index", "National Schedule of Reference Costs Year : 2014-15 - Outpatient Attendances Data"],
    [None, None, None, None, 300, 3, 100, 300],
    [None, None, "Total", None, None, "Cosultant Led", None, None],
    [None],
    [
        "Service code ",
        "Service description",
        "Activity ",
        "Unit Cost",
        "Total Cost",
        "Activity ",
        "Unit Cost",
        "Total Cost",
    ],
    ["100", "General Surgery", 3, 100, 300, 3, 100, 300],
]
# The last column has no label: in the publisher's file it holds the cost of another year.
EL = [
    [
        "Back to Index",
        "National Schedule of Reference Costs - Year 2013-14 - NHS trusts - Elective Inpatients ",
    ],
    [None],
    [
        "Currency Code",
        "Currency Description",
        "Number of FCEs\n",
        "National Average Unit Cost",
        "Lower Quartile Unit Cost",
        "Upper Quartile Unit Cost",
        "Number of Inlier Bed Days\n",
        "Average Length of Stay - Days",
        "Number Data Submissions",
        None,
    ],
    ["AA22C", "Stroke, with CC Score 14+", 10, 200, 150, 250, 55, 5.5, 4, 999],
    ["AA22D", "Stroke, with CC Score 11-13", 20, 50, 40, 60, 100, 5, 7, 888],
]
IMAG = [
    ["Back to Index", "National Schedule of Reference Costs - Year 2014-15"],
    [
        "Department Code",
        "Department Description",
        "Currency Code",
        "Currency Description",
        "No. of examinations",
        "National Average Unit Cost",
        "Total Cost",
        "No. Data Submissions",
    ],
    ["IMAGDA", "Direct Access", "RD01A", "Scan of one area", 10, 12.499, 125, 9],
    ["(1) Weighted by activity."],
]
CF_SPEC = [
    ["Back to Index"],
    [
        "Service Code",
        "Service Description",
        "Currency Code",
        "Currency Description",
        "Activity Value",
        "National Average Unit Cost",
    ],
    ["Oth", "Other", "B1A", "Cystic fibrosis band 1", 1, 500],
]


def sheets(**more):
    book = {"Index": INDEX, "Total HRG's": TOTAL_HRGS, "Total Outpatient Attendances": TOTAL_OUTPATIENT}
    return book | {"EL": EL, "IMAG": IMAG, "CF_SPEC": CF_SPEC} | more


def test_details_are_read_by_department_with_the_cost_of_their_own_year(became, workbook):
    found = became(workbook(sheets()))

    assert found.source == "national_schedule"
    rows = found.tables["national_costs"].filter(view="detail").sort("sheet", "row")
    columns = (
        "year",
        "department",
        "service",
        "currency",
        "activity",
        "unit_cost",
        "cost",
        "bed_days",
        "submissions",
    )
    assert rows.select(columns).rows() == [
        ("2014/15", "CF_SPEC", "OTH", "B1A", 1.0, 500.0, 500.0, None, None),
        ("2014/15", "EL", None, "AA22C", 10.0, 200.0, 10 * 200.0, 55.0, 4.0),
        ("2014/15", "EL", None, "AA22D", 20.0, 50.0, 20 * 50.0, 100.0, 7.0),
        ("2014/15", "IMAGDA", None, "RD01A", 10.0, 12.499, 125.0, None, 9.0),
    ]
    assert not found.reasons


def test_a_sheet_of_totals_repeats_the_details_and_is_told_apart(became, workbook):
    found = became(workbook(sheets()))

    rows = found.tables["national_costs"].filter(view="total").sort("sheet", "row")
    assert rows.select("department", "service", "currency", "cost").rows() == [
        ("Total HRGs", None, "AA22C", 2000.0),
        ("Total HRGs", None, "AA22D", 1000.0),
        ("Total Outpatient Attendances", "100", "all", 300.0),
    ]


def test_repeated_figures_and_footnotes_are_left_out_and_counted(became, workbook):
    found = became(workbook(sheets()))

    assert [(out.sheet, out.rows) for out in found.left_out] == [
        ("Total HRG's", 2),
        ("Total Outpatient Attendances", 1),
        ("IMAG", 1),
    ]


def test_what_the_index_prints_is_kept_and_adds_up(became, workbook):
    found = became(workbook(sheets()))

    assert dict(found.rows("national_totals", "item", "amount")) == {
        "Total Quantum": 3625.0,
        "Total HRG's": 3625.0,
        "EL": 3000.0,
        "EL: Total Activity": 30.0,
        "IMAG": 125.0,
        "IMAG: Total Activity": 10.0,
        "CF SPEC": 500.0,
        "CF SPEC: Total Activity": 1.0,
    }
    assert not found.notes


def test_a_lost_row_is_noticed_by_the_totals(became, workbook):
    found = became(workbook(sheets(EL=EL[:-1])))

    assert len(found.notes) == 3
    assert "activity (view detail, sheet EL) is 10.00; the index prints 30.00" in found.notes[2]


def test_a_cell_that_is_no_number_goes_into_quarantine(became, workbook):
    bad = [*EL[:-1], ["AA22D", "Stroke, with CC Score 11-13", "twenty", 50, 40, 60, 100, 5, 7, 888]]
    found = became(workbook(sheets(EL=bad)))

    assert found.quarantine.select("sheet", "row", "reason").rows() == [
        ("EL", 5, "activity is no number: twenty")
    ]


def test_without_one_year_in_the_title_of_the_index_it_is_refused(became, workbook):
    index = [["Reference Cost Collection: National Schedule of Reference Costs"], *INDEX[1:]]

    with pytest.raises(RefusedFile, match="sheet Index"):
        became(workbook(sheets(Index=index)))
