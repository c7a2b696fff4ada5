"""Our cost index beside the publisher's own: equal when both count the same rows, and not when one does not."""

import pytest

from openefficiency.errors import NotFound
from openefficiency.tasks.oracle import compare_with_published, summary

YEAR = "2024/25"
# Everybody's cost is their expected cost, but for Ashby's and Berrow's. The fourth line of Ashby has no comparator.
COLLECTION = """
Provider Code,Department Code,Service code,Currency code,Activity,MFFd Actual Cost,MFFd Expected Cost,Mapping Pot
RAA,EI,100,AA22C,10,66000,60000,01_EI
RAA,NEI_L,300,DZ11A,10,54000,50000,02_NEI
RAA,CL,100,WF01A,100,5000,5000,05_OP
RAA,HCD,HCD,XD01Z,10,6000,{ashby_drugs},09_HCD
RBB,EI,100,AA22C,10,45000,50000,01_EI
RBB,NEI_L,300,DZ11A,10,55000,60000,02_NEI
RCC,CL,100,WF01A,100,100000,100000,05_OP
"""
NCCI = """
Provider Code,Provider Name,Total,Elective,Non-elective,Critical care,Outpatients,A&E,Mental health,Community,Ambulance
RAA,Ashby NHS Trust,108.7,110,108,-,100,-,-,-,-
RBB,Berrow NHS Trust,90.9,90,91.7,-,-,-,-,-,-
RCC,Calder NHS Trust,100,-,-,-,100,-,-,-,-
"""


@pytest.fixture
def compared(load, held, text_file):
    """compared(ashby_drugs='*'): the comparison, with this expected cost where there is no comparator."""

    def run(*, ashby_drugs: str = "*", ncci: str = NCCI) -> dict[str, dict]:
        costs = COLLECTION.format(ashby_drugs=ashby_drugs)
        reports = load(
            text_file(costs, name="NCC_FY2024-25_Org_File2.csv"), text_file(ncci, name="NCCI 2024-25.csv")
        )
        assert [report.state for report in reports] == ["loaded", "loaded"]
        return {row["organisation"]: row for row in compare_with_published(held(), YEAR)}

    return run


def test_the_same_rows_give_the_same_index_within_half_a_point(compared):
    rows = compared()

    assert rows["RAA"]["ours"] == round(100 * (66000 + 54000 + 5000) / (60000 + 50000 + 5000), 2)
    assert rows["RBB"]["ours"] == round(100 * (45000 + 55000) / (50000 + 60000), 2)
    assert {name: (row["published"], row["agrees"]) for name, row in rows.items()} == {
        "RAA": (108.7, True),
        "RBB": (90.9, True),
        "RCC": (100.0, True),
    }
    assert rows["RCC"]["words"] == "agrees within 0.5"
    assert rows["RAA"]["basis"] == "market forces factor taken out by the publisher"


def test_a_missing_expected_cost_counted_as_next_to_nothing_is_shown_as_a_difference(compared):
    """The naive error: the cost of the drugs is counted, and what was expected for them is not."""
    rows = compared(ashby_drugs="0.0001")

    assert rows["RAA"]["ours"] == round(100 * (66000 + 54000 + 5000 + 6000) / (60000 + 50000 + 5000), 2)
    assert rows["RAA"]["difference"] == pytest.approx(5.21, abs=0.01)
    assert rows["RAA"]["agrees"] is False
    assert rows["RAA"]["words"].startswith("differs: 5.21 points above the published index")
    assert rows["RBB"]["agrees"] is True
    # The nation is not at 100 then, so the framework would show nobody's figure; here it has to be seen.
    assert "not shown in the framework: the national ratio" in rows["RAA"]["words"]


def test_an_expected_cost_of_nothing_at_all_is_no_comparator_and_changes_nothing(compared):
    assert compared(ashby_drugs="0")["RAA"]["agrees"] is True


def test_the_one_furthest_from_the_publisher_stands_first_and_all_are_counted(compared):
    rows = compared(ncci=NCCI.replace("90.9", "91.5").replace("108.7", "112.4"))

    assert list(rows) == ["RAA", "RBB", "RCC"]
    assert rows["RBB"]["words"] == "differs: 0.59 points below the published index"
    assert summary(list(rows.values())) == (
        "2 of 3 organisations with both indices differ by more than 0.5 points"
    )


def test_whoever_has_only_one_of_the_two_is_shown_with_the_reason(compared):
    rows = compared(ncci=NCCI.replace("RCC,Calder", "RDD,Dene").replace("90.9", "-"))

    assert (rows["RDD"]["ours"], rows["RDD"]["agrees"]) == (None, None)
    assert rows["RDD"]["words"] == "ours is missing: nothing held of its costs"
    assert rows["RCC"]["words"] == "not published: it is not in the publisher's list"
    assert rows["RBB"]["words"].startswith("not published: published_indices (index): ")
    assert rows["RBB"]["difference"] is None


def test_an_index_by_service_beside_it_leaves_the_published_total_alone(compared, load, held, text_file):
    compared()
    load(
        text_file(
            """
            Provider,Mapping_Pot,Service,Department,Activity,Unit_Cost,Actual_Cost,Expected_Cost,Variance,NCCI,Variance_Percent
            RAA,01_EI,100,EI,10,6600,66000,60000,6000,110,10
            """,
            name="NCCI_2024-25_by_service.csv",
        )
    )

    rows = {row["organisation"]: row for row in compare_with_published(held(), YEAR)}
    assert rows["RAA"]["published"] == 108.7
    assert len(held().tables.small("published_indices")) == 3 * 9 + 1


def test_without_the_published_index_it_says_what_to_load(load, held, text_file):
    load(text_file(NCCI, name="NCCI 2023-24.csv"))

    with pytest.raises(NotFound) as error:
        compare_with_published(held(), YEAR)
    assert str(error.value) == (
        "The publisher's own index is not held for 2024/25.\n"
        "  given:    it is held for 2023/24\n"
        "  possible: load the National Cost Collection Index (NCCI) of that year with `openefficiency load PATH`."
    )
