"""Partial pooling: published, against a plain version, by simulation, and on input that cannot be pooled."""

import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import partial_pooling

# Gelman and others, Bayesian Data Analysis, 3rd edition, table 5.2: coaching in eight schools.
EFFECTS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_the_eight_schools_are_shrunk_as_the_textbook_has_it():
    """Posterior means as published and as many have drawn them since: 11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.6, 8.4."""
    found = partial_pooling.fit(EFFECTS, ERRORS)

    assert found.mean == pytest.approx([11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.6, 8.4], abs=0.15)
    assert found.mu == pytest.approx(7.9, abs=0.1)
    assert found.tau == pytest.approx(6.6, abs=0.2)


def test_it_is_the_sum_over_a_fine_grid_of_mu_and_tau():
    found = partial_pooling.fit(EFFECTS, ERRORS)

    assert found.mean == pytest.approx(plain_means(EFFECTS, ERRORS), abs=0.1)


def plain_means(y, se):
    """Every mu and tau in turn: how likely they are, and what each school would be with them."""
    total, means = 0.0, np.zeros(len(y))
    for tau in np.arange(0.05, 120, 0.25):
        for mu in np.arange(-40, 56, 0.5):
            variance = se**2 + tau**2
            density = np.exp(-0.5 * ((y - mu) ** 2 / variance + np.log(variance)).sum())
            kept = tau**2 / variance
            means += density * (kept * y + (1 - kept) * mu)
            total += density
    return means / total


def test_nothing_is_shrunk_where_there_is_hardly_any_noise():
    y = np.array([1.0, 2, 3, 4])

    assert partial_pooling.fit(y, np.full(4, 1e-6)).mean == pytest.approx(y, abs=1e-5)


def test_units_that_are_all_the_same_stay_where_they_are():
    found = partial_pooling.fit(np.full(10, 5.0), np.full(10, 1.0))

    assert found.mean == pytest.approx(np.full(10, 5.0))
    assert (found.sd < 1.0).all()


def test_order_does_not_matter():
    backwards = partial_pooling.fit(EFFECTS[::-1], ERRORS[::-1])

    assert backwards.mean[::-1] == pytest.approx(partial_pooling.fit(EFFECTS, ERRORS).mean, rel=1e-12)


@pytest.mark.parametrize("tau", [0.0, 0.5, 2.0])
def test_80_percent_intervals_cover_80_percent(tau):
    rng, held = np.random.default_rng(5), []
    for _ in range(120):
        truth = rng.normal(3, tau, 40)
        found = partial_pooling.fit(rng.normal(truth, 1.0), np.full(40, 1.0))
        low, high = found.interval(0.8).T
        held.append(np.mean((low <= truth) & (truth <= high)))
    # Without any true spread the intervals cannot know it, and cover more.
    assert np.mean(held) >= 0.77
    if tau:
        assert np.mean(held) <= 0.83


def test_probability_above_is_half_at_the_mean():
    found = partial_pooling.fit(EFFECTS, ERRORS)

    assert found.probability_above(float(found.mean[0]))[0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("y", "se", "possible"),
    [
        ([1.0, 2], [1.0, 1], "at least three units"),
        ([1.0, 2, np.nan], [1.0, 1, 1], "finite numbers"),
        ([1.0, 2, 3], [1.0, 0, 1], "standard errors above 0"),
        ([1.0, 2, 3], [1.0, 1], "one number and one error a unit"),
    ],
)
def test_what_cannot_be_pooled_says_what_can(y, se, possible):
    with pytest.raises(StatisticsError, match=possible):
        partial_pooling.fit(np.array(y), np.array(se))
