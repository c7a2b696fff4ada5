"""Partial pooling over organisation, area and year at once.

Values y = mu + organisation + area + year + rest + noise, every effect normal with a spread of its own, crossed or
nested as the rows have it. Spreads have half-Cauchy priors (Gelman 2006, Bayesian Analysis 1:515-534); they are
integrated over on a grid around the top of their posterior (Rue, Martino and Chopin 2009, JRSS B 71:319-392).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import ndtri

from openefficiency.stats.arrays import alike, numbers, refused
from openefficiency.stats.partial_pooling_crossed import REST, Rows, Solved, of_sums, solve
from openefficiency.stats.posterior import Posterior

Floats = NDArray[np.float64]
LogDensity = Callable[[Floats], float]
NAMES = ("organisation", "area", "year", "rest")
# Steps of the grid in standard deviations, and how far (in log density) below the top it goes.
STEP, DEEP = 1.25, 4.5
# The second rule is coarser and lies between the points of the first.
SECOND_STEP = 1.75
# Logs of spreads, in units of the standard deviation of the values, that are looked at.
LEAST, MOST = -7.0, 3.0


@dataclass(frozen=True)
class PooledPanel:
    """`params`: mu, then the spreads of `components` (posterior means); `bse` their standard deviations.

    `organisations` is the level of each (mu + its area in its last year + its own effect), whatever the year; `rows`
    the true value behind each row. `certificate`: the largest difference of an organisation's mean, in standard
    deviations, between the grid and a coarser one that lies between its points.
    """

    params: Floats
    bse: Floats
    llf: float
    components: tuple[str, ...]
    certificate: float
    status: tuple[str, ...]
    organisations: Posterior = field(repr=False)
    rows: Posterior = field(repr=False)

    def conf_int(self, alpha: float = 0.05) -> Floats:
        """Ends for `params` (rows): normal for mu, log-normal for the spreads."""
        z = ndtri(1 - alpha / 2)
        ends = np.column_stack([self.params - z * self.bse, self.params + z * self.bse])
        wide = np.sqrt(np.log1p((self.bse[1:] / self.params[1:]) ** 2))
        centre = np.log(self.params[1:]) - wide**2 / 2
        ends[1:] = np.exp(np.column_stack([centre - z * wide, centre + z * wide]))
        return ends

    def summary(self) -> str:
        lines = [f"Partial pooling of a panel; log likelihood at the top {self.llf:.4f}"]
        for name, at, sd in zip(("mu", *self.components), self.params, self.bse, strict=True):
            lines.append(f"  {name}: {at:.6g} (sd {sd:.3g})")
        return "\n".join([*lines, f"  two grids differ by {self.certificate:.1e} sd"])


@dataclass(frozen=True)
class Top:
    """Where the log density of the log spreads is highest, and the axes (columns) in which it is round there."""

    at: Floats
    height: float
    axes: Floats


@dataclass(frozen=True)
class Point:
    """Four spreads, every effect at them, and their log posterior density (height)."""

    tau: Floats
    solved: Solved
    height: float


@dataclass(frozen=True)
class Grid:
    """Points of the spreads (four each), their weights, and what every effect is there."""

    weights: Floats
    taus: list[Floats]
    solved: list[Solved]


def fit_panel(
    values: ArrayLike,
    standard_errors: ArrayLike,
    organisation: Sequence[Hashable],
    area: Sequence[Hashable] | None = None,
    year: Sequence[Hashable] | None = None,
    *,
    prior_scale: float | None = None,
    seed: int | None = None,
) -> PooledPanel:
    """Shrink values (N rows) with their standard errors (N) by the names of organisation, area and year of each row.

    A component with one level is left out, and so is `rest` where no organisation has two rows. `prior_scale` of the
    half-Cauchy is the standard deviation of the values where none is given. Nothing is drawn: `seed` changes nothing.
    Raises StatisticsError for values that are not finite, errors of 0 or below, fewer than three organisations, and
    where the top cannot be found.
    """
    del seed
    rows, names, units = checked(values, standard_errors, organisation, area, year)
    scale = 1.0 if prior_scale is None else prior_scale / units.unit
    free = [place for place in range(4) if varies(rows, place)]

    def at(logs: Floats) -> Point:
        tau = spreads(logs, free)
        found = solve(rows, tau)
        inside = np.all((logs >= LEAST) & (logs <= MOST))
        log_prior = float(-np.log1p((tau[free] / scale) ** 2).sum() + logs.sum())
        return Point(tau, found, found.log_likelihood + log_prior if inside else -np.inf)

    top = find_top(lambda logs: at(logs).height, len(free))
    grid, second = (on_grid(at, top, *rule) for rule in ((STEP, 0.0), (SECOND_STEP, 0.5)))
    level, other = (units.posterior(one.weights, level_moments(rows, one), names) for one in (grid, second))
    params, bse = parameters(grid, free, units)
    certificate = float(np.max(np.abs(level.mean - other.mean) / level.sd))
    return PooledPanel(
        params=params,
        bse=bse,
        llf=solve(rows, spreads(top.at, free)).log_likelihood - (len(rows.y) - 1) * np.log(units.unit),
        components=tuple(NAMES[place] for place in free),
        certificate=certificate,
        status=("ok" if certificate < 0.05 else "unsure",) * len(names),
        organisations=level,
        rows=units.posterior(grid.weights, row_moments(rows, grid), ()),
    )


def checked(
    values: ArrayLike,
    standard_errors: ArrayLike,
    organisation: Sequence[Hashable],
    area: Sequence[Hashable] | None,
    year: Sequence[Hashable] | None,
) -> tuple[Rows, tuple[str, ...], "Units"]:
    y, se = numbers(values, "values", fewest=3), numbers(standard_errors, "standard_errors", fewest=3)
    alike(values=y, standard_errors=se)
    if se.min() <= 0:
        raise refused("A standard error is not above 0.", f"{se.min():g}", "a positive error for every value")
    found = []
    for name, given in (("organisation", organisation), ("area", area), ("year", year)):
        of = [""] * len(y) if given is None else [str(one) for one in given]
        if len(of) != len(y):
            raise refused(f"'{name}' does not fit the values.", f"{len(of)} for {len(y)}", "one a row")
        found.append(np.unique(of, return_inverse=True))
    (names, organisations), (areas, area_of), (years, year_of) = found
    if len(names) < 3:
        raise refused("There are too few organisations to pool.", f"{len(names)}", "three or more")
    cells = organisations * len(years) + year_of
    if year is not None and len(np.unique(cells)) < len(y):
        raise refused("An organisation has two rows for one year.", f"{len(y)} rows", "one row a year")
    shift, unit = float(y.mean()), float(y.std()) or float(np.median(se))
    sizes = (len(names), len(areas), len(years))
    rows = Rows((y - shift) / unit, se / unit, organisations, area_of, year_of, sizes)
    return rows, tuple(str(name) for name in names), Units(shift, unit)


def varies(rows: Rows, place: int) -> bool:
    """Whether there is anything that this component could tell apart from the others."""
    return len(rows.y) > rows.sizes[0] if place == REST else rows.sizes[place] > 1


def spreads(logs: Floats, free: list[int]) -> Floats:
    tau = np.zeros(4)
    tau[free] = np.exp(np.clip(logs, LEAST, MOST))
    return tau


def find_top(log_density: LogDensity, count: int) -> Top:
    """From several starts, as there may be two tops; the axes come from the curvature at the best."""
    starts = [np.full(count, -1.0), np.full(count, -3.0)]
    bounds = [(LEAST, MOST)] * count
    tried = [
        minimize(lambda logs: -log_density(logs), start, method="L-BFGS-B", bounds=bounds) for start in starts
    ]
    best = min(tried, key=lambda found: found.fun)
    if not np.isfinite(best.fun):
        raise refused(
            "The spreads cannot be found.", "no finite likelihood", "values and errors of like size"
        )
    at = np.clip(best.x, LEAST + 0.2, MOST - 0.2)
    step, unit = 0.1, np.eye(count)
    curve = np.empty((count, count))
    for i, j in product(range(count), repeat=2):
        ends = [
            s * t * log_density(at + step * (s * unit[i] + t * unit[j]))
            for s, t in product((1, -1), repeat=2)
        ]
        curve[i, j] = -sum(ends) / (4 * step**2)
    sizes, axes = np.linalg.eigh((curve + curve.T) / 2)
    return Top(at, -best.fun, axes / np.sqrt(np.maximum(sizes, 0.25)))


def on_grid(at: Callable[[Floats], Point], top: Top, step: float, moved: float) -> Grid:
    """Points reached from the top step by step while the density is worth it."""
    count = len(top.at)
    seen: set[tuple[int, ...]] = set()
    waiting = [(0,) * count]
    kept = []
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        point = at(top.at + top.axes @ ((np.array(place) + moved) * step))
        if np.isfinite(point.height):
            kept.append(point)
        if point.height > top.height - DEEP:
            for axis, way in product(range(count), (1, -1)):
                waiting.append(tuple(p + way * (a == axis) for a, p in enumerate(place)))
    weights = np.exp(np.array([point.height for point in kept]) - top.height)
    return Grid(weights / weights.sum(), [point.tau for point in kept], [point.solved for point in kept])


@dataclass(frozen=True)
class Units:
    """From standardised values back to those given."""

    shift: float
    unit: float

    def posterior(
        self, weights: Floats, moments: list[tuple[Floats, Floats]], labels: tuple[str, ...]
    ) -> Posterior:
        means = self.shift + self.unit * np.array([mean for mean, _ in moments])
        return Posterior(weights, means, self.unit * np.sqrt([variance for _, variance in moments]), labels)


def level_moments(rows: Rows, grid: Grid) -> list[tuple[Floats, Floats]]:
    last = last_rows(rows)
    organisation, columns = rows.organisation[last], rows.columns[last][:, :2]
    return [of_sums(found, organisation, columns) for found in grid.solved]


def row_moments(rows: Rows, grid: Grid) -> list[tuple[Floats, Floats]]:
    moments = []
    for tau, found in zip(grid.taus, grid.solved, strict=True):
        mean, variance = of_sums(found, rows.organisation, rows.columns)
        kept = tau[REST] ** 2 / (tau[REST] ** 2 + rows.se**2)
        moments.append(((1 - kept) * mean + kept * rows.y, (1 - kept) ** 2 * variance + kept * rows.se**2))
    return moments


def parameters(grid: Grid, free: list[int], units: Units) -> tuple[Floats, Floats]:
    """Mu and the spreads: posterior means and standard deviations."""
    pairs = zip(grid.solved, grid.taus, strict=True)
    table = np.array([np.r_[found.few[0], tau[free]] for found, tau in pairs])
    centre = grid.weights @ table
    variance = grid.weights @ (table - centre) ** 2
    variance[0] += grid.weights @ [found.covariance[0, 0] for found in grid.solved]
    return units.unit * centre + np.r_[units.shift, np.zeros(len(free))], units.unit * np.sqrt(variance)


def last_rows(rows: Rows) -> NDArray[np.int64]:
    """The row of each organisation's last year, wherever it stands."""
    order = np.lexsort((rows.year, rows.organisation))
    ends = np.r_[np.flatnonzero(np.diff(rows.organisation[order])), len(order) - 1]
    return order[ends]
