import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import regression_to_mean


def test_units_above_the_mean_come_back_by_the_mills_ratio_of_0():
    # Variances of 1 and 1; the mean of the upper half lies sqrt(2 / pi) deviations up, and half of that is noise.
    found = regression_to_mean.effect(0, mean=0, between=1, within=1)

    assert found == pytest.approx(0.5 * 2**0.5 * (2 / np.pi) ** 0.5)


@pytest.mark.parametrize(("side", "cutoff"), [("above", 70), ("below", 50)])
def test_units_chosen_for_being_extreme_come_back_as_far_as_expected(side, cutoff):
    rng = np.random.default_rng(0)
    truth = rng.normal(60, 8, 400_000)
    before, after = truth + rng.normal(0, 6, (2, 400_000))
    chosen = before > cutoff if side == "above" else before < cutoff
    moved = abs(after[chosen].mean() - before[chosen].mean())

    found = regression_to_mean.effect(cutoff, mean=60, between=64, within=36, side=side)
    assert found == pytest.approx(moved, rel=0.02)


def test_averaging_more_occasions_before_choosing_leaves_less_to_come_back():
    found = [
        regression_to_mean.effect(80, mean=60, between=50, within=50, occasions=occasions)
        for occasions in (1, 2, 8)
    ]

    assert found[0] > found[1] > found[2] > 0


def test_without_noise_nothing_comes_back():
    assert regression_to_mean.effect(80, mean=60, between=50, within=0) == 0


def test_a_cutoff_far_away_is_worked_out_too():
    # Far out the Mills ratio is nearly z itself: chosen units lie at the cutoff, and half of the way is noise.
    found = regression_to_mean.effect(60, mean=0, between=0.5, within=0.5)

    assert found == pytest.approx(30, rel=1e-3)


def test_reliability_worked_by_hand():
    # Means 1.5, 3.5 and 6 have a variance of 61 / 12; within units it is (0.5 + 0.5 + 2) / 3 = 1.
    found = regression_to_mean.reliability([[1, 2], [3, 4], [5, 7]])

    assert (found.within, found.between) == (pytest.approx(1), pytest.approx(61 / 12 - 1 / 2))
    assert found.value == pytest.approx(found.between / (found.between + 1))
    assert found.status == "ok"


def test_units_that_differ_less_than_chance_are_at_the_boundary():
    found = regression_to_mean.reliability([[1, 9], [9, 1]])

    assert (found.value, found.status) == (0, "boundary")


def test_identical_numbers_have_no_reliability():
    found = regression_to_mean.reliability([[2, 2], [2, 2]])

    assert np.isnan(found.value)
    assert found.status == "no variation"


def test_what_remains_worked_by_hand():
    # 20 above the mean, a quarter of it noise: 5 back by itself. It fell by 8, so 3 remain.
    found = regression_to_mean.remaining([80], [72], reliability=0.75, mean=60, labels=["a"])

    assert (found.observed[0], found.expected[0], found.remaining[0]) == (-8, -5, -3)


def test_without_a_mean_that_of_all_units_is_taken():
    found = regression_to_mean.remaining([10, 20], [10, 20], reliability=0.5)

    assert found.expected.tolist() == [2.5, -2.5]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: regression_to_mean.effect(1, mean=0, between=0, within=0),
        lambda: regression_to_mean.effect(1, mean=0, between=-1, within=2),
        lambda: regression_to_mean.effect(np.nan, mean=0, between=1, within=2),
        lambda: regression_to_mean.effect(1, mean=0, between=1, within=1, side="up"),
        lambda: regression_to_mean.effect(1, mean=0, between=1, within=1, occasions=0),
        lambda: regression_to_mean.reliability([[1], [2]]),
        lambda: regression_to_mean.remaining([1], [1], reliability=1.5),
        lambda: regression_to_mean.remaining([1], [1, 2], reliability=0.5),
    ],
)
def test_what_cannot_be_worked_with_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
