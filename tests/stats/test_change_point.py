from itertools import combinations, pairwise

import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import change_point


def test_a_step_is_found_where_it_is():
    found = change_point.find([1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12])

    assert found.starts.tolist() == [6]
    assert found.means.tolist() == [1.5, 11.5]
    assert found.status == "ok"


def test_a_step_up_and_down_is_two_changes():
    values = np.r_[np.tile([1.0, 2], 6), np.tile([9.0, 10], 6), np.tile([1.0, 2], 6)]

    assert change_point.find(values).starts.tolist() == [12, 24]


def test_a_series_without_a_step_has_no_change():
    found = change_point.find(np.tile([1.0, 2], 10))

    assert (found.starts.tolist(), found.means.tolist(), found.status) == ([], [1.5], "no change")


def test_identical_values_have_no_variation():
    assert change_point.find([3, 3, 3, 3]).status == "no variation"
    assert change_point.shift([3, 3, 3, 3]).p_value == 1


def test_neighbours_that_are_mostly_the_same_still_have_a_deviation():
    # Of nine steps one is 10: the middle one is 0, so the mean square is taken.
    assert change_point.noise(np.r_[np.zeros(5), np.full(5, 10.0)]) == pytest.approx((100 / 2 / 9) ** 0.5)


@pytest.mark.parametrize("seed", range(8))
def test_the_search_finds_the_best_of_all_ways_to_cut(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=11) + 2 * (np.arange(11) > 5)
    found = change_point.find(values, penalty=3.0, deviation=1.0, least=2)

    assert (found.cost, found.starts.tolist()) == (pytest.approx(best_cut(values)[0]), best_cut(values)[1])


def best_cut(values):
    ways = []
    for changes in range(5):
        for starts in combinations(range(2, len(values) - 1), changes):
            edges = [0, *starts, len(values)]
            if min(np.diff(edges)) >= 2:
                squares = sum(values[a:b].var() * (b - a) for a, b in pairwise(edges))
                ways.append((squares + 3.0 * changes, list(starts)))
    return min(ways)


def test_a_level_far_from_0_does_not_move_the_changes():
    values = np.random.default_rng(3).normal(size=60) + 3 * (np.arange(60) > 30)

    assert change_point.find(values + 1e7).starts.tolist() == change_point.find(values).starts.tolist()


def test_the_shift_worked_by_hand():
    # Means of 0 and 1, deviation of all points 0.5: |0 - 1| / (0.5 sqrt(1/2 + 1/2)) = 2. Of 6 orders 2 are as great.
    found = change_point.shift([0, 0, 1, 1], permutations=20_000)

    assert (found.start, found.before, found.after) == (2, 0, 1)
    assert found.statistic == pytest.approx(2)
    assert found.p_value == pytest.approx(2 / 6, abs=0.01)


def test_of_series_without_a_shift_one_in_ten_has_p_below_a_tenth():
    rng = np.random.default_rng(0)
    p_values = [change_point.shift(rng.normal(size=24), permutations=99, seed=n).p_value for n in range(400)]

    assert np.mean(np.array(p_values) <= 0.1) == pytest.approx(0.1, abs=0.04)


def test_the_same_seed_gives_the_same_p():
    values = np.random.default_rng(0).normal(size=30)

    assert change_point.shift(values, seed=5) == change_point.shift(values, seed=5)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: change_point.find([1, 2, 3]),
        lambda: change_point.find([1, 2, np.nan, 4]),
        lambda: change_point.find([1, 2, 3, 4], penalty=-1),
        lambda: change_point.find([1, 2, 3, 4], deviation=0),
        lambda: change_point.find([1, 2, 3, 4], least=0),
        lambda: change_point.shift([1, 2, 3], least=2),
        lambda: change_point.shift([1, 2, 3], permutations=0),
    ],
)
def test_a_series_that_cannot_be_searched_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
