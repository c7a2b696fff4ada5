"""The compiled kernel against itself in plain Python, and at the edges of what it can be asked."""

import importlib.util

import numba
import numpy as np
import pytest

from openefficiency.stats import dea_kernel, dea_radial
from openefficiency.stats.dea_values import RETURNS, checked


@pytest.fixture
def interpreted(monkeypatch):
    """The same file, with nothing compiled."""
    monkeypatch.setattr(numba, "njit", lambda **_: lambda function: function)
    found = importlib.util.spec_from_file_location("kernel_in_plain_python", dea_kernel.__file__)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def answers(kernel, problem, *, pooled):
    count, p = problem.c.shape
    found = {
        "score": np.empty(count),
        "status": np.empty(count, np.int64),
        "basis": np.zeros((count, p), np.int64),
        "value": np.zeros((count, p)),
        "price": np.zeros((count, p)),
        "residual": np.empty(count),
    }
    kernel.solve_all(problem.T, problem.sign, problem.c, problem.b, problem.skip, pooled, *found.values())
    return found


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("without_itself", [False, True])
def test_compiled_or_not_the_answers_are_the_same(interpreted, orientation, returns, without_itself):
    rng = np.random.default_rng(0)
    data = checked(rng.lognormal(size=(25, 2)), rng.lognormal(size=(25, 2)))
    problem = dea_radial.the_problem(data, data, orientation, returns, without_itself=without_itself)
    fast, plain = (
        answers(kernel, problem, pooled=not without_itself) for kernel in (dea_kernel, interpreted)
    )

    assert (fast["status"] == plain["status"]).all()
    solved = fast["status"] == dea_kernel.SOLVED
    assert fast["score"][solved] == pytest.approx(plain["score"][solved], abs=1e-12)
    assert plain["residual"][solved].max() < 1e-10


def test_a_warm_start_changes_nothing_but_the_time():
    rng = np.random.default_rng(1)
    data = checked(rng.lognormal(size=(80, 3)), rng.lognormal(size=(80, 2)))
    problem = dea_radial.the_problem(data, data, "input", "variable")
    warm, cold = (answers(dea_kernel, problem, pooled=pooled)["score"] for pooled in (True, False))

    assert warm == pytest.approx(cold, abs=1e-12)


def test_a_matrix_without_an_inverse_is_told(interpreted):
    for kernel in (dea_kernel, interpreted):
        out = np.empty((2, 2))
        assert not kernel.inverted(np.array([[1.0, 2], [2, 4]]), out)
        assert kernel.inverted(np.array([[0.0, 2], [4, 0]]), out)
        assert out == pytest.approx(np.array([[0, 1 / 4], [1 / 2, 0]]))


def test_an_answer_that_breaks_a_constraint_has_a_residual_that_says_so(interpreted):
    data = checked([2, 4, 8, 6], [1, 5, 6, 3])
    problem = dea_radial.the_problem(data, data, "input", "variable")
    found = answers(interpreted, problem, pooled=False)
    p, n = problem.T.shape
    value = found["value"][3] + 0.01
    spare = np.empty((p, p)), value, found["price"][3], np.empty(n), np.empty(n)
    broken = interpreted.residuals(
        problem.T, problem.sign, problem.c[3], problem.b[3], -1, found["basis"][3], *spare
    )

    assert found["residual"][3] < 1e-12
    assert broken > 1e-3


def test_after_too_many_pivots_the_answer_is_uncertain_not_wrong(interpreted, monkeypatch):
    monkeypatch.setattr(interpreted, "MOST_PIVOTS", 1)
    data = checked([2, 4, 8, 6], [1, 5, 6, 3])
    problem = dea_radial.the_problem(data, data, "input", "variable")
    found = answers(interpreted, problem, pooled=False)

    assert found["status"][3] == interpreted.UNCERTAIN
    assert np.isinf(found["residual"][3])
