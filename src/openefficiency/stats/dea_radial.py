"""Radial efficiency: the share of its inputs (or of what it could make) that a unit is worth.

Farrell (1957); Charnes, Cooper and Rhodes (1978, constant returns); Banker, Charnes and Cooper (1984,
variable returns); Banker and Morey (1986, inputs that nobody can change); Andersen and Petersen (1993,
super-efficiency).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from openefficiency.errors import StatisticsError
from openefficiency.stats import dea_programs
from openefficiency.stats.dea_programs import Problem
from openefficiency.stats.dea_values import (
    ORIENTATIONS,
    RETURNS,
    Data,
    Efficiency,
    Status,
    checked,
    named_units,
    one_of,
)

# 1 where the sum of the weights may be less than 1, -1 where it may be more, 0 where it must be 1.
SUM_SIGN = {"variable": 0.0, "non_increasing": 1.0, "non_decreasing": -1.0}


def efficiency(
    inputs: Any,
    outputs: Any,
    *,
    orientation: str = "input",
    returns: str = "variable",
    labels: Sequence | None = None,
    reference: tuple[Any, Any] | None = None,
    fixed_inputs: Sequence[int] = (),
) -> Efficiency:
    """The share of its inputs with which each unit could have made its outputs (Farrell 1957).

    1 means that no mixture of the reference units does better; 0.8, that a mixture makes at least as much
    from 80% of everything. With `orientation="output"` it is what the unit makes as a share of what a
    mixture makes from the same inputs (1/phi), so both lie in (0, 1].

    inputs, outputs: units x variables, 0 or more, in any units of measurement: scores do not depend on them.
    returns: constant | variable | non_increasing | non_decreasing.
    reference: (inputs, outputs) of the units to compare with, where these are not the units themselves;
        a unit better than all of them then scores above 1.
    fixed_inputs: columns that the unit cannot change (Banker and Morey 1986); only with orientation="input".

    A unit with a NaN is `missing` and no reference for others; one that makes nothing is `no_output` and
    stays one. Both score NaN. Negative or infinite numbers, and a unit that uses nothing, raise StatisticsError.
    """
    one_of(orientation, ORIENTATIONS, "orientation")
    one_of(returns, RETURNS, "returns")
    data = checked(inputs, outputs)
    names = named_units(labels, len(data.inputs))
    held_against = data if reference is None else checked(*reference)
    same_variables(data, held_against)
    problem = the_problem(data, held_against, orientation, returns, fixed=fixed_inputs)
    of_reference = names if reference is None else tuple(range(len(held_against.inputs)))
    return solved(problem, data, held_against, (orientation, returns), (names, of_reference))


def super_efficiency(
    inputs: Any,
    outputs: Any,
    *,
    orientation: str = "input",
    returns: str = "variable",
    labels: Sequence | None = None,
) -> Efficiency:
    """Efficiency against all others but the unit itself (Andersen and Petersen 1993); may exceed 1.

    1.2 means that the unit could use 20% more and still be as good as any mixture of the others. Where no
    mixture of the others makes as much (with variable returns that is usual for the largest), the status is
    `infeasible` and the score NaN, never 1. Arguments and errors as in `efficiency`.
    """
    one_of(orientation, ORIENTATIONS, "orientation")
    one_of(returns, RETURNS, "returns")
    data = checked(inputs, outputs)
    names = named_units(labels, len(data.inputs))
    problem = the_problem(data, data, orientation, returns, without_itself=True)
    return solved(problem, data, data, (orientation, returns), (names, names))


def same_variables(data: Data, reference: Data) -> None:
    given, held = (
        (data.inputs.shape[1], data.outputs.shape[1]),
        (reference.inputs.shape[1], reference.outputs.shape[1]),
    )
    if given != held:
        raise StatisticsError(
            f"The units and their reference are not counted in the same variables.\n"
            f"  given:   {given[0]} inputs and {given[1]} outputs, against {held[0]} and {held[1]}\n"
            f"Give the same columns, in the same order, to both."
        )


def the_problem(
    data: Data, reference: Data, orientation: str, returns: str, *, fixed=(), without_itself=False
) -> Problem:
    """Columns are divided by their means; only units with known numbers take part, on either side.

    The output form is the input form after dividing by phi: theta = 1/phi, the sum of the weights is held
    against theta instead of 1, and the inputs stand on the right-hand side of theta as before.
    """
    m = data.inputs.shape[1]
    fixed = checked_fixed(fixed, m, orientation)
    asked, held = data.makes_something, reference.known
    x_mean, y_mean = means(reference.inputs[held]), means(reference.outputs[held])
    x, y = data.inputs[asked] / x_mean, data.outputs[asked] / y_mean
    T = np.c_[reference.inputs[held] / x_mean, reference.outputs[held] / y_mean].T
    may_shrink = np.ones(m)
    may_shrink[fixed] = 0
    c, b = np.c_[x * may_shrink, 0 * y], np.c_[x * (1 - may_shrink), y]
    sign = np.r_[np.ones(m), -np.ones(y.shape[1])]
    if returns != "constant":
        T, sign = np.r_[T, np.ones((1, T.shape[1]))], np.r_[sign, SUM_SIGN[returns]]
        by_theta = 1.0 if orientation == "output" else 0.0
        c, b = np.c_[c, np.full(len(c), by_theta)], np.c_[b, np.full(len(b), 1 - by_theta)]
    # With a reference of its own, a unit's own column is its place among the known.
    own = np.cumsum(held)[asked] - 1 if without_itself else np.full(len(c), -1)
    return Problem(np.ascontiguousarray(T), sign, c, b, own)


def checked_fixed(fixed: Sequence[int], count: int, orientation: str) -> list[int]:
    columns = sorted(set(fixed))
    if columns and (
        orientation != "input" or columns[0] < 0 or columns[-1] >= count or len(columns) == count
    ):
        raise StatisticsError(
            f"These inputs cannot be held fixed.\n"
            f"  given:   columns {columns} of {count}, orientation {orientation!r}\n"
            f'Name columns from 0 to {count - 1}, not all of them, with orientation="input".'
        )
    return columns


def means(columns: np.ndarray) -> np.ndarray:
    found = columns.mean(axis=0)
    return np.where(found > 0, found, 1.0)


def solve(problem: Problem, *, pooled: bool) -> tuple[np.ndarray, ...]:
    """Score, status, basis, value, price and residual of every problem, by the compiled kernel."""
    # Imported here: importing the package never waits for a compiler.
    from openefficiency.stats import dea_kernel

    count, p = problem.c.shape
    found = (
        np.empty(count),
        np.empty(count, np.int64),
        np.zeros((count, p), np.int64),
        np.zeros((count, p)),
        np.zeros((count, p)),
        np.empty(count),
    )
    skip = problem.skip.astype(np.int64)
    dea_kernel.solve_all(problem.T, problem.sign, problem.c, problem.b, skip, pooled, *found)
    return found


def solved(problem: Problem, data: Data, reference: Data, model: tuple, names: tuple) -> Efficiency:
    """Solve, repair what the kernel was not certain of, and put everything back into the caller's units."""
    score, code, basis, value, price, residual = solve(problem, pooled=not (problem.skip >= 0).any())
    n = problem.T.shape[1]
    value = np.where(basis < n, value, 0)
    basis = np.where((basis < n) & (value > 0), basis, -1)
    states = np.full(len(score), Status.OK, dtype=object)
    for unit in np.flatnonzero(code):
        # Also where the kernel found none: that there is no answer is an answer, and is checked like one.
        second = dea_programs.radial(problem, int(unit))
        states[unit] = {0: Status.FALLBACK, 2: Status.INFEASIBLE}.get(second.status, Status.NOT_SOLVED)
        score[unit], residual[unit], price[unit], basis[unit] = second.value, np.nan, np.nan, -1
        if second.status == dea_programs.SOLVED:
            largest = np.argsort(-second.x[1:])[: basis.shape[1]]
            basis[unit, : len(largest)], value[unit, : len(largest)] = largest, second.x[1:][largest]
    too_small = np.isfinite(score) & (score <= 1e-12)
    states[too_small], score[too_small] = Status.ZERO, np.nan
    if model[0] == "output":
        value = value / score[:, None]
    if reference is data and not (problem.skip >= 0).any():
        # A unit is its own reference: what lies above 1 is rounding.
        score = np.minimum(score, 1.0)
    return spread_out(problem, data, reference, model, names, (score, states, basis, value, price, residual))


def spread_out(problem, data, reference, model, names, found) -> Efficiency:
    """From the units that took part to all units; from scaled prices to the caller's."""
    score, states, basis, value, price, residual = found
    asked, m, s = data.makes_something, data.inputs.shape[1], data.outputs.shape[1]
    status = data.first_status()
    status[asked] = states
    scale = np.r_[means(reference.inputs[reference.known]), means(reference.outputs[reference.known])]
    # Columns of the problem are the known reference units.
    place = np.r_[np.flatnonzero(reference.known), -1]
    prices = price[:, : m + s] / scale

    def wide(part: np.ndarray, empty: float) -> np.ndarray:
        whole = np.full((len(asked), *part.shape[1:]), empty, dtype=part.dtype)
        whole[asked] = part
        return whole

    return Efficiency(
        efficiency=wide(score, np.nan),
        status=tuple(status),
        labels=names[0],
        orientation=model[0],
        returns=model[1],
        residual=wide(residual, np.nan),
        # Adding 0 takes the sign off a zero.
        input_prices=wide(-prices[:, :m] + 0.0, np.nan),
        output_prices=wide(prices[:, m:] + 0.0, np.nan),
        reference_labels=names[1],
        used=wide(place[basis], -1),
        share=wide(value, 0),
    )
