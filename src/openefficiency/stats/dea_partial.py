"""Partial frontiers: compare with the best of some, not of all, so that one odd unit does not set the mark.

Exact expectations over the units themselves, by sorting; nothing is drawn at random.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from openefficiency.errors import StatisticsError
from openefficiency.stats.dea_values import ORIENTATIONS, Data, Scores, Status, checked, named_units, one_of


def order_m(
    inputs: Any, outputs: Any, *, m: int, orientation: str = "input", labels: Sequence | None = None
) -> Scores:
    """Expected efficiency against the best of m units drawn from those worth comparing (Cazals, Florens, Simar 2002).

    input: m drawn (with replacement) from the units that make at least as much; the expected least share of
    inputs. output: from those that use no more; 1 / the expected largest multiple of outputs. May exceed 1: a
    unit can be better than m others. As m grows it becomes free disposal hull efficiency. Exact: with the N
    ratios sorted, the k-th is the extreme of m draws with a probability known in closed form.

    Units x variables; NaN and zero rows as in `dea.efficiency`; m is a whole number from 1.
    """
    if isinstance(m, bool) or not isinstance(m, int | np.integer) or m < 1:
        raise StatisticsError(
            f"There is no frontier of order {m!r}.\n  given:   m = {m!r}\nGive a whole number from 1."
        )

    def expected(ratios: np.ndarray) -> float:
        count = len(ratios)
        at_least = (np.arange(count, -1, -1) / count) ** int(m)
        return float(np.sort(ratios) @ (at_least[:-1] - at_least[1:]))

    return partial(inputs, outputs, orientation, labels, least=expected, most=lambda all_: -expected(-all_))


def order_alpha(
    inputs: Any, outputs: Any, *, alpha: float, orientation: str = "input", labels: Sequence | None = None
) -> Scores:
    """Efficiency against the frontier that a share of 1 - alpha lies beyond (Aragon, Daouia, Thomas-Agnan 2005).

    The same ratios as `order_m`; of N sorted ratios the one at place ceil((1 - alpha) N) for inputs and
    ceil(alpha N) for outputs. May exceed 1. alpha in (0, 1]; 1 is the free disposal hull. It is taken as the
    decimal number that was written: 0.95 x 20 is 19, whatever floating point makes of it.
    """
    try:
        share = Fraction(str(alpha))
    except ValueError:
        share = Fraction(0)
    if not 0 < share <= 1:
        raise StatisticsError(
            f"There is no frontier of order alpha = {alpha!r}.\n"
            f"  given:   alpha = {alpha!r}\n"
            f"Give a share above 0 and up to 1."
        )

    def place(count: int, part: Fraction) -> int:
        return max(-(-count * part.numerator // part.denominator), 1) - 1

    return partial(
        inputs,
        outputs,
        orientation,
        labels,
        least=lambda ratios: float(np.sort(ratios)[place(len(ratios), 1 - share)]),
        most=lambda ratios: float(np.sort(ratios)[place(len(ratios), share)]),
    )


def free_disposal(
    inputs: Any, outputs: Any, *, orientation: str = "input", labels: Sequence | None = None
) -> Scores:
    """Efficiency against single units, never mixtures (Deprins, Simar and Tulkens 1984); in (0, 1]."""
    return partial(inputs, outputs, orientation, labels, least=np.min, most=np.max)


def partial(inputs: Any, outputs: Any, orientation: str, labels: Sequence | None, *, least, most) -> Scores:
    one_of(orientation, ORIENTATIONS, "orientation")
    data = checked(inputs, outputs)
    names = named_units(labels, len(data.inputs))
    status = data.first_status()
    score = np.full(len(status), np.nan)
    for unit in np.flatnonzero(status == Status.OK):
        ratios = ratios_of(int(unit), data, orientation)
        score[unit] = least(ratios) if orientation == "input" else 1 / max(most(ratios), 1e-300)
    unbounded = ~np.isfinite(score) & (status == Status.OK) | (score > 1e12) | (score <= 0)
    status[unbounded], score[unbounded] = Status.ZERO, np.nan
    return Scores(score, tuple(status), names)


def ratios_of(unit: int, data: Data, orientation: str) -> np.ndarray:
    """input: the share of its inputs that each unit making as much needs; output: the multiple each makes.

    A column in which the unit itself has 0 cannot be shrunk or stretched: with inputs it is met or the other
    unit is out of reach (infinite), with outputs it sets no bound.
    """
    x, y = data.inputs[data.known], data.outputs[data.known]
    own_x, own_y = data.inputs[unit], data.outputs[unit]
    if orientation == "input":
        x = x[(y >= own_y).all(axis=1)]
        used = np.divide(x, own_x, out=np.where(x > 0, np.inf, 0.0), where=own_x > 0)
        return used.max(axis=1)
    y = y[(x <= own_x).all(axis=1)]
    made = np.divide(y, own_y, out=np.full(y.shape, np.inf), where=own_y > 0)
    return made.min(axis=1)
