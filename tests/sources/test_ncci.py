"""The National Cost Collection Index: nine indices a provider."""

import pytest

from openefficiency.errors import RefusedFile
from openefficiency.sources import known
from openefficiency.sources.opening import open_document

LABELS = [
    "Provider Code",
    "Provider Name",
    "Total",
    "Elective",
    "Non-elective",
    "Critical care",
    "Outpatients",
    "A&E",
    "Mental health",
    "Community",
    "Ambulance",
]
HEADER = ",".join(LABELS)
ASHBY = ["RAA", "Ashby NHS Trust", 112.4, 101, 120.5, 99, 105, 110, None, 90, None]
BERROW = ["rbb", "Berrow NHS Trust", 96, 95, 97, 98, 99, 94, 93, 92, None]


def test_each_index_is_its_own_row_and_pot(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,Ashby NHS Trust,112.4,101,120.5,99,105,110,102,90,88
            """,
            name="NCCI 2024-25.csv",
        )
    )

    assert found.source == "ncci"
    assert found.rows("published_indices", "organisation", "year", "detail", "pot", "index") == [
        ("RAA", "2024/25", "pot", "a&e", 110.0),
        ("RAA", "2024/25", "pot", "ambulance", 88.0),
        ("RAA", "2024/25", "pot", "community", 90.0),
        ("RAA", "2024/25", "pot", "critical care", 99.0),
        ("RAA", "2024/25", "pot", "elective", 101.0),
        ("RAA", "2024/25", "pot", "mental health", 102.0),
        ("RAA", "2024/25", "pot", "non-elective", 120.5),
        ("RAA", "2024/25", "pot", "outpatients", 105.0),
        ("RAA", "2024/25", "pot", "total", 112.4),
    ]
    assert found.rows("published_indices", "department", "service")[0] == (None, None)
    assert not found.reasons


def test_a_workbook_tells_its_year_in_the_title_whatever_its_name_says(became, workbook):
    found = became(
        workbook(
            {"NCCI": [["National Cost Collection Index 2023/24"], [], LABELS, ASHBY, BERROW]},
            name="NCCI 2024-25.xlsx",
        )
    )

    total = totals(found, "organisation", "year", "index", "row")
    assert total == [("RAA", "2023/24", 112.4, 4), ("RBB", "2023/24", 96.0, 5)]


def test_the_labels_may_say_that_they_are_indices_and_adjusted(became, workbook):
    labels = [
        "Org Code",
        "Org Name",
        "MFF adjusted NCCI",
        "01_EI NCCI",
        "02_NEI NCCI",
        "CC NCCI",
        "05_OP NCCI",
        "11_A&E NCCI",
        "08_MH NCCI",
        "07_COM NCCI",
        "AMB NCCI",
    ]
    found = became(workbook({"2023-24": [labels, ASHBY]}))

    pots = dict(found.rows("published_indices", "pot", "index"))
    assert (pots["total"], pots["elective"], pots["non-elective"]) == (112.4, 101.0, 120.5)
    assert not found.notes


def test_a_pot_that_a_trust_does_not_have_is_missing_and_not_nothing(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,Ashby NHS Trust,112.4,101,120.5,99,105,110,-,*,
            """,
            name="2024-25.csv",
        )
    )

    pots = dict(found.rows("published_indices", "pot", "index"))
    assert (pots["mental health"], pots["community"], pots["ambulance"]) == (None, None, None)


def test_an_index_that_cannot_be_is_put_aside_with_its_row(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,Ashby NHS Trust,112.4,101,120.5,99,105,110,102,90,0
            RBB,Berrow NHS Trust,1.04,101,120.5,99,105,110,102,90,88
            RCC,Calder NHS Trust,98,ca. 97,120.5,99,105,110,102,90,88
            """,
            name="2024-25.csv",
        )
    )

    assert found.quarantine.select("row", "reason").rows() == [
        (2, "index is no fraction: cannot be: 0"),
        (3, "index is no fraction: cannot be: 1.04"),
        (4, "index is no fraction: ca. 97"),
    ]
    assert len(found.tables["published_indices"]) == 3 * 9 - 3


def test_a_name_where_a_code_should_be_never_passes_as_a_code(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,Ashby NHS Trust,112.4,101,120.5,99,105,110,102,90,88
            Dene,Dene NHS Trust,112.4,101,120.5,99,105,110,102,90,88
            """,
            name="2024-25.csv",
        )
    )

    assert {row[0] for row in found.rows("published_indices", "organisation")} == {"RAA"}
    assert set(found.reasons) == {
        "organisation is longer than 12 characters: no code of an organisation: Dene"
    }


def test_the_row_of_england_and_notes_are_counted_out(became, workbook):
    england = [None, "England", 100, *[100] * 8]
    average = ["National average", None, 100, *[100] * 8]
    note = ["Source: National Cost Collection. A dash means that there is no such service."]
    found = became(workbook({"NCCI 2024-25": [LABELS, ASHBY, BERROW, england, average, [], note]}))

    assert totals(found, "organisation") == [("RAA",), ("RBB",)]
    assert [(out.reason, out.rows) for out in found.left_out] == [
        ("title or note without figures", 1),
        ("all providers together", 2),
    ]
    assert not found.reasons


def test_a_column_that_is_no_index_we_know_is_told(became, workbook):
    found = became(workbook({"NCCI 2024-25": [[*LABELS, "Dental"], [*ASHBY, 101]]}))

    assert found.notes == ("sheet 'NCCI 2024-25': no index known in the column 'Dental'",)


def test_an_index_written_as_a_ratio_is_put_on_100_and_that_is_told(became, text_file):
    found = became(
        text_file(
            f"""
            {HEADER}
            RAA,Ashby NHS Trust,1.124,1.01,1.205,.99,1.05,1.1,1.02,.9,.88
            RBB,Berrow NHS Trust,0.96,1.01,1.205,.99,1.05,1.1,1.02,.9,.88
            """,
            name="2024-25.csv",
        )
    )

    assert [index for (index,) in totals(found, "index")] == [pytest.approx(112.4), pytest.approx(96)]
    assert found.notes == ("the index is written as a ratio on 1, and was multiplied by 100",)


def test_costs_under_the_same_labels_do_not_pass_as_indices(became, text_file):
    costs = f"{HEADER}\nRAA,Ashby NHS Trust,9000000,1000,1000,1000,1000,1000,1000,1000,1000"

    with pytest.raises(RefusedFile, match="9e\\+06 where 100 is expected"):
        became(text_file(costs, name="2024-25.csv"))


def test_the_index_before_the_market_forces_factor_is_another_one(became, workbook):
    found = became(
        workbook(
            {
                "Adjusted": [["NCCI 2024/25, MFF adjusted"], LABELS, ASHBY],
                "Other": [["NCCI 2024/25, unadjusted"], LABELS, BERROW],
            }
        )
    )

    assert totals(found, "organisation") == [("RAA",)]
    assert [(out.sheet, out.rows) for out in found.left_out] == [("Other", 1)]


def test_two_columns_for_one_index_are_refused(became, workbook):
    labels = ["Provider Code", "Total 2023/24", "Total 2024/25", *LABELS[3:]]

    with pytest.raises(RefusedFile, match="several columns for one index"):
        became(workbook({"NCCI": [labels, ["RAA", 101, 102, *ASHBY[3:]]]}))


def test_a_cover_tells_the_year_of_a_sheet_without_one(became, workbook):
    cover = [["National Cost Collection Index 2023/24"], ["Published June 2025"]]
    found = became(workbook({"Cover": cover, "Data": [LABELS, ASHBY]}))

    assert totals(found, "year") == [("2023/24",)]


def test_a_cover_and_a_name_that_disagree_about_the_year_are_refused(became, workbook):
    cover = [["National Cost Collection Index 2023/24"]]

    with pytest.raises(RefusedFile, match="2 years: 2023/24, 2024/25"):
        became(workbook({"Cover": cover, "Data": [LABELS, ASHBY]}, name="NCCI 2024-25.xlsx"))


def test_without_a_year_anywhere_the_file_is_refused(became, workbook):
    with pytest.raises(RefusedFile, match="for example 2024-25"):
        became(workbook({"Published 2021": [LABELS, ASHBY]}))


def test_a_year_in_a_column_counts_row_by_row(became, text_file):
    found = became(
        text_file(f"""
            Financial year,{HEADER}
            2023-24,RAA,Ashby NHS Trust,112.4,101,120.5,99,105,110,102,90,88
            2024/25,RAA,Ashby NHS Trust,110.4,101,120.5,99,105,110,102,90,88
            lately,RBB,Berrow NHS Trust,110.4,101,120.5,99,105,110,102,90,88
        """)
    )

    assert totals(found, "year", "index") == [("2023/24", 112.4), ("2024/25", 110.4)]
    assert set(found.reasons) == {"year is not written like 2016/17: lately"}


@pytest.mark.parametrize(
    "labels",
    [
        "Provider Code,Provider Name,Elective,Non-elective,Critical care,Outpatients,A&E,Mental health,Community",
        "Provider Code,Provider Name,Total,Elective,Non-elective,Outpatients",
        "Region,Total,Elective,Non-elective,Critical care,Outpatients,A&E,Mental health",
    ],
    ids=["no total", "too few pots", "no code"],
)
def test_other_lists_with_some_of_these_labels_are_not_the_index(engine, text_file, labels):
    path = text_file(f"{labels}\nRAA,100,100,100,100,100,100,100,100", name="NCCI 2024-25.csv")

    assert known.recognise(open_document(path, engine=engine)) is None


def totals(found, *columns) -> list[tuple]:
    rows = found.tables["published_indices"]
    return rows.filter(rows["pot"] == "total").sort("organisation", "year").select(columns).rows()
