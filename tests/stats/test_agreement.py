"""Agreement of estimates: by hand, by closed forms, and the rules of the grade."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr

from openefficiency.errors import StatisticsError
from openefficiency.stats import agreement
from openefficiency.stats.agreement import Grade
from openefficiency.stats.agreement_sign import all_above, shared_sign


def test_combining_worked_by_hand():
    # Weights 1/4 and 1 of 5/4: a fifth and four fifths; chi-square (2 - 1)^2 / (4 + 1).
    found = agreement.combine([2.0, 1.0], [2, 1])

    assert found.weights == pytest.approx([1 / 5, 4 / 5])
    assert found.estimate == pytest.approx(2 / 5 + 4 / 5)
    assert found.spread == pytest.approx(1 / 5)
    # The arithmetic would say 0.89; nothing is surer than the best single one.
    assert found.standard_error == 1


def test_estimates_further_apart_than_their_errors_widen_the_interval():
    found = agreement.combine([0.0, 10.0], [1, 1])

    assert found.spread_p < 1e-6
    assert found.standard_error == pytest.approx(np.sqrt(1 / 2) * np.sqrt(50))


def test_no_weight_is_below_0_however_errors_go_together():
    found = agreement.combine([1.0, 2.0], [1, 3], correlation=[[1, 0.9], [0.9, 1]])

    assert found.weights.tolist() == [1, 0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_an_interval_is_never_narrower_than_the_best_single_one(seed, count):
    rng = np.random.default_rng(seed)
    factor = rng.normal(size=(count, count)) + 0.5 * np.eye(count)
    covariance = factor @ factor.T + 0.1 * np.eye(count)
    scale = np.sqrt(np.diag(covariance))
    se = rng.uniform(0.5, 3, count)
    found = agreement.combine(rng.normal(size=count), se, correlation=covariance / np.outer(scale, scale))

    low, high = found.interval(0.8)
    assert high - low >= 2 * 1.2815 * se.min()
    assert (found.weights >= 0).all() and found.weights.sum() == pytest.approx(1)


def test_the_shared_sign_of_independent_estimates_is_a_product():
    # Each is above 0 with probability one half: 1/8 + 1/8.
    assert shared_sign(np.zeros(3), np.eye(3)) == pytest.approx(1 / 4)


def test_the_shared_sign_of_estimates_that_err_together_is_sheppards_arcsine():
    def correlated(*pairs):
        one, other, third = pairs
        return np.array([[1, one, other], [one, 1, third], [other, third, 1]])

    two = all_above(np.zeros(2), np.array([[1, 0.9], [0.9, 1]]))
    three = all_above(np.zeros(3), correlated(0.5, 0.3, 0.2))

    assert two == pytest.approx(1 / 4 + np.arcsin(0.9) / (2 * np.pi), abs=1e-4)
    assert three == pytest.approx(1 / 8 + np.arcsin([0.5, 0.3, 0.2]).sum() / (4 * np.pi), abs=1e-4)


def test_one_estimate_shares_its_sign_with_itself():
    assert shared_sign(np.array([-3.0]), np.eye(1)) == 1


@pytest.mark.parametrize(
    ("families", "sign", "within", "expected"),
    [
        (1, 1.0, True, Grade.NOT_TRIANGULATED),
        (0, 1.0, True, Grade.NOT_TRIANGULATED),
        (2, 0.9, True, Grade.B),
        (2, 0.89, True, Grade.C),
        (3, 0.9, True, Grade.A),
        (5, 0.99, True, Grade.A),
        (3, 0.99, False, Grade.C),
        (3, 0.5, True, Grade.C),
    ],
)
def test_the_rules_of_the_grade(families, sign, within, expected):
    assert agreement.grade(families, sign, within) is expected


def test_estimates_that_share_a_collection_count_once_even_through_a_third():
    assert agreement.families([{"costs"}, {"staff"}, {"costs", "estates"}, {"estates"}]).tolist() == [
        0,
        1,
        0,
        0,
    ]


def test_four_scales_of_one_ratio_are_not_triangulated():
    found = agreement.agree([5.0, 5, 5, 5], [1, 1, 1, 1], collections=[{"costs"}] * 4)

    assert found.grade is Grade.NOT_TRIANGULATED
    # Four times the same error is still that error.
    assert found.combined.standard_error == pytest.approx(1)


def test_three_collections_of_the_same_clear_sign_are_grade_a_and_their_names_are_kept():
    found = agreement.agree(
        [5.0, 5.2, 6, 5.5], [1, 1, 1, 1], collections=[{"a"}, {"a"}, {"b"}, {"c"}], labels=list("wxyz")
    )

    assert found.grade is Grade.A
    assert found.families == ("w+x", "y", "z")
    assert found.estimates == pytest.approx([5.1, 6, 5.5])


def test_opposite_signs_are_grade_c():
    assert agreement.agree([5.0, -5], [1, 1], collections=[{"a"}, {"b"}]).grade is Grade.C


def test_identical_rankings_agree_fully_and_reversed_ones_not_at_all():
    values = np.array([3.0, 1, 2, 2, 7])
    same, reverse = agreement.rank_agreement(values, values**3), agreement.rank_agreement(values, -values)

    assert (same.kendall, same.spearman) == (1.0, 1.0)
    assert (reverse.kendall, reverse.spearman) == (-1.0, -1.0)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_ranks_with_ties_agree_as_scipy_has_it(seed):
    one, other = np.random.default_rng(seed).integers(0, 5, (2, 30))
    found = agreement.rank_agreement(one, other)

    assert found.kendall == pytest.approx(kendalltau(one, other)[0])
    assert found.spearman == pytest.approx(spearmanr(one, other)[0])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: agreement.combine([1, np.nan], [1, 1]),
        lambda: agreement.combine([1, 2], [1, -1]),
        lambda: agreement.combine([1, 2], [1, 1], correlation=[[1, 1], [1, 1]]),
        lambda: agreement.combine([1, 2], [1, 1], correlation=[[1, 0.5], [0.2, 1]]),
        lambda: agreement.combine([1, 2], [1, 1], correlation=[[2, 0], [0, 2]]),
        lambda: agreement.combine([1, 2], [1, 1], correlation=np.eye(3)),
        lambda: agreement.combine(range(13), [1] * 13),
        lambda: agreement.agree([1, 2], [1, 1], collections=[{"a"}]),
        lambda: agreement.agree([1, 2], [1, 1], collections=[{"a"}, set()]),
        lambda: agreement.agree([1, 2], [1, 1], collections=["ab", "cd"]),
        lambda: agreement.rank_agreement([1, 1], [1, 2]),
        lambda: agreement.rank_agreement([1, 2], [1, 2, 3]),
    ],
)
def test_what_cannot_be_compared_is_refused_in_three_parts(wrong):
    with pytest.raises(StatisticsError, match=r"(?s)given:.*possible:"):
        wrong()
