"""Productivity over time: how much of a change is catching up, and how much is the frontier moving."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openefficiency.errors import StatisticsError
from openefficiency.stats.dea_radial import efficiency
from openefficiency.stats.dea_values import RETURNS, Status, named_units, one_of


@dataclass(frozen=True, eq=False)
class Malmquist:
    """Periods - 1 x units. `index` = `efficiency_change` x `technical_change`; above 1 is better.

    `efficiency_change` = `pure_efficiency_change` x `scale_change`. `status` is that of the index; a change
    that could not be worked out is NaN.
    """

    index: np.ndarray
    efficiency_change: np.ndarray
    technical_change: np.ndarray
    pure_efficiency_change: np.ndarray
    scale_change: np.ndarray
    status: tuple[tuple[Status, ...], ...]
    labels: tuple


def malmquist(
    inputs: Any,
    outputs: Any,
    *,
    orientation: str = "input",
    returns: str = "constant",
    labels: Sequence | None = None,
) -> Malmquist:
    """Malmquist index between neighbouring periods (Fare, Grosskopf, Norris and Zhang 1994).

    inputs, outputs: period x unit x variable, the same units in the same order in every period. With e(a, b)
    the efficiency of what a unit did in b against the frontier of a:

        index = sqrt(e(0,1) / e(0,0) x e(1,1) / e(1,0)),  efficiency_change = e(1,1) / e(0,0)

    Above 1 is better, in both orientations. With returns other than constant a unit may have no place under
    the other period's frontier: then index and technical change are NaN and the status `infeasible`, never
    1. A unit that is `missing` or `no_output` in either period says so.
    """
    x, y = periods(inputs, "inputs"), periods(outputs, "outputs")
    if x.shape[:2] != y.shape[:2] or len(x) < 2:
        raise StatisticsError(
            f"Inputs and outputs are not about the same units in the same two or more periods.\n"
            f"  given:   shapes {x.shape} and {y.shape}\n"
            f"Give arrays of period x unit x variable."
        )
    one_of(returns, RETURNS, "returns")
    names = named_units(labels, x.shape[1])

    def against(frontier: int, period: int, kind: str):
        return efficiency(
            x[period], y[period], orientation=orientation, returns=kind, reference=(x[frontier], y[frontier])
        )

    own = [against(period, period, returns) for period in range(len(x))]
    constant = [np.asarray(against(period, period, "constant")) for period in range(len(x))]
    variable = [np.asarray(against(period, period, "variable")) for period in range(len(x))]
    changes, states = [], []
    for then in range(len(x) - 1):
        four = (
            own[then],
            own[then + 1],
            against(then, then + 1, returns),
            against(then + 1, then, returns),
        )
        changes.append(change(*(np.asarray(one) for one in four)))
        states.append(tuple(worst(*each) for each in zip(*(one.status for one in four), strict=True)))
    index, caught_up, moved = (np.array(part) for part in zip(*changes, strict=True))
    pure = np.array(variable[1:]) / np.array(variable[:-1])
    scale = np.array(constant[1:]) / np.array(constant[:-1]) / pure
    return Malmquist(index, caught_up, moved, pure, scale, tuple(states), names)


def change(then: np.ndarray, now: np.ndarray, now_by_then: np.ndarray, then_by_now: np.ndarray) -> tuple:
    caught_up = now / then
    index = np.sqrt(now_by_then / then * now / then_by_now)
    return index, caught_up, index / caught_up


def worst(*states: Status) -> Status:
    """The first that is not an answer; else whether any needed the second solver."""
    answers = (Status.OK, Status.FALLBACK)
    for state in states:
        if state not in answers:
            return state
    return Status.FALLBACK if Status.FALLBACK in states else Status.OK


def periods(values: Any, name: str) -> np.ndarray:
    table = np.array(values, dtype=float)
    if table.ndim == 2:
        table = table[:, :, None]
    if table.ndim != 3 or 0 in table.shape:
        raise StatisticsError(
            f"The {name} are not a table of period x unit x variable.\n"
            f"  given:   shape {table.shape}\n"
            f"Give one table a period, of the same units in the same order."
        )
    return table
