"""The gap tree: parts that exclude each other and add up to the whole, to the penny."""

from hypothesis import given
from hypothesis import strategies as st

from openefficiency.opportunity.tree import REMAINDER, Spending, gap, tree

# 100 units here; 1,000 units among its like at £50 each: the same would cost £5,000.
WHOLE = (Spending(6_000.0, 100.0), Spending(50_000.0, 1_000.0))
PAY = (Spending(4_500.0, 100.0), Spending(35_000.0, 1_000.0))
DRUGS = (Spending(500.0, 100.0), Spending(8_000.0, 1_000.0))


def test_a_gap_is_spending_less_what_the_same_costs_elsewhere():
    assert gap(*WHOLE) == 100 * (6_000 - 100 * 50_000 / 1_000)  # in pence


def test_branches_and_remainder_are_the_whole_gap():
    found = tree(WHOLE, {"pay": PAY, "drugs": DRUGS})

    assert {branch.name: branch.gap for branch in found.branches} == {
        "pay": 1_000,
        "drugs": -300,
        REMAINDER: 300,
    }
    assert found.gap == 1_000 - 300 + 300


def test_dearer_parts_less_better_elsewhere_are_the_whole_gap():
    found = tree(WHOLE, {"pay": PAY, "drugs": DRUGS})

    assert (found.dearer, found.better_elsewhere) == (1_000 + 300, 300)
    assert found.dearer - found.better_elsewhere == found.gap


def test_what_is_not_known_stays_inside_the_remainder_and_is_named():
    found = tree(WHOLE, {"pay": PAY, "drugs": "drugs_cost_per_wau has no figure"})

    by_name = {branch.name: branch for branch in found.branches}
    assert by_name["drugs"].gap is None
    assert by_name[REMAINDER].gap == 1_000 - 1_000
    assert by_name[REMAINDER].why == "with it what is not known: drugs"


def test_who_is_cheaper_overall_has_differences_and_no_saving():
    cheap = (Spending(4_000.0, 100.0), WHOLE[1])

    assert not tree(cheap, {"pay": PAY}).is_a_saving


MONEY = st.floats(0, 1e10).map(lambda value: round(value, 2))
SPENDING = st.builds(Spending, MONEY, st.floats(1, 1e6))


@given(
    whole=st.tuples(SPENDING, SPENDING),
    parts=st.dictionaries(st.sampled_from("abcdef"), st.tuples(SPENDING, SPENDING)),
)
def test_it_adds_up_to_the_penny_whatever_is_spent(whole, parts):
    found = tree(whole, parts)

    assert sum(branch.pence for branch in found.branches) == found.pence
    positive = sum(max(0, branch.pence) for branch in found.branches)
    negative = -sum(min(0, branch.pence) for branch in found.branches)
    assert positive - negative == found.pence
    assert (found.dearer, found.better_elsewhere) == (positive / 100, negative / 100)
