"""Malmquist: by hand, and by what must hold."""

import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import productivity
from openefficiency.stats.dea_values import RETURNS, Status


def test_catching_up_and_a_moving_frontier_worked_by_hand():
    # One input each. The best makes 4, then 6; the second 2, then 6.
    found = productivity.malmquist([[1, 1], [1, 1]], [[4, 2], [6, 6]])

    # Everybody's frontier moved by 6/4; the second went from 1/2 of it to all of it.
    assert found.index[0] == pytest.approx([6 / 4, 6 / 2])
    assert found.technical_change[0] == pytest.approx([6 / 4, 6 / 4])
    assert found.efficiency_change[0] == pytest.approx([1, 2])


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("orientation", ["input", "output"])
def test_the_parts_multiply_to_the_whole(returns, orientation):
    rng = np.random.default_rng(0)
    found = productivity.malmquist(
        rng.uniform(4, 5, (3, 30, 2)), rng.uniform(4, 5, (3, 30, 2)), returns=returns, orientation=orientation
    )

    known = np.isfinite(found.index)
    assert (found.efficiency_change * found.technical_change)[known] == pytest.approx(found.index[known])
    assert known.mean() >= 0.8
    flagged = np.array(found.status) == Status.INFEASIBLE
    assert (flagged == ~known).all()


def test_pure_efficiency_and_scale_multiply_to_catching_up():
    rng = np.random.default_rng(1)
    found = productivity.malmquist(rng.uniform(1, 9, (2, 30, 2)), rng.uniform(1, 9, (2, 30, 1)))

    assert found.pure_efficiency_change * found.scale_change == pytest.approx(found.efficiency_change)


def test_nothing_changes_where_nothing_changed():
    rng = np.random.default_rng(2)
    inputs, outputs = rng.uniform(1, 9, (30, 2)), rng.uniform(1, 9, (30, 2))
    found = productivity.malmquist([inputs, inputs], [outputs, outputs])

    assert found.index == pytest.approx(np.ones((1, 30)))
    assert found.technical_change == pytest.approx(np.ones((1, 30)))


def test_twice_the_output_from_the_same_is_an_index_of_2_with_constant_returns():
    rng = np.random.default_rng(3)
    inputs, outputs = rng.uniform(1, 9, (30, 2)), rng.uniform(1, 9, (30, 2))

    for orientation in ("input", "output"):
        found = productivity.malmquist([inputs, inputs], [outputs, 2 * outputs], orientation=orientation)
        assert found.index == pytest.approx(np.full((1, 30), 2))


def test_a_unit_without_a_place_under_the_other_frontier_is_flagged_not_1():
    # In the second period the second makes more than anybody ever did in the first.
    found = productivity.malmquist([[1, 2], [1, 2]], [[1, 2], [1, 3]], returns="variable")

    assert found.status[0] == (Status.OK, Status.INFEASIBLE)
    assert np.isnan(found.index[0, 1])
    assert np.isnan(found.technical_change[0, 1])
    assert found.efficiency_change[0, 1] == 1


def test_a_gap_in_one_period_is_a_gap_in_its_changes_only():
    found = productivity.malmquist([[1, 1], [1, np.nan], [1, 1], [1, 1]], [[4, 2]] * 4, labels=["a", "b"])

    assert [states[1] for states in found.status] == ["missing", "missing", "ok"]
    assert np.isfinite(found.index[:, 0]).all()
    assert found.labels == ("a", "b")


@pytest.mark.parametrize(
    ("inputs", "outputs"), [([[1, 1]], [[1, 1]]), ([[1, 1]] * 2, [[1]] * 2), ([1, 1], [1, 1])]
)
def test_what_is_not_periods_of_the_same_units_is_refused(inputs, outputs):
    with pytest.raises(StatisticsError, match="period"):
        productivity.malmquist(inputs, outputs)
