"""Newton's method, damped, for log-likelihoods that may be flat, bent the wrong way or have a boundary."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

# Half of this is what one more step would add to the log-likelihood.
CLOSE_ENOUGH = 1e-12
MOST_STEPS = 300
MOST_DAMPING = 1e12

Objective = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]


Score = Callable[[np.ndarray], tuple[float, np.ndarray]]


class Maximum(NamedTuple):
    params: np.ndarray
    value: float
    gradient: np.ndarray
    hessian: np.ndarray
    converged: bool
    steps: int


def maximise(objective: Objective, start: np.ndarray) -> Maximum:
    """Climb from `start`. `converged` says that the last Newton step promised next to nothing."""
    params = np.array(start, dtype=float)
    value, gradient, hessian = quietly(objective, params)
    damping = 0.0
    for step_number in range(MOST_STEPS):
        step, used = ascent(gradient, hessian, damping)
        promised = float(gradient @ step)
        if promised < CLOSE_ENOUGH and used < 1e-3:
            return Maximum(params, value, gradient, hessian, True, step_number)
        ahead = quietly(objective, params + step)
        while not (ahead[0] >= value - 1e-13 * abs(value) and np.all(np.isfinite(ahead[2]))):
            step, used = ascent(gradient, hessian, max(10 * used, 1e-3))
            if used > MOST_DAMPING:
                return Maximum(params, value, gradient, hessian, promised < 1e-8, step_number)
            ahead = quietly(objective, params + step)
        params, (value, gradient, hessian) = params + step, ahead
        damping = used / 10 if used > 1e-6 else 0.0
    return Maximum(params, value, gradient, hessian, False, MOST_STEPS)


def best_of(objective: Objective, starts: Iterable[np.ndarray]) -> Maximum:
    """The highest of the climbs from several starts; of equals, one that converged."""
    found = [maximise(objective, start) for start in starts]
    highest = max(one.value if np.isfinite(one.value) else -np.inf for one in found)
    near = [one for one in found if one.value >= highest - 1e-7]
    return max(near, key=lambda one: (one.converged, one.value)) if near else found[0]


def nearly(score: Score, start: np.ndarray) -> np.ndarray:
    """A place near the top, found by slopes alone (BFGS): where a Hessian costs many of them."""

    def down(params: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = score(params)
        return (-value, -gradient) if np.isfinite(value) else (1e300, np.zeros(len(params)))

    with np.errstate(all="ignore"):
        return np.asarray(minimize(down, start, jac=True, method="BFGS", options={"gtol": 1e-3}).x)


def ascent(gradient: np.ndarray, hessian: np.ndarray, damping: float) -> tuple[np.ndarray, float]:
    """The step uphill, and the damping that made the curvature one of a hilltop."""
    curvature = -hessian
    scale = np.abs(np.diag(curvature)) + 1e-10
    while damping <= MOST_DAMPING:
        try:
            root = np.linalg.cholesky(curvature + damping * np.diag(scale))
            step = np.linalg.solve(root.T, np.linalg.solve(root, gradient))
        except np.linalg.LinAlgError:
            damping = max(10 * damping, 1e-3)
            continue
        return step, damping
    return gradient / scale, damping


def quietly(objective: Objective, params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """A step too far overflows: it is then not taken, and nobody needs to be told."""
    with np.errstate(all="ignore"):
        value, gradient, hessian = objective(params)
    return (value if np.isfinite(value) else -np.inf), gradient, hessian


def with_differences(score: Score) -> Objective:
    """Add the Hessian: central differences of an analytic gradient."""

    def objective(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        value, gradient = score(params)
        if not np.isfinite(value):
            return -np.inf, gradient, np.full((len(params), len(params)), np.nan)
        steps = 1e-5 * (1 + np.abs(params))
        rows = [
            (score(params + step)[1] - score(params - step)[1]) / (2 * size)
            for size, step in zip(steps, np.diag(steps), strict=True)
        ]
        hessian = np.array(rows)
        return value, gradient, (hessian + hessian.T) / 2

    return objective


def covariance(hessian: np.ndarray) -> np.ndarray:
    """Inverse of minus the Hessian; not a number where the likelihood has no top."""
    try:
        np.linalg.cholesky(-hessian)
        return np.linalg.inv(-hessian)
    except np.linalg.LinAlgError:
        return np.full(hessian.shape, np.nan)
