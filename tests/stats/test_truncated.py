"""Truncated regression and the two-stage bootstraps."""

import numpy as np
import pytest
from scipy.stats import truncnorm

from openefficiency.errors import StatisticsError
from openefficiency.stats import truncated


def drawn(count=2000, seed=0, point=1.0, sigma=0.5):
    rng = np.random.default_rng(seed)
    z = np.c_[np.ones(count), rng.normal(size=count)]
    centre = z @ [1.2, 0.3]
    y = truncnorm.rvs((point - centre) / sigma, np.inf, loc=centre, scale=sigma, random_state=rng)
    return y, z


def test_it_finds_what_the_numbers_were_drawn_from():
    found = truncated.fit(*drawn(), point=1.0)

    assert found.status == "ok"
    assert (np.abs(found.params - [1.2, 0.3, 0.5]) < 3 * found.bse).all()
    assert (found.bse < 0.06).all()


def test_the_likelihood_is_that_of_the_truncated_normal_and_at_its_most():
    y, z = drawn(300)
    found = truncated.fit(y, z, point=1.0)

    def likelihood(params):
        centre, sigma = z @ params[:-1], params[-1]
        return truncnorm.logpdf(y, (1 - centre) / sigma, np.inf, loc=centre, scale=sigma).sum()

    assert found.llf == pytest.approx(likelihood(found.params))
    for place in range(3):
        for step in (-1e-3, 1e-3):
            other = found.params.copy()
            other[place] += step
            assert likelihood(other) < found.llf


def test_the_errors_are_those_of_the_curve_at_the_top():
    y, z = drawn(300)
    found = truncated.fit(y, z, point=1.0)

    def likelihood(params):
        centre, sigma = z @ params[:-1], params[-1]
        return truncnorm.logpdf(y, (1 - centre) / sigma, np.inf, loc=centre, scale=sigma).sum()

    step, curve = 1e-4 * np.eye(3), np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            corners = [
                likelihood(found.params + a * step[i] + b * step[j]) * a * b for a in (-1, 1) for b in (-1, 1)
            ]
            curve[i, j] = -sum(corners) / (4 * 1e-8)
    assert found.bse == pytest.approx(np.sqrt(np.diag(np.linalg.inv(curve))), rel=1e-3)


def test_units_of_measurement_only_change_the_units_of_the_answer():
    y, z = drawn(300)
    found = truncated.fit(y, z, point=1.0)
    other = truncated.fit(y * 1e4, z * [1, 1e-3], point=1e4)

    assert other.params == pytest.approx(found.params * [1e4, 1e7, 1e4], rel=1e-5)
    assert other.llf == pytest.approx(found.llf - 300 * np.log(1e4))


def test_a_likelihood_without_a_top_is_said_to_have_none():
    # Falling off like this, y looks exponential or steeper: sigma runs away.
    y = 1 + np.random.default_rng(1).gamma(0.3, 1, 200)
    found = truncated.fit(y, np.ones(200), point=1.0)

    assert found.status == "not_converged"
    assert np.isnan(found.bse).all()


@pytest.mark.parametrize(
    ("y", "z", "said"),
    [
        ([2, 3, 4, 5], np.ones(3), "regressors"),
        ([2, 3, 4, 0.5], np.ones(4), "at or below"),
        ([2, 3, 4, np.nan], np.ones(4), "missing"),
        ([2, 3, 4, 5, 6], np.ones((5, 2)), "made of others"),
        ([2, 3, 4, 5, 6], np.arange(5.0), "no constant"),
    ],
)
def test_numbers_that_cannot_be_fitted_are_refused(y, z, said):
    with pytest.raises(StatisticsError, match=said):
        truncated.fit(y, z, point=1.0)


def second_stage(count=80, seed=0):
    """Inefficiency that grows with z: 1 / efficiency is truncated normal around 1.1 + 0.4 z."""
    rng = np.random.default_rng(seed)
    z = np.c_[np.ones(count), rng.uniform(0, 2, count)]
    centre = z @ [1.1, 0.4]
    delta = truncnorm.rvs((1 - centre) / 0.2, np.inf, loc=centre, scale=0.2, random_state=rng)
    made = rng.uniform(1, 9, count)
    return delta * made, made, z


@pytest.mark.parametrize("algorithm", [1, 2])
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_what_goes_with_inefficiency_is_found(algorithm, orientation):
    found = truncated.two_stage(
        *second_stage(), algorithm=algorithm, orientation=orientation, returns="constant", replicates=100
    )

    lower, upper = found.conf_int()[1]
    assert found.status == "ok"
    assert lower < 0.4 < upper
    assert lower > 0


def test_the_same_seed_gives_the_same_second_stage():
    one, other = (truncated.two_stage(*second_stage(), replicates=10, seed=7) for _ in range(2))

    assert (one.draws == other.draws).all()
    assert "sigma" in one.summary()
    assert one.cov_params().shape == (3, 3)


def test_without_draws_the_interval_is_the_normal_one():
    found = truncated.fit(*drawn(300), point=1.0)

    assert found.conf_int(0.95)[:, 1] == pytest.approx(found.params + 1.959964 * found.bse)


def test_a_second_stage_needs_a_score_for_every_unit():
    inputs, outputs, z = second_stage()
    inputs[0] = np.nan

    with pytest.raises(StatisticsError, match="every unit"):
        truncated.two_stage(inputs, outputs, z)
    with pytest.raises(StatisticsError, match="algorithm 3"):
        truncated.two_stage(*second_stage(), algorithm=3)


def test_a_second_stage_without_a_top_draws_nothing():
    rng = np.random.default_rng(1)
    delta, made = 1 + rng.gamma(0.3, 1, 200), rng.uniform(1, 9, 200)
    found = truncated.two_stage(delta * made, made, np.ones(200), returns="constant", replicates=5)

    assert found.status == "not_converged"
    assert found.draws is None
    assert np.isnan(found.bse).all()


def test_a_spread_below_0_is_never_likely():
    assert truncated.minus_likelihood(np.array([1.0, -1.0]), np.ones(3), np.ones((3, 1)))[0] == np.inf
