"""Invented gaps whose truth is known: intervals cover, excess is honest, grades hold."""

import numpy as np
import pytest

from openefficiency.stats import partial_pooling
from openefficiency.stats.simulation_pooling import simulate


@pytest.fixture(scope="module")
def kept():
    return simulate(seed=20261125, replicates=60)


def test_80_percent_intervals_cover_80_percent(kept):
    assert kept.coverage == pytest.approx(0.80, abs=0.03)


def test_the_expected_excess_is_the_true_one_where_gaps_are_real(kept):
    assert kept.ours == pytest.approx(kept.true, rel=0.05)


def test_the_naive_rule_finds_savings_that_are_not_there(kept):
    assert kept.naive > 1.2 * kept.true
    # Of no gap at all: 4% noise x 0.4 = 1.6% of all money, and ours a third of that at most.
    assert kept.naive_of_none == pytest.approx(0.016, abs=0.001)
    assert kept.ours_of_none < kept.naive_of_none / 3


def test_grade_a_has_the_right_sign_nine_times_in_ten(kept):
    assert kept.a_given > 50
    assert kept.a_holds >= 0.9


def test_the_same_seed_gives_the_same_figures():
    assert simulate(seed=1, replicates=2) == simulate(seed=1, replicates=2)


def test_intervals_cover_80_percent_whatever_the_spread_on_average():
    rng = np.random.default_rng(1)
    inside = []
    for _ in range(150):
        errors = rng.uniform(0.03, 0.05, 40)
        truth = rng.normal(0, rng.uniform(0, 0.1), 40)
        ends = partial_pooling.fit(truth + rng.normal(0, errors), errors).interval(0.8)
        inside.append(np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1])))

    assert np.mean(inside) == pytest.approx(0.80, abs=0.03)


def test_where_spread_is_half_the_noise_intervals_cover_somewhat_less_and_the_page_says_so():
    rng, inside = np.random.default_rng(5), []
    for _ in range(120):
        truth = rng.normal(3, 0.5, 40)
        ends = partial_pooling.fit(rng.normal(truth, 1.0), np.full(40, 1.0)).interval(0.8)
        inside.append(np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1])))

    assert 0.74 <= np.mean(inside) <= 0.83
