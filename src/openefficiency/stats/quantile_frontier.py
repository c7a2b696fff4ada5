"""A frontier that a given share of units lies within: linear quantile regression, solved as a linear program.

Koenker and Bassett (1978). As a frontier: Bernini, Freo and Gardini (2004); Behr (2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack

from openefficiency.errors import StatisticsError
from openefficiency.stats.arrays import Floats, alike, between, named, numbers, refused
from openefficiency.stats.sfa_values import determined

# A residual this small, for the size of the numbers, is a unit on the frontier.
ON_IT = 1e-9


@dataclass(frozen=True, eq=False)
class QuantileFrontier:
    """`params`: the coefficients. `residuals`: what each unit lies above the frontier, in log units.

    `ratio` is frontier over actual for cost, actual over frontier for production: above 1 for the few units
    that lie beyond. `loss` is the tilted sum of deviations that was made least; `gap` what the dual of the
    linear program differs from it by, relatively: the certificate.
    """

    params: Floats
    param_names: tuple[str, ...]
    quantile: float
    residuals: Floats
    ratio: Floats
    labels: tuple[str, ...]
    on_frontier: np.ndarray
    loss: float
    gap: float


def fit(
    log_cost: ArrayLike, regressors: ArrayLike, *, quantile: float = 0.1, cost: bool = True,
    names: Sequence[str] | None = None, labels: Sequence[str] | None = None,
) -> QuantileFrontier:  # fmt: skip
    """The plane below which at most a share `quantile` of the units lies, and at least so many below or on it.

    log_cost: one number a row, in logs (log output, with `cost=False`). regressors: rows x variables, with the
    constant, if there is to be one. quantile: near 0 for a cost frontier, near 1 for production. Says nothing
    of noise: what lies beyond the frontier was put there by the choice of the quantile.
    Raises StatisticsError for missing or infinite numbers, columns that cannot be told apart and a quantile
    that is not between 0 and 1.
    """
    between(quantile, 0, 1, "quantile")
    y = numbers(log_cost, "log_cost")
    given = np.asarray(regressors)
    x = numbers(given[:, None] if given.ndim == 1 else given, "regressors", dimensions=2)
    alike(log_cost=y, rows=x[:, 0])
    determined(x, "regressors", [f"column {number}" for number in range(x.shape[1])])
    params, gap = least_tilted(y, x, quantile)
    residuals = y - x @ params
    return QuantileFrontier(
        params=params, param_names=named(names, x.shape[1], of="regressors"), quantile=quantile,
        residuals=residuals, ratio=np.exp(-residuals if cost else residuals), labels=named(labels, len(y)),
        on_frontier=np.abs(residuals) <= ON_IT * max(1.0, float(np.abs(y).max())),
        loss=tilted(residuals, quantile), gap=gap,
    )  # fmt: skip


def tilted(residuals: Floats, quantile: float) -> float:
    """Deviations added up: those above count `quantile`, those below the rest of 1."""
    return float((residuals * (quantile - (residuals < 0))).sum())


def least_tilted(y: Floats, x: Floats, quantile: float) -> tuple[Floats, float]:
    """Coefficients of least tilted deviation, and how far the dual is from it."""
    # Unknowns: the coefficients, then what each unit lies above, then below.
    rows, columns = x.shape
    scale = np.abs(x).max(axis=0)
    price = np.concatenate([np.zeros(columns), np.full(rows, quantile), np.full(rows, 1 - quantile)])
    sides = hstack([csr_array(x / scale), eye_array(rows), -eye_array(rows)], format="csr")
    free = [(None, None)] * columns + [(0, None)] * (2 * rows)
    solved = linprog(price, A_eq=sides, b_eq=y, bounds=free, method="highs-ds")
    if not solved.success:
        raise StatisticsError(str(refused("HiGHS found no frontier.", solved.message, "other rows")))
    params = solved.x[:columns] / scale
    loss = tilted(y - x @ params, quantile)
    return params, abs(loss - float(y @ solved.eqlin.marginals)) / max(1.0, abs(loss))
