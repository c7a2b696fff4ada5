"""Pooled counts: against a plain integral, and what they promise."""

import numpy as np
import pytest
from scipy.stats import norm, poisson

from openefficiency.errors import StatisticsError
from openefficiency.stats import partial_pooling

COUNTS, EXPECTED = np.array([12, 30, 8, 55, 21, 3]), np.array([10.0, 24, 12, 40, 20, 4])
# Half-way between two places of the plain grids.
HIGH = np.exp(0.185)


def test_it_is_the_answer_of_a_slow_plain_grid():
    found = partial_pooling.fit_counts(COUNTS, EXPECTED)
    mean, sd, rate, above, excess = plain_grid(COUNTS, EXPECTED)

    assert found.effect == pytest.approx(mean, abs=2e-3)
    assert found.effect_sd == pytest.approx(sd, abs=2e-3)
    assert found.mean == pytest.approx(rate, abs=2e-3)
    assert found.probability_above(HIGH) == pytest.approx(above, abs=2e-3)
    assert found.expected_excess(HIGH).mean == pytest.approx(excess, abs=2e-3)


def plain_grid(o, e):
    """Mu, tau and every effect on plain grids, with the half-Cauchy prior of scale 0.5."""
    b = np.linspace(-4, 4, 801)
    likelihood = poisson.pmf(o[:, None], e[:, None] * np.exp(b))
    sums = 0.0
    for tau in np.arange(0.02, 3, 0.04):
        for mu in 0.185 + 0.02 * (np.arange(-85, 85) + 0.5):
            joint = likelihood * norm.pdf(b, mu, tau)
            each = joint.sum(axis=1)
            weight = np.prod(each * 0.01) / (1 + (tau / 0.5) ** 2)
            sums = sums + weight * joint / each[:, None]
    density = sums / sums.sum(axis=1, keepdims=True)
    mean, rate = density @ b, np.exp(b)
    above = density[:, rate > HIGH].sum(axis=1)
    sd = np.sqrt((density * (b - mean[:, None]) ** 2).sum(axis=1))
    return mean, sd, density @ rate, above, density @ np.maximum(rate - HIGH, 0)


def test_two_rules_agree_and_say_so():
    found = partial_pooling.fit_counts(COUNTS, EXPECTED, labels=list("abcdef"))

    assert found.certificate < 1e-3 and set(found.status) == {"ok"}
    assert found.labels[0] == "a"


def test_units_without_an_event_have_a_rate_above_nothing_and_a_status():
    found = partial_pooling.fit_counts([0, 0, 3, 1], [1, 2, 1.5, 1])

    assert (found.mean > 0).all() and (found.interval()[:, 0] > 0).all()
    assert found.mean[1] < found.mean[0] < found.mean[2]
    # So little is known that the rules differ in the third digit: it is told, not hidden.
    assert set(found.status) <= {"ok", "unsure"}


def test_many_events_leave_the_plain_ratio():
    found = partial_pooling.fit_counts([100_000, 130_000, 90_000], [100_000.0] * 3)

    assert found.mean == pytest.approx([1, 1.3, 0.9], rel=1e-3)


def test_params_have_their_errors_and_a_summary():
    found = partial_pooling.fit_counts(COUNTS, EXPECTED, prior="flat")

    assert found.params.shape == found.bse.shape == (2,)
    assert found.conf_int().shape == (2, 2) and "tau" in found.summary()
    assert found.params[-1] == found.tau


@pytest.mark.parametrize(
    ("counts", "expected", "prior"),
    [
        ([1, 2.5], [1, 1], "half_cauchy"),
        ([1, -2], [1, 1], "half_cauchy"),
        ([1, 2], [1, 0], "half_cauchy"),
        ([0, 0, 0], [1, 1, 1], "half_cauchy"),
        ([1, np.nan], [1, 1], "half_cauchy"),
        ([3], [1], "half_cauchy"),
        ([3, 4, 0], [1, 1, 1], "flat"),
    ],
)
def test_what_cannot_be_pooled_is_refused_in_three_parts(counts, expected, prior):
    with pytest.raises(StatisticsError, match=r"(?s)given:.*possible:"):
        partial_pooling.fit_counts(counts, expected, prior=prior)
