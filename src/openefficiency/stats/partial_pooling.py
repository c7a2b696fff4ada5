"""Partial pooling of many noisy estimates towards their common mean, by as much as their noise asks for.

Estimates y_i ~ N(theta_i, se_i^2) of theta_i ~ N(mu, tau^2), flat priors on mu and tau (Gelman, Bayesian Data
Analysis, 3rd edition, section 5.4). The posterior of tau is integrated over, not replaced by a point: plugging in an
estimate of tau makes intervals too narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from openefficiency.stats.arrays import alike, named, numbers, refused
from openefficiency.stats.partial_pooling_counts import fit_counts
from openefficiency.stats.partial_pooling_panel import fit_panel
from openefficiency.stats.partial_pooling_plug_in import dersimonian_laird, reml
from openefficiency.stats.partial_pooling_quadrature import Spread, integrate, log_prior
from openefficiency.stats.posterior import Excess, Posterior

__all__ = ["Pooled", "dersimonian_laird", "fit", "fit_counts", "fit_panel", "reml"]

Floats = NDArray[np.float64]
POINTS, SECOND_POINTS = 160, 241
# Quadrature points that hold less than this move nothing.
TOO_LITTLE = 1e-13
# The largest tau that is looked at, in typical errors.
FARTHEST = 1e12
# Two rules that differ by more standard deviations than this are not sure.
UNSURE = 1e-4


@dataclass(frozen=True)
class Pooled:
    """What each unit's true value is likely to be, and what the units have in common.

    `params` are the means of the groups, then tau (posterior means); `bse` their posterior standard deviations.
    `shrinkage` is the share of each unit's distance from its group's mean that is taken away. `status` is 'ok',
    'alone' for the only unit of its group, which has nobody to lean on, or 'unsure' where `certificate` is too
    large: the largest difference, in standard deviations, between the results of two integration rules.
    """

    params: Floats
    bse: Floats
    llf: float
    groups: tuple[str, ...]
    labels: tuple[str, ...]
    shrinkage: Floats
    status: tuple[str, ...]
    certificate: float
    units: Posterior = field(repr=False)
    gaps: Posterior = field(repr=False)
    spread: Spread = field(repr=False)

    @property
    def mean(self) -> Floats:
        return self.units.mean

    @property
    def sd(self) -> Floats:
        return self.units.sd

    @property
    def mu(self) -> float:
        """The mean of the first group: of all units, where there are no groups."""
        return float(self.params[0])

    @property
    def mu_sd(self) -> float:
        return float(self.bse[0])

    @property
    def tau(self) -> float:
        """How far true values spread around their group's mean: the posterior mean."""
        return float(self.params[-1])

    def tau_interval(self, covered: float = 0.8) -> tuple[float, float]:
        return self.spread.quantile((1 - covered) / 2), self.spread.quantile((1 + covered) / 2)

    def interval(self, covered: float = 0.8) -> Floats:
        """Lower and upper end for each unit (n x 2)."""
        return self.units.interval(covered)

    def probability_above(self, threshold: ArrayLike) -> Floats:
        """How likely each unit's true value lies above a threshold (a number, or one a unit)."""
        return self.units.probability_above(threshold)

    def expected_excess(
        self, benchmark: ArrayLike | None = None, *, direction: str = "above", covered: float = 0.8
    ) -> Excess:
        """The posterior mean of max(0, g) per unit; g is the distance beyond `benchmark`.

        Without a benchmark it is the mean of the unit's group, whose own uncertainty is then counted in.
        """
        if benchmark is None:
            return self.gaps.expected_excess(0.0, direction=direction, covered=covered)
        return self.units.expected_excess(benchmark, direction=direction, covered=covered)

    def conf_int(self, alpha: float = 0.05) -> Floats:
        """Ends for `params` (rows): normal for the means, quantiles of its posterior for tau."""
        z = ndtri(1 - alpha / 2)
        means = np.column_stack([self.params - z * self.bse, self.params + z * self.bse])
        means[-1] = self.tau_interval(1 - alpha)
        return means

    def summary(self) -> str:
        low, high = self.tau_interval()
        lines = [f"Partial pooling of {len(self.labels)} units; log integrated likelihood {self.llf:.4f}"]
        lines += [
            f"  mean of {name}: {at:.6g} (sd {sd:.3g})"
            for name, at, sd in zip(self.groups, self.params, self.bse, strict=False)
        ]
        lines.append(f"  tau: {self.tau:.6g} (80% from {low:.6g} to {high:.6g})")
        return "\n".join([*lines, f"  two integration rules differ by {self.certificate:.1e} sd"])


@dataclass(frozen=True)
class Given:
    y: Floats
    se: Floats
    # Units by groups: 1 where a unit belongs.
    belongs: Floats

    def log_likelihood(self, tau: Floats) -> Floats:
        """The means of the groups are integrated out: the restricted likelihood."""
        precision = 1 / (self.se**2 + tau[:, None] ** 2)
        total, mean = self.means(precision)
        residual = self.y - mean @ self.belongs.T
        free = len(self.y) - self.belongs.shape[1]
        return 0.5 * (
            np.log(precision).sum(axis=1)
            - np.log(total).sum(axis=1)
            - (precision * residual**2).sum(axis=1)
            - free * np.log(2 * np.pi)
        )

    def means(self, precision: Floats) -> tuple[Floats, Floats]:
        total = precision @ self.belongs
        return total, (precision * self.y) @ self.belongs / total


def fit(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    *,
    groups: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    prior: str = "flat",
    prior_scale: float | None = None,
    seed: int | None = None,
) -> Pooled:
    """Shrink estimates (n) with their standard errors (n, above 0) towards the mean of their group (n names).

    The prior of tau is 'flat', or 'half_normal' or 'half_cauchy' with `prior_scale` in the unit of the estimates.
    Nothing is drawn, so `seed` changes nothing. Raises StatisticsError for values that are not finite, errors of 0
    or below, and, with the flat prior, fewer than two units more than groups: tau then has no proper posterior.
    """
    del seed
    given, names = checked(estimates, standard_errors, groups, prior)
    found, second = (solve(given, prior, prior_scale, points) for points in (POINTS, SECOND_POINTS))
    spread, units, gaps, params, bse, kept = found
    alone = given.belongs @ given.belongs.sum(axis=0) == 1
    differences = np.concatenate((np.abs(units.mean - second[1].mean), np.abs(units.sd - second[1].sd)))
    certificate = float(np.max(differences / np.tile(units.sd, 2)))
    good = "ok" if certificate < UNSURE else "unsure"
    return Pooled(
        params=params,
        bse=bse,
        llf=spread.log_integral,
        groups=names,
        labels=named(labels, len(given.y)),
        shrinkage=1 - kept,
        status=tuple("alone" if one else good for one in alone),
        certificate=certificate,
        units=relabelled(units, labels),
        gaps=relabelled(gaps, labels),
        spread=spread,
    )


def checked(
    estimates: ArrayLike, standard_errors: ArrayLike, groups: Sequence[str] | None, prior: str
) -> tuple[Given, tuple[str, ...]]:
    y, se = numbers(estimates, "estimates"), numbers(standard_errors, "standard_errors")
    alike(estimates=y, standard_errors=se)
    if se.min() <= 0:
        raise refused(
            "A standard error is not above 0.", f"{se.min():g}", "a positive error for every estimate"
        )
    of = ["all"] * len(y) if groups is None else [str(group) for group in groups]
    if len(of) != len(y):
        raise refused("The groups do not fit the units.", f"{len(of)} for {len(y)}", "one group a unit")
    names = tuple(dict.fromkeys(of))
    if prior == "flat" and len(y) - len(names) < 2:
        raise refused(
            "There are too few units to see how far they spread.",
            f"{len(y)} units in {len(names)} groups",
            "at least two more units than groups, or prior='half_cauchy' with a prior_scale",
        )
    return Given(y, se, np.array([[float(one == name) for name in names] for one in of])), names


def solve(
    given: Given, prior: str, scale: float | None, points: int
) -> tuple[Spread, Posterior, Posterior, Floats, Floats, Floats]:
    def log_density(tau: Floats) -> Floats:
        return given.log_likelihood(tau) + log_prior(tau, prior, scale)

    # The smallest error is the finest scale at which tau can matter; above it the points lie by their logarithm.
    finest, most = float(given.se.min()), FARTHEST * float(np.median(given.se) + np.ptp(given.y))
    spread = integrate(log_density, finest, points=points, most=most)
    seen = spread.weights > TOO_LITTLE
    weights, tau = spread.weights[seen] / spread.weights[seen].sum(), spread.points[seen]
    precision = 1 / (given.se**2 + tau[:, None] ** 2)
    total, mu = given.means(precision)
    # How much of each distance from the mean is kept at each tau; theta - mu has variance of its own and of mu.
    kept = tau[:, None] ** 2 * precision
    centre, doubt = mu @ given.belongs.T, (1 / total) @ given.belongs.T
    own = kept * given.se**2
    units = Posterior(weights, kept * given.y + (1 - kept) * centre, np.sqrt(own + (1 - kept) ** 2 * doubt))
    # A tau of exactly 0 leaves no gap at all; the smallest number stands in for its deviation.
    tiny = np.finfo(float).tiny
    gaps = Posterior(
        weights, kept * (given.y - centre), np.maximum(np.sqrt(own + kept**2 * doubt), np.sqrt(tiny))
    )
    mean = weights @ mu
    bse = np.sqrt(weights @ (1 / total + (mu - mean) ** 2))
    return (
        spread,
        units,
        gaps,
        np.r_[mean, spread.mean],
        np.r_[bse, spread.sd],
        weights @ kept,
    )


def relabelled(posterior: Posterior, labels: Sequence[str] | None) -> Posterior:
    count = posterior.means.shape[1]
    return Posterior(posterior.weights, posterior.means, posterior.deviations, named(labels, count))
