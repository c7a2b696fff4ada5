"""True random effects: a unit's own level, apart from its inefficiency. Greene (2005).

y = x b + r_i + v + or - u, with r_i ~ N(0, sigma_r^2) averaged over by quadrature, u half normal and new in
each period. Parameters: coefficients, ln sigma_v^2, ln sigma_u^2, sigma_r.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openefficiency.stats.arrays import Floats
from openefficiency.stats.sfa_conditional import Conditional
from openefficiency.stats.sfa_cross import Rows
from openefficiency.stats.sfa_densities import half_normal_slopes

Rule = tuple[Floats, Floats]


def gauss_hermite(nodes: int) -> Rule:
    """Points and log weights for averages over a standard normal."""
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    with np.errstate(divide="ignore"):
        return points, np.log(weights / weights.sum())


def trapezoid(points: int = 401, reach: float = 9.0) -> Rule:
    """Evenly spaced points: another rule altogether, and as exact for what dies out at both ends."""
    at = np.linspace(-reach, reach, points)
    logs = -at * at / 2
    return at, logs - np.log(np.exp(logs).sum())


@dataclass(frozen=True, eq=False)
class RandomEffect:
    """Rows sorted by unit; `first` is where each unit begins."""

    rows: Rows
    unit: np.ndarray
    first: np.ndarray
    rule: Rule

    def at_nodes(self, params: Floats) -> tuple[Floats, Floats]:
        """Turned residuals, rows x nodes, and coefficients apart from the rest."""
        k = self.rows.x.shape[1]
        w = self.rows.sign * (self.rows.y - self.rows.x @ params[:k])
        return w[:, None] - self.rows.sign * params[k + 2] * self.rule[0], params[k:]

    def score(self, params: Floats) -> tuple[float, Floats]:
        """Log-likelihood and gradient."""
        w, (a, c, _) = self.at_nodes(params)
        value, slopes = half_normal_slopes(w, a, c)
        by_unit, weights = self.averaged(value)
        slopes *= weights[self.unit]
        by_w, by_a, by_c = slopes.sum(axis=2)
        effect = -self.rows.sign * (slopes[0] @ self.rule[0]).sum()
        return float(by_unit.sum()), np.concatenate(
            [-self.rows.sign * self.rows.x.T @ by_w, [by_a.sum(), by_c.sum(), effect]]
        )

    def averaged(self, values: Floats) -> tuple[Floats, Floats]:
        """Log-likelihood of each unit, and what each node weighs for it afterwards."""
        together = np.add.reduceat(values, self.first, axis=0) + self.rule[1]
        highest = together.max(axis=1, keepdims=True)
        each = np.exp(together - highest)
        return highest[:, 0] + np.log(each.sum(axis=1)), each / each.sum(axis=1, keepdims=True)

    def starts(self) -> Iterator[Floats]:
        for start in list(self.rows.starts())[:3]:
            for share in (0.7, 0.2):
                noise = np.exp(start[-2])
                beta = start[:-2]
                yield np.concatenate([beta, [np.log((1 - share) * noise), start[-1], np.sqrt(share * noise)]])

    def conditional(self, params: Floats) -> Conditional:
        w, (a, c, _) = self.at_nodes(params)
        v2, u2 = np.exp(a), np.exp(c)
        _, weights = self.averaged(half_normal_slopes(w, a, c)[0])
        spread = np.full(w.shape, np.sqrt(v2 * u2 / (v2 + u2)))
        return Conditional(-w * u2 / (v2 + u2), spread, weights[self.unit])

    def plain_score(self, params: Floats) -> tuple[float, Floats]:
        """The same with next to no inefficiency: coefficients, ln sigma_v^2, sigma_r."""
        value, gradient = self.score(np.concatenate([params[:-1], [-60.0], params[-1:]]))
        return value, np.delete(gradient, -2)

    def noise_share(self, params: Floats) -> float:
        a, c = params[-3:-1]
        return float(np.exp(a) / (np.exp(a) + (1 - 2 / np.pi) * np.exp(c)))
