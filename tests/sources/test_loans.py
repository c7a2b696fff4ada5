"""Loans of the Department of Health and Social Care, loan by loan, as the yearly workbooks list them."""

SUMS = [
    ["Year", "Org code", "Org name", "SUM of Closing balance"],
    ["2017/18", "RZA", "Ashby NHS Trust", "8000000"],
]
LOANS_2017 = [
    "Trust Name",
    "Org Code",
    "Loan type",
    "Loan amount",
    "Term (yy/mm)",
    "Opening balance @01/04/2017",
    "Drawn in Year 2017/18",
    "Repaid in Year 2017-18",
    "Closing balance @ 31/03/2018",
]
LOANS_2018 = [
    "Trust Name",
    "Org Code",
    "Region",
    "Loan type",
    "Loan amount (£)",
    "Term (yy/m)",
    "Opening balance @ 01/04/2018",
    "Drawn in year 2018-19",
    "Repaid in 2018-19",
    "Closing balance @31/03/2019",
    "Interest paid to DHSC",
]
ASHBY = ["Ashby NHS Trust", "RZA", "Revenue"]


def test_loans_of_2017_18_are_in_thousands_and_those_of_one_amount_are_two_loans(became, workbook):
    rows = [[*ASHBY, "5000", "3/0", "-", "5000", "-", "5000"]] * 2
    found = became(workbook({"IRSL (TOTAL)": SUMS, "ALL DATA": [LOANS_2017, *rows]}))

    assert found.source == "dhsc_loans"
    assert (
        found.rows("loans", "organisation", "year", "kind", "amount")
        == [("RZA", "2017/18", "interim revenue support: owed at the end of the year", 5_000_000.0)] * 2
    )
    assert not found.reasons


def test_loans_of_2018_19_are_in_pounds_and_tell_their_interest(became, workbook):
    row = ["Ashby NHS Trust", "rza", "London", "Revenue", "900", "5/0", "900", "0", "0", "900", "35"]
    found = became(workbook({"Interim revenue support loans": [LOANS_2018, row]}))

    assert sorted(found.rows("loans", "organisation", "kind", "amount")) == [
        ("RZA", "interim revenue support: interest paid in the year", 35.0),
        ("RZA", "interim revenue support: owed at the end of the year", 900.0),
    ]


def test_loans_in_the_normal_course_of_business_are_another_kind(became, workbook):
    data = ["Org Name", "Code", "Loan Type", "SUM of Closing balance @31/03/2017"]
    normal = ["Trust Name", "Org code", "Loan type", "Closing balance as of 31/03/17"]
    found = became(
        workbook(
            {
                "Data": [data, ["Ashby", "RZA", "Rev", "7"]],
                "Normal course of business to ad": [normal, ["Ashby", "RZA", "Cap", "9"]],
            }
        )
    )

    assert sorted(found.rows("loans", "year", "kind", "amount")) == [
        ("2016/17", "interim revenue support: owed at the end of the year", 7000.0),
        ("2016/17", "normal course of business: owed at the end of the year", 9000.0),
    ]


def test_repaid_loans_and_sheets_of_sums_are_left_out_and_counted(became, workbook):
    rows = [[*ASHBY, "5000", "3/0", "-", "5000", "5000", "-"]]
    found = became(workbook({"IRSL (TOTAL)": SUMS, "ALL DATA": [LOANS_2017, *rows]}))

    assert found.rows("loans", "amount") == []
    assert [(part.sheet, part.rows) for part in found.left_out] == [("ALL DATA", 1), ("IRSL (TOTAL)", 1)]


def test_a_balance_that_is_no_number_is_put_aside(became, workbook):
    rows = [[*ASHBY, "5000", "3/0", "-", "5000", "-", "#REF"]]
    found = became(workbook({"ALL DATA": [LOANS_2017, *rows]}))

    assert found.reasons == ["amount is no pounds: #REF"]


def test_a_load_that_misses_the_sum_of_the_workbook_says_so(became, workbook):
    rows = [[*ASHBY, "5000", "3/0", "-", "5000", "-", "5000"]]
    found = became(workbook({"ALL DATA": [LOANS_2017, *rows]}))

    assert "prints 7,353,708,000.00" in found.notes[0]


def test_the_summary_of_three_years_is_known_and_not_loaded_a_second_time(became, workbook):
    header = ["Organisation name", "2016/17", "2017/18", "2018/19", "Loans as % of income for 2018/19"]
    found = became(workbook({"TRUSTS W 3 YEARS": [header, ["Ashby NHS Trust", "1", "2", "3", "0.5"]]}))

    assert not found.tables
    assert [part.rows for part in found.left_out] == [1]
    assert "load those instead" in found.notes[0]
