from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openefficiency.errors import StatisticsError
from openefficiency.stats import decomposition

tables = arrays(float, (3, 4), elements=st.floats(0.1, 100))


def test_shapley_of_two_factors_worked_by_hand():
    # 2 x 3 becomes 4 x 5. The first factor adds 2 x 3 when it moves first, 2 x 5 when last: 8 on the average.
    found = decomposition.shapley(np.prod, [2, 3], [4, 5], labels=["price", "volume"])

    assert found.to_dict() == {"price": 8, "volume": 2 * (2 + 4) / 2}
    assert (found.total, found.residual) == (14, 0)


def test_shapley_of_the_glove_game_is_the_textbook_one():
    # Two left gloves and one right: a pair is worth 1 (Shapley and Shubik 1969).
    found = decomposition.shapley(lambda x: float(x[2] and (x[0] or x[1])), [0, 0, 0], [1, 1, 1])

    assert found.parts == pytest.approx([1 / 6, 1 / 6, 4 / 6])


def test_shapley_of_the_runway_game_is_the_textbook_one():
    # Landing fees (Littlechild and Owen 1973): each stretch is shared by those who need it.
    needs = np.array([1.0, 2, 4])
    found = decomposition.shapley(lambda here: (needs * here).max(), [0, 0, 0], [1, 1, 1])

    assert found.parts == pytest.approx([1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 2])


def test_shapley_is_the_mean_over_all_orders_walked_one_by_one():
    rng = np.random.default_rng(0)
    before, after = rng.uniform(1, 3, (2, 4))

    assert decomposition.shapley(ratio, before, after).parts == pytest.approx(walked(ratio, before, after))


def ratio(x):
    return x[0] * x[1] / x[2] + x[3] ** 2


def walked(value, before, after):
    parts, orders = np.zeros(len(before)), list(permutations(range(len(before))))
    for order in orders:
        now = before.copy()
        for factor in order:
            then = value(now)
            now[factor] = after[factor]
            parts[factor] += value(now) - then
    return parts / len(orders)


def test_a_factor_that_does_not_move_makes_nothing_and_twelve_are_possible():
    found = decomposition.shapley(np.sum, np.zeros(12), np.r_[0, np.ones(11)])

    assert found.parts == pytest.approx(np.r_[0, np.ones(11)])


def test_lmdi_worked_by_hand():
    # One item: 2 x 3 = 6 becomes 4 x 3 = 12. All of it is the first factor's.
    additive = decomposition.lmdi_additive([[2], [3]], [[4], [3]])
    multiplicative = decomposition.lmdi_multiplicative([[2], [3]], [[4], [3]])

    assert additive.parts == pytest.approx([6, 0])
    assert multiplicative.parts == pytest.approx([2, 1])


@given(tables, tables)
def test_lmdi_leaves_no_remainder(before, after):
    added = decomposition.lmdi_additive(before, after)
    times = decomposition.lmdi_multiplicative(before, after)
    old, new = before.prod(axis=0).sum(), after.prod(axis=0).sum()

    assert added.parts.sum() == pytest.approx(new - old, abs=1e-9 * max(old, new))
    assert times.parts.prod() == pytest.approx(new / old)


@given(tables, tables)
def test_lmdi_backwards_is_the_same_the_other_way(before, after):
    there, back = decomposition.lmdi_additive(before, after), decomposition.lmdi_additive(after, before)

    assert there.parts == pytest.approx(-back.parts, abs=1e-9 * max(1, np.abs(there.parts).max()))


def test_an_item_that_is_not_there_changes_nothing():
    with_it = decomposition.lmdi_additive([[2, 0], [3, 0]], [[4, 0], [5, 0]])

    assert with_it.parts == pytest.approx(decomposition.lmdi_additive([[2], [3]], [[4], [5]]).parts)


def test_the_logarithmic_mean_lies_between_and_does_not_lose_its_digits():
    near = decomposition.logarithmic_mean(np.array([1 + 1e-9]), np.array([1.0]))
    apart = decomposition.logarithmic_mean(np.array([np.e]), np.array([1.0]))

    assert near[0] == pytest.approx(1 + 0.5e-9, abs=1e-15)
    assert apart[0] == pytest.approx(np.e - 1)


def test_price_volume_and_mix_worked_by_hand():
    # 10 at £1 and 10 at £3 become 10 at £2 and 30 at £3. Volume doubles £40; at old prices the new things cost £100.
    found = decomposition.price_volume_mix([1, 3], [10, 10], [2, 3], [10, 30])

    assert found.to_dict() == {"price": 10, "volume": 40, "mix": 100 - 80}
    assert (found.total, found.residual) == (110 - 40, 0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: decomposition.shapley(np.sum, np.zeros(13), np.ones(13)),
        lambda: decomposition.shapley(lambda x: np.inf, [1], [2]),
        lambda: decomposition.shapley(np.sum, [1, 2], [1]),
        lambda: decomposition.shapley(np.sum, [1, np.nan], [1, 2]),
        lambda: decomposition.lmdi_additive([[0], [1]], [[1], [1]]),
        lambda: decomposition.lmdi_multiplicative([[0], [0]], [[0], [0]]),
        lambda: decomposition.lmdi_additive([[-1], [1]], [[1], [1]]),
        lambda: decomposition.price_volume_mix([1], [0], [1], [1]),
        lambda: decomposition.price_volume_mix([1], [1], [1], [1, 2]),
    ],
)
def test_a_change_that_cannot_be_split_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
