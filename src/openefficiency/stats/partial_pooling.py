"""Partial pooling of many noisy estimates towards their common mean, by as much as their noise asks for.

Estimates y_i ~ N(theta_i, se_i^2) of theta_i ~ N(mu, tau^2), flat priors on mu and tau (Gelman, Bayesian Data
Analysis, 3rd edition, section 5.4). The posterior of tau is integrated over, not replaced by a point: plugging in an
estimate of tau makes intervals too narrow.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from openefficiency.errors import StatisticsError

Floats = NDArray[np.float64]
POINTS = 400


@dataclass(frozen=True)
class Pooled:
    """What each unit's true value is likely to be: posterior mean and standard deviation, and those of mu and tau."""

    mean: Floats
    sd: Floats
    mu: float
    mu_sd: float
    tau: float
    labels: tuple[str, ...] = ()

    def interval(self, covered: float = 0.8) -> Floats:
        """Lower and upper end for each unit (n x 2), by the normal approximation of its posterior."""
        z = NormalDist().inv_cdf((1 + covered) / 2)
        return np.column_stack([self.mean - z * self.sd, self.mean + z * self.sd])

    def probability_above(self, threshold: float) -> Floats:
        """How likely each unit's true value lies above a threshold."""
        z = (self.mean - threshold) / self.sd
        return np.array([NormalDist().cdf(value) for value in z])


def fit(estimates: Floats, standard_errors: Floats, *, labels: tuple[str, ...] = ()) -> Pooled:
    """Shrink estimates (n) with their standard errors (n, above 0).

    Raises StatisticsError for fewer than three units, values that are not finite, and errors of 0 or below.
    """
    y, se = np.asarray(estimates, float), np.asarray(standard_errors, float)
    check(y, se)
    tau, weight = posterior_of_tau(y, se)
    precision = 1 / (se[None, :] ** 2 + tau[:, None] ** 2)
    mu = (precision * y).sum(axis=1) / precision.sum(axis=1)
    mu_variance = 1 / precision.sum(axis=1)
    # How much of each estimate is kept at each tau.
    kept = tau[:, None] ** 2 * precision
    mean = kept * y + (1 - kept) * mu[:, None]
    variance = kept * se[None, :] ** 2 + (1 - kept) ** 2 * mu_variance[:, None]
    overall = weight @ mean
    spread = weight @ (variance + (mean - overall) ** 2)
    centre = float(weight @ mu)
    return Pooled(
        mean=overall,
        sd=np.sqrt(spread),
        mu=centre,
        mu_sd=float(np.sqrt(weight @ (mu_variance + (mu - centre) ** 2))),
        tau=float(weight @ tau),
        labels=tuple(labels),
    )


def posterior_of_tau(y: Floats, se: Floats) -> tuple[Floats, Floats]:
    """Points of tau and their posterior weights (which sum to 1), on a grid that holds nearly all of it."""
    widest = 3 * (np.ptp(y) + float(np.max(se)))
    # Midpoints, denser near 0 where the posterior may change fast.
    edges = widest * np.linspace(0, 1, POINTS + 1) ** 2
    tau = (edges[1:] + edges[:-1]) / 2
    precision = 1 / (se[None, :] ** 2 + tau[:, None] ** 2)
    mu = (precision * y).sum(axis=1) / precision.sum(axis=1)
    log_density = (
        0.5 * np.log(precision).sum(axis=1)
        - 0.5 * np.log(precision.sum(axis=1))
        - 0.5 * (precision * (y - mu[:, None]) ** 2).sum(axis=1)
        + np.log(np.diff(edges))
    )
    density = np.exp(log_density - log_density.max())
    return tau, density / density.sum()


def check(y: Floats, se: Floats) -> None:
    wrong = (
        "one number and one error a unit" if y.ndim != 1 or y.shape != se.shape else
        "at least three units" if len(y) < 3 else
        "finite numbers" if not (np.isfinite(y).all() and np.isfinite(se).all()) else
        "standard errors above 0" if (se <= 0).any() else ""
    )  # fmt: skip
    if wrong:
        raise StatisticsError(
            "These estimates cannot be pooled.\n"
            f"  given:    {y.shape} estimates and {se.shape} standard errors\n"
            f"  possible: {wrong}."
        )
