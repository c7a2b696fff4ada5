"""What goes with efficiency: truncated regression, and the two-stage bootstraps of Simar and Wilson (2007)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr
from scipy.stats import norm, truncnorm

from openefficiency.errors import StatisticsError
from openefficiency.stats.dea_bootstrap import certain, moved_frontier
from openefficiency.stats.dea_radial import efficiency, the_problem
from openefficiency.stats.dea_values import checked

# A score this near to the truncation point is on it, by rounding.
AT_THE_POINT = 1e-9
# A maximum is one where no standardised coefficient would move the log-likelihood by more than this.
FLAT = 1e-4


@dataclass(frozen=True)
class Truncated:
    """`params`: one coefficient a regressor, then sigma. `bse` from the Hessian, or the bootstrap where there was one."""

    params: np.ndarray
    bse: np.ndarray
    llf: float
    nobs: int
    covariance: np.ndarray
    status: str
    gradient: float
    draws: np.ndarray | None = None

    def cov_params(self) -> np.ndarray:
        return self.covariance

    def conf_int(self, confidence: float = 0.95) -> np.ndarray:
        """Parameters x 2: normal, or by Simar and Wilson (2007) from the draws where there are some."""
        tail = (1 - confidence) / 2
        if self.draws is None:
            return self.params[:, None] + norm.ppf([tail, 1 - tail]) * self.bse[:, None]
        least, most = np.nanquantile(self.draws - self.params, [tail, 1 - tail], axis=0)
        return np.c_[self.params - most, self.params - least]

    def summary(self) -> str:
        lines = [f"Truncated regression: n {self.nobs}, log-likelihood {self.llf:.4f}, {self.status}"]
        for place, (value, error) in enumerate(zip(self.params, self.bse, strict=True)):
            name = "sigma" if place == len(self.params) - 1 else f"b{place}"
            lines.append(f"{name:>6} {value:12.6g}  ({error:.4g})")
        return "\n".join(lines)


def fit(y: Any, regressors: Any, *, point: float = 0.0) -> Truncated:
    """Maximum likelihood for a normal y of which only y > point is ever seen (truncated from below).

    regressors: rows x variables; the caller supplies the constant. Maximised in Olsen's (1978) parameters,
    b / sigma and 1 / sigma. Rows with y at or below the point, NaN, infinite or collinear numbers, or no
    more rows than parameters raise StatisticsError. Where the likelihood has no maximum (sigma runs away)
    the status is `not_converged` and every `bse` NaN.
    """
    target, z = checked_rows(y, regressors, point)
    # With columns of one size, the same step means the same in each.
    size = np.sqrt((z**2).mean(axis=0))
    scaled, shifted = z / size, target - point
    unit = shifted.std() or 1.0
    start = np.linalg.lstsq(scaled, shifted / unit, rcond=None)[0]
    left = (shifted / unit - scaled @ start).std() or 1.0
    found = minimize(
        minus_likelihood,
        np.r_[start, 1.0] / left,
        args=(shifted / unit, scaled),
        jac=True,
        hess=hessian,
        method="trust-exact",
        options={"gtol": 1e-8, "maxiter": 1000},
    )
    return in_own_units(found.x, shifted / unit, scaled, (size, unit, z, point))


def minus_likelihood(theta: np.ndarray, y: np.ndarray, z: np.ndarray) -> tuple[float, np.ndarray]:
    """Minus the mean log-likelihood at (b / sigma, 1 / sigma), truncated at 0, and its gradient."""
    gamma, over = theta[:-1], theta[-1]
    if over <= 0:
        return np.inf, np.zeros(len(theta))
    index = z @ gamma
    error = over * y - index
    value = np.log(over) - 0.5 * np.log(2 * np.pi) - 0.5 * error**2 - log_ndtr(index)
    mills = np.exp(norm.logpdf(index) - log_ndtr(index))
    slope = np.r_[z.T @ (error - mills), (1 / over - error * y).sum()]
    return -value.mean(), -slope / len(y)


def hessian(theta: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    gamma, over = theta[:-1], theta[-1]
    index = z @ gamma
    mills = np.exp(norm.logpdf(index) - log_ndtr(index))
    curve = 1 - mills * (index + mills)
    corner = (-z.T @ y)[:, None]
    whole = np.block(
        [[(z * curve[:, None]).T @ z, corner], [corner.T, np.array([[y @ y + len(y) / over**2]])]]
    )
    return whole / len(y)


def in_own_units(theta: np.ndarray, y: np.ndarray, z: np.ndarray, units: tuple) -> Truncated:
    size, unit, regressors, point = units
    value, slope = minus_likelihood(theta, y, z)
    gamma, over, count = theta[:-1], theta[-1], len(y)
    sigma = unit / over
    # From (gamma, over) to (b, sigma), by the delta method.
    k = len(theta)
    jacobian = np.zeros((k, k))
    jacobian[:-1, :-1] = np.diag(unit / over / size)
    jacobian[:-1, -1] = -unit * gamma / over**2 / size
    jacobian[-1, -1] = -unit / over**2
    information = hessian(theta, y, z) * count
    steepest = float(np.abs(slope).max())
    sound = steepest < FLAT and np.linalg.eigvalsh(information)[0] > 0 and np.abs(gamma).max() < 1e4
    covariance = jacobian @ np.linalg.inv(information) @ jacobian.T if sound else np.full((k, k), np.nan)
    # The point was moved to 0: back, through whatever combination of regressors is constant.
    moved = np.linalg.lstsq(regressors, np.full(count, point), rcond=None)[0] if point else 0.0
    return Truncated(
        params=np.r_[gamma * sigma / size + moved, sigma],
        bse=np.sqrt(np.diag(covariance)),
        llf=float(-value * count - count * np.log(unit)),
        nobs=count,
        covariance=covariance,
        status="ok" if sound else "not_converged",
        gradient=steepest,
    )


def checked_rows(y: Any, regressors: Any, point: float) -> tuple[np.ndarray, np.ndarray]:
    target, z = np.array(y, dtype=float).reshape(-1), np.array(regressors, dtype=float)
    z = z[:, None] if z.ndim == 1 else z
    wrong = ""
    if z.ndim != 2 or len(z) != len(target) or len(target) <= z.shape[1] + 1:
        wrong = f"{len(target)} of y for regressors {z.shape}"
    elif not (np.isfinite(target).all() and np.isfinite(z).all() and np.isfinite(point)):
        wrong = "numbers that are missing or infinite"
    elif (target <= point).any():
        wrong = f"{(target <= point).sum()} of y at or below the point {point:g}"
    elif np.linalg.matrix_rank(z / np.maximum(np.abs(z).max(axis=0), 1e-300)) < z.shape[1]:
        wrong = "regressors of which one is made of others"
    elif point and np.abs(z @ np.linalg.lstsq(z, np.ones(len(z)), rcond=None)[0] - 1).max() > 1e-8:
        wrong = f"no constant among the regressors, and a point of {point:g}"
    if wrong:
        raise StatisticsError(
            f"A truncated regression cannot be fitted.\n"
            f"  given:   {wrong}\n"
            f"Give more rows than parameters, all known, y above the point, and regressors that are not collinear."
        )
    return target, z


def two_stage(
    inputs: Any,
    outputs: Any,
    regressors: Any,
    *,
    algorithm: int = 2,
    orientation: str = "input",
    returns: str = "variable",
    replicates: int = 2000,
    first_replicates: int = 100,
    seed: int = 0,
    labels: Sequence | None = None,
) -> Truncated:
    """What goes with inefficiency: delta = 1 / efficiency on regressors (Simar and Wilson 2007).

    A positive coefficient goes with less efficiency. Algorithm 1 fits the scores inside the frontier and
    draws intervals from the fitted model; algorithm 2 first takes the bias off every score with
    `first_replicates` draws that follow the regressors. `bse` and `conf_int` are from `replicates` draws.
    The caller supplies the constant. Every unit needs a score, otherwise StatisticsError.
    """
    if algorithm not in (1, 2) or replicates < 2 or first_replicates < 2:
        raise StatisticsError(
            f"There is no such two-stage bootstrap.\n"
            f"  given:   algorithm {algorithm}, replicates {first_replicates} and {replicates}\n"
            f"Give algorithm 1 or 2, and 2 or more replicates."
        )
    first = efficiency(inputs, outputs, orientation=orientation, returns=returns, labels=labels)
    z = np.array(regressors, dtype=float)
    z = z[:, None] if z.ndim == 1 else z
    if np.isnan(first.efficiency).any() or len(z) != len(first):
        raise StatisticsError(
            f"A second stage needs a score and regressors for every unit.\n"
            f"  given:   {np.isnan(first.efficiency).sum()} units without a score, {len(z)} rows of regressors\n"
            f"Leave out the units whose status is not ok."
        )
    rng = np.random.default_rng(seed)
    delta = np.maximum(first.phi, 1.0)
    inside = delta > 1 + AT_THE_POINT
    fitted = fit(delta[inside], z[inside], point=1.0)
    if algorithm == 2 and fitted.status == "ok":
        data = checked(inputs, outputs)
        problem = the_problem(data, data, orientation, returns)
        m = data.inputs.shape[1]
        rows = slice(0, m) if orientation == "input" else slice(m, m + data.outputs.shape[1])
        total = np.zeros(len(delta))
        for _ in range(first_replicates):
            ratio = drawn(fitted, z, rng) / delta
            times = ratio if orientation == "input" else 1 / ratio
            total += 1 / certain(moved_frontier(problem, times, np.ones(len(delta), dtype=bool), rows))
        delta = 2 * delta - total / first_replicates
        inside = delta > 1 + AT_THE_POINT
        fitted = fit(delta[inside], z[inside], point=1.0)
    return with_draws(fitted, z[inside], replicates, rng)


def drawn(fitted: Truncated, z: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One draw a row from the fitted normal, truncated at 1."""
    centre, sigma = z @ fitted.params[:-1], fitted.params[-1]
    return truncnorm.rvs((1 - centre) / sigma, np.inf, loc=centre, scale=sigma, random_state=rng)


def with_draws(fitted: Truncated, z: np.ndarray, replicates: int, rng: np.random.Generator) -> Truncated:
    if fitted.status != "ok":
        return fitted
    draws = np.full((replicates, len(fitted.params)), np.nan)
    for replicate in range(replicates):
        again = fit(np.maximum(drawn(fitted, z, rng), 1 + AT_THE_POINT), z, point=1.0)
        if again.status == "ok":
            draws[replicate] = again.params
    covariance = np.cov(draws[np.isfinite(draws).all(axis=1)], rowvar=False)
    return replace(fitted, draws=draws, covariance=covariance, bse=np.sqrt(np.diag(covariance)))
