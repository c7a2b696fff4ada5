"""Inefficiency that a unit keeps: Pitt and Lee (1981), Battese and Coelli (1988, 1992).

u_it = h_it u_i with h_it = exp(-eta (t - last period)) and u_i ~ N(mu, sigma_u^2) cut off below at 0.
Parameters: coefficients, a = ln sigma_v^2, c = ln sigma_u^2, then mu and eta where they are estimated.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from openefficiency.stats.arrays import Floats
from openefficiency.stats.sfa_conditional import Conditional, single
from openefficiency.stats.sfa_cross import LEAST_INEFFICIENCY, LOWEST_MEAN, Rows
from openefficiency.stats.sfa_densities import HALF_LOG_2PI, hazard


@dataclass(frozen=True, eq=False)
class Decay:
    """Rows sorted by unit and time; `unit` counts from 0, `age` is t minus the last period of the panel."""

    rows: Rows
    unit: np.ndarray
    age: Floats
    has_mu: bool
    has_eta: bool

    def added(self, values: Floats) -> Floats:
        return np.bincount(self.unit, weights=values).astype(float)

    def read(self, params: Floats) -> tuple[Floats, float, float, float, float]:
        k = self.rows.x.shape[1]
        more = list(params[k + 2 :])
        mu = more.pop(0) if self.has_mu else 0.0
        eta = more.pop(0) if self.has_eta else 0.0
        return params[:k], float(params[k]), float(params[k + 1]), float(mu), float(eta)

    def score(self, params: Floats) -> tuple[float, Floats]:
        """Log-likelihood and gradient."""
        beta, a, c, mu, eta = self.read(params)
        if c - a < LEAST_INEFFICIENCY or mu * np.exp(-c / 2) < LOWEST_MEAN:
            return -np.inf, np.zeros(len(params))
        x, sign, v2, u2 = self.rows.x, self.rows.sign, np.exp(a), np.exp(c)
        w, h = sign * (self.rows.y - x @ beta), np.exp(-eta * self.age)
        periods, hh, hw = self.added(np.ones(len(w))), self.added(h * h), self.added(h * w)
        total = v2 + u2 * hh
        up, down = np.sqrt(v2 / (u2 * total)), np.sqrt(u2 / (v2 * total))
        z, k = mu * up - hw * down, mu / np.sqrt(u2)
        value = (
            -HALF_LOG_2PI * len(w) - (periods - 1).sum() * a / 2 - np.log(total).sum() / 2
            - len(total) * (log_ndtr(k) + k * k / 2) + (log_ndtr(z) + z * z / 2).sum() - w @ w / (2 * v2)
        )  # fmt: skip
        m, m_k = hazard(z) + z, hazard(np.array(k)) + k
        p, q = v2 / total, u2 * hh / total
        z_a = mu * up * (1 - p) / 2 - hw * down * (-1 - p) / 2
        z_c = mu * up * (-1 - q) / 2 - hw * down * (1 - q) / 2
        # dw = -sign x dbeta; dh = -age h deta.
        slope_beta = sign * x.T @ ((m * down)[self.unit] * h + w / v2)
        slopes = [
            -(periods - 1).sum() / 2 - p.sum() / 2 + m @ z_a + w @ w / (2 * v2),
            -q.sum() / 2 + m @ z_c + len(total) * m_k * k / 2,
        ]
        if self.has_mu:
            slopes.append((m * up).sum() - len(total) * m_k / np.sqrt(u2))
        if self.has_eta:
            hh_eta, hw_eta = self.added(-2 * self.age * h * h), self.added(-self.age * h * w)
            moved = u2 * hh_eta / total
            slopes.append((-moved / 2 - m * z * moved / 2 - m * down * hw_eta).sum())
        return float(value), np.concatenate([slope_beta, slopes])

    def starts(self) -> Iterator[Floats]:
        # Three shares of inefficiency, each with mu at 0 and below.
        for start in list(self.rows.starts())[:3]:
            for mu in (0.0, -1.0, -3.0) if self.has_mu else (0.0,):
                scale = np.exp(start[-1] / 2)
                yield np.concatenate([start, [mu * scale] * self.has_mu, [0.0] * self.has_eta])

    def conditional(self, params: Floats) -> Conditional:
        beta, a, c, mu, eta = self.read(params)
        v2, u2, h = np.exp(a), np.exp(c), np.exp(-eta * self.age)
        w = self.rows.sign * (self.rows.y - self.rows.x @ beta)
        total = v2 + u2 * self.added(h * h)
        mean = (mu * v2 - u2 * self.added(h * w)) / total
        return single(h * mean[self.unit], h * np.sqrt(v2 * u2 / total)[self.unit])

    def noise_share(self, params: Floats) -> float:
        _, a, c, mu, eta = self.read(params)
        k = np.array(mu * np.exp(-c / 2))
        m, h = hazard(k), np.exp(-eta * self.age)
        return float(np.exp(a) / (np.exp(a) + (1 - m * (k + m)) * np.exp(c) * np.mean(h * h)))
