"""The algebra of crossed normal effects at given spreads: log likelihood, and what each effect then is.

Rows y = mu + organisation + area + year + rest, noise known. Every effect is its spread times a standard normal, so a
spread of exactly 0 needs no care. Organisations, the many, are eliminated first (Schur complement); mu, areas and
years, the few, are solved together.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
# Positions of the spreads among the hyperparameters.
ORGANISATION, AREA, YEAR, REST = range(4)


@dataclass(frozen=True)
class Rows:
    """Values and errors (N), and the number of each row's organisation, area and year; `sizes` says how many."""

    y: Floats
    se: Floats
    organisation: Places
    area: Places
    year: Places
    sizes: tuple[int, int, int]

    @cached_property
    def columns(self) -> Places:
        """Of each row (N x 3): its column for mu, its area and its year, among the few."""
        _, areas, _ = self.sizes
        return np.column_stack([np.zeros_like(self.area), 1 + self.area, 1 + areas + self.year])

    def few_spreads(self, tau: Floats) -> Floats:
        _, areas, years = self.sizes
        return np.r_[1.0, np.full(areas, tau[AREA]), np.full(years, tau[YEAR])]

    def sums(self, w: Floats) -> tuple[Floats, Floats]:
        """Sums of weights, few x few and organisations x few, over the rows that both have in common."""
        organisations, areas, years = self.sizes
        both = np.bincount(self.area * years + self.year, w, areas * years).reshape(areas, years)
        by_area, by_year = both.sum(axis=1), both.sum(axis=0)
        few = np.diag(np.r_[by_area.sum(), by_area, by_year])
        few[0, 1:] = few[1:, 0] = np.r_[by_area, by_year]
        few[1 : 1 + areas, 1 + areas :] = both
        few[1 + areas :, 1 : 1 + areas] = both.T
        of_area = np.bincount(self.organisation * areas + self.area, w, organisations * areas)
        of_year = np.bincount(self.organisation * years + self.year, w, organisations * years)
        of_year = of_year.reshape(organisations, years)
        return few, np.hstack([of_year.sum(axis=1)[:, None], of_area.reshape(organisations, areas), of_year])

    def few_sums(self, values: Floats) -> Floats:
        _, areas, years = self.sizes
        return np.r_[
            values.sum(), np.bincount(self.area, values, areas), np.bincount(self.year, values, years)
        ]


@dataclass(frozen=True)
class Solved:
    """At one point: log likelihood (mu integrated out), the few effects and their covariance, and the many given them."""

    log_likelihood: float
    few: Floats
    covariance: Floats
    # Many: mean where the few are 0, slope on the few (organisations x few), and own variance.
    start: Floats
    slope: Floats
    own: Floats


def solve(rows: Rows, tau: Floats) -> Solved:
    scale, many = rows.few_spreads(tau), tau[ORGANISATION]
    w = 1 / (rows.se**2 + tau[REST] ** 2)
    few, cross = rows.sums(w)
    few = few * np.outer(scale, scale)
    few[np.diag_indices(len(scale))] += np.r_[0.0, np.ones(len(scale) - 1)]
    few_y = rows.few_sums(w * rows.y) * scale
    own = 1 / (1 + many**2 * cross[:, 0])
    many_y = many * np.bincount(rows.organisation, w * rows.y, rows.sizes[0])
    cross = cross * scale
    slope = many * cross
    root = np.linalg.cholesky(few - (slope * own[:, None]).T @ slope)
    covariance = cho_solve((root, True), np.eye(len(scale)))
    right = few_y - slope.T @ (own * many_y)
    effects = covariance @ right
    fit = w @ rows.y**2 - own @ many_y**2 - right @ effects
    log_det = -np.log(w).sum() - np.log(own).sum() + 2 * np.log(np.diag(root)).sum()
    free = (len(w) - 1) * np.log(2 * np.pi)
    return Solved(
        log_likelihood=float(-0.5 * (log_det + fit + free)),
        few=effects * scale,
        covariance=covariance * np.outer(scale, scale),
        start=many * own * many_y,
        # Of the organisation's effect on the few as they are, not as standard normals.
        slope=-many * own[:, None] * np.divide(slope, scale, out=np.zeros_like(slope), where=scale > 0),
        own=many**2 * own,
    )


def of_sums(solved: Solved, organisation: Places, columns: Places) -> tuple[Floats, Floats]:
    """Mean and variance of an organisation's effect plus those of the few in `columns` (M x how many)."""
    pull = solved.covariance @ solved.slope.T
    slope_variance = np.einsum("of,fo->o", solved.slope, pull)
    mean = solved.start + solved.slope @ solved.few
    means = mean[organisation] + solved.few[columns].sum(axis=1)
    between = sum(
        solved.covariance[columns[:, one], columns[:, other]]
        for one in range(columns.shape[1])
        for other in range(columns.shape[1])
    )
    across = pull[columns, organisation[:, None]].sum(axis=1)
    return means, (solved.own + slope_variance)[organisation] + 2 * across + between
