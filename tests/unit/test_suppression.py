"""How much of the cost can be compared, organisation by organisation."""

import pytest

from openefficiency.tasks import suppression

KINDS = (
    "ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST\nRAA,Ashby,Acute,Y,FALSE\nRBB,Berrow,Acute,Y,FALSE"
)
COSTS = "Org code,Financial year,Currency code,Activity,Unit cost\nRAA,2024/25,AA22C,100,120\nRBB,2024/25,AA22C,300,80\nRBB,2024/25,UZ01Z,10,5"


@pytest.fixture
def report(load, held, text_file):
    load(text_file(KINDS, name="kinds.csv"), text_file(COSTS, name="costs.csv"))
    return {row["organisation"]: row for row in suppression.report(held(), "2024/25")}


def test_comparable_cost_leaves_out_what_a_rule_leaves_out(report):
    assert report["RAA"]["comparable_cost"] == 100 * 120
    assert report["RBB"]["comparable_cost"] == 300 * 80


def test_one_percent_moves_the_headline_by_one_percent_of_it(report):
    # The average unit costs (12,000 + 24,000) / 400 = 90, and the average trust spends 3,500 a unit.
    assert report["RAA"]["one_percent_error"] == pytest.approx(0.01 * 3500 * 120 / 90, abs=0.005)
    assert report["RBB"]["one_percent_error"] == pytest.approx(0.01 * 3500 * 80 / 90, abs=0.005)


def test_a_year_of_which_nothing_is_held_has_no_rows(report, held):
    assert suppression.report(held(), "2015/16") == []
