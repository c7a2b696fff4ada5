"""Trust accounts (TAC): the published bulk file, one row a cell, and the illustrative form."""

import pytest

from openefficiency.errors import RefusedFile
from openefficiency.sources.published.trust_accounts_lines import CELLS
from openefficiency.sources.published.trust_accounts_names import code_of
from openefficiency.tables.money import LINES

HEADER = ["OrganisationName", "WorkSheetName", "TableID", "MainCode", "RowNumber", "SubCode", "Total"]
TITLE = {"Intro": [["TAC data published in NHS trusts' accounts for 2023-24"]]}
# The names are real, as they have to be: codes are known by them. The figures are invented.
AIREDALE = "Airedale NHS Foundation Trust"


@pytest.fixture
def accounts(workbook):
    def write(*rows, header=HEADER, title=TITLE, **more):
        return workbook(title | {"All data": [header, *rows]}, **more)

    return write


def row(worksheet, sub, amount, *, table="1", main=None, name=AIREDALE):
    return [name, worksheet, table, main or f"A{worksheet[3:5]}CY01", "5", sub, amount]


def lines(found):
    return found.rows("accounts", "organisation", "year", "line", "amount")


def test_income_is_in_pounds_and_its_two_kinds_add_up_to_the_whole(became, accounts):
    found = became(accounts(row("TAC02 SoCI", "SCI0100A", "1000"), row("TAC02 SoCI", "SCI0110A", "200")))

    assert found.source == "trust_accounts"
    assert sorted(lines(found)) == [
        ("RCF", "2023/24", "operating_income", 200_000.0),
        ("RCF", "2023/24", "operating_income", 1_000_000.0),
        ("RCF", "2023/24", "other_operating_income", 200_000.0),
        ("RCF", "2023/24", "patient_care_income", 1_000_000.0),
    ]


def test_costs_are_positive_whether_the_table_writes_them_below_zero_or_above(became, accounts):
    found = became(
        accounts(
            row("TAC02 SoCI", "SCI0125A", "-1100"),
            row("TAC02 SoCI", "SCI0160", "-10"),
            row("TAC02 SoCI", "SCI0240", "-30"),
            row("TAC08 Op Exp", "EXP0170", "90"),
            row("TAC09 Staff", "STA0310", "7.5", table="2"),
        )
    )

    assert sorted(found.rows("accounts", "line", "amount")) == [
        ("agency", 7_500.0),
        ("drugs", 90_000.0),
        ("finance_cost", 10_000.0),
        ("operating_cost", 1_100_000.0),
        ("surplus", -30_000.0),
    ]


def test_the_year_before_permanent_staff_and_numbers_of_staff_are_left_out_and_counted(became, accounts):
    found = became(
        accounts(
            row("TAC09 Staff", "STA0360", "500", table="2"),
            row("TAC09 Staff", "STA0360", "480", table="2", main="A09PY01"),
            row("TAC09 Staff", "STA0360", "450", table="2", main="A09CY01P"),
            row("TAC09 Staff", "STA0370", "12", table="3"),
            row("TAC03 SoFP", "BAL1100", "99"),
        )
    )

    assert found.rows("accounts", "line", "code", "amount") == [
        ("pay", "TAC09 Staff / 2 / A09CY01 / STA0360", 500_000.0)
    ]
    assert [part.rows for part in found.left_out] == [4]


def test_a_trust_whose_code_nobody_knows_is_left_out_by_name(became, accounts):
    found = became(accounts(row("TAC08 Op Exp", "EXP0170", "90", name="Berrow NHS Trust")))

    assert lines(found) == []
    assert [(part.reason, part.rows) for part in found.left_out if "Berrow" in part.reason] == [
        ("no code is known for 'Berrow NHS Trust'", 1)
    ]


def test_a_code_in_the_file_comes_before_the_name(became, accounts):
    cells = row("TAC08 Op Exp", "EXP0170", "90", name="Berrow NHS Trust")
    found = became(accounts([*cells, "rzb"], header=[*HEADER, "OrgCode"]))

    assert [organisation for organisation, *_ in lines(found)] == ["RZB"]


def test_two_names_of_one_code_contradict_each_other_and_neither_is_kept(became, accounts):
    found = became(
        accounts(
            row("TAC08 Op Exp", "EXP0170", "90", name="Royal Surrey NHS Foundation Trust"),
            row("TAC08 Op Exp", "EXP0170", "91", name="Royal Surrey County Hospital NHS Foundation Trust"),
        )
    )

    assert lines(found) == []
    assert all("contradict each other" in reason for reason in found.reasons)


def test_an_amount_that_is_no_number_is_put_aside(became, accounts):
    found = became(accounts(row("TAC08 Op Exp", "EXP0170", "n.k.")))

    assert found.reasons == ["amount is no pounds: n.k."]


def test_the_name_of_the_file_tells_the_year_where_no_title_does(became, accounts):
    found = became(accounts(row("TAC08 Op Exp", "EXP0170", "9"), title={}, name="TAC_FTs_2021-22.xlsx"))

    assert lines(found)[0][1] == "2021/22"


def test_titles_of_two_years_are_refused(became, accounts):
    title = {"Intro": [["accounts for 2022-23"], ["accounts for 2023-24"]]}
    with pytest.raises(RefusedFile, match="2022/23, 2023/24"):
        became(accounts(row("TAC08 Op Exp", "EXP0170", "9"), title=title))


def test_an_illustrative_form_is_known_and_gives_no_figures(became, workbook):
    form = [
        ["NHS England"],
        ["Table ID", "1"],
        ["STATEMENT OF COMPREHENSIVE INCOME", "", "A02CY01", "A02PY01", "Maincode"],
        ["", "", "£000", "£000", "Subcode"],
        ["Operating income from patient care activities", "+", "0", "0", "SCI0100A"],
    ]
    found = became(workbook({"TAC02 SoCI": form, "TAC08 Op Exp": form, "TAC09 Staff": form}))

    assert found.source == "trust_accounts"
    assert not found.tables
    assert found.notes == ("an illustrative layout without figures",)


def test_every_line_of_the_list_is_a_line_of_the_table():
    assert {line for cell in CELLS for line in cell.lines} <= set(LINES)


def test_a_name_is_known_however_it_is_written():
    assert code_of("THE ROYAL SURREY COUNTY HOSPITAL NHS FOUNDATION TRUST") == "RA2"
    assert code_of("East Kent Hospitals University Nhs Foundation Trust") == "RVV"
    assert code_of("Ashby NHS Trust") is None
