from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from openefficiency.errors import StatisticsError
from openefficiency.stats import ranks


def test_units_far_apart_have_one_place_each():
    for found in (ranks.simulated([30, 10, 20], [0.1] * 3), ranks.pairwise([30, 10, 20], [0.1] * 3)):
        assert found.rank.tolist() == found.lower.tolist() == found.upper.tolist() == [3, 1, 2]
        assert found.status == ("ok", "ok", "ok")


def test_units_alike_share_the_middle_place_and_may_have_any():
    found = ranks.simulated([5, 5, 5], [1, 1, 1])

    assert found.rank.tolist() == [2, 2, 2]
    assert (found.lower.tolist(), found.upper.tolist()) == ([1, 1, 1], [3, 3, 3])
    assert found.status == ("says nothing",) * 3


def test_units_without_error_that_are_alike_favour_nobody():
    found = ranks.simulated([5, 5], [0, 0])

    assert found.quartiles == pytest.approx(np.array([[0.5, 0, 0.5, 0]] * 2), abs=0.02)


def test_a_place_of_two_is_as_likely_as_the_normal_distribution_says():
    found = ranks.simulated([0, 1], [0.6, 0.8], draws=100_000)

    # The difference has mean 1 and deviation 1; of two, the smaller is in the first quarter, the greater in the third.
    assert found.quartiles[0] == pytest.approx([stats.norm.cdf(1), 0, stats.norm.sf(1), 0], abs=0.005)


def test_probabilities_of_quarters_add_up_and_each_quarter_is_full():
    found = ranks.simulated(np.arange(12.0), np.full(12, 3.0))

    assert found.quartiles.sum(axis=1) == pytest.approx(1)
    assert found.quartiles.sum(axis=0) == pytest.approx(3)


def test_the_critical_value_of_one_pair_is_that_of_the_normal_distribution():
    # A difference of 2 errors is sure at 95%, one of 1.9 is not.
    assert ranks.pairwise([0, 2.05], [0.6, 0.8], draws=200_000).upper.tolist() == [1, 2]
    assert ranks.pairwise([0, 1.85], [0.6, 0.8], draws=200_000).upper.tolist() == [2, 2]


def test_bounds_for_the_whole_list_hold_those_for_each_unit():
    rng = np.random.default_rng(0)
    estimates, errors = rng.normal(size=30), rng.uniform(0.2, 0.6, 30)
    each, whole = (ranks.pairwise(estimates, errors, cover=cover) for cover in ("each", "all"))

    assert np.all(whole.lower <= each.lower)
    assert np.all(each.upper <= whole.upper)


def test_pairwise_bounds_cover_the_true_place_as_often_as_they_promise():
    rng = np.random.default_rng(1)
    truth, errors = np.linspace(0, 3, 10), np.full(10, 0.5)
    place, covered = np.arange(1, 11), []
    for seed in range(300):
        found = ranks.pairwise(
            truth + errors * rng.normal(size=10), errors, draws=500, seed=seed, cover="all"
        )
        covered.append(np.all((found.lower <= place) & (place <= found.upper)))

    assert np.mean(covered) >= 0.93


def test_more_error_never_narrows_the_bounds():
    widths = [ranks.pairwise(np.arange(8.0), np.full(8, error)).upper.sum() for error in (0.1, 0.5, 1.0, 2.0)]

    assert all(one <= other for one, other in pairwise(widths))


def test_the_same_seed_gives_the_same_bounds():
    estimates, errors = np.arange(9.0), np.full(9, 2.0)
    one, again = (ranks.simulated(estimates, errors, seed=4) for _ in range(2))

    assert one.quartiles.tolist() == again.quartiles.tolist()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ranks.simulated([1], [1]),
        lambda: ranks.simulated([1, 2], [1, -1]),
        lambda: ranks.simulated([1, 2], [1, np.nan]),
        lambda: ranks.simulated([1, 2], [1, 1], draws=10),
        lambda: ranks.pairwise([1, 2], [1, 1], draws=10),
        lambda: ranks.pairwise([1, 2], [1, 1], cover="some"),
        lambda: ranks.pairwise([1, 2], [1, 1], covered=1),
        lambda: ranks.pairwise([1, 2], [1, 1, 1]),
        lambda: ranks.pairwise([1, 2], [1, 1], labels=["a", "a"]),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
