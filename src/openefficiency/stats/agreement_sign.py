"""The probability that several normal quantities have the same sign.

Genz (1992, Journal of Computational and Graphical Statistics 1:141-149), on a fixed lattice: nothing is drawn.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
POINTS = 20_011
PRIMES = np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37], float)
NEARLY = 1e-16


def shared_sign(mean: Floats, covariance: Floats) -> float:
    """P(all above 0) + P(all below 0) for a normal vector with this mean (k) and covariance (k x k).

    Exact where there is one, or where they are independent; else right to about 1e-4.
    """
    if len(mean) == 1:
        return 1.0
    return min(1.0, all_above(mean, covariance) + all_above(-mean, covariance))


def all_above(mean: Floats, covariance: Floats) -> float:
    scale = np.sqrt(np.diag(covariance))
    z = mean / scale
    if np.allclose(covariance, np.diag(np.diag(covariance)), atol=0):
        return float(np.prod(ndtr(z)))
    # The least likely first: the product then varies least over the lattice.
    order = np.argsort(z)
    root = np.linalg.cholesky((covariance / np.outer(scale, scale))[np.ix_(order, order)])
    return float(np.mean(product(z[order], root)))


def product(z: Floats, root: Floats) -> Floats:
    """At each lattice point the probabilities, one after another, that each lies below its z given those before."""
    count = len(z)
    lattice = np.modf(np.arange(1, POINTS + 1)[:, None] * np.sqrt(PRIMES[: count - 1]))[0]
    # The tent makes the function periodic, which a lattice likes.
    lattice = np.abs(2 * lattice - 1)
    drawn = np.zeros((POINTS, count))
    total = np.ones(POINTS)
    for place in range(count):
        below = ndtr((z[place] - drawn[:, :place] @ root[place, :place]) / root[place, place])
        total *= below
        if place < count - 1:
            drawn[:, place] = ndtri(np.clip(below * lattice[:, place], NEARLY, 1 - NEARLY))
    return total
