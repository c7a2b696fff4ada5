"""The National Cost Collection Index 2024/25 by department and service."""

import pytest

from openefficiency.errors import RefusedFile

LABELS = [
    "Provider",
    "Mapping_Pot",
    "Service",
    "Department",
    "Activity",
    "Unit_Cost",
    "Actual_Cost",
    "Expected_Cost",
    "Variance",
    "NCCI",
    "Variance_Percent",
]
HEADER = ",".join(LABELS)
NAME = "NCCI_2024-25_by_service.csv"
COLUMNS = ("organisation", "year", "detail", "pot", "department", "service")
FIGURES = ("index", "actual_cost", "expected_cost")


def test_each_row_is_a_service_of_a_department_with_both_costs(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,01_EI,100 General Surgery,Elective Inpatients,10,120,1200,1000,200,120,20
            raa,07_COM,N01 District Nursing,Community Health Service,50,18,900,1000,-100,90,-10
            """,
            name=NAME,
        )
    )

    assert found.source == "ncci"
    assert found.rows("published_indices", *COLUMNS) == [
        ("RAA", "2024/25", "service", "elective", "Elective Inpatients", "100 General Surgery"),
        ("RAA", "2024/25", "service", "community", "Community Health Service", "N01 District Nursing"),
    ]
    assert found.rows("published_indices", *FIGURES) == [(120.0, 1200.0, 1000.0), (90.0, 900.0, 1000.0)]
    assert not found.reasons and not found.notes


def test_a_workbook_is_read_as_well(became, workbook):
    row = ["RAA - Ashby NHS Trust", "02_NEI", "300", "NEL", 10, 120, 1200, 1000, 200, 120, 20]
    found = became(workbook({"Data": [["NCCI 2024/25"], LABELS, row]}))

    assert found.rows("published_indices", "organisation", "year", "pot", "index", "row") == [
        ("RAA", "2024/25", "non-elective", 120.0, 3)
    ]


def test_an_expected_cost_that_is_missing_stays_missing(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,01_EI,100,EL,10,120,1200,1000,200,120,20
            RAA,01_EI,101,EL,*,*,1200,*,*,,*
            """,
            name=NAME,
        )
    )

    assert found.rows("published_indices", *FIGURES)[1] == (None, 1200.0, None)
    assert not found.reasons


def test_a_pot_in_a_new_word_keeps_it_and_a_number_alone_is_no_total(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,13_RENAL,300,RENAL,10,120,1200,1000,200,120,20
            RAA,05,300,CL,10,120,1200,1000,200,120,20
            """,
            name=NAME,
        )
    )

    assert found.rows("published_indices", "pot") == [("13_RENAL",), ("05",)]


def test_subtotals_and_notes_are_counted_out(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,01_EI,100,EL,10,120,1200,1000,200,120,20
            RAA,01_EI,Total,EL,10,120,1200,1000,200,120,20
            RAA,Total,,,10,120,1200,1000,200,120,20
            England,01_EI,100,EL,10,100,1000,1000,0,100,0
            Source: National Cost Collection
            """,
            name=NAME,
        )
    )

    assert found.rows("published_indices", "row") == [(2,)]
    assert [(out.reason, out.rows) for out in found.left_out] == [
        ("title or note without figures", 1),
        ("subtotal, which repeats the rows of its services", 3),
    ]


def test_bad_rows_are_put_aside_with_their_reason(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,01_EI,100,EL,10,120,1200,1000,200,120,20
            Berrow NHS Trust,01_EI,100,EL,10,120,1200,1000,200,120,20
            RAA,01_EI,101,EL,10,120,1200,0,1200,#DIV/0!,
            RAA,01_EI,102,EL,10,120,1200,1000,200,120,20
            RAA,01_EI,102,EL,10,120,1300,1000,300,130,30
            """,
            name=NAME,
        )
    )

    assert found.rows("published_indices", "row") == [(2,)]
    assert [reason.partition(":")[0] for reason in found.reasons] == [
        "organisation is longer than 12 characters",
        "index is no fraction",
        "rows contradict each other about one organisation, year, detail, pot, department, service",
        "rows contradict each other about one organisation, year, detail, pot, department, service",
    ]


def test_the_costs_tell_on_which_scale_the_index_is_written(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,01_EI,100,EL,10,120,1200,1000,200,1.2,0.2
            RAA,01_EI,101,EL,10,120,"£900",1000,-100,0.9,-0.1
            """,
            name=NAME,
        )
    )

    assert [index for (index,) in found.rows("published_indices", "index")] == [120.0, 90.0]
    assert found.notes == ("the index is written as a ratio on 1, and was multiplied by 100",)


def test_rows_whose_index_is_not_that_of_their_costs_are_told(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,01_EI,100,EL,10,120,1200,1000,200,120,20
            RAA,01_EI,101,EL,10,120,1200,1000,200,120.4,20
            RAA,01_EI,102,EL,10,120,1200,1000,200,90,20
            """,
            name=NAME,
        )
    )

    assert found.notes == ("1 rows print an index that is not 100 times actual over expected cost",)


def test_figures_on_no_scale_that_the_costs_explain_are_refused(became, text_file):
    with pytest.raises(RefusedFile, match="about 10 where 100 is expected"):
        became(text_file(f"{HEADER}\nRAA,01_EI,100,EL,10,120,1200,1000,200,12,20", name=NAME))


def test_a_wide_sheet_beside_it_is_read_too(became, workbook):
    row = ["RAA", "02_NEI", "300", "NEL", 10, 120, 1200, 1000, 200, 120, 20]
    wide = ["Provider Code", "Total", "Elective", "Non-elective", "Critical care", "Outpatients", "A&E"]
    found = became(
        workbook({"2024-25 NCCI": [wide, ["RAA", 101, 102, 103, 104, 105, 106]], "2024-25": [LABELS, row]})
    )

    assert sorted(found.rows("published_indices", "detail", "index")) == [
        *[("pot", 101.0 + place) for place in range(6)],
        ("service", 120.0),
    ]
