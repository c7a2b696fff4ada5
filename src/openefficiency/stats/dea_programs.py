"""The linear programs of data envelopment analysis in their plain form, solved by HiGHS through scipy.

`radial` is the slow twin of the compiled kernel and its fallback; the others are few, so need no kernel.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

SOLVED, INFEASIBLE, NOT_SOLVED = 0, 2, 4
TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True)
class Problem:
    """Many problems with one technology: see `dea_kernel` for what the letters mean.

    T: rows x reference units. sign: rows. c and b: evaluated units x rows. skip: evaluated units.
    """

    T: np.ndarray
    sign: np.ndarray
    c: np.ndarray
    b: np.ndarray
    skip: np.ndarray


@dataclass(frozen=True)
class Solution:
    """`value` is the least (or most) that was asked for; `x` the unknowns; NaN where there is none."""

    status: int
    value: float
    x: np.ndarray


def least(cost, *, at_most=None, equal=None, bounds=(0, None)) -> Solution:
    """Least cost @ x; `at_most` and `equal` are pairs of a matrix and a right-hand side."""
    matrix_most, side_most = at_most or (None, None)
    matrix_equal, side_equal = equal or (None, None)
    for options in (TIGHT, {}):
        found = linprog(
            cost, matrix_most, side_most, matrix_equal, side_equal, bounds=bounds, method="highs", options=options
        )  # fmt: skip
        if found.status in (SOLVED, INFEASIBLE):
            break
    if found.status != SOLVED:
        return Solution(
            INFEASIBLE if found.status == INFEASIBLE else NOT_SOLVED, np.nan, np.full(len(cost), np.nan)
        )
    return Solution(SOLVED, float(found.fun), found.x)


def radial(problem: Problem, unit: int) -> Solution:
    """Least theta of one evaluated unit; x is theta, then the weight of every reference unit."""
    T, sign, c, b = problem.T, problem.sign, problem.c[unit], problem.b[unit]
    # Each row by its own largest number, so that small units are not lost in the tolerance.
    size = np.maximum(np.maximum(c, b), 1e-12)
    rows = np.c_[-c, T] / size[:, None]
    side = b / size
    bounds: list[tuple[float, float | None]] = [(0, None)] * (1 + T.shape[1])
    if problem.skip[unit] >= 0:
        bounds[1 + problem.skip[unit]] = (0, 0)
    loose, met = sign != 0, sign == 0
    return least(
        np.r_[1, np.zeros(T.shape[1])],
        at_most=(sign[loose, None] * rows[loose], sign[loose] * side[loose]),
        equal=(rows[met], side[met]) if met.any() else None,
        bounds=bounds,
    )


def sum_row(returns: str, count: int, before: int) -> dict:
    """What the weights may add up to, as more constraints; `before` unknowns stand before the weights."""
    row = np.r_[np.zeros(before), np.ones(count)][None, :]
    return {
        "constant": {},
        "variable": {"equal": (row, np.ones(1))},
        "non_increasing": {"at_most": (row, np.ones(1))},
        "non_decreasing": {"at_most": (-row, -np.ones(1))},
    }[returns]


def both(one: tuple | None, other: tuple | None) -> tuple | None:
    if one is None or other is None:
        return one or other
    return np.vstack([one[0], other[0]]), np.concatenate([one[1], other[1]])


def most_slack(x, y, reference, returns: str, *, worth) -> Solution:
    """The most that can still be spared and added, weighed by `worth`.

    x (inputs) and y (outputs) are one unit's target; reference is a pair of matrices, units x variables.
    The unknowns are the input slacks, the output slacks, and the weights.
    """
    inputs, outputs = reference
    m, s, n = len(x), len(y), len(inputs)
    balance = np.block([[np.eye(m), np.zeros((m, s)), inputs.T], [np.zeros((s, m)), -np.eye(s), outputs.T]])
    total = sum_row(returns, n, m + s)
    found = least(
        np.r_[-np.asarray(worth, dtype=float), np.zeros(n)],
        at_most=total.get("at_most"),
        equal=both((balance, np.r_[x, y]), total.get("equal")),
    )
    return Solution(found.status, -found.value, found.x)


def slack_measure(x, y, reference, returns: str, *, orientation: str) -> Solution:
    """Tone's (2001) rho, linear after the change of scale of Charnes and Cooper.

    The unknowns are the scale, the scaled slacks of inputs and outputs, and the scaled weights.
    """
    inputs, outputs = reference
    m, s, n = len(x), len(y), len(inputs)
    spared = np.r_[-1 / (m * x)] if orientation != "output" else np.zeros(m)
    added = np.r_[1 / (s * y)] if orientation != "input" else np.zeros(s)
    rows = np.block(
        [
            [np.ones((1, 1)), np.zeros((1, m)), added[None, :], np.zeros((1, n))],
            [-x[:, None], np.eye(m), np.zeros((m, s)), inputs.T],
            [-y[:, None], np.zeros((s, m)), -np.eye(s), outputs.T],
        ]
    )
    total = sum_row(returns, n, 1 + m + s)
    # The sum of the scaled weights is held against the scale, not against 1.
    scaled = {
        key: (matrix - np.eye(1, 1 + m + s + n) * side[0], 0 * side) for key, (matrix, side) in total.items()
    }
    return least(
        np.r_[1, spared, np.zeros(s + n)],
        at_most=scaled.get("at_most"),
        equal=both((rows, np.r_[1, np.zeros(m + s)]), scaled.get("equal")),
    )


def least_cost(y, prices, reference, returns: str) -> Solution:
    """The cheapest inputs from which the reference technology makes y; x is those inputs, then the weights."""
    inputs, outputs = reference
    m, s, n = inputs.shape[1], len(y), len(inputs)
    enough = np.block([[-np.eye(m), inputs.T], [np.zeros((s, m)), -outputs.T]])
    total = sum_row(returns, n, m)
    return least(
        np.r_[prices, np.zeros(n)],
        at_most=both((enough, np.r_[np.zeros(m), -y]), total.get("at_most")),
        equal=total.get("equal"),
    )


def most_revenue(x, prices, reference, returns: str) -> Solution:
    """The dearest outputs that the reference technology makes of x; x is those outputs, then the weights."""
    inputs, outputs = reference
    m, s, n = len(x), outputs.shape[1], len(inputs)
    possible = np.block([[np.zeros((m, s)), inputs.T], [np.eye(s), -outputs.T]])
    total = sum_row(returns, n, s)
    found = least(
        np.r_[-np.asarray(prices, dtype=float), np.zeros(n)],
        at_most=both((possible, np.r_[x, np.zeros(s)]), total.get("at_most")),
        equal=total.get("equal"),
    )
    return Solution(found.status, -found.value, found.x)
