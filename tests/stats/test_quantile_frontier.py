from itertools import combinations

import numpy as np
import pytest
from statsmodels.regression.quantile_regression import QuantReg

from openefficiency.errors import StatisticsError
from openefficiency.stats import quantile_frontier


def drawn(n=80, seed=0):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=n)])
    return x @ [1.0, 0.5] + rng.exponential(0.3, n) + rng.normal(0, 0.1, n), x


def test_the_middle_of_three_is_the_median():
    # 1, 2 and 9: the deviations add up to 1 + 7, each counted half.
    found = quantile_frontier.fit([1.0, 2, 9], np.ones(3), quantile=0.5)

    assert found.params == pytest.approx([2])
    assert found.loss == pytest.approx((1 + 7) / 2)
    assert found.on_frontier.tolist() == [False, True, False]


@pytest.mark.parametrize("quantile", [0.05, 0.3, 0.9])
def test_no_line_through_two_units_is_better(quantile):
    y, x = drawn(n=25)
    found = quantile_frontier.fit(y, x, quantile=quantile)

    losses = [
        quantile_frontier.tilted(y - x @ np.linalg.solve(x[list(pair)], y[list(pair)]), quantile)
        for pair in combinations(range(25), 2)
    ]
    assert found.loss == pytest.approx(min(losses), abs=1e-10)


@pytest.mark.parametrize("quantile", [0.05, 0.1, 0.5, 0.9])
def test_the_share_beyond_is_what_was_asked_for(quantile):
    y, x = drawn()
    found = quantile_frontier.fit(y, x, quantile=quantile)

    below = np.sum((found.residuals < 0) & ~found.on_frontier)
    assert below <= quantile * 80 <= below + found.on_frontier.sum()
    assert found.gap < 1e-9


def test_statsmodels_finds_nearly_the_same():
    y, x = drawn(n=400)
    found = quantile_frontier.fit(y, x, quantile=0.2)
    other = QuantReg(y, x).fit(q=0.2, p_tol=1e-9, max_iter=5000).params

    assert found.params == pytest.approx(other, abs=1e-3)
    assert found.loss <= quantile_frontier.tilted(y - x @ other, 0.2) + 1e-9


def test_cost_and_production_are_each_other_upside_down():
    y, x = drawn()
    cost = quantile_frontier.fit(y, x, quantile=0.13)
    production = quantile_frontier.fit(-y, x, quantile=0.87, cost=False)

    assert production.params == pytest.approx(-cost.params, abs=1e-9)
    assert production.ratio == pytest.approx(cost.ratio, abs=1e-9)


def test_units_of_measurement_do_not_matter():
    y, x = drawn()
    plain, scaled = quantile_frontier.fit(y, x), quantile_frontier.fit(y, x * [1, 1e7])

    assert scaled.residuals == pytest.approx(plain.residuals, abs=1e-9)


@pytest.mark.parametrize(
    "change",
    [
        {"quantile": 0.0},
        {"quantile": 1.5},
        {"log_cost": [1.0, np.nan, 2]},
        {"regressors": np.ones((3, 2))},
        {"regressors": np.ones(4)},
        {"labels": ["a", "a", "b"]},
    ],
    ids=["no share", "more than all", "missing", "columns alike", "lengths differ", "labels that repeat"],
)
def test_numbers_that_cannot_be_worked_with_are_refused(change):
    given = {"log_cost": [1.0, 2, 4], "regressors": np.ones(3)} | change
    with pytest.raises(StatisticsError, match="given"):
        quantile_frontier.fit(given.pop("log_cost"), given.pop("regressors"), **given)
