"""What radial efficiency leaves unsaid: slacks, slacks-based efficiency, cost and revenue.

Few problems, so each is a plain linear program (`dea_programs`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openefficiency.errors import StatisticsError
from openefficiency.stats import dea_programs
from openefficiency.stats.dea_radial import efficiency, means
from openefficiency.stats.dea_values import (
    ORIENTATIONS,
    RETURNS,
    Data,
    Scores,
    Status,
    checked,
    matrix,
    named_units,
    one_of,
)

WORTHS = ("one", "mean", "own", "range")


@dataclass(frozen=True, eq=False)
class Slacks:
    """What could still be spared of each input and added to each output; `total` weighs them together."""

    inputs: np.ndarray
    outputs: np.ndarray
    total: np.ndarray
    status: tuple[Status, ...]
    labels: tuple


@dataclass(frozen=True, eq=False)
class Economic(Scores):
    """`efficiency` = `technical` x `allocative`; `best` is the least cost, or the most revenue, itself."""

    technical: np.ndarray
    allocative: np.ndarray
    best: np.ndarray


def slacks(
    inputs: Any,
    outputs: Any,
    *,
    orientation: str = "input",
    returns: str = "variable",
    labels: Sequence | None = None,
) -> Slacks:
    """What is left to spare or to add after the radial step (the second phase; Ali and Seiford 1993).

    In the caller's units, units x variables. Where several are possible, those are given whose sum is
    largest after dividing each column by its mean, so that units of measurement do not decide.
    `total` is that sum; 0 means that nothing is left. Arguments and errors as in `dea.efficiency`.
    """
    first = efficiency(inputs, outputs, orientation=orientation, returns=returns, labels=labels)
    data = checked(inputs, outputs)
    share = np.asarray(first)[:, None]
    x = data.inputs * share if orientation == "input" else data.inputs
    y = data.outputs / share if orientation == "output" else data.outputs
    return most_slacks(data, (x, y), np.array(first.status), returns, worth="mean", labels=first.labels)


def additive(
    inputs: Any,
    outputs: Any,
    *,
    returns: str = "variable",
    worth: str = "one",
    labels: Sequence | None = None,
) -> Slacks:
    """The most that could be spared and added at once, without a radial step (Charnes and others 1985).

    worth: what a unit of slack counts in `total`: one | mean (of the column) | own (the unit's own value,
    Charnes and others' MIP; a zero makes the unit `zero`) | range (Cooper, Park and Pastor 1999, RAM:
    1 / (variables x range); `total` then lies in [0, 1] for variable returns).
    `total` is in the caller's units for `one`. Errors as in `dea.efficiency`.
    """
    one_of(returns, RETURNS, "returns")
    one_of(worth, WORTHS, "worth")
    data = checked(inputs, outputs)
    names = named_units(labels, len(data.inputs))
    return most_slacks(
        data, (data.inputs, data.outputs), data.first_status(), returns, worth=worth, labels=names
    )


def most_slacks(data: Data, target: tuple, status: np.ndarray, returns: str, *, worth: str, labels) -> Slacks:
    m, reference = data.inputs.shape[1], (data.inputs[data.known], data.outputs[data.known])
    scale = np.r_[means(reference[0]), means(reference[1])]
    found = np.full((len(data.inputs), len(scale)), np.nan)
    total, status = np.full(len(found), np.nan), status.copy()
    scaled = (reference[0] / scale[:m], reference[1] / scale[m:])
    for unit in np.flatnonzero([one in (Status.OK, Status.FALLBACK) for one in status]):
        own = np.r_[data.inputs[unit], data.outputs[unit]]
        if worth == "own" and (own == 0).any():
            status[unit] = Status.ZERO
            continue
        weight = worths(worth, own, np.hstack(reference))
        x, y = target[0][unit] / scale[:m], target[1][unit] / scale[m:]
        solved = dea_programs.most_slack(x, y, scaled, returns, worth=weight * scale)
        if solved.status != dea_programs.SOLVED:
            status[unit] = Status.NOT_SOLVED
            continue
        # Less than a billionth of the mean is what the solver may leave of nothing.
        part = np.where(solved.x[: len(scale)] > 1e-9, solved.x[: len(scale)], 0.0)
        found[unit], total[unit] = part * scale, (part * scale * weight).sum()
    return Slacks(found[:, :m], found[:, m:], total, tuple(status), labels)


def worths(worth: str, own: np.ndarray, columns: np.ndarray) -> np.ndarray:
    if worth == "one":
        return np.ones(len(own))
    if worth == "mean":
        return 1 / means(columns)
    if worth == "own":
        return 1 / own
    spread = np.ptp(columns, axis=0)
    # A column that never differs has no slack to weigh.
    return np.divide(1, len(own) * spread, out=np.zeros(len(own)), where=spread > 0)


def slacks_based(
    inputs: Any,
    outputs: Any,
    *,
    orientation: str = "none",
    returns: str = "variable",
    labels: Sequence | None = None,
) -> Scores:
    """Slacks-based efficiency (Tone 2001): 1 only where nothing at all could be spared or added.

    rho = (1 - mean of input slack / input) / (1 + mean of output slack / output), at its least. Never above
    the radial score. orientation: none | input (outputs' slack not counted) | output. A unit with a zero
    where rho divides by it is `zero` and NaN. Other arguments and errors as in `dea.efficiency`.
    """
    one_of(orientation, ("none", *ORIENTATIONS), "orientation")
    one_of(returns, RETURNS, "returns")
    data = checked(inputs, outputs)
    names = named_units(labels, len(data.inputs))
    reference = (data.inputs[data.known], data.outputs[data.known])
    scale = (means(reference[0]), means(reference[1]))
    scaled = (reference[0] / scale[0], reference[1] / scale[1])
    status = data.first_status()
    zero_input = (data.inputs == 0).any(axis=1) & (orientation != "output")
    zero_output = (data.outputs == 0).any(axis=1) & (orientation != "input")
    status[(zero_input | zero_output) & (status == Status.OK)] = Status.ZERO

    def one(unit: int) -> dea_programs.Solution:
        x, y = data.inputs[unit] / scale[0], data.outputs[unit] / scale[1]
        return dea_programs.slack_measure(x, y, scaled, returns, orientation=orientation)

    score = each(status, one)
    return Scores(np.minimum(score, 1.0), tuple(status), names)


def each(status: np.ndarray, solve: Callable[[int], dea_programs.Solution]) -> np.ndarray:
    """The value for every unit that is OK, NaN for others; writes into `status` what was not solved."""
    values = np.full(len(status), np.nan)
    for unit in np.flatnonzero(status == Status.OK):
        found = solve(int(unit))
        values[unit] = found.value
        if found.status != dea_programs.SOLVED:
            status[unit] = Status.INFEASIBLE if found.status == dea_programs.INFEASIBLE else Status.NOT_SOLVED
    return values


def cost(
    inputs: Any, outputs: Any, prices: Any, *, returns: str = "variable", labels: Sequence | None = None
) -> Economic:
    """The least cost of what each unit makes, as a share of what it spent (Farrell 1957).

    prices: what one of each input costs; units x inputs, or one row for all. Above 0.
    `technical` is its radial input efficiency and `allocative` the rest: having chosen the wrong mix at
    these prices. Other arguments and errors as in `dea.efficiency`.
    """
    technical = efficiency(inputs, outputs, returns=returns, labels=labels)
    data = checked(inputs, outputs)
    table = checked_prices(prices, data.inputs)
    reference = (data.inputs[data.known], data.outputs[data.known])
    scale = (means(reference[0]), means(reference[1]))
    scaled = (reference[0] / scale[0], reference[1] / scale[1])
    spent, status = (table * data.inputs).sum(axis=1), data.first_status()

    def one(unit: int) -> dea_programs.Solution:
        price = table[unit] * scale[0] / spent[unit]
        return dea_programs.least_cost(data.outputs[unit] / scale[1], price, scaled, returns)

    score = np.minimum(each(status, one), 1.0)
    return economic(score, technical, score * spent, status)


def revenue(
    inputs: Any, outputs: Any, prices: Any, *, returns: str = "variable", labels: Sequence | None = None
) -> Economic:
    """What each unit earns as a share of the most that its inputs could earn (Farrell 1957; Fare and others 1985).

    prices: what one of each output earns; units x outputs, or one row for all. Above 0.
    `technical` is its radial output efficiency. Other arguments and errors as in `dea.efficiency`.
    """
    technical = efficiency(inputs, outputs, orientation="output", returns=returns, labels=labels)
    data = checked(inputs, outputs)
    table = checked_prices(prices, data.outputs)
    reference = (data.inputs[data.known], data.outputs[data.known])
    scale = (means(reference[0]), means(reference[1]))
    scaled = (reference[0] / scale[0], reference[1] / scale[1])
    earned, status = (table * data.outputs).sum(axis=1), data.first_status()

    def one(unit: int) -> dea_programs.Solution:
        price = table[unit] * scale[1] / earned[unit]
        return dea_programs.most_revenue(data.inputs[unit] / scale[0], price, scaled, returns)

    score = 1 / np.maximum(each(status, one), 1.0)
    return economic(score, technical, earned / score, status)


def economic(score: np.ndarray, technical: Scores, best: np.ndarray, status: np.ndarray) -> Economic:
    radial = np.asarray(technical)
    return Economic(
        score, tuple(status), technical.labels, technical=radial, allocative=score / radial, best=best
    )


def checked_prices(prices: Any, amounts: np.ndarray) -> np.ndarray:
    table = np.asarray(prices, dtype=float)
    if table.size == amounts.shape[1] and (table.ndim <= 1 or len(table) == 1):
        table = np.broadcast_to(table, amounts.shape)
    table = matrix(table, "prices")
    if table.shape != amounts.shape or not (table > 0).all():
        raise StatisticsError(
            f"The prices do not fit the amounts, or are not all known and above 0.\n"
            f"  given:   prices {table.shape} for amounts {amounts.shape}, the least {np.min(table):g}\n"
            f"Give a price above 0 for each column, for each unit or once for all."
        )
    return table
