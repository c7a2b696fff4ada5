"""Partial pooling of counts: events in each unit against what was expected of it.

Counts O_i ~ Poisson(E_i exp(b_i)), b_i ~ N(mu, tau^2), flat prior on mu. Each unit's likelihood is integrated by
adaptive Gauss-Hermite quadrature (Liu and Pierce 1994, Biometrika 81:624-629), mu and tau on a grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.integrate import cumulative_simpson
from scipy.special import gammaln, ndtr, ndtri

from openefficiency.stats.arrays import alike, between, named, numbers, refused
from openefficiency.stats.partial_pooling_quadrature import Spread, integrate, log_prior
from openefficiency.stats.posterior import Excess, thresholds

Floats = NDArray[np.float64]
# Points a unit, of mu and of tau; a second rule with others is the certificate.
RULE, SECOND_RULE = (20, 9, 40), (31, 13, 61)
NEWTON_STEPS = 30
PLACES = 401
# Spreads of log rates from nothing to this: e^50 is beyond anything that is counted.
LARGEST, SMALLEST = 50.0, 1e-5
FINE = 2.0


@dataclass(frozen=True)
class PooledCounts:
    """Rates: events per expected event (or per unit of exposure), what they are likely to be in truth.

    `params` are mu and tau on the log scale, `bse` their posterior standard deviations. `effect` and `effect_sd` are
    the posterior mean and standard deviation of log rates. `certificate`: the largest difference in `effect`,
    in standard deviations, between two integration rules; above 0.001 the `status` is 'unsure'.
    """

    params: Floats
    bse: Floats
    llf: float
    labels: tuple[str, ...]
    effect: Floats
    effect_sd: Floats
    certificate: float
    status: tuple[str, ...]
    # Per unit (n x places): log rates, and the probability of lying at or below them.
    log_rates: Floats = field(repr=False)
    below: Floats = field(repr=False)

    @property
    def tau(self) -> float:
        return float(self.params[-1])

    @property
    def mean(self) -> Floats:
        """The posterior mean of each rate."""
        return self.expected_excess(0.0).mean

    def quantile(self, probability: float) -> Floats:
        between(probability, 0, 1, "probability")
        found = [np.interp(probability, p, b) for p, b in zip(self.below, self.log_rates, strict=True)]
        return np.exp(np.array(found))

    def interval(self, covered: float = 0.8) -> Floats:
        """Lower and upper end of each rate (n x 2)."""
        tail = (1 - between(covered, 0, 1, "covered")) / 2
        return np.column_stack([self.quantile(tail), self.quantile(1 - tail)])

    def probability_above(self, threshold: ArrayLike) -> Floats:
        """How likely each unit's true rate lies above a threshold (a number, or one a unit)."""
        at = np.log(np.maximum(thresholds(threshold, len(self.labels)), np.finfo(float).tiny))
        rows = zip(at, self.log_rates, self.below, strict=True)
        return np.array([1 - np.interp(one, b, p) for one, b, p in rows])

    def expected_excess(self, benchmark: ArrayLike, *, covered: float = 0.8) -> Excess:
        """The posterior mean of max(0, rate - benchmark): times the expected events, it is events too many."""
        at = thresholds(benchmark, len(self.labels))
        # The mean of max(0, rate - at): a sum over the steps of the distribution, each at its middle.
        rates = np.exp((self.log_rates[:, 1:] + self.log_rates[:, :-1]) / 2)
        mean = (np.maximum(rates - at[:, None], 0) * np.diff(self.below, axis=1)).sum(axis=1)
        ends = (self.interval(covered) - at[:, None]).clip(min=0)
        return Excess(mean, ends[:, 0], ends[:, 1], covered, self.labels)

    def conf_int(self, alpha: float = 0.05) -> Floats:
        """Normal ends for `params` (rows), tau not below 0."""
        z = ndtri(1 - alpha / 2)
        ends = np.column_stack([self.params - z * self.bse, self.params + z * self.bse])
        ends[-1] = ends[-1].clip(min=0)
        return ends

    def summary(self) -> str:
        mu, tau = self.params
        return (
            f"Partial pooling of {len(self.labels)} counts; log integrated likelihood {self.llf:.4f}\n"
            f"  mu: {mu:.6g} (sd {self.bse[0]:.3g})\n  tau: {tau:.6g} (sd {self.bse[1]:.3g})\n"
            f"  two integration rules differ by {self.certificate:.1e} sd"
        )


@dataclass(frozen=True)
class Node:
    """Everything at the points of the grid (G): mu, tau, weight, and per unit log likelihood and moments (G x n)."""

    mu: Floats
    tau: Floats
    weights: Floats
    log_units: Floats
    mean: Floats
    square: Floats
    log_integral: float


def fit_counts(
    counts: ArrayLike,
    expected: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    prior: str = "half_cauchy",
    prior_scale: float | None = 0.5,
    seed: int | None = None,
) -> PooledCounts:
    """Shrink counts (n, whole, not below 0) with what was expected or exposed (n, above 0) to their common rate.

    Nothing is drawn, so `seed` changes nothing. Raises StatisticsError for bad counts, for fewer than two units,
    and where there are no events at all: no rate then has a proper posterior.
    """
    del seed
    o, e = checked(counts, expected, prior)
    found, second = (solve(o, e, prior, prior_scale, rule) for rule in (RULE, SECOND_RULE))
    effect, sd = moments(found)
    certificate = float(np.max(np.abs(effect - moments(second)[0]) / sd))
    params = np.array([found.weights @ found.mu, found.weights @ found.tau])
    squares = np.array([found.weights @ found.mu**2, found.weights @ found.tau**2])
    log_rates, below = distribution(o, e, found, effect, sd)
    return PooledCounts(
        params=params,
        bse=np.sqrt(np.maximum(squares - params**2, 0)),
        llf=found.log_integral,
        labels=named(labels, len(o)),
        effect=effect,
        effect_sd=sd,
        certificate=certificate,
        status=("ok" if certificate < 1e-3 else "unsure",) * len(o),
        log_rates=log_rates,
        below=below,
    )


def checked(counts: ArrayLike, expected: ArrayLike, prior: str) -> tuple[Floats, Floats]:
    o = numbers(counts, "counts", fewest=2, least=0)
    e = numbers(expected, "expected", fewest=2)
    alike(counts=o, expected=e)
    if e.min() <= 0 or (o % 1).any() or not o.any():
        given = f"expected from {e.min():g}, counts {'whole' if not (o % 1).any() else 'with parts'}, {o.sum():g} in all"
        raise refused(
            "These counts cannot be pooled.", given, "whole counts, some above 0, of expected above 0"
        )
    if prior == "flat" and np.count_nonzero(o) < 3:
        given = f"{np.count_nonzero(o)} units with an event"
        raise refused(
            "Too few units have any event to see how far they spread.", given, "three, or prior='half_cauchy'"
        )
    return o, e


def normal_guess(o: Floats, e: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """Where mu lies at each tau, and how surely, by a normal approximation: only to place the points."""
    precision = 1 / (tau[:, None] ** 2 + 1 / (o + 0.5))
    mean = (precision * np.log((o + 0.5) / e)).sum(axis=1) / precision.sum(axis=1)
    return mean, 1 / np.sqrt(precision.sum(axis=1))


def solve(o: Floats, e: Floats, prior: str, scale: float | None, rule: tuple[int, int, int]) -> Node:
    hermite, mus, taus = rule
    x, w = np.polynomial.hermite.hermgauss(mus)

    def at(tau: Floats) -> tuple[Floats, Floats, Floats]:
        centre, doubt = normal_guess(o, e, tau)
        mu = centre[:, None] + np.sqrt(2) * doubt[:, None] * x
        log_weight = np.log(np.sqrt(2) * doubt)[:, None] + x**2 + np.log(w)
        return mu.ravel(), np.repeat(tau, mus), log_weight.ravel()

    def log_density(tau: Floats) -> Floats:
        mu, tau_of, log_weight = at(tau)
        log_units = unit_integrals(o, e, mu, tau_of, 7)[0]
        total = (log_units.sum(axis=1) + log_weight).reshape(len(tau), mus)
        return np.logaddexp.reduce(total, axis=1) + log_prior(tau, prior, scale)

    spread: Spread = integrate(
        log_density, float(np.median(1 / np.sqrt(o + 0.5))), points=taus, looks=60, most=LARGEST
    )
    mu, tau, log_weight = at(spread.points)
    log_units, mean, square = unit_integrals(o, e, mu, tau, hermite)
    within = (log_units.sum(axis=1) + log_weight).reshape(taus, mus)
    within = np.exp(within - np.logaddexp.reduce(within, axis=1)[:, None])
    weights = (spread.weights[:, None] * within).ravel()
    return Node(mu, tau, weights, log_units, mean, square, spread.log_integral)


def unit_integrals(
    o: Floats, e: Floats, mu: Floats, tau: Floats, points: int
) -> tuple[Floats, Floats, Floats]:
    """Log likelihood of each unit at each (mu, tau), and the first two moments of its effect (G x n each)."""
    mu, tau = mu[:, None], np.maximum(tau[:, None], SMALLEST)
    top = mode(o, e, mu, tau)
    width = 1 / np.sqrt(e * np.exp(top) + 1 / tau**2)
    x, w = np.polynomial.hermite.hermgauss(points)
    height = log_joint(top, o, e, mu, tau)
    total, first, second = (np.zeros_like(top) for _ in range(3))
    for node, weight in zip(x, w, strict=True):
        step = np.sqrt(2) * width * node
        value = weight * np.exp(log_joint(top + step, o, e, mu, tau) - height + node**2)
        total += value
        first += value * step
        second += value * step**2
    shift = first / total
    return (
        height + np.log(np.sqrt(2) * width * total),
        top + shift,
        (top + shift) ** 2 + (second / total - shift**2),
    )


def log_joint(b: Floats, o: Floats, e: Floats, mu: Floats, tau: Floats) -> Floats:
    """Of a count and its effect: Poisson times normal."""
    rate = o * (b + np.log(e)) - e * np.exp(np.minimum(b, 600)) - gammaln(o + 1)
    return rate - 0.5 * ((b - mu) / tau) ** 2 - np.log(tau * np.sqrt(2 * np.pi))


def mode(o: Floats, e: Floats, mu: Floats, tau: Floats) -> Floats:
    """The likeliest effect, by Newton steps; the log joint density is concave, so there is one."""
    doubt = 1 / (o + 0.5)
    b = mu + (np.log((o + 0.5) / e) - mu) * tau**2 / (tau**2 + doubt)
    for _ in range(NEWTON_STEPS):
        seen = e * np.exp(b)
        step = (o - seen - (b - mu) / tau**2) / (seen + 1 / tau**2)
        b = b + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    return b


def moments(found: Node) -> tuple[Floats, Floats]:
    mean = found.weights @ found.mean
    return mean, np.sqrt(found.weights @ (found.square - found.mean**2 + (found.mean - mean) ** 2))


def distribution(o: Floats, e: Floats, found: Node, effect: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """Each unit's log rates and the probability of lying below them, with mu and tau integrated out."""
    log_rates = effect[:, None] + sd[:, None] * np.linspace(-9, 9, PLACES)
    step = np.diff(log_rates[:, :2], axis=1)
    density, below = np.zeros_like(log_rates), np.zeros_like(log_rates)
    for tau in np.unique(found.tau):
        nodes = np.flatnonzero(found.tau == tau)
        whole, between_sd, own_sd = smoothed(e, found, nodes, log_rates)
        # Where the points of mu are further apart than a unit's own width, their sum would be a staircase.
        narrow = ((own_sd < 1.5 * between_sd) | (own_sd < FINE * step[:, 0]))[:, None]
        below += np.where(narrow, found.weights[nodes].sum() * whole, 0)
        for node in nodes[found.weights[nodes] > 1e-9] if not narrow.all() else ():
            joint = log_joint(log_rates, o[:, None], e[:, None], found.mu[node], np.maximum(tau, SMALLEST))
            part = found.weights[node] * np.exp(joint - found.log_units[node][:, None])
            density += np.where(narrow, 0, part)
    smooth = [cumulative_simpson(d, x=b, initial=0) for d, b in zip(density, log_rates, strict=True)]
    below = np.maximum.accumulate((below + np.array(smooth)).clip(min=0), axis=1)
    return log_rates, below / below[:, -1:]


def smoothed(e: Floats, found: Node, nodes: NDArray, at: Floats) -> tuple[Floats, Floats, Floats]:
    """At one tau, mu integrated out: the distribution by its first three moments (Edgeworth), and its two widths."""
    weights = found.weights[nodes] / (found.weights[nodes].sum() + 1e-300)
    means = found.mean[nodes]
    own = np.maximum(found.square[nodes] - means**2, 0)
    mean = weights @ means
    moved = means - mean
    variance = np.maximum(weights @ (own + moved**2), 1e-300)
    # A unit's own skewness at given mu by Laplace: the third derivative of its log likelihood.
    third = weights @ (moved**3 + 3 * moved * own - e * np.exp(means) * own**3)
    z = (at - mean[:, None]) / np.sqrt(variance)[:, None]
    skewness = (third / variance**1.5)[:, None]
    whole = ndtr(z) - np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) * skewness * (z**2 - 1) / 6
    return whole, np.sqrt(weights @ moved**2), np.sqrt(weights @ own)
