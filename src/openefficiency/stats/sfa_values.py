"""What goes into a stochastic frontier, checked, and what comes out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm

from openefficiency.stats.arrays import Floats, between, refused
from openefficiency.stats.sfa_conditional import Conditional


class Status(StrEnum):
    """What became of a fit, and so of every unit in it. Only OK and INCIDENTAL come with efficiencies."""

    OK = "ok"
    # Residuals lean the other way: the likelihood is highest with no inefficiency at all (Waldman, 1982).
    WRONG_SKEW = "wrong_skew"
    # The likelihood is highest with no noise at all: every deviation would be called inefficiency.
    NO_NOISE = "no_noise"
    # The truncated normal has no maximum: mu runs to minus infinity, where it is the exponential.
    NO_MAXIMUM = "mu_without_bound"
    # One effect a unit and few periods: the variances are biased (Greene, 2005). Read with care.
    INCIDENTAL = "incidental_parameters"
    # Two rules of integration disagree.
    NOT_CERTAIN = "quadrature_not_certain"
    NOT_CONVERGED = "not_converged"
    # The unit has a number that is not known, and is left out of the fit.
    MISSING = "missing"


SHOWN = (Status.OK, Status.INCIDENTAL)


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted frontier.

    `params`: coefficients first, then ln sigma_v^2 and ln sigma_u^2 (each with one number a covariate), then
    what the model adds; `param_names` says which. `status` is of the fit, `unit_status` of each row.
    `efficiency` is E[exp(-u)|e] (Battese and Coelli, 1988), `efficiency_jlms` exp(-E[u|e]) (Jondrow and others,
    1982), both in (0, 1] for cost and production, and not a number wherever `unit_status` is not ok.
    `noise_share` is var(v) / (var(v) + var(u)). `certificate` is the largest slope left at the maximum,
    in standard errors; `integration_gap` the difference in log-likelihood between two rules of integration.
    """

    params: Floats
    param_names: tuple[str, ...]
    cov_params: Floats
    llf: float
    llf_without_inefficiency: float
    restrictions: int
    noise_share: float
    status: Status
    unit_status: tuple[Status, ...]
    labels: tuple
    residuals: Floats
    efficiency: Floats
    efficiency_jlms: Floats
    conditional: Conditional
    known: np.ndarray
    certificate: float
    starts: int
    integration_gap: float = 0.0

    @property
    def bse(self) -> Floats:
        """Standard errors, from the curvature at the maximum; not a number on a boundary."""
        with np.errstate(invalid="ignore"):
            return np.sqrt(np.diag(self.cov_params))

    def conf_int(self, level: float = 0.95) -> Floats:
        """Parameters x (lower, upper)."""
        reach = norm.ppf((1 + between(level, 0, 1, "level")) / 2) * self.bse
        return np.column_stack([self.params - reach, self.params + reach])

    def interval(self, level: float = 0.95) -> Floats:
        """Rows x (lower, upper) of efficiency (Horrace and Schmidt, 1996), as if the parameters were known."""
        found = np.full((len(self.known), 2), np.nan)
        if self.status in SHOWN:
            found[self.known] = self.conditional.interval(between(level, 0, 1, "level"))
        return found

    def no_inefficiency(self) -> tuple[float, float]:
        """Likelihood ratio against no inefficiency, and its p-value by the mixture of two chi-squares.

        Coelli (1995); Kodde and Palm (1986): half with all restrictions, half with one fewer.
        """
        ratio = max(2 * (self.llf - self.llf_without_inefficiency), 0.0)
        fewer = self.restrictions - 1
        below = chi2.sf(ratio, fewer) if fewer else float(ratio <= 0)
        return ratio, float(min((chi2.sf(ratio, self.restrictions) + below) / 2, 1.0))

    def summary(self) -> str:
        """The fit in plain text, one parameter a line."""
        ratio, p = self.no_inefficiency()
        rows = zip(self.param_names, self.params, self.bse, self.conf_int(), strict=True)
        width = max(map(len, self.param_names))
        return "\n".join(
            [
                f"Stochastic frontier: {self.status}, {int(self.known.sum())} rows",
                f"log-likelihood {self.llf:.5f}; share of noise {self.noise_share:.4f}",
                f"against no inefficiency: LR {ratio:.4f}, p {p:.4f}",
                *(
                    f"{name:<{width}} {value:12.6f} {error:11.6f} [{low:.6f}, {high:.6f}]"
                    for name, value, error, (low, high) in rows
                ),
            ]
        )


def rows_of_numbers(values: ArrayLike | None, name: str, rows: int | None = None) -> Floats:
    """`values` as rows x columns; missing is left to the caller, infinite is refused."""
    if values is None:
        return np.ones((rows or 0, 1))
    try:
        found = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise refused(f"'{name}' is not made of numbers.", f"{values!r:.80}", "numbers") from error
    found = found[:, None] if found.ndim == 1 else found
    if found.ndim != 2 or found.shape[1] == 0 or (rows is not None and len(found) != rows):
        raise refused(
            f"'{name}' has the wrong shape.", f"{found.shape}", f"{rows or 'some'} rows, or a column"
        )
    if np.isinf(found).any():
        raise refused(f"'{name}' has infinite numbers.", f"{int(np.isinf(found).sum())}", "finite numbers")
    return found


def determined(columns: Floats, name: str, names: Sequence[str]) -> None:
    """Refuse columns of which one says what the others say already."""
    scale = np.abs(columns).max(axis=0, initial=0)
    if len(columns) > columns.shape[1] and scale.min() > 0:
        lengths = np.abs(np.diag(np.linalg.qr(columns / scale)[1]))
        if lengths.min() > 1e-9 * np.sqrt(len(columns)):
            return
        given = f"{names[int(lengths.argmin())]} follows from the columns before it"
    else:
        given = f"{len(columns)} known rows, {columns.shape[1]} columns, {int((scale == 0).sum())} of them all zero"
    raise refused(f"The columns of '{name}' cannot be told apart.", given, "fewer columns, or more rows")
