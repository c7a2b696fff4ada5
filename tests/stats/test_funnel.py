import numpy as np
import pytest
from scipy import stats

from openefficiency.errors import StatisticsError
from openefficiency.stats import funnel


def test_normal_limits_worked_by_hand():
    # A variance of 1 / 4 is a deviation of 0.5.
    found = funnel.limits([4.0], family="normal", target=10, covered=[0.95])

    assert found.lower[0, 0] == pytest.approx(10 - 1.959964 * 0.5, abs=1e-6)
    assert found.upper[0, 0] == pytest.approx(10 + 1.959964 * 0.5, abs=1e-6)


def test_exact_limits_of_one_event_solve_the_poisson_sums():
    # Above: exp(-x) (1 + x) = 0.05 at x = 4.744. Below: 1 - exp(-x) = 0.05.
    found = funnel.limits([1.0], covered=[0.9])

    assert found.upper[0, 0] == pytest.approx(4.744, abs=0.001)
    assert found.lower[0, 0] == pytest.approx(-np.log(0.95))


def test_an_interpolated_limit_lies_where_a_line_through_the_steps_reaches_the_tail():
    # Of 4 tosses: P(0) = 1/16, P(0 or 1) = 5/16. A tail of 1/8 is reached a quarter of the way from 0 to 1.
    found = funnel.limits([4], family="binomial", target=0.5, covered=[0.75])

    assert found.lower[0] == pytest.approx([0.25 / 4])
    assert found.upper[0] == pytest.approx([(3 - 0.25) / 4])


def test_interpolated_limits_are_those_of_a_slow_search():
    for size, target, tail in [(20, 0.1, 0.025), (200, 0.3, 0.001), (57, 0.9, 0.025)]:
        found = funnel.limits([size], family="binomial", target=target, covered=[1 - 2 * tail])
        cdf = np.cumsum(stats.binom.pmf(np.arange(size + 1), size, target))
        assert found.lower[0, 0] == pytest.approx(max(searched(cdf, tail), 0) / size, abs=1e-9)
        assert found.upper[0, 0] == pytest.approx(min(searched(cdf, 1 - tail), size) / size, abs=1e-9)


def searched(cdf, p):
    count = next(n for n, reached in enumerate(cdf) if reached >= p)
    before = cdf[count - 1] if count else 0
    return count - (cdf[count] - p) / (cdf[count] - before)


@pytest.mark.parametrize("method", ["gamma", "interpolated"])
def test_limits_of_chance_close_on_the_target_as_units_grow(method):
    found = funnel.limits([5, 50, 500, 500_000], method=method)

    assert np.all(np.diff(found.lower, axis=0) > 0)
    assert np.all(np.diff(found.upper, axis=0) < 0)
    assert found.lower[-1] == pytest.approx(1, abs=0.005)


def test_dispersion_worked_by_hand():
    # z = 2 and -2 on the root scale: (1.1 - 1) * 2 * 10, (0.9 - 1) * 2 * 10. phi = 4; tau2 = (2 * 4 - 1) / (800 - 400).
    found = funnel.dispersion([121, 81], [100, 100], transform="sqrt", trimming="none")

    assert (found.phi, found.tau2, found.status) == (pytest.approx(4), pytest.approx(7 / 400), "few units")


def test_units_that_differ_less_than_chance_have_no_dispersion_and_no_narrower_limits():
    size = np.full(40, 100.0)
    found = funnel.dispersion(size, size, transform="sqrt")
    plain = funnel.spread_limits(size, found)
    stretched = funnel.spread_limits(size, found, model="multiplicative")

    assert (found.phi, found.tau2, found.status) == (0, 0, "none")
    assert stretched.upper == pytest.approx(plain.upper)


def test_the_variance_between_units_is_found_again():
    rng = np.random.default_rng(5)
    size = rng.uniform(500, 3000, 4000)
    observed = rng.poisson(size * np.exp(rng.normal(0, 0.1, 4000)))
    found = funnel.dispersion(observed, size, trimming="none")

    assert found.tau2 == pytest.approx(0.1**2, rel=0.1)


def test_limits_on_the_root_scale_are_squared_back():
    spread = funnel.Dispersion(phi=1, tau2=0, units=99, target=1, transform="sqrt", status="none")
    found = funnel.spread_limits([100.0], spread, covered=[0.95])

    assert found.upper[0, 0] == pytest.approx((1 + 1.959964 / 20) ** 2, abs=1e-6)


def test_a_multiplicative_spread_widens_every_limit_by_the_root_of_phi():
    spread = funnel.Dispersion(phi=4, tau2=0, units=99, target=1, transform="log", status="ok")
    found = funnel.spread_limits([100.0, 400], spread, model="multiplicative", covered=[0.95])

    assert np.log(found.upper[:, 0]) == pytest.approx([1.959964 * 2 / 10, 1.959964 * 2 / 20], abs=1e-6)


def test_the_whole_funnel_says_where_each_unit_lies():
    rng = np.random.default_rng(2)
    size = np.full(50, 100.0)
    observed = rng.poisson(size).astype(float)
    observed[:2] = 300, 10
    found = funnel.funnel(observed, size)

    assert found.place[:2] == ("above", "below")
    assert found.values[0] == 3
    assert np.all(np.abs(found.adjusted_z) <= np.abs(found.z))


def test_a_unit_without_events_is_named_on_the_root_scale_and_refused_on_the_log_scale():
    assert funnel.funnel([0, 9, 11], [10, 10, 10], transform="sqrt", trimming="none").status[0] == "no events"
    with pytest.raises(StatisticsError, match="no logarithm"):
        funnel.dispersion([0, 9, 11], [10, 10, 10])


@pytest.mark.parametrize(
    "ask",
    [
        lambda: funnel.limits([0.0]),
        lambda: funnel.limits([np.nan]),
        lambda: funnel.limits([5.0], target=-1),
        lambda: funnel.limits([5.0], family="beta"),
        lambda: funnel.limits([5.5], family="binomial", target=0.5),
        lambda: funnel.limits([5], family="binomial", target=1.0),
        lambda: funnel.limits([5], covered=[]),
        lambda: funnel.limits([5], covered=[95]),
        lambda: funnel.limits([5, 6], labels=["a"]),
        lambda: funnel.dispersion([1, 2], [3]),
        lambda: funnel.dispersion([-1, 2], [3, 3]),
        lambda: funnel.dispersion([4, 2], [3, 3], transform="arcsine"),
        lambda: funnel.dispersion([1, 2], [3, 3], trim=0.5),
    ],
)
def test_what_cannot_be_worked_with_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
