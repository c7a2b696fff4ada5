"""Partial pooling: by hand, against a slow plain grid, and what it promises whatever it is given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from openefficiency.errors import StatisticsError
from openefficiency.stats import partial_pooling

SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_dersimonian_laird_worked_by_hand():
    # Weights 1, 1, 1; mean 2; Q = 4 + 0 + 4 = 8; tau2 = (8 - 2) / (3 - 3 / 3) = 3.
    found = partial_pooling.dersimonian_laird([0, 2, 4], [1, 1, 1])

    assert (found.q, found.tau2, found.mu) == pytest.approx((8, 3, 2))
    # Three quarters of each distance is kept.
    assert found.mean == pytest.approx([2 - 2 * 3 / 4, 2, 2 + 2 * 3 / 4])


def test_reml_of_equal_errors_is_the_variance_less_the_noise():
    y = np.array([0.0, 2, 4, 10])

    assert partial_pooling.reml(y, np.ones(4)).tau2 == pytest.approx(np.var(y, ddof=1) - 1)


def test_units_that_differ_less_than_their_noise_have_no_spread_of_their_own():
    assert partial_pooling.reml([1.0, 1.1, 0.9], [1, 1, 1]).tau2 == 0
    assert partial_pooling.dersimonian_laird([1.0, 1.1, 0.9], [1, 1, 1]).tau2 == 0


def test_it_is_the_answer_of_a_slow_plain_grid():
    found = partial_pooling.fit(SCHOOLS, ERRORS)
    mean, sd, tau, above = plain_grid(SCHOOLS, ERRORS)

    assert found.mean == pytest.approx(mean, abs=0.01)
    assert found.sd == pytest.approx(sd, abs=0.01)
    assert found.tau == pytest.approx(tau, abs=0.02)
    assert found.probability_above(10) == pytest.approx(above, abs=0.002)


def plain_grid(y, se):
    """Mu and tau on a plain grid, no algebra; theta's conditional normal by its textbook formula."""
    total, first, second, spread, above = 0.0, 0.0, 0.0, 0.0, 0.0
    mu = np.linspace(-150, 170, 801)[:, None]
    for tau in np.arange(0.05, 150, 0.1):
        variance = se**2 + tau**2
        weight = np.exp(-0.5 * ((y - mu) ** 2 / variance + np.log(variance)).sum(axis=1))[:, None]
        own = 1 / (1 / se**2 + 1 / tau**2)
        mean = (y / se**2 + mu / tau**2) * own
        total, spread = total + weight.sum(), spread + weight.sum() * tau
        first, second = first + (weight * mean).sum(axis=0), second + (weight * (own + mean**2)).sum(axis=0)
        above = above + (weight * ndtr((mean - 10) / np.sqrt(own))).sum(axis=0)
    mean = first / total
    return mean, np.sqrt(second / total - mean**2), spread / total, above / total


def test_the_two_integration_rules_agree_to_many_digits():
    assert partial_pooling.fit(SCHOOLS, ERRORS).certificate < 1e-9


def test_the_expected_excess_is_the_mean_of_what_is_drawn_from_the_posterior():
    found = partial_pooling.fit(SCHOOLS, ERRORS)
    rng = np.random.default_rng(0)
    at = rng.choice(len(found.units.weights), 400_000, p=found.units.weights)
    drawn = rng.normal(found.units.means[at, 0], found.units.deviations[at, 0])

    above = found.expected_excess(10.0)
    assert above.mean[0] == pytest.approx(np.maximum(drawn - 10, 0).mean(), abs=0.05)
    assert above.upper[0] == pytest.approx(np.quantile(drawn, 0.9) - 10, abs=0.15)
    below = found.expected_excess(10.0, direction="below").mean
    # max(0, g) - max(0, -g) is g.
    assert above.mean - below == pytest.approx(found.mean - 10)


def test_an_excess_over_the_common_mean_counts_the_doubt_about_that_mean():
    gaps = partial_pooling.fit(SCHOOLS, ERRORS).expected_excess()
    down = partial_pooling.fit(SCHOOLS, ERRORS).expected_excess(direction="below")
    found = partial_pooling.fit(SCHOOLS, ERRORS)

    assert gaps.mean - down.mean == pytest.approx(found.gaps.mean)
    assert (gaps.mean > 0).all() and (gaps.lower == 0).all()


def test_an_unpooled_unit_keeps_its_estimate_where_the_noise_is_nothing():
    found = partial_pooling.fit([1.0, 5, 9, 13], np.full(4, 1e-6))

    assert found.mean == pytest.approx([1, 5, 9, 13], abs=1e-9)
    assert found.shrinkage == pytest.approx(0, abs=1e-9)


def test_units_of_a_group_are_drawn_to_their_own_mean():
    y = np.r_[np.arange(8.0), 100 + np.arange(8.0)]
    found = partial_pooling.fit(y, np.full(16, 3.0), groups=["a"] * 8 + ["b"] * 8)

    assert found.params[:2] == pytest.approx([3.5, 103.5])
    assert found.mean[7] < 7 and found.mean[8] > 100
    assert found.groups == ("a", "b")


def test_a_unit_alone_in_its_group_is_left_as_it_is_and_said_to_be():
    found = partial_pooling.fit([1.0, 2, 4, 9], [1, 1, 1, 2.0], groups=list("aaab"))

    assert found.status == ("ok", "ok", "ok", "alone")
    assert (found.mean[3], found.sd[3]) == pytest.approx((9, 2))


def test_identical_units_are_no_trouble():
    found = partial_pooling.fit(np.ones(10), np.full(10, 0.1), labels=[f"R{n}" for n in range(10)])

    assert found.mean == pytest.approx(1) and (found.sd < 0.1).all()
    assert found.units.labels[3] == "R3"


@pytest.mark.parametrize(
    ("estimates", "errors", "more"),
    [
        ([1, 2, np.nan], [1, 1, 1], {}),
        ([1, 2, np.inf], [1, 1, 1], {}),
        ([1, 2, 3], [1, 1, 0], {}),
        ([1, 2, 3], [1, 1], {}),
        ([1, 2], [1, 1], {}),
        ([1], [1], {}),
        ([], [], {}),
        ([1, 2, 3], [1, 1, 1], {"groups": ["a"]}),
        ([1, 2, 3], [1, 1, 1], {"groups": ["a", "a", "b"]}),
        ([1, 2, 3], [1, 1, 1], {"labels": ["a", "a", "b"]}),
        ([1, 2, 3], [1, 1, 1], {"prior": "hopeful"}),
        ([1, 2, 3], [1, 1, 1], {"prior": "half_cauchy"}),
    ],
)
def test_what_cannot_be_pooled_is_refused_in_three_parts(estimates, errors, more):
    with pytest.raises(StatisticsError, match=r"(?s)given:.*possible:"):
        partial_pooling.fit(estimates, errors, **more)


def test_two_units_can_be_pooled_where_the_spread_is_given_a_scale():
    found = partial_pooling.fit([1.0, 2], [1, 1], prior="half_normal", prior_scale=1.0)

    assert 1 < found.mean[0] < found.mean[1] < 2


def test_a_threshold_that_is_no_number_is_refused():
    with pytest.raises(StatisticsError):
        partial_pooling.fit(SCHOOLS, ERRORS).probability_above(np.nan)


def test_nothing_that_was_given_is_changed():
    y, se = SCHOOLS.copy(), ERRORS.copy()
    partial_pooling.fit(y, se)

    assert (y == SCHOOLS).all() and (se == ERRORS).all()


def test_params_are_one_dimensional_coefficients_first_and_the_summary_names_them():
    found = partial_pooling.fit(SCHOOLS, ERRORS)

    assert found.params.shape == found.bse.shape == (2,)
    assert found.params[-1] == found.tau and found.params[0] == found.mu
    low, high = found.conf_int()[:, 0], found.conf_int()[:, 1]
    assert (low < found.params).all() and (found.params < high).all()
    assert "tau" in found.summary() and found.mu_sd == found.bse[0]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(-100, 100), st.floats(0.01, 1000))
def test_it_does_not_matter_from_where_and_in_which_unit_a_thing_is_counted(seed, shift, scale):
    rng = np.random.default_rng(seed)
    se = rng.uniform(1, 3, 12)
    y = rng.normal(0, 2, 12) + rng.normal(0, se)
    plain, moved = partial_pooling.fit(y, se), partial_pooling.fit(shift + scale * y, scale * se)

    assert moved.mean == pytest.approx(shift + scale * plain.mean, rel=1e-6, abs=1e-6 * scale)
    assert moved.interval() == pytest.approx(shift + scale * plain.interval(), rel=1e-6, abs=1e-6 * scale)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_a_mean_lies_between_the_estimate_and_the_common_range(seed):
    rng = np.random.default_rng(seed)
    y, se = rng.normal(0, 3, 9), rng.uniform(0.5, 3, 9)
    found = partial_pooling.fit(y, se)

    assert (found.mean <= y.max() + 1e-9).all() and (found.mean >= y.min() - 1e-9).all()
    assert (found.shrinkage >= 0).all() and (found.shrinkage <= 1).all()
    assert (found.expected_excess(0.0).mean >= np.maximum(found.mean, 0) - 1e-12).all()


def test_order_does_not_matter():
    backwards = partial_pooling.fit(SCHOOLS[::-1], ERRORS[::-1])

    assert backwards.mean[::-1] == pytest.approx(partial_pooling.fit(SCHOOLS, ERRORS).mean, rel=1e-9)


def test_errors_of_very_different_sizes_are_no_trouble():
    rng = np.random.default_rng(4)
    errors = 10 ** rng.uniform(-6, 6, 25)
    found = partial_pooling.fit(rng.normal(0, errors), errors)

    assert found.certificate < 1e-4 and set(found.status) == {"ok"}
