import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import sfa
from openefficiency.stats.sfa_cross import Rows
from openefficiency.stats.sfa_decay import Decay
from openefficiency.stats.sfa_random_effect import RandomEffect, gauss_hermite, trapezoid


def panel(*, units=40, periods=6, level=0.3, kept=0.0, fresh=0.4, seed=2):
    """Costs: a level and an inefficiency that stay with the unit, noise and inefficiency that do not."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), periods)
    time = np.tile(np.arange(periods), units)
    x = np.column_stack([np.ones(len(unit)), rng.normal(size=len(unit))])
    y = x @ [1.0, 0.5] + rng.normal(0, 0.15, len(unit)) + np.abs(rng.normal(0, fresh, len(unit)))
    y += (rng.normal(0, level, units) + np.abs(rng.normal(0, kept, units)))[unit]
    return y, x, [f"R{number:02}" for number in unit], time


def rows_of(y, x):
    one = np.ones((len(y), 1))
    return Rows(y, (x, one, one), -1, "half_normal")


def slope(score, at):
    return [(score(at + step)[0] - score(at - step)[0]) / 2e-6 for step in 1e-6 * np.eye(len(at))]


@pytest.mark.parametrize("has_mu", [False, True])
@pytest.mark.parametrize("has_eta", [False, True])
def test_slopes_of_kept_inefficiency_are_those_of_small_differences(has_mu, has_eta):
    y, x, _, time = panel()
    model = Decay(rows_of(y, x), np.repeat(np.arange(40), 6), time - 5.0, has_mu, has_eta)
    at = np.array([1.1, 0.4, -3.0, -2.0, *[0.2] * has_mu, *[0.05] * has_eta])

    assert model.score(at)[1] == pytest.approx(slope(model.score, at), abs=1e-3)


@pytest.mark.parametrize("rule", [gauss_hermite(24), trapezoid()], ids=["hermite", "trapezoid"])
def test_slopes_of_the_random_effect_are_those_of_small_differences(rule):
    y, x, _, _ = panel()
    model = RandomEffect(rows_of(y, x), np.repeat(np.arange(40), 6), np.arange(0, 240, 6), rule)
    at = np.array([1.1, 0.4, -3.0, -2.0, 0.25])

    assert model.score(at)[1] == pytest.approx(slope(model.score, at), abs=1e-3)


def test_with_one_period_kept_inefficiency_is_that_of_the_cross_section():
    y, x, unit, _ = panel(units=240, periods=1)
    found, plain = sfa.fit_panel(y, x, unit, np.zeros(240)), sfa.fit(y, x)

    assert found.llf == pytest.approx(plain.llf, abs=1e-8)
    assert found.efficiency == pytest.approx(plain.efficiency, abs=1e-5)


@pytest.mark.parametrize(
    "model", ["pitt_lee", "battese_coelli_1992", "battese_coelli_1995", "true_random_effects"]
)
def test_the_order_of_rows_changes_nothing(model):
    y, x, unit, time = panel(kept=0.5, level=0.1)
    z = np.column_stack([np.ones(240), x[:, 1]]) if model == "battese_coelli_1995" else None
    mixed = np.random.default_rng(0).permutation(240)
    found = sfa.fit_panel(y, x, unit, time, model=model, determinants=z)
    other = sfa.fit_panel(
        y[mixed], x[mixed], np.array(unit)[mixed], time[mixed], model=model,
        determinants=None if z is None else z[mixed],
    )  # fmt: skip

    assert np.array_equal(other.params, found.params)
    assert np.array_equal(other.efficiency, found.efficiency[mixed], equal_nan=True)
    assert np.array_equal(other.interval(), found.interval()[mixed], equal_nan=True)
    assert other.labels == tuple(found.labels[at] for at in mixed)
    assert found.labels[7] == ("R01", 1.0)


def test_a_large_panel_gives_back_the_random_effect_it_was_drawn_with():
    y, x, unit, time = panel(units=200, periods=6)
    found = sfa.fit_panel(y, x, unit, time, model="true_random_effects")

    wanted = [1.0, 0.5, np.log(0.15**2), np.log(0.4**2), 0.3]
    assert found.status is sfa.Status.OK and found.integration_gap < 1e-6
    assert np.all(np.abs(found.params - wanted) < 3.5 * found.bse)


def test_a_large_panel_gives_back_the_inefficiency_that_its_units_keep():
    y, x, unit, time = panel(units=600, level=0.0, kept=0.5, fresh=0.0)
    found = sfa.fit_panel(y, x, unit, time)

    wanted = [1.0, 0.5, np.log(0.15**2), np.log(0.5**2)]
    assert np.all(np.abs(found.params - wanted) < 3.5 * found.bse)
    by_unit = found.efficiency.reshape(600, 6)
    assert np.ptp(by_unit, axis=1).max() < 1e-12


def test_fixed_effects_are_shown_with_their_warning():
    y, x, unit, time = panel(units=10, periods=30)
    found = sfa.fit_panel(y, x[:, 1], unit, time, model="true_fixed_effects")

    assert found.status is sfa.Status.INCIDENTAL
    assert set(found.unit_status) == {sfa.Status.INCIDENTAL}
    assert found.params[0] == pytest.approx(0.5, abs=0.05)
    assert found.param_names[:2] == ("x0", "level_R00")


def test_a_missing_number_leaves_out_its_row_alone():
    y, x, unit, time = panel(level=0.0, kept=0.5)
    y[11] = np.nan
    found = sfa.fit_panel(y, x, unit, time)
    keep = np.arange(240) != 11
    other = sfa.fit_panel(y[keep], x[keep], np.array(unit)[keep], time[keep])

    assert found.unit_status[11] is sfa.Status.MISSING
    assert np.array_equal(found.efficiency[keep], other.efficiency)


def test_units_that_keep_nothing_are_named():
    # Noise that adds up to nothing in each unit: units differ less than chance would have them.
    y, x, unit, time = panel(level=0.0, fresh=0.0)
    noise = (y - x @ [1.0, 0.5]).reshape(40, 6)
    y = x @ [1.0, 0.5] + (noise - noise.mean(axis=1, keepdims=True)).ravel()
    found = sfa.fit_panel(y, x, unit, time)

    assert found.status is sfa.Status.WRONG_SKEW
    assert np.isnan(found.efficiency).all()


@pytest.mark.parametrize(
    "how",
    [
        {"model": "random"},
        {"model": "battese_coelli_1995"},
        {"determinants": np.ones(240)},
        {"model": "true_random_effects", "distribution": "truncated_normal"},
        {"model": "true_fixed_effects"},
        {"time": np.zeros(240)},
        {"time": np.zeros(9)},
        {"model": "battese_coelli_1992", "unit": list(range(240)), "time": np.ones(240)},
    ],
    ids=["unknown model", "no determinants", "determinants of no use", "its own distribution",
         "a constant beside levels", "two rows of one time", "too few times", "one period"],
)  # fmt: skip
def test_numbers_that_cannot_be_worked_with_are_refused(how):
    y, x, unit, time = panel()
    given = {"unit": unit, "time": time} | how
    with pytest.raises(StatisticsError, match=r"given: [\s\S]*possible:"):
        sfa.fit_panel(y, x, **given)
