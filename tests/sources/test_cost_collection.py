"""The cost collection by organisation, in the layouts it has had since 2008/09."""

import pytest

from openefficiency.errors import RefusedFile
from openefficiency.sources import known
from openefficiency.sources.opening import open_document

NAME = "NCC_FY2024-25_Org_File1.csv"
FIGURES = ("activity", "unit_cost", "national_unit_cost", "actual_cost", "expected_cost")


def test_the_newest_layout_is_read_under_its_labels(became, text_file):
    found = became(
        text_file(
            """
            Provider Code,Department Code,Service code,Currency code,Activity,National Mean,Actual Cost,Expected Cost,Mapping Pot,Scaled MFF
            ra9,EI,100,AA22C,10,120.5,1000,1205,01_EI,1.01
            RB9,AMB,AMB,01,200,62.4,12000,12480,10_AMB,1.02
            """,
            name=NAME,
        )
    )

    assert found.source == "cost_collection"
    assert found.rows(
        "costs", "organisation", "year", "basis", "department", "service", "currency", "pot"
    ) == [
        ("RA9", "2024/25", "unadjusted", "EL", "100", "AA22C", "01_EI"),
        ("RB9", "2024/25", "unadjusted", "AMB", "AMB", "01", "10_AMB"),
    ]
    assert found.rows("costs", *FIGURES) == [
        (10.0, None, 120.5, 1000.0, 1205.0),
        (200.0, None, 62.4, 12000.0, 12480.0),
    ]


def test_what_the_publisher_hid_is_missing_and_never_nothing(became, text_file):
    found = became(
        text_file(
            """
            Provider Code,Department Code,Service code,Currency code,Unit cost,Activity,National Mean,Actual Cost,Expected Cost,Mapping Pot
            RA9,DC,100,AA22C,50,*,*,1000,*,01_EI
            RA9,DC,101,AA22C,50,6,70,*,420,01_EI
            """,
            name=NAME,
        )
    )

    assert found.rows("costs", *FIGURES) == [(None, 50.0, None, 1000.0, None), (6.0, 50.0, 70.0, None, 420.0)]
    assert not found.reasons


def test_a_cost_that_is_not_in_the_file_is_activity_times_unit_cost(became, text_file):
    found = became(
        text_file(
            """
            Org code,Department code,Service code,Currency code,Unit cost,Activity,Bed days,Mean,Actual cost,Expected cost,Mapping pot
            RA9,DC,100,AA22C,50.5,"1,000",,40,,40000,05
            RA9,DC,101,AA22C,50,6,,40,299.99,240,05
            RA9,DC,102,AA22C,50,*,,40,,240,05
            """,
            name="Reference costs 2014-15.csv",
        )
    )

    assert [cost for (cost,) in found.rows("costs", "actual_cost")] == [1000 * 50.5, 299.99, None]


def test_the_market_forces_factor_is_told_by_the_labels_and_the_two_are_not_mixed(became, text_file):
    found = became(
        text_file(
            """
            Provider Code\tDepartment Code\tService code\tCurrency code\tActivity\tActual Cost\tUnit cost\tMFFd National Mean\tMFFd Actual Cost\tMFFd Expected Cost\tMapping Pot
            RA9\tEI\t100\tAA22C\t10\t1000\t100\t115\t990\t1150\t01_EI
            """,
            name="NCC_FY2024-25_Org_File2.csv",
        )
    )

    assert found.rows("costs", "basis", *FIGURES) == [("mff adjusted", 10.0, None, 115.0, 990.0, 1150.0)]


def test_an_old_file_that_only_its_name_calls_adjusted_does_not_pass_as_unadjusted(became, text_file):
    found = became(
        text_file(
            """
            Org code,Department code,Service code,Currency code,Unit cost,Activity,Mean,Actual cost,Expected cost,Mapping pot
            RA9,TDC,100,AA22C,50,6,40,300,240,05
            """,
            name="2016-17 MFF data.csv",
        )
    )

    assert found.rows("costs", "basis") == [("mff adjusted",)]
    assert "the columns do not say so" in found.notes[0]


def test_departments_have_one_code_over_all_years(became, text_file):
    codes = [
        "TEI",
        "EI",
        "TEIXS",
        "EI_XS",
        "TNEI_L",
        "NEI_L_XS",
        "TNEI_S",
        "TDC",
        "TOPROC",
        "TCL",
        "GTNCL",
        "CHS",
        "AE",
    ]
    lines = "\n".join(f"RA9,{code},{place},AA22C,50,6,40,300,240,05" for place, code in enumerate(codes))
    found = became(
        text_file(
            "Org code,Dept Code,Service code,Curreny Code,Unit cost,Total Activity,Mean,Actual cost,Expected cost,Mapping pot\n"
            + lines,
            name="2012-13.csv",
        )
    )

    assert found.rows("costs", "department", "is_excess") == [
        ("EL", False),
        ("EL", False),
        ("EL_XS", True),
        ("EL_XS", True),
        ("NEL", False),
        ("NEL_XS", True),
        ("NES", False),
        ("DC", False),
        ("OPROC", False),
        ("CL", False),
        ("NCL", False),
        ("CHS", False),
        ("EM", False),
    ]


def test_contracted_out_care_is_told_apart_and_other_rows_than_trusts_are_counted_out(became, text_file):
    found = became(
        text_file(
            """
            Org Code,Org type,Supplier type,Department Code,Service Code,Currency Code,Unit cost,Activity,Bed days,Mean,Actual cost,Expected cost,Mapping pot,Memo1
            RA9,TRUST,OWN,TDC,100,AA22C,50,6,,40,300,240,05,
            RA9,TRUST,OUT,TDC,100,AA22C,60,1,,40,60,40,05,
            RA9,TRUST,OWN,CC,CCU01,XC01Z,900,3,,800,2700,2400,07,12
            RA9,TRUST,OWN,TDC,100,AA22D,50,6,,40,300,240,05,Memo
            5AA,PCT,OWN,TDC,100,AA22C,50,6,,40,300,240,05,
            5AB,PCT,OWN,TDC,100,AA22C,50,6,,40,300,240,05,Memo
            RB9,TRUST,SHARED,TDC,100,AA22C,50,6,,40,300,240,05,
            """,
            name="Reference costs 2011-12.csv",
        )
    )

    assert found.rows("costs", "currency", "supplier", "actual_cost") == [
        ("AA22C", "own", 300.0),
        ("AA22C", "out", 60.0),
        ("XC01Z", "own", 2700.0),
    ]
    assert [(out.reason, out.rows) for out in found.left_out] == [
        ("another organisation than an NHS trust", 2),
        ("memorandum: the publisher does not count the row", 1),
    ]
    assert found.quarantine.select("row", "reason").rows() == [
        (8, "supplier is none of the known values: SHARED")
    ]


def test_a_second_line_of_labels_is_no_row(became, text_file):
    found = became(
        text_file(
            """
            Provider Code,Department Code,Service code,Currency code,Activity,MFFd Actual Cost,MFFd Expected Cost,Mapping Pot
            ,,,,,£,£,
            RA9,EI,100,AA22C,10,990,1150,01_EI
            """,
            name="NCC_FY2024-25_Org_File2.csv",
        )
    )

    assert found.rows("costs", "organisation", "row") == [("RA9", 3)]
    assert [(out.reason, out.rows) for out in found.left_out] == [("second line of the header", 1)]
    assert not found.reasons


def test_a_first_row_without_a_code_is_not_taken_for_a_header(became, text_file):
    found = became(
        text_file(
            """
            Provider Code,Department Code,Service code,Currency code,Activity,Actual Cost,Mapping Pot
            ,EI,100,AA22C,10,990,01_EI
            RA9,EI,100,AA22C,x10,990,01_EI
            RA9,EI,101,AA22C,10,990,01_EI
            """,
            name=NAME,
        )
    )

    assert found.quarantine.select("row", "reason").rows() == [
        (2, "organisation is empty"),
        (3, "activity is no number: x10"),
    ]
    assert len(found.tables["costs"]) == 1


def test_in_2008_excess_bed_days_stood_beside_the_episodes_and_become_rows(became, text_file):
    found = became(
        text_file(
            """
            Org Code,Dept Code,Service Code,Currency Code,FCE,Unit Cost,Bed Days,Excess Bed Days Activity,Excess Bed Days Unit Cost
            RA9,TEI,100,AA22C,10,1000,50,4,200
            RA9,TDC,100,AA22C,20,300,,,
            """,
            name="tbl_Admitted_Patient_Care.csv",
        )
    )

    assert found.source == "cost_collection_2008_09"
    assert found.rows("costs", "year", "department", "activity", "actual_cost", "bed_days", "is_excess") == [
        ("2008/09", "EL", 10.0, 10 * 1000.0, 50.0, False),
        ("2008/09", "EL_XS", 4.0, 4 * 200.0, None, True),
        ("2008/09", "DC", 20.0, 20 * 300.0, None, False),
    ]


def test_outside_the_wards_the_first_activity_of_2008_counts(became, text_file):
    found = became(
        text_file(
            """
            Org Code,Dept Code,Service Code,Currency Code,Activity P1,Activity P2,Activity P3,Activity P4,Unit Cost,Flag
            RA9,TCL,100,WF01A,10,1,2,3,100,
            """,
            name="tbl_Non-Admitted_Patient_Care.csv",
        )
    )

    assert found.source == "cost_collection_2008_09"
    assert found.rows("costs", "department", "activity", "actual_cost") == [("CL", 10.0, 1000.0)]


def test_spells_of_2011_are_another_count_of_the_same_care(became, text_file):
    found = became(
        text_file(
            """
            Org code,Department code,HRG4,Unit cost,Activity,Inlier bed days,Excess bed days,Mean,Actual cost,Expected cost,Mapping pot
            RA9,EI,AA22C,1000,10,50,4,900,10000,9000,01
            """,
            name="2011-12 spells.csv",
        )
    )

    assert found.source == "cost_collection_spells"
    assert found.rows("costs", "year", "service", "currency", "bed_days", "is_excess") == [
        ("2011/12", None, "AA22C", 54.0, False)
    ]


def test_a_year_in_a_column_needs_no_name(became, text_file):
    found = became(
        text_file(
            """
            Financial year,Org code,Department code,Service code,Currency code,Activity,Actual cost
            2022-23,RA9,EI,100,AA22C,10,990
            2022/2023,RA9,EI,101,AA22C,10,990
            202223,RA9,EI,102,AA22C,10,990
            lately,RA9,EI,103,AA22C,10,990
            """
        )
    )

    assert found.rows("costs", "year", "service") == [
        ("2022/23", service) for service in ("100", "101", "102")
    ]
    assert found.reasons == ["year is not written like 2016/17: lately"]


def test_a_byte_order_mark_does_not_hide_the_first_label(became, text_file):
    found = became(
        text_file(
            """
            Org code,Department code,Service code,Currency code,Activity,Actual cost
            RA9,EI,100,AA22C,10,990
            """,
            name=NAME,
            encoding="utf-8-sig",
        )
    )

    assert found.rows("costs", "organisation") == [("RA9",)]


def test_without_a_year_anywhere_the_file_is_refused(became, text_file):
    with pytest.raises(RefusedFile, match="for example 2024-25"):
        became(
            text_file(
                """
                Org code,Department code,Service code,Currency code,Activity,Actual cost
                RA9,EI,100,AA22C,10,990
                """,
                name="1 Data.csv",
            )
        )


def test_a_list_without_departments_is_not_the_collection(engine, text_file):
    path = text_file("Org code,Currency code,Activity,Actual cost\nRA9,AA22C,10,990", name=NAME)

    assert known.recognise(open_document(path, engine=engine)) is None
