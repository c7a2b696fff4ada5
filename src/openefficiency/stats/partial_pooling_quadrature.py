"""Integrate over the spread between units, whose posterior may reach down to 0 and far up.

The spread is written tau = unit x sinh(v). The marginal likelihood is an even, smooth function of tau, so the
trapezoid rule in v is exact to machine precision with few points (Trefethen and Weideman 2014, SIAM Review 56).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from openefficiency.stats.arrays import one_of, refused

Floats = NDArray[np.float64]
LogDensity = Callable[[Floats], Floats]

PRIORS = ("flat", "half_normal", "half_cauchy")
# tau from a ten-thousandth of the unit to 1e12 times it.
WIDEST = np.arcsinh(1e12)
LOOKS = 400
# exp(-36) is what double precision cannot see beside 1.
NEGLIGIBLE = 36.0


@dataclass(frozen=True)
class Spread:
    """The posterior of tau: quadrature points, their weights (which sum to 1), and the log of the whole integral."""

    points: Floats
    weights: Floats
    log_integral: float
    places: Floats
    unit: float

    @property
    def mean(self) -> float:
        return float(self.weights @ self.points)

    @property
    def sd(self) -> float:
        return float(np.sqrt(self.weights @ (self.points - self.mean) ** 2))

    def quantile(self, probability: float) -> float:
        """By a spline through the density: in v, where it is smooth."""
        density = CubicSpline(self.places, self.weights * self.halves)
        below = density.antiderivative()
        places = np.linspace(self.places[0], self.places[-1], 4001)
        reached = np.maximum.accumulate(below(places) / below(places[-1]))
        return float(self.unit * np.sinh(np.interp(probability, reached, places)))

    @property
    def halves(self) -> Floats:
        """Undoes the half weight that the trapezoid rule gives to the ends."""
        return np.r_[2.0, np.ones(len(self.places) - 2), 2.0]


def log_prior(tau: Floats, prior: str, scale: float | None) -> Floats:
    """The log density of the prior of tau, up to a constant for 'flat', which is improper."""
    one_of(prior, PRIORS, "prior")
    if prior == "flat":
        return np.zeros_like(tau)
    if scale is None or not np.isfinite(scale) or scale <= 0:
        raise refused(f"The prior '{prior}' needs a scale.", f"prior_scale={scale}", "a number above 0")
    if prior == "half_normal":
        return -0.5 * (tau / scale) ** 2 + np.log(np.sqrt(2 / np.pi) / scale)
    return np.log(2 / (np.pi * scale)) - np.log1p((tau / scale) ** 2)


def integrate(
    log_density: LogDensity, unit: float, *, points: int, looks: int = LOOKS, most: float | None = None
) -> Spread:
    """Where the density lies, and the trapezoid rule there. `unit` is a typical size of a standard error,
    `most` the largest tau that is looked at."""
    start, end = reach(log_density, unit, looks, WIDEST if most is None else np.arcsinh(most / unit))
    places = np.linspace(start, end, points)
    tau = unit * np.sinh(places)
    log_values = log_density(tau) + np.log(unit * np.cosh(places))
    top = log_values.max()
    values = np.exp(log_values - top) * (places[1] - places[0])
    values[[0, -1]] /= 2
    return Spread(tau, values / values.sum(), float(top + np.log(values.sum())), places, unit)


def reach(log_density: LogDensity, unit: float, looks: int, widest: float) -> tuple[float, float]:
    """The part of v in which there is anything to see, looked for twice: roughly, then closely."""
    start, end = 0.0, float(widest)
    for _ in range(3):
        places = np.linspace(start, end, looks)
        seen = log_density(unit * np.sinh(places)) + np.log(unit * np.cosh(places))
        there = np.flatnonzero(seen > seen.max() - NEGLIGIBLE)
        start, end = places[max(there[0] - 1, 0)], places[min(there[-1] + 1, looks - 1)]
    return float(start), float(end)
