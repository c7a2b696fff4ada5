"""Efficiency: by hand, by what must hold for any data, and against plain linear programs."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from openefficiency.errors import StatisticsError
from openefficiency.stats import dea, dea_programs, dea_radial
from openefficiency.stats.dea_values import RETURNS, Status, checked

BOTH = ("input", "output")
EVERY_MODEL = list(itertools.product(BOTH, RETURNS))
TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def hospital_like(units, seed=0):
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0, 0.6, (units, 1))
    inputs = size * rng.lognormal(0, 0.3, (units, 3))
    worth = np.exp(-np.abs(rng.normal(0, 0.2, (units, 1))))
    return inputs, size**0.9 * rng.lognormal(0, 0.3, (units, 3)) * worth


def test_with_one_input_and_one_output_it_is_the_share_of_the_best_ratio():
    beds = np.array([[100.0], [200.0], [150.0]])
    patients = np.array([[500.0], [800.0], [300.0]])

    # Patients per bed: 5, 4 and 2.
    assert dea.efficiency(beds, patients, returns="constant") == pytest.approx([5 / 5, 4 / 5, 2 / 5])


def test_variable_returns_worked_by_hand():
    # The frontier runs from (2, 1) over (4, 5) to (8, 6). (6, 3) needs 3 = half way from 1 to 5: input 3.
    inputs, outputs = [2, 4, 8, 6], [1, 5, 6, 3]

    assert dea.efficiency(inputs, outputs) == pytest.approx([1, 1, 1, 3 / 6])
    # From 6, half way from 4 to 8, comes 5.5.
    assert dea.efficiency(inputs, outputs, orientation="output") == pytest.approx([1, 1, 1, 3 / 5.5])
    # With at most one of anything, the ray to (4, 5) counts: 3 needs 2.4. With at least one, it does not.
    assert dea.efficiency(inputs, outputs, returns="non_increasing")[3] == pytest.approx(2.4 / 6)
    assert dea.efficiency(inputs, outputs, returns="non_decreasing")[3] == pytest.approx(3 / 6)


def test_peers_and_weights_tell_the_mixture():
    found = dea.efficiency([2, 4, 8, 6], [1, 5, 6, 3], labels=["a", "b", "c", "d"])

    assert found.peers == (("a",), ("b",), ("c",), ("a", "b"))
    assert found.weights[3] == pytest.approx([0.5, 0.5, 0, 0])
    assert found.of("d") == pytest.approx(0.5)


def test_the_prices_of_a_unit_explain_its_score():
    inputs, outputs = hospital_like(30)
    found = dea.efficiency(inputs * [1, 1e6, 1e-3], outputs, returns="constant")

    spent = (found.input_prices * inputs * [1, 1e6, 1e-3]).sum(axis=1)
    assert spent == pytest.approx(np.ones(30))
    assert (found.output_prices * outputs).sum(axis=1) == pytest.approx(found.efficiency)


def test_a_result_can_be_used_like_an_array():
    found = dea.efficiency([2, 4, 8, 6], [1, 5, 6, 3])

    assert np.asarray(found).shape == found.shape == (4,)
    assert (found <= 1).all()
    assert np.mean(found) == pytest.approx(3.5 / 4)
    assert list(1 / found) == pytest.approx(list(found.phi))


def test_super_efficiency_worked_by_hand():
    # Without (4, 5), 5 is 4/5 of the way from (2, 1) to (8, 6): input 6.8. Without the largest, nobody makes 6.
    found = dea.super_efficiency([2, 4, 8, 6], [1, 5, 6, 3])

    assert found.efficiency[1] == pytest.approx(6.8 / 4)
    assert np.isnan(found.efficiency[2])
    assert found.status[2] == Status.INFEASIBLE
    # (2, 1): the next that makes as much is (4, 5).
    assert found.efficiency[0] == pytest.approx(4 / 2)


def test_a_fixed_input_is_not_asked_to_shrink():
    # One unit of output each: (staff, estate) (2, 4), (4, 2), (4, 4).
    inputs, outputs = [[2, 4], [4, 2], [4, 4]], [1, 1, 1]

    assert dea.efficiency(inputs, outputs)[2] == pytest.approx(3 / 4)
    assert dea.efficiency(inputs, outputs, fixed_inputs=[1])[2] == pytest.approx(2 / 4)


@pytest.mark.parametrize(("orientation", "returns"), EVERY_MODEL)
def test_scores_lie_above_0_and_at_most_at_1(orientation, returns):
    found = dea.efficiency(*hospital_like(60), orientation=orientation, returns=returns)

    assert ((found > 0) & (found <= 1)).all()
    assert set(found.status) == {Status.OK}
    assert found.residual.max() < 1e-10


@pytest.mark.parametrize(("orientation", "returns"), EVERY_MODEL)
def test_the_mixture_does_what_the_score_says(orientation, returns):
    inputs, outputs = hospital_like(60)
    found = dea.efficiency(inputs, outputs, orientation=orientation, returns=returns)

    shrunk = inputs * found.efficiency[:, None] if orientation == "input" else inputs
    grown = outputs * found.phi[:, None] if orientation == "output" else outputs
    assert (found.weights @ inputs <= shrunk * (1 + 1e-9)).all()
    assert (found.weights @ outputs >= grown * (1 - 1e-9)).all()


def test_with_constant_returns_both_orientations_agree():
    data = hospital_like(60)

    assert dea.efficiency(*data, returns="constant") == pytest.approx(
        np.asarray(dea.efficiency(*data, returns="constant", orientation="output")), abs=1e-12
    )


def test_a_wider_technology_never_flatters():
    data = hospital_like(60)
    score = {returns: np.asarray(dea.efficiency(*data, returns=returns)) for returns in RETURNS}

    for between in ("non_increasing", "non_decreasing"):
        assert (score["constant"] <= score[between] + 1e-12).all()
        assert (score[between] <= score["variable"] + 1e-12).all()


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10**6), st.sampled_from(EVERY_MODEL), st.lists(st.floats(-3, 9), min_size=4, max_size=4)
)
def test_it_does_not_matter_in_which_unit_a_thing_is_counted(seed, model, powers):
    rng = np.random.default_rng(seed)
    inputs, outputs = rng.uniform(1, 9, (12, 2)), rng.uniform(1, 9, (12, 2))
    times = 10.0 ** np.array(powers)
    asked = {"orientation": model[0], "returns": model[1]}

    assert dea.efficiency(inputs * times[:2], outputs * times[2:], **asked) == pytest.approx(
        np.asarray(dea.efficiency(inputs, outputs, **asked)), abs=1e-9
    )


def test_the_order_of_units_does_not_matter():
    inputs, outputs = hospital_like(50)
    other = np.random.default_rng(1).permutation(50)

    assert dea.efficiency(inputs[other], outputs[other]) == pytest.approx(
        np.asarray(dea.efficiency(inputs, outputs))[other], abs=1e-12
    )


def test_a_collinear_input_changes_nothing():
    inputs, outputs = hospital_like(30)

    assert dea.efficiency(np.c_[inputs, 2 * inputs[:, 0]], outputs) == pytest.approx(
        np.asarray(dea.efficiency(inputs, outputs)), abs=1e-10
    )


def test_one_unit_and_identical_units_are_their_own_best():
    assert list(dea.efficiency([3.0], [2.0])) == [1]
    assert dea.efficiency([[3.0, 1]] * 5, [2.0] * 5) == pytest.approx(np.ones(5))
    assert dea.super_efficiency([3.0], [2.0]).status == (Status.INFEASIBLE,)


def test_a_unit_with_a_gap_is_flagged_and_no_reference_for_others():
    found = dea.efficiency([[100], [200], [np.nan]], [500, 800, 9000], returns="constant")

    assert found.status == ("ok", "ok", "missing")
    assert found.efficiency[:2] == pytest.approx([1, 4 / 5])
    assert np.isnan(found.efficiency[2])
    assert found.peers == ((0,), (0,), ())


@pytest.mark.parametrize("orientation", BOTH)
def test_a_unit_that_makes_nothing_is_flagged(orientation):
    found = dea.efficiency([1, 2, 3], [0, 2, 3], orientation=orientation)

    assert found.status == ("no_output", "ok", "ok")
    assert np.isnan(found.efficiency[0])


@pytest.mark.parametrize(
    ("inputs", "outputs", "said"),
    [
        ([1, 2], [1, -1], "negative or infinite"),
        ([1, np.inf], [1, 1], "negative or infinite"),
        ([0, 2], [1, 1], "uses nothing"),
        ([1, 2, 3], [1, 1], "not about the same"),
        ([np.nan], [1], "no unit of which"),
        (["much"], [1], "not a table of numbers"),
        ([], [], "not a table of units"),
    ],
)
def test_numbers_that_cannot_be_compared_are_refused_in_three_parts(inputs, outputs, said):
    with pytest.raises(StatisticsError, match=said) as refused:
        dea.efficiency(inputs, outputs)
    assert "given:" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"orientation": "sideways"},
        {"returns": "rising"},
        {"labels": ["a", "a"]},
        {"labels": ["a"]},
        {"fixed_inputs": [0]},
        {"reference": ([[1, 1]], [1])},
    ],
)
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(StatisticsError):
        dea.efficiency([1, 2], [1, 2], **wrong)


def test_what_is_given_is_not_changed():
    inputs, outputs = hospital_like(20)
    before = inputs.copy(), outputs.copy()
    dea.efficiency(inputs, outputs)

    assert (inputs == before[0]).all()
    assert (outputs == before[1]).all()


def textbook(inputs, outputs, unit, orientation, returns, skip=None):
    """The program as the papers print it, one unit at a time."""
    inputs, outputs = inputs / inputs.mean(axis=0), outputs / np.maximum(outputs.mean(axis=0), 1e-300)
    n, m, s = len(inputs), inputs.shape[1], outputs.shape[1]
    own = np.r_[-inputs[unit], np.zeros(s)] if orientation == "input" else np.r_[np.zeros(m), outputs[unit]]
    limit = np.r_[np.zeros(m), -outputs[unit]] if orientation == "input" else np.r_[inputs[unit], np.zeros(s)]
    rows, sum_of_weights = np.c_[own, np.r_[inputs.T, -outputs.T]], np.r_[0, np.ones(n)]
    extra = {"non_increasing": (sum_of_weights, 1), "non_decreasing": (-sum_of_weights, -1)}.get(returns)
    if extra:
        rows, limit = np.r_[rows, extra[0][None]], np.r_[limit, extra[1]]
    met = (sum_of_weights[None], [1]) if returns == "variable" else (None, None)
    direction = 1 if orientation == "input" else -1
    bounds = [(0, 0) if column - 1 == skip else (0, None) for column in range(n + 1)]
    solved = linprog(
        np.r_[direction, np.zeros(n)], rows, limit, *met, bounds=bounds, method="highs", options=TIGHT
    )
    if solved.status == 2:
        return np.nan
    assert solved.status == 0
    return solved.fun if orientation == "input" else -1 / solved.fun


def awkward(rng):
    """Plain, tied, with zeros, duplicated, badly scaled, one by one; 2 to 29 units."""
    n, m, s = rng.integers(2, 30), rng.integers(1, 5), rng.integers(1, 5)
    kind = rng.integers(6)
    inputs, outputs = rng.lognormal(size=(n, m)), rng.lognormal(size=(n, s))
    if kind == 1:
        inputs, outputs = rng.integers(1, 4, (n, m)) * 1.0, rng.integers(1, 4, (n, s)) * 1.0
    if kind == 2:
        inputs, outputs = rng.integers(1, 9, (n, m)) * 1.0, rng.integers(0, 4, (n, s)) * 1.0
    if kind == 3:
        inputs[n // 2 :], outputs[n // 2 :] = inputs[: n - n // 2], outputs[: n - n // 2]
    if kind == 4:
        inputs, outputs = inputs * 10.0 ** rng.uniform(-3, 9, m), outputs * 10.0 ** rng.uniform(-3, 9, s)
    if kind == 5:
        inputs, outputs = rng.integers(1, 9, (n, 1)) * 1.0, rng.integers(1, 9, (n, 1)) * 1.0
    return inputs, outputs


def test_2000_awkward_problems_agree_with_the_program_of_the_papers():
    rng, compared, worst = np.random.default_rng(5), 0, 0.0
    while compared < 2000:
        data = awkward(rng)
        for orientation, returns in EVERY_MODEL:
            found = dea.efficiency(*data, orientation=orientation, returns=returns)
            for unit in np.flatnonzero(data[1].max(axis=1) > 0):
                worst = max(worst, abs(found[unit] - textbook(*data, unit, orientation, returns)))
                compared += 1

    assert worst < 1e-9


@pytest.mark.parametrize(("orientation", "returns"), EVERY_MODEL)
def test_super_efficiency_agrees_with_the_program_of_the_papers(orientation, returns):
    inputs, outputs = hospital_like(25, seed=3)
    found = dea.super_efficiency(inputs, outputs, orientation=orientation, returns=returns)
    plain = [textbook(inputs, outputs, unit, orientation, returns, skip=unit) for unit in range(25)]

    assert np.asarray(found) == pytest.approx(np.array(plain), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(("orientation", "returns"), EVERY_MODEL)
def test_the_kernel_agrees_with_its_plain_twin(orientation, returns):
    data = checked(*hospital_like(40, seed=2))
    problem = dea_radial.the_problem(data, data, orientation, returns)
    score, code, *_ = dea_radial.solve(problem, pooled=True)

    assert not code.any()
    assert score == pytest.approx([dea_programs.radial(problem, unit).value for unit in range(40)], abs=1e-9)


def test_a_score_that_the_kernel_is_not_certain_of_comes_from_the_second_solver(monkeypatch):
    plain = dea.efficiency([2, 4, 8, 6], [1, 5, 6, 3], orientation="output")
    kernel = dea_radial.solve

    def doubtful(problem, *, pooled):
        score, code, *rest = kernel(problem, pooled=pooled)
        return score + 0.1, np.full_like(code, 2), *rest

    monkeypatch.setattr(dea_radial, "solve", doubtful)
    second = dea.efficiency([2, 4, 8, 6], [1, 5, 6, 3], orientation="output")

    assert second == pytest.approx(np.asarray(plain))
    assert set(second.status) == {Status.FALLBACK}
    assert second.weights == pytest.approx(plain.weights)


def test_importing_the_package_does_not_wait_for_a_compiler():
    asked = "import sys; from openefficiency.stats import dea, productivity; sys.exit('numba' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
