"""The log-density of one observation of a stochastic frontier, with its first and second derivatives.

Everything is written in `w`, the residual turned so that inefficiency pulls it down (w = v - u):
residual for a production frontier, minus the residual for a cost frontier. The other arguments are
a = ln sigma_v^2, c = ln sigma_u^2 and mu. Each may differ by unit; all are linear in the parameters.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import erfcx, log_ndtr

HALF_LOG_2PI = 0.5 * np.log(2 * np.pi)


class Local(NamedTuple):
    """Value (n), gradient (arguments x n) and Hessian (arguments x arguments x n) of each observation."""

    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray


def hazard(z: np.ndarray) -> np.ndarray:
    """phi(z) / Phi(z), right in both tails."""
    return np.sqrt(2 / np.pi) / erfcx(-z / np.sqrt(2))


def symmetric(rows: dict[tuple[int, int], np.ndarray], size: int, shape: tuple[int, ...]) -> np.ndarray:
    hessian = np.zeros((size, size, *shape))
    for (i, j), values in rows.items():
        hessian[i, j] = hessian[j, i] = values
    return hessian


def truncated_normal(w: np.ndarray, a: np.ndarray, c: np.ndarray, mu: np.ndarray) -> Local:
    """Stevenson (1980): u ~ N(mu, sigma_u^2) cut off below at 0. Arguments w, a, c, mu."""
    total = np.exp(a) + np.exp(c)
    p, q = np.exp(a) / total, np.exp(c) / total
    up, down = np.exp((a - c) / 2) / np.sqrt(total), np.exp((c - a) / 2) / np.sqrt(total)
    z, k = mu * up - w * down, mu * np.exp(-c / 2)
    r, r2, pq = w + mu, (w + mu) ** 2 / total, p * q
    # How ln(up) and ln(down) move with a and c.
    up_a, up_c, down_a, down_c = q / 2, -(1 + q) / 2, -(1 + p) / 2, p / 2
    z_first = np.stack(
        np.broadcast_arrays(-down, mu * up * up_a - w * down * down_a, mu * up * up_c - w * down * down_c, up)
    )
    z_second = symmetric(
        {
            (0, 1): -down * down_a,
            (0, 2): -down * down_c,
            (1, 3): up * up_a,
            (2, 3): up * up_c,
            (1, 1): mu * up * (up_a**2 - pq / 2) - w * down * (down_a**2 - pq / 2),
            (1, 2): mu * up * (up_a * up_c + pq / 2) - w * down * (down_a * down_c + pq / 2),
            (2, 2): mu * up * (up_c**2 - pq / 2) - w * down * (down_c**2 - pq / 2),
        },
        4,
        w.shape,
    )
    m, m_k = hazard(z), hazard(k)
    bend, bend_k = -m * (z + m), -m_k * (k + m_k)
    k_mu, k_c = np.exp(-c / 2), -k / 2
    gradient = m * z_first
    gradient += np.stack(
        np.broadcast_arrays(
            -r / total, p * (r2 - 1) / 2, q * (r2 - 1) / 2 - m_k * k_c, -r / total - m_k * k_mu
        )
    )
    rest = {
        (0, 0): -1 / total,
        (0, 3): -1 / total,
        (0, 1): r * p / total,
        (0, 2): r * q / total,
        (1, 3): r * p / total,
        (1, 1): (pq * (r2 - 1) - p * p * r2) / 2,
        (1, 2): (-pq * (r2 - 1) - pq * r2) / 2,
        (2, 2): (pq * (r2 - 1) - q * q * r2) / 2 - bend_k * k_c**2 - m_k * k / 4,
        (2, 3): r * q / total - bend_k * k_c * k_mu + m_k * k_mu / 2,
        (3, 3): -1 / total - bend_k * k_mu**2,
    }
    hessian = m * z_second + bend * z_first[:, None] * z_first[None, :] + symmetric(rest, 4, w.shape)
    value = -HALF_LOG_2PI - np.log(total) / 2 - r2 / 2 + log_ndtr(z) - log_ndtr(k)
    return Local(value, gradient, hessian)


def half_normal(w: np.ndarray, a: np.ndarray, c: np.ndarray) -> Local:
    """Aigner, Lovell and Schmidt (1977): the truncated normal with mu = 0. Arguments w, a, c."""
    total = np.exp(a) + np.exp(c)
    p, q = np.exp(a) / total, np.exp(c) / total
    down = np.exp((c - a) / 2) / np.sqrt(total)
    z, r2, pq = -w * down, w * w / total, p * q
    down_a, down_c = -(1 + p) / 2, p / 2
    m = hazard(z)
    bend = -m * (z + m)
    z_first = (-down, z * down_a, z * down_c)
    gradient = np.stack(
        np.broadcast_arrays(
            m * z_first[0] - w / total, m * z_first[1] + p * (r2 - 1) / 2, m * z_first[2] + q * (r2 - 1) / 2
        )
    )
    rows = {
        (0, 0): bend * down * down - 1 / total,
        (0, 1): bend * z_first[0] * z_first[1] - m * down * down_a + w * p / total,
        (0, 2): bend * z_first[0] * z_first[2] - m * down * down_c + w * q / total,
        (1, 1): bend * z_first[1] ** 2 + m * z * (down_a**2 - pq / 2) + (pq * (r2 - 1) - p * p * r2) / 2,
        (1, 2): bend * z_first[1] * z_first[2] + m * z * (down_a * down_c + pq / 2) + pq * (0.5 - r2),
        (2, 2): bend * z_first[2] ** 2 + m * z * (down_c**2 - pq / 2) + (pq * (r2 - 1) - q * q * r2) / 2,
    }
    value = np.log(2) - HALF_LOG_2PI - np.log(total) / 2 - r2 / 2 + log_ndtr(z)
    return Local(value, gradient, symmetric(rows, 3, w.shape))


def half_normal_slopes(w: np.ndarray, a: float, c: float) -> tuple[np.ndarray, np.ndarray]:
    """Value and gradient of `half_normal` alone, for any shape of `w`: a tenth of the work."""
    v2, u2 = np.exp(a), np.exp(c)
    total = v2 + u2
    p, q, down = v2 / total, u2 / total, np.sqrt(u2 / (v2 * total))
    z, r2 = -w * down, w * w / total
    m = hazard(z)
    gradient = np.stack(
        [-m * down - w / total, -m * z * (1 + p) / 2 + p * (r2 - 1) / 2, m * z * p / 2 + q * (r2 - 1) / 2]
    )
    return np.log(2) - HALF_LOG_2PI - np.log(total) / 2 - r2 / 2 + log_ndtr(z), gradient


def exponential(w: np.ndarray, a: np.ndarray, c: np.ndarray) -> Local:
    """Meeusen and van den Broeck (1977): u exponential with mean sigma_u. Arguments w, a, c."""
    slow, noise, ratio = np.exp(-c / 2), np.exp(a / 2), np.exp(a - c)
    product = noise * slow
    z = -w / noise - product
    m = hazard(z)
    bend = -m * (z + m)
    z_first = (-1 / noise, w / noise / 2 - product / 2, product / 2)
    gradient = np.stack(
        np.broadcast_arrays(
            m * z_first[0] + slow,
            m * z_first[1] + ratio / 2,
            m * z_first[2] - 0.5 - w * slow / 2 - ratio / 2,
        )
    )
    rows = {
        (0, 0): bend * z_first[0] ** 2,
        (0, 1): bend * z_first[0] * z_first[1] + m / noise / 2,
        (0, 2): bend * z_first[0] * z_first[2] - slow / 2,
        (1, 1): bend * z_first[1] ** 2 - m * (w / noise + product) / 4 + ratio / 2,
        (1, 2): bend * z_first[1] * z_first[2] + m * product / 4 - ratio / 2,
        (2, 2): bend * z_first[2] ** 2 - m * product / 4 + w * slow / 4 + ratio / 2,
    }
    # The same number twice: below 0 the large terms of the plain sum would eat each other.
    plain = -c / 2 + w * slow + ratio / 2 + log_ndtr(z)
    tail = -c / 2 - (w / noise) ** 2 / 2 + np.log(erfcx(-z / np.sqrt(2)) / 2)
    value = np.where(z < 0, tail, plain)
    return Local(value, gradient, symmetric(rows, 3, w.shape))


DENSITIES: dict[str, Callable[..., Local]] = {
    "half_normal": half_normal,
    "truncated_normal": truncated_normal,
    "exponential": exponential,
}
