"""Partial frontiers: by hand, at their ends, and against every possible draw."""

import itertools

import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import dea

INPUTS, OUTPUTS = [1.0, 2, 4], [1.0, 1, 1]


def test_order_m_worked_by_hand():
    # For the last, the three need 1/4, 1/2 and all of its input. The least of two draws of three:
    # 1/4 in five of nine, 1/2 in three, 1 in one.
    assert dea.order_m(INPUTS, OUTPUTS, m=2)[2] == pytest.approx((5 / 4 + 3 / 2 + 1) / 9)


def test_order_m_is_the_mean_over_every_possible_draw():
    rng = np.random.default_rng(0)
    inputs, outputs = rng.uniform(1, 9, (5, 2)), np.ones((5, 1))
    found = dea.order_m(inputs, outputs, m=3)

    for unit in range(5):
        ratios = (inputs / inputs[unit]).max(axis=1)
        draws = [min(draw) for draw in itertools.product(ratios, repeat=3)]
        assert found[unit] == pytest.approx(np.mean(draws))


def test_order_m_for_outputs_is_the_mean_over_every_possible_draw():
    rng = np.random.default_rng(1)
    inputs, outputs = np.ones((5, 1)), rng.uniform(1, 9, (5, 2))
    found = dea.order_m(inputs, outputs, m=3, orientation="output")

    for unit in range(5):
        ratios = (outputs / outputs[unit]).min(axis=1)
        draws = [max(draw) for draw in itertools.product(ratios, repeat=3)]
        assert 1 / found[unit] == pytest.approx(np.mean(draws))


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_both_become_free_disposal_at_their_ends_and_free_disposal_is_kinder_than_mixtures(orientation):
    rng = np.random.default_rng(2)
    data = rng.uniform(1, 9, (40, 2)), rng.uniform(1, 9, (40, 2))
    hull = np.asarray(dea.free_disposal(*data, orientation=orientation))

    assert dea.order_m(*data, m=10**6, orientation=orientation) == pytest.approx(hull)
    assert dea.order_alpha(*data, alpha=1, orientation=orientation) == pytest.approx(hull)
    assert (hull >= np.asarray(dea.efficiency(*data, orientation=orientation)) - 1e-12).all()


def test_order_alpha_takes_the_share_as_it_was_written():
    # Of 20 equal makers, (1 - 0.95) x 20 = 1: the very first; in floating point it is a little more than 1.
    inputs = np.arange(1.0, 21)

    assert dea.order_alpha(inputs, np.ones(20), alpha=0.95)[19] == pytest.approx(1 / 20)
    assert dea.order_alpha(inputs, np.ones(20), alpha=0.9)[19] == pytest.approx(2 / 20)


def test_zeros_and_gaps_are_flagged_or_harmless():
    found = dea.order_m([[1, 0], [2, 1], [np.nan, 1]], [1, 1, 1], m=1)
    assert found.status == ("zero", "ok", "missing")
    # A zero output sets no bound.
    assert dea.free_disposal([1, 1], [[0, 2], [1, 4]], orientation="output") == pytest.approx([1 / 2, 1])


@pytest.mark.parametrize("m", [0, -1, 1.5, True])
def test_an_order_that_is_no_number_of_draws_is_refused(m):
    with pytest.raises(StatisticsError, match="order"):
        dea.order_m(INPUTS, OUTPUTS, m=m)


@pytest.mark.parametrize("alpha", [0, 1.1, float("nan"), "much"])
def test_an_order_that_is_no_share_is_refused(alpha):
    with pytest.raises(StatisticsError, match="alpha"):
        dea.order_alpha(INPUTS, OUTPUTS, alpha=alpha)
