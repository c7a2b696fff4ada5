"""The frontier of independent rows: its log-likelihood put together from columns, and the fit."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openefficiency.stats.arrays import Floats, refused
from openefficiency.stats.sfa_conditional import Conditional, given_exponential, given_normal
from openefficiency.stats.sfa_densities import DENSITIES, HALF_LOG_2PI, hazard
from openefficiency.stats.sfa_maximise import Maximum, best_of, covariance
from openefficiency.stats.sfa_values import SHOWN, Fit, Status

# Closer to the likelihood without inefficiency than this is no inefficiency.
NOTHING_GAINED = 1e-6
NEXT_TO_NO_NOISE = 1e-5
# ln of sigma_u^2 / sigma_v^2, and mu / sigma_u.
LEAST_INEFFICIENCY = -16.0
LOWEST_MEAN = -2000.0
# In small samples there is often a second top, without noise: the last start looks for it.
SHARES = (0.5, 0.25, 0.75, 0.95, 0.995)


@dataclass(frozen=True, eq=False)
class Rows:
    """Known rows. `sign` is 1 for production and -1 for cost; `blocks` are x, noise, inefficiency and mu."""

    y: Floats
    blocks: tuple[Floats, ...]
    sign: int
    distribution: str

    @property
    def x(self) -> Floats:
        return self.blocks[0]

    def parts(self, params: Floats) -> list[Floats]:
        ends = np.cumsum([block.shape[1] for block in self.blocks])[:-1]
        return [block @ part for block, part in zip(self.blocks, np.split(params, ends), strict=True)]

    def arguments(self, params: Floats) -> list[Floats]:
        fitted, *others = self.parts(params)
        return [self.sign * (self.y - fitted), *others]

    def objective(self, params: Floats) -> tuple[float, Floats, Floats]:
        if self.is_past_precision(params):
            size = len(params)
            return -np.inf, np.zeros(size), np.full((size, size), np.nan)
        value, slopes, bends = DENSITIES[self.distribution](*self.arguments(params))
        designs = (-self.sign * self.x, *self.blocks[1:])
        gradient = np.concatenate([design.T @ slope for design, slope in zip(designs, slopes, strict=True)])
        hessian = np.block(
            [
                [one.T @ (bends[i, j][:, None] * other) for j, other in enumerate(designs)]
                for i, one in enumerate(designs)
            ]
        )
        return float(value.sum()), gradient, hessian

    def is_past_precision(self, params: Floats) -> bool:
        """Where the models cannot be told from their limits any more, rounding would make false tops."""
        _, a, c, *mu = self.arguments(params)
        if mu and (mu[0] * np.exp(-c / 2)).min() < LOWEST_MEAN:
            return True
        return bool((c - a).min() < LEAST_INEFFICIENCY)

    def least_squares(self) -> tuple[Floats, Floats, float]:
        """Coefficients, turned residuals and log-likelihood where there is only noise."""
        beta = np.linalg.lstsq(self.x, self.y, rcond=None)[0]
        w = self.sign * (self.y - self.x @ beta)
        if np.sqrt(np.mean(w * w)) <= 1e-10 * max(np.abs(self.y).max(), 1e-300):
            raise refused("The regressors explain every row exactly.", "no residual is left", "other rows")
        n = len(self.y)
        return np.asarray(beta, float), w, float(-n * (HALF_LOG_2PI + 0.5 + 0.5 * np.log(np.mean(w * w))))

    def starts(self) -> Iterator[Floats]:
        """Least squares moved up to the frontier, with several shares of inefficiency in the variance."""
        beta, w, _ = self.least_squares()
        up = self.sign * np.linalg.lstsq(self.x, np.ones(len(w)), rcond=None)[0]
        mean, spread = (
            (1.0, 1.0) if self.distribution == "exponential" else (np.sqrt(2 / np.pi), 1 - 2 / np.pi)
        )
        for share in SHARES:
            u = np.sqrt(share * np.mean(w * w) / spread)
            noise = constant(self.blocks[1], np.log((1 - share) * np.mean(w * w)))
            others = [constant(self.blocks[2], np.log(u * u))]
            if len(self.blocks) < 4:
                yield np.concatenate([beta + mean * u * up, noise, *others])
                continue
            for times in (0.0, -1.0, -4.0, 1.0):
                yield np.concatenate(
                    [beta + mean * u * up, noise, *others, constant(self.blocks[3], times * u)]
                )

    def conditional(self, params: Floats) -> Conditional:
        w, a, c, *mu = self.arguments(params)
        with np.errstate(all="ignore"):
            if self.distribution == "exponential":
                return given_exponential(w, np.exp(a), np.exp(c))
            return given_normal(w, np.exp(a), np.exp(c), mu[0] if mu else 0.0)

    def noise_share(self, params: Floats) -> float:
        _, a, c, *mu = self.arguments(params)
        k = mu[0] * np.exp(-c / 2) if mu else np.zeros(len(c))
        m = hazard(k)
        relative = np.ones(len(c)) if self.distribution == "exponential" else 1 - m * (k + m)
        return float(np.exp(a).mean() / (np.exp(a).mean() + (relative * np.exp(c)).mean()))


def constant(block: Floats, level: float) -> Floats:
    """The numbers that make a block of columns as near to `level` as it can be."""
    return np.linalg.lstsq(block, np.full(len(block), level), rcond=None)[0]


def climbed(rows: Rows) -> tuple[Maximum, int]:
    starts = list(rows.starts())
    return best_of(rows.objective, starts), len(starts)


def status_of(found: Maximum, rows: Rows) -> Status:
    if found.value <= rows.least_squares()[2] + NOTHING_GAINED:
        return Status.WRONG_SKEW
    if len(rows.blocks) == 4 and rows.blocks[3].shape[1] == 1 and rows.blocks[2].shape[1] == 1:
        simpler = Rows(rows.y, rows.blocks[:3], rows.sign, "exponential")
        if np.ptp(rows.blocks[3]) == 0 and climbed(simpler)[0].value >= found.value - 1e-6:
            return Status.NO_MAXIMUM
    if rows.noise_share(found.params) < NEXT_TO_NO_NOISE:
        return Status.NO_NOISE
    return Status.OK if found.converged else Status.NOT_CONVERGED


def steepness(found: Maximum, cov: Floats) -> float:
    """The Newton decrement: how far, in standard errors, the top may still be."""
    return float(np.sqrt(max(found.gradient @ cov @ found.gradient, 0.0)))


def spread_out(values: Floats, known: np.ndarray) -> Floats:
    """Numbers of the known rows put back among all rows."""
    all_rows = np.full(len(known), np.nan)
    all_rows[known] = values
    return all_rows


def finished(
    found: Maximum, *, names: tuple[str, ...], status: Status, conditional: Conditional, residuals: Floats,
    known: np.ndarray, labels: tuple, without: float, restrictions: int, noise_share: float, starts: int,
    gap: float = 0.0,
) -> Fit:  # fmt: skip
    cov = covariance(found.hessian)
    unknown = np.full(int(known.sum()), np.nan)
    shown = status in SHOWN
    return Fit(
        params=found.params, param_names=names, cov_params=cov, llf=found.value,
        llf_without_inefficiency=without, restrictions=restrictions, noise_share=noise_share, status=status,
        unit_status=tuple(status if one else Status.MISSING for one in known), labels=labels,
        residuals=spread_out(residuals, known),
        efficiency=spread_out(conditional.efficiency() if shown else unknown, known),
        efficiency_jlms=spread_out(np.exp(-conditional.inefficiency()) if shown else unknown, known),
        conditional=conditional, known=known, certificate=steepness(found, cov), starts=starts,
        integration_gap=gap,
    )  # fmt: skip


def fitted(rows: Rows, *, names: tuple[str, ...], known: np.ndarray, labels: tuple) -> Fit:
    found, starts = climbed(rows)
    return finished(
        found, names=names, status=status_of(found, rows), conditional=rows.conditional(found.params),
        residuals=rows.y - rows.parts(found.params)[0], known=known, labels=labels,
        without=rows.least_squares()[2], noise_share=rows.noise_share(found.params), starts=starts,
        restrictions=sum(block.shape[1] for block in rows.blocks[2:]),
    )  # fmt: skip
