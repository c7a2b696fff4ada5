"""What is known about each unit after seeing the data: a mixture of normals, one for each point of a quadrature."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from openefficiency.stats.arrays import between, one_of, refused

Floats = NDArray[np.float64]
BISECTIONS = 60


@dataclass(frozen=True)
class Excess:
    """How far units are beyond a benchmark: the mean of max(0, g) over what g may be, and its interval.

    `mean`, `lower` and `upper` have one number a unit, in the unit of the estimates. The mean may lie above `upper`:
    most of a skewed distribution may sit at 0.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    coverage: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posterior:
    """Per unit (n) the mixture, with `weights` (K), of normals with `means` and `deviations` (K x n)."""

    weights: Floats = field(repr=False)
    means: Floats = field(repr=False)
    deviations: Floats = field(repr=False)
    labels: tuple[str, ...] = ()

    @property
    def mean(self) -> Floats:
        return self.weights @ self.means

    @property
    def sd(self) -> Floats:
        return np.sqrt(self.weights @ (self.deviations**2 + (self.means - self.mean) ** 2))

    def cdf(self, at: ArrayLike) -> Floats:
        """The probability that each unit lies at or below `at` (a number, or one a unit)."""
        return self.weights @ ndtr((np.asarray(at, float) - self.means) / self.deviations)

    def probability_above(self, threshold: ArrayLike) -> Floats:
        """The probability that each unit's true value lies above `threshold` (a number, or one a unit)."""
        at = thresholds(threshold, self.means.shape[1])
        return self.weights @ ndtr((self.means - at) / self.deviations)

    def quantile(self, probability: float) -> Floats:
        """The value below which each unit's true value lies with this probability: by bisection, to 1e-15."""
        wanted = between(probability, 0, 1, "probability")
        # The quantile of a mixture lies among those of its parts.
        parts = self.means + self.deviations * ndtri(wanted)
        low, high = parts.min(axis=0), parts.max(axis=0)
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            below = self.cdf(middle) < wanted
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    def interval(self, covered: float = 0.8) -> Floats:
        """Lower and upper end for each unit (n x 2), with equal odds beyond either end."""
        tail = (1 - between(covered, 0, 1, "covered")) / 2
        return np.column_stack([self.quantile(tail), self.quantile(1 - tail)])

    def expected_excess(
        self, benchmark: ArrayLike, *, direction: str = "above", covered: float = 0.8
    ) -> Excess:
        """The posterior mean of max(0, g), where g is how far a unit is above (or below) the benchmark."""
        sign = 1 if one_of(direction, ("above", "below"), "direction") == "above" else -1
        at = thresholds(benchmark, self.means.shape[1])
        z = sign * (self.means - at) / self.deviations
        density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
        mean = self.weights @ (self.deviations * np.maximum(z * ndtr(z) + density, 0))
        ends = np.sort(sign * (self.interval(covered) - at[:, None]), axis=1).clip(min=0)
        return Excess(mean, ends[:, 0], ends[:, 1], covered, self.labels)


def thresholds(given: ArrayLike, count: int) -> Floats:
    """One finite number a unit, from a number or from one a unit."""
    found = np.asarray(given, dtype=np.float64)
    if found.shape not in ((), (count,)) or not np.isfinite(found).all():
        raise refused(
            "This threshold cannot be compared with the units.",
            f"{given!r:.60}",
            f"a finite number, or {count} of them",
        )
    return np.broadcast_to(found, (count,))
