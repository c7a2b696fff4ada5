"""Do several estimates of the same gap agree? One number with an honest interval, and a grade.

Estimates that share a collection count once. Generalised least squares (Aitken 1935), widened where the estimates
differ by more than their errors allow (Birge 1932, Physical Review 40:207-227), and never surer than the best one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import chi2, rankdata

from openefficiency.stats.agreement_sign import shared_sign
from openefficiency.stats.arrays import alike, between, named, numbers, refused

Floats = NDArray[np.float64]
# Decisions of ours: how sure the shared sign must be, and how odd a spread may be before errors do not explain it.
SURE, ODD = 0.9, 0.05


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    NOT_TRIANGULATED = "not_triangulated"


@dataclass(frozen=True)
class Combined:
    """One estimate out of several: `weights` (n, none below 0), `spread` is chi-square and `spread_p` its odds."""

    estimate: float
    standard_error: float
    weights: Floats
    spread: float
    spread_p: float

    def interval(self, covered: float = 0.8) -> tuple[float, float]:
        z = float(ndtri((1 + between(covered, 0, 1, "covered")) / 2))
        return self.estimate - z * self.standard_error, self.estimate + z * self.standard_error


@dataclass(frozen=True)
class Agreement:
    """Estimates by family (`families`, `estimates`, `standard_errors`), what they make together, and the grade.

    `shared_sign` is the probability that every family's true gap has the same sign; it is 1 for one family alone.
    """

    families: tuple[str, ...]
    estimates: Floats
    standard_errors: Floats
    combined: Combined
    shared_sign: float
    grade: Grade


@dataclass(frozen=True)
class RankAgreement:
    """Kendall's tau-b and Spearman's rho of two rankings of the same units: 1 where they are identical."""

    kendall: float
    spearman: float
    units: int


def agree(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    *,
    collections: Sequence[Collection[str]],
    correlation: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
) -> Agreement:
    """Grade estimates of one gap, given the collections that each rests on (a set of names an estimate).

    `correlation` (n x n) is that of their errors; without it families are independent. Within a family errors are
    taken to be the same error.
    """
    y, se, shape = checked(estimates, standard_errors, correlation)
    names = named(labels, len(y), of="estimates")
    family = families(collections)
    if len(family) != len(y):
        raise refused(
            "The collections do not fit the estimates.", f"{len(family)} for {len(y)}", "one set an estimate"
        )
    once, errors, between_families = one_a_family(y, se, shape, family)
    combined = combine(once, errors, correlation=between_families)
    sign = shared_sign(once, between_families * np.outer(errors, errors))
    within = combined.spread_p >= ODD
    return Agreement(
        families=tuple(
            "+".join(names[place] for place in np.flatnonzero(family == one))
            for one in range(family.max() + 1)
        ),
        estimates=once,
        standard_errors=errors,
        combined=combined,
        shared_sign=sign,
        grade=grade(len(once), sign, within),
    )


def grade(families: int, shared_sign: float, within_errors: bool) -> Grade:
    """A: three or more families of the same sign (90% or surer), spread within their errors. B: two. C: they disagree."""
    if families < 2:
        return Grade.NOT_TRIANGULATED
    if shared_sign < SURE or not within_errors:
        return Grade.C
    return Grade.A if families >= 3 else Grade.B


def combine(
    estimates: ArrayLike, standard_errors: ArrayLike, *, correlation: ArrayLike | None = None
) -> Combined:
    """The weighted mean with the least variance and no weight below 0; its error is at least the best single one."""
    y, se, shape = checked(estimates, standard_errors, correlation)
    covariance = shape * np.outer(se, se)
    weights = least_variance(covariance)
    estimate = float(weights @ y)
    own = np.sqrt(weights @ covariance @ weights)
    # How far the estimates are from the best common value, on the scale of their joint errors.
    inverse = np.linalg.inv(covariance)
    common = inverse.sum(axis=0) @ y / inverse.sum()
    spread, free = float((y - common) @ inverse @ (y - common)), len(y) - 1
    birge = np.sqrt(max(1.0, spread / free)) if free else 1.0
    odds = float(chi2.sf(spread, free)) if free else 1.0
    return Combined(estimate, float(max(own * birge, se.min())), weights, spread, odds)


def least_variance(covariance: Floats) -> Floats:
    """Weights that sum to 1, none below 0: the best over every subset, as there are only a few estimates."""
    count = len(covariance)
    best, least = np.zeros(count), np.inf
    for size in range(1, count + 1):
        for chosen in combinations(range(count), size):
            part = np.linalg.solve(covariance[np.ix_(chosen, chosen)], np.ones(size))
            weights = part / part.sum()
            variance = 1 / part.sum()
            if (weights >= 0).all() and 0 < variance < least:
                best, least = np.zeros(count), variance
                best[list(chosen)] = weights
    return best


def one_a_family(
    y: Floats, se: Floats, correlation: Floats, family: NDArray
) -> tuple[Floats, Floats, Floats]:
    """The mean of each family, its error (all of one family being wrong together), and how errors go together."""
    same = family[:, None] == family
    average = (family == np.arange(family.max() + 1)[:, None]).astype(float)
    average /= average.sum(axis=1, keepdims=True)
    covariance = average @ (np.where(same, 1.0, correlation) * np.outer(se, se)) @ average.T
    errors = np.sqrt(np.diag(covariance))
    return average @ y, errors, covariance / np.outer(errors, errors)


def families(collections: Sequence[Collection[str]]) -> NDArray[np.int64]:
    """The number of the family of each estimate: those that share a collection, directly or through another."""
    sets = [frozenset(one) for one in collections]
    if not sets or not all(sets) or any(isinstance(one, str) for one in collections):
        raise refused(
            "An estimate rests on no collection.", f"{collections!r:.60}", "a set of names for each"
        )
    family = np.arange(len(sets))
    for one, other in combinations(range(len(sets)), 2):
        if sets[one] & sets[other]:
            family[family == family[other]] = family[one]
    return np.unique(family, return_inverse=True)[1]


def rank_agreement(first: ArrayLike, second: ArrayLike) -> RankAgreement:
    """Kendall (1945, Biometrika 33:239-251, with ties) and Spearman (1904) for two figures of the same units (n)."""
    one, other = numbers(first, "first", fewest=2), numbers(second, "second", fewest=2)
    alike(first=one, second=other)
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        raise refused("Units that are all alike have no rank.", f"{len(one)} units", "figures that differ")
    signs = [np.sign(values[:, None] - values) for values in (one, other)]
    kendall = (signs[0] * signs[1]).sum() / np.sqrt((signs[0] ** 2).sum() * (signs[1] ** 2).sum())
    ranks = [rankdata(values) - (len(one) + 1) / 2 for values in (one, other)]
    spearman = (ranks[0] @ ranks[1]) / np.sqrt((ranks[0] @ ranks[0]) * (ranks[1] @ ranks[1]))
    return RankAgreement(float(kendall), float(spearman), len(one))


def checked(
    estimates: ArrayLike, standard_errors: ArrayLike, correlation: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    y, se = numbers(estimates, "estimates"), numbers(standard_errors, "standard_errors")
    alike(estimates=y, standard_errors=se)
    shape = np.eye(len(y)) if correlation is None else numbers(correlation, "correlation", dimensions=2)
    alike(correlation=shape, wanted=np.eye(len(y)))
    proper = np.array_equal(np.diag(shape), np.ones(len(y))) or np.allclose(np.diag(shape), 1, atol=1e-12)
    if se.min() <= 0 or len(y) > 12:
        raise refused(
            "These estimates cannot be combined.",
            f"{len(y)}, the smallest error {se.min():g}",
            "at most 12 with positive errors",
        )
    if not proper or not np.allclose(shape, shape.T) or np.linalg.eigvalsh(shape).min() < 1e-10:
        raise refused(
            "These correlations of errors are not possible together.",
            f"{shape.tolist()!r:.80}",
            "a symmetric matrix with 1 on its diagonal and no two estimates the same: give those one collection",
        )
    return y, se, shape
