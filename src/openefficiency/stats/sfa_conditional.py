"""What is known of each unit's inefficiency once its residual is seen.

Given the residual, u is normal (mean `mean`, spread `spread`) cut off below at 0; where a random effect is
averaged over, it is a mixture of such. Jondrow, Lovell, Materov and Schmidt (1982) give E[u|e],
Battese and Coelli (1988) E[exp(-u)|e], Horrace and Schmidt (1996) the interval.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from openefficiency.stats.sfa_densities import hazard


@dataclass(frozen=True, eq=False)
class Conditional:
    """Units x parts of the mixture; the weights of a unit add up to 1."""

    mean: np.ndarray
    spread: np.ndarray
    weights: np.ndarray

    def inefficiency(self) -> np.ndarray:
        """E[u|e], in log units."""
        each = self.mean + self.spread * hazard(self.mean / self.spread)
        return (self.weights * each).sum(axis=1)

    def efficiency(self) -> np.ndarray:
        """E[exp(-u)|e]."""
        k = self.mean / self.spread
        each = -self.mean + self.spread**2 / 2 + log_ndtr(k - self.spread) - log_ndtr(k)
        return np.minimum((self.weights * np.exp(each)).sum(axis=1), 1.0)

    def exceeds(self, u: np.ndarray) -> np.ndarray:
        """The probability that inefficiency is above `u` (one number a unit)."""
        k = self.mean / self.spread
        above = np.exp(log_ndtr(k - u[:, None] / self.spread) - log_ndtr(k))
        return (self.weights * above).sum(axis=1)

    def quantile(self, above: float) -> np.ndarray:
        """The u that is exceeded with probability `above`."""
        k = self.mean / self.spread
        each = np.maximum(self.mean - self.spread * ndtri_exp(np.log(above) + log_ndtr(k)), 0.0)
        if self.mean.shape[1] == 1:
            return each[:, 0]
        low, high = each.min(axis=1), each.max(axis=1)
        for _ in range(80):
            middle = (low + high) / 2
            too_low = self.exceeds(middle) > above
            low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
        return (low + high) / 2

    def interval(self, level: float) -> np.ndarray:
        """Units x (lower, upper) of the efficiency exp(-u)."""
        tail = (1 - level) / 2
        return np.exp(-np.column_stack([self.quantile(tail), self.quantile(1 - tail)]))


def single(mean: np.ndarray, spread: np.ndarray) -> Conditional:
    mean, spread = np.broadcast_arrays(mean, spread)
    return Conditional(mean[:, None], spread[:, None], np.ones((len(mean), 1)))


def given_normal(w: np.ndarray, v2: np.ndarray, u2: np.ndarray, mu: np.ndarray | float) -> Conditional:
    """For the half normal (mu = 0) and the truncated normal."""
    return single((mu * v2 - w * u2) / (v2 + u2), np.sqrt(v2 * u2 / (v2 + u2)))


def given_exponential(w: np.ndarray, v2: np.ndarray, u2: np.ndarray) -> Conditional:
    return single(-w - v2 / np.sqrt(u2), np.sqrt(v2))
