"""Slacks, slacks-based efficiency, cost and revenue."""

import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import dea, dea_programs
from openefficiency.stats.dea_values import RETURNS, Status


def some(seed=0, units=20):
    rng = np.random.default_rng(seed)
    return rng.uniform(1, 9, (units, 3)), rng.uniform(1, 9, (units, 2))


def test_a_slack_worked_by_hand():
    # Both make 1; the second uses as much of the first thing and 3 more of the second.
    found = dea.slacks([[2, 4], [2, 7]], [1, 1])

    assert found.inputs == pytest.approx(np.array([[0, 0], [0, 3]]))
    assert found.outputs == pytest.approx(np.zeros((2, 1)))
    assert dea.efficiency([[2, 4], [2, 7]], [1, 1]) == pytest.approx([1, 1])


def test_an_additive_total_worked_by_hand():
    inputs, outputs = [[2, 4], [4, 7]], [1, 1]

    assert dea.additive(inputs, outputs).total == pytest.approx([0, 2 + 3])
    assert dea.additive(inputs, outputs, worth="own").total == pytest.approx([0, 2 / 4 + 3 / 7])
    # Three variables; ranges 2 and 3, and an output that never differs.
    assert dea.additive(inputs, outputs, worth="range").total == pytest.approx([0, (2 / 2 + 3 / 3) / 3])
    assert dea.additive([[2, 0], [4, 7]], outputs, worth="own").status[0] == Status.ZERO


def test_slacks_based_efficiency_worked_by_hand():
    inputs, outputs = [[2, 4], [4, 5]], [2, 1]

    # The second could spare 2 of 4 and 1 of 5, and make 1 more of 1.
    spared = 1 - (2 / 4 + 1 / 5) / 2
    assert dea.slacks_based(inputs, outputs) == pytest.approx([1, spared / (1 + 1)])
    assert dea.slacks_based(inputs, outputs, orientation="input") == pytest.approx([1, spared])
    assert dea.slacks_based(inputs, outputs, orientation="output") == pytest.approx([1, 1 / 2])


@pytest.mark.parametrize("returns", RETURNS)
def test_slacks_based_efficiency_is_never_above_the_radial(returns):
    data = some()

    for orientation in ("input", "output"):
        radial = np.asarray(dea.efficiency(*data, returns=returns, orientation=orientation))
        assert (dea.slacks_based(*data, returns=returns) <= radial + 1e-9).all()
        assert (dea.slacks_based(*data, returns=returns, orientation=orientation) <= radial + 1e-9).all()


def test_slacks_do_not_depend_on_the_unit_of_measurement():
    inputs, outputs = some()
    plain = dea.slacks(inputs, outputs)
    other = dea.slacks(inputs * [1, 1e4, 1e-2], outputs)

    assert other.inputs == pytest.approx(plain.inputs * [1, 1e4, 1e-2], abs=1e-6)


def test_a_zero_by_which_the_measure_divides_is_flagged():
    found = dea.slacks_based([[2, 0], [4, 5], [4, np.nan]], [2, 1, 1])

    assert found.status == ("zero", "ok", "missing")
    assert np.isnan(found.efficiency[[0, 2]]).all()


def test_cost_efficiency_worked_by_hand():
    # One unit of output from (2, 4), (4, 2) or (4, 4), at prices 1 and 3: costs 14, 10 and 16.
    found = dea.cost([[2, 4], [4, 2], [4, 4]], [1, 1, 1], [1, 3])

    assert found.efficiency == pytest.approx([10 / 14, 1, 10 / 16])
    assert found.best == pytest.approx([10, 10, 10])
    assert found.technical == pytest.approx([1, 1, 3 / 4])
    assert found.technical * found.allocative == pytest.approx(found.efficiency)


def test_revenue_efficiency_worked_by_hand():
    # From one input come (2, 4), (4, 2) or (2, 2), at prices 1 and 3: revenues 14, 10 and 8.
    found = dea.revenue([1, 1, 1], [[2, 4], [4, 2], [2, 2]], [1, 3])

    assert found.efficiency == pytest.approx([1, 10 / 14, 8 / 14])
    assert found.best == pytest.approx([14, 14, 14])
    assert found.technical == pytest.approx([1, 1, 2 / 3])


@pytest.mark.parametrize("returns", RETURNS)
def test_the_least_cost_is_that_of_the_cheapest_unit_making_as_much_where_there_is_one_output(returns):
    rng = np.random.default_rng(4)
    inputs, prices = rng.uniform(1, 9, (15, 3)), rng.uniform(1, 3, 3)
    found = dea.cost(inputs, np.ones(15), prices, returns=returns)

    assert found.best == pytest.approx(np.full(15, (inputs * prices).sum(axis=1).min()))
    assert (found.allocative <= 1 + 1e-9).all()


@pytest.mark.parametrize("prices", [[1, 0], [1, 2, 3], [1, np.nan]])
def test_prices_that_do_not_fit_are_refused(prices):
    with pytest.raises(StatisticsError):
        dea.cost([[2, 4], [4, 2]], [1, 1], prices)


def test_one_row_of_prices_is_for_all():
    data = [[2, 4], [4, 2]], [1, 1]

    assert (dea.cost(*data, [[1, 2]]).best == dea.cost(*data, [[1, 2], [1, 2]]).best).all()


def test_a_gap_stays_a_gap_in_cost_and_slacks():
    inputs, outputs = [[2, 4], [4, np.nan]], [1, 1]

    assert dea.cost(inputs, outputs, [1, 1]).status == ("ok", "missing")
    assert np.isnan(dea.slacks(inputs, outputs).total[1])


def test_what_the_solver_cannot_answer_is_flagged(monkeypatch):
    nothing = dea_programs.Solution(dea_programs.NOT_SOLVED, np.nan, np.full(6, np.nan))
    monkeypatch.setattr(dea_programs, "least", lambda *_, **__: nothing)

    assert dea.additive([1, 2], [1, 1]).status == (Status.NOT_SOLVED,) * 2
    found = dea.slacks_based([1, 2], [1, 1])
    assert found.status == (Status.NOT_SOLVED,) * 2
    assert np.isnan(found.efficiency).all()
