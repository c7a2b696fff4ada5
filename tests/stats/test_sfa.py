import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import halfnorm, norm

from openefficiency.errors import StatisticsError
from openefficiency.stats import sfa
from openefficiency.stats.sfa_conditional import Conditional, given_exponential, given_normal
from openefficiency.stats.sfa_densities import DENSITIES, half_normal_slopes, hazard, truncated_normal
from openefficiency.stats.sfa_maximise import maximise

ARGUMENTS = {
    "half_normal": (-0.4, -2.1, -1.3),
    "exponential": (-0.4, -2.1, -1.3),
    "truncated_normal": (-0.4, -2.1, -1.3, 0.35),
}


def drawn(*, n=400, v=0.2, u=0.4, cost=True, seed=1, exponential=False):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    pull = rng.exponential(u, n) if exponential else np.abs(rng.normal(0, u, n))
    y = x @ [1.0, 0.6, -0.3] + rng.normal(0, v, n) + (pull if cost else -pull)
    return y, x, np.exp(-pull)


def one(name, arguments):
    return DENSITIES[name](*(np.array([value]) for value in arguments))


@pytest.mark.parametrize("name", DENSITIES)
def test_a_density_adds_up_to_one(name):
    _, *others = ARGUMENTS[name]
    total, _ = quad(lambda w: np.exp(one(name, (w, *others)).value[0]), -12, 8, limit=200)

    assert total == pytest.approx(1, abs=1e-8)


@pytest.mark.parametrize("w", [-3.0, -0.4, 0.0, 0.8])
@pytest.mark.parametrize("name", DENSITIES)
def test_slopes_and_bends_are_those_of_small_differences(name, w):
    at = np.array([w, *ARGUMENTS[name][1:]])
    found = one(name, at)
    for place, step in enumerate(1e-5 * np.eye(len(at))):
        above, below = one(name, at + step), one(name, at - step)
        assert found.gradient[place, 0] == pytest.approx((above.value - below.value)[0] / 2e-5, abs=1e-6)
        slope = (above.gradient - below.gradient)[:, 0] / 2e-5
        assert found.hessian[place, :, 0] == pytest.approx(slope, abs=1e-5)


def test_the_half_normal_is_the_truncated_normal_around_nothing():
    w = np.linspace(-2, 1, 7)
    a, c = np.full(7, -2.0), np.full(7, -1.0)
    half, truncated = DENSITIES["half_normal"](w, a, c), truncated_normal(w, a, c, np.zeros(7))

    assert half.value == pytest.approx(truncated.value, abs=1e-13)
    assert half.gradient == pytest.approx(truncated.gradient[:3], abs=1e-12)
    assert half.hessian == pytest.approx(truncated.hessian[:3, :3], abs=1e-12)


def test_slopes_alone_are_the_slopes_of_the_whole():
    w = np.linspace(-3, 1, 9)
    whole = DENSITIES["half_normal"](w, np.full(9, -2.0), np.full(9, -1.0))
    value, slopes = half_normal_slopes(w, -2.0, -1.0)

    assert value == pytest.approx(whole.value, abs=1e-13)
    assert slopes == pytest.approx(whole.gradient, abs=1e-12)


def test_the_hazard_is_right_in_both_tails():
    # Far below, phi/Phi(z) is -z + 1/-z - ...; far above it is nothing.
    assert hazard(np.array([-1e4, 0.0, 60.0])) == pytest.approx(
        [1e4 + 1e-4, np.sqrt(2 / np.pi), 0], rel=1e-10
    )


@pytest.mark.parametrize("mu", [0.0, 0.3, -0.5])
def test_what_is_known_of_a_unit_is_what_numerical_integration_gives(mu):
    w, v, u = -0.35, 0.2, 0.4
    found = given_normal(np.array([w]), np.array([v * v]), np.array([u * u]), mu)

    def after(what):
        weight = lambda at: norm.pdf(w + at, scale=v) * norm.pdf(at, mu, u)  # noqa: E731
        return quad(lambda at: what(at) * weight(at), 0, 6)[0] / quad(weight, 0, 6)[0]

    assert found.inefficiency()[0] == pytest.approx(after(lambda at: at), rel=1e-7)
    assert found.efficiency()[0] == pytest.approx(after(lambda at: np.exp(-at)), rel=1e-7)


def test_the_same_for_the_exponential():
    w, v, u = -0.35, 0.2, 0.4
    found = given_exponential(np.array([w]), np.array([v * v]), np.array([u * u]))

    def after(what):
        weight = lambda at: norm.pdf(w + at, scale=v) * np.exp(-at / u)  # noqa: E731
        return quad(lambda at: what(at) * weight(at), 0, 6)[0] / quad(weight, 0, 6)[0]

    assert found.inefficiency()[0] == pytest.approx(after(lambda at: at), rel=1e-7)


def test_an_interval_leaves_as_much_on_each_side():
    found = given_normal(np.array([-0.5, 0.4]), np.array([0.04]), np.array([0.2]), 0.0)
    low, high = found.interval(0.9).T

    assert found.exceeds(-np.log(low)) == pytest.approx([0.05, 0.05], abs=1e-10)
    assert found.exceeds(-np.log(high)) == pytest.approx([0.95, 0.95], abs=1e-10)


def test_a_mixture_of_two_alike_is_each_of_them():
    plain = given_normal(np.array([-0.5, 0.1]), np.array([0.04]), np.array([0.2]), 0.0)
    mixed = Conditional(
        *(np.repeat(part, 2, axis=1) for part in (plain.mean, plain.spread, plain.weights / 2))
    )

    assert mixed.efficiency() == pytest.approx(plain.efficiency())
    assert mixed.interval(0.95) == pytest.approx(plain.interval(0.95), abs=1e-10)


@pytest.mark.parametrize("cost", [True, False])
@pytest.mark.parametrize("distribution", ["half_normal", "exponential"])
def test_a_large_sample_gives_back_what_it_was_drawn_from(distribution, cost):
    y, x, truth = drawn(n=6000, cost=cost, exponential=distribution == "exponential")
    found = sfa.fit(y, x, distribution=distribution, cost=cost)

    wanted = [1.0, 0.6, -0.3, np.log(0.2**2), np.log(0.4**2)]
    assert found.status is sfa.Status.OK
    assert np.all(np.abs(found.params - wanted) < 3.5 * found.bse)
    assert found.efficiency.mean() == pytest.approx(truth.mean(), abs=0.02)
    assert found.certificate < 1e-6


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    y, x, truth = drawn(n=6000)
    low, high = sfa.fit(y, x).interval(0.95).T

    assert 0.93 < np.mean((low <= truth) & (truth <= high)) < 0.97


def test_a_general_climber_finds_no_higher_top():
    y, x, _ = drawn()
    found = sfa.fit(y, x)

    def minus(params):
        w = -(y - x @ params[:3])
        local = DENSITIES["half_normal"](w, np.full(len(y), params[3]), np.full(len(y), params[4]))
        return -local.value.sum()

    other = minimize(minus, [1.2, 0.5, -0.2, -3, -2], method="Nelder-Mead", options={"maxiter": 9000, "maxfev": 9000, "xatol": 1e-9, "fatol": 1e-11})  # fmt: skip
    assert found.llf == pytest.approx(-other.fun, abs=1e-7)
    assert found.llf >= -other.fun - 1e-9


def test_cost_is_production_upside_down():
    y, x, _ = drawn()
    cost, production = sfa.fit(y, x), sfa.fit(-y, x, cost=False)

    assert cost.llf == pytest.approx(production.llf, abs=1e-9)
    assert cost.params[:3] == pytest.approx(-production.params[:3], abs=1e-6)
    assert cost.efficiency == pytest.approx(production.efficiency, abs=1e-7)


def test_units_of_measurement_do_not_matter():
    y, x, _ = drawn()
    plain, scaled = sfa.fit(y, x), sfa.fit(y, x * [1, 1e6, 1e-4])

    assert scaled.llf == pytest.approx(plain.llf, abs=1e-8)
    assert scaled.efficiency == pytest.approx(plain.efficiency, abs=1e-6)


def test_the_truncated_normal_is_never_below_the_half_normal():
    y, x, _ = drawn()

    assert sfa.fit(y, x, distribution="truncated_normal").llf >= sfa.fit(y, x).llf - 1e-8


def test_efficiency_lies_between_nothing_and_one_and_falls_with_the_residual():
    y, x, _ = drawn()
    found = sfa.fit(y, x)

    order = np.argsort(found.residuals)
    assert np.all((found.efficiency > 0) & (found.efficiency <= 1))
    assert np.all(np.diff(found.efficiency[order]) < 0)
    assert np.all(found.efficiency_jlms <= found.efficiency)


def test_variance_may_follow_covariates():
    rng = np.random.default_rng(3)
    n = 5000
    z = np.column_stack([np.ones(n), rng.integers(0, 2, n)])
    y = 1 + rng.normal(0, 0.15, n) + np.abs(rng.normal(size=n)) * np.exp(z @ [-2.5, 1.4] / 2)
    found = sfa.fit(y, np.ones(n), inefficiency=z)

    assert found.param_names == ("x0", "ln_sigma_v2", "ln_sigma_u2_0", "ln_sigma_u2_1")
    assert np.all(np.abs(found.params - [1, np.log(0.15**2), -2.5, 1.4]) < 3.5 * found.bse)


def test_wrong_skew_is_named_and_shows_no_efficiency():
    y, x, _ = drawn(cost=True)
    found = sfa.fit(y, x, cost=False)

    assert found.status is sfa.Status.WRONG_SKEW
    assert set(found.unit_status) == {sfa.Status.WRONG_SKEW}
    assert np.isnan(found.efficiency).all() and np.isnan(found.interval()).all()
    assert found.llf == pytest.approx(found.llf_without_inefficiency, abs=1e-5)
    assert found.no_inefficiency()[1] > 0.4


def test_all_inefficiency_and_no_noise_is_named():
    rng = np.random.default_rng(5)
    found = sfa.fit(1 + np.abs(rng.normal(size=200)), np.ones(200))

    assert found.status is sfa.Status.NO_NOISE
    assert np.isnan(found.efficiency).all()


def test_a_missing_number_leaves_out_its_row_alone():
    y, x, _ = drawn()
    gap = y.copy()
    gap[7] = np.nan
    found, without = sfa.fit(gap, x), sfa.fit(np.delete(y, 7), np.delete(x, 7, axis=0))

    assert found.unit_status[7] is sfa.Status.MISSING and np.isnan(found.efficiency[7])
    assert np.isnan(found.interval()[7]).all()
    assert np.delete(found.efficiency, 7) == pytest.approx(without.efficiency, abs=1e-12)


def test_what_is_given_is_not_changed():
    y, x, _ = drawn()
    copies = y.copy(), x.copy()
    sfa.fit(y, x)

    assert np.array_equal(y, copies[0]) and np.array_equal(x, copies[1])


def bad(name):
    y, x, _ = drawn(n=30)
    return {
        "twice the same column": (y, np.column_stack([x, x[:, 1]]), {}),
        "a column of zeros": (y, np.column_stack([x, np.zeros(30)]), {}),
        "infinite": (np.where(np.arange(30) == 3, np.inf, y), x, {}),
        "one unit": (y[:1], x[:1], {}),
        "lengths differ": (y[:9], x, {}),
        "words": (["a"] * 30, x, {}),
        "identical units": (np.ones(30), np.ones(30), {}),
        "unknown distribution": (y, x, {"distribution": "normal"}),
        "a mean without a truncated normal": (y, x, {"mean": np.ones(30)}),
        "labels that repeat": (y, x, {"labels": ["a"] * 30}),
        "as many parameters as rows": (y[:5], x[:5], {}),
        "a table of costs": (x, x, {}),
    }[name]


@pytest.mark.parametrize("name", ["twice the same column", "a column of zeros", "infinite", "one unit", "lengths differ", "words", "identical units", "unknown distribution", "a mean without a truncated normal", "labels that repeat", "as many parameters as rows", "a table of costs"])  # fmt: skip
def test_numbers_that_cannot_be_worked_with_are_refused(name):
    y, x, how = bad(name)
    with pytest.raises(StatisticsError, match=r"given: [\s\S]*possible:"):
        sfa.fit(y, x, **how)


def test_the_test_of_no_inefficiency_halves_the_usual_p_value():
    y, x, _ = drawn(n=60, u=0.25, seed=8)
    ratio, p = sfa.fit(y, x).no_inefficiency()

    # One restriction: half of a chi-square with one degree of freedom, which is a normal squared.
    assert ratio > 0
    assert p == pytest.approx(norm.sf(np.sqrt(ratio)), abs=1e-10)


def test_the_share_of_noise_is_a_ratio_of_variances():
    y, x, _ = drawn()
    found = sfa.fit(y, x)
    v2, u2 = np.exp(found.params[-2:])

    assert found.noise_share == pytest.approx(v2 / (v2 + halfnorm.var() * u2))


def test_the_summary_names_every_parameter_and_the_status():
    y, x, _ = drawn()
    text = sfa.fit(y, x, names=["constant", "size", "case mix"]).summary()

    assert "ok" in text and all(name in text for name in ("constant", "case mix", "ln_sigma_u2"))


def test_the_bootstrap_gives_the_same_for_the_same_seed_and_spreads_as_the_standard_errors_say():
    y, x, _ = drawn(n=600)
    found = sfa.fit(y, x)
    draws = sfa.bootstrap(found, x, replicates=60, seed=4)

    assert np.array_equal(draws, sfa.bootstrap(found, x, replicates=60, seed=4))
    assert not np.array_equal(draws, sfa.bootstrap(found, x, replicates=60, seed=5))
    assert draws[:, 1].std() == pytest.approx(found.bse[1], rel=0.35)


def test_the_bootstrap_refuses_a_fit_without_inefficiency():
    y, x, _ = drawn()
    with pytest.raises(StatisticsError, match="cannot be drawn"):
        sfa.bootstrap(sfa.fit(y, x, cost=False), x, cost=False)


@pytest.mark.parametrize("distribution", DENSITIES)
def test_small_samples_end_with_a_name_and_never_below_a_simpler_model(distribution):
    for seed in range(25):
        y, x, _ = drawn(n=25, v=0.2, u=0.2, seed=seed)
        found = sfa.fit(y, x, distribution=distribution)

        assert found.llf >= found.llf_without_inefficiency - 1e-4
        assert found.status is sfa.Status.OK or np.isnan(found.efficiency).all()


def test_of_two_tops_the_higher_one_counts():
    # One top with noise (0.045 above least squares), one without (3.022 above).
    rng = np.random.default_rng(139)
    n = int(rng.choice([30, 60, 150]))
    x = np.column_stack([np.ones(n), rng.normal(size=n)])
    y = x @ [1, 0.5] + rng.normal(0, 0.2, n) + np.abs(rng.normal(0, rng.choice([0.1, 0.3, 0.6]), n))
    found = sfa.fit(y, x)

    assert found.llf - found.llf_without_inefficiency == pytest.approx(3.0216, abs=1e-3)
    assert found.status is sfa.Status.NO_NOISE


def test_a_climb_without_a_top_says_so():
    found = maximise(lambda p: (float(p[0]), np.ones(1), np.zeros((1, 1))), np.zeros(1))

    assert not found.converged
