"""Oaxaca-Blinder: how much of the gap between two groups lies in what they have, how much in what it brings them.

Blinder (1973), Journal of Human Resources 8:436; Oaxaca (1973), International Economic Review 14:693; Jann (2008),
Stata Journal 8:453, for the forms; weights of Reimers (1983), Cotton (1988), Neumark (1988).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from openefficiency.stats.arrays import Floats, between, named, numbers, one_of, refused

NAMES = ("endowments", "coefficients", "interaction")
WEIGHTS = ("a", "b", "half", "share", "neumark", "pooled")


@dataclass(frozen=True, eq=False)
class ThreeFold:
    """Gap = endowments + coefficients + interaction, seen from group B.

    `params`: the three, in the unit of y; `by_variable`: the same for each column (variable x part). `bse`: standard
    errors by a bootstrap within groups (NaN without one); `replicates`: how many of it could be worked out.
    """

    labels: tuple[str, ...]
    params: Floats
    bse: Floats
    by_variable: Floats
    means: tuple[float, float]
    gap: float
    counts: tuple[int, int]
    replicates: int

    def conf_int(self, covered: float = 0.95) -> Floats:
        """Lower and upper limit of each part, by the normal distribution."""
        z = stats.norm.ppf((1 + between(covered, 0, 1, "covered")) / 2)
        return np.column_stack([self.params - z * self.bse, self.params + z * self.bse])

    def summary(self) -> str:
        rows = zip(NAMES, self.params, self.bse, strict=True)
        return "\n".join(
            [f"gap {self.gap:.6g}", *(f"{name} {part:.6g} ({error:.3g})" for name, part, error in rows)]
        )


@dataclass(frozen=True)
class TwoFold:
    """Gap = explained + unexplained, with the reference coefficients that `weight` names."""

    weight: str
    explained: float
    unexplained: float
    gap: float


def three_fold(
    y: ArrayLike,
    regressors: ArrayLike,
    in_b: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    replicates: int = 0,
    seed: int = 0,
) -> ThreeFold:
    """Split mean(y of A) - mean(y of B) by least squares within each group.

    `y`: one number a unit; `regressors`: unit x column, the constant among them (none is added); `in_b`: 0 or False
    for group A, 1 or True for B. endowments = (x_A - x_B) b_B; coefficients = x_B (b_A - b_B); interaction = the
    product of both differences. Raises StatisticsError where columns are collinear within a group, so that no
    coefficient is known, or there is no constant, so that parts would not add up.
    """
    a, b = groups(y, regressors, in_b)
    parts = parts_of(a, b)
    drawn = bootstrap(a, b, replicates, np.random.default_rng(seed))
    return ThreeFold(
        labels=named(labels, parts.shape[0], of="columns"),
        params=parts.sum(axis=0),
        bse=drawn.std(axis=0, ddof=1) if len(drawn) > 1 else np.full(3, np.nan),
        by_variable=parts,
        means=(float(a[0].mean()), float(b[0].mean())),
        gap=float(a[0].mean() - b[0].mean()),
        counts=(len(a[0]), len(b[0])),
        replicates=len(drawn),
    )


def two_fold(y: ArrayLike, regressors: ArrayLike, in_b: ArrayLike, *, weight: str = "pooled") -> TwoFold:
    """Split the gap into what the columns explain and what they do not.

    `weight` names the reference coefficients: those of "a", of "b", their mean ("half"; Reimers), their mean by the
    sizes of the groups ("share"; Cotton), of all units without a column for the group ("neumark"), or with one
    ("pooled"; Jann). Otherwise as `three_fold`.
    """
    a, b = groups(y, regressors, in_b)
    one_of(weight, WEIGHTS, "weight")
    reference = reference_coefficients(a, b, weight)
    gap = float(a[0].mean() - b[0].mean())
    explained = float((a[1].mean(axis=0) - b[1].mean(axis=0)) @ reference)
    return TwoFold(weight, explained, gap - explained, gap)


Group = tuple[Floats, Floats]


def groups(y: ArrayLike, regressors: ArrayLike, in_b: ArrayLike) -> tuple[Group, Group]:
    found, x = numbers(y, "y", fewest=2), numbers(regressors, "regressors", dimensions=2, fewest=2)
    side = numbers(in_b, "in_b", fewest=2)
    if not len(found) == len(x) == len(side) or not np.isin(side, [0, 1]).all():
        given = f"{len(found)} y, {len(x)} rows of regressors, {len(side)} groups"
        raise refused("y, regressors and groups do not fit.", given, "as many of each, groups of 0 and 1")
    a, b = ((found[side == n], x[side == n]) for n in (0, 1))
    for name, (_, columns) in (("A", a), ("B", b)):
        check_columns(columns, name)
    return a, b


def check_columns(columns: Floats, name: str) -> None:
    rank = known_rank(columns)
    if rank < columns.shape[1]:
        given = f"{len(columns)} units and {columns.shape[1]} columns, of which {rank} are independent"
        raise refused(f"The columns are collinear in group {name}.", given, "fewer columns, or more units")
    # The constant may be there as the sum of others, such as a full set of dummies.
    ones = np.ones(len(columns))
    if not np.allclose(columns @ coefficients((ones, columns)), ones, atol=1e-8):
        raise refused("There is no constant among the regressors.", f"group {name}", "a column of 1")


def known_rank(columns: Floats) -> int:
    """Rank with columns brought to one size: money in pounds does not hide a share."""
    size = np.abs(columns).max(axis=0, initial=0)
    return int(np.linalg.matrix_rank(columns / np.where(size > 0, size, 1))) if len(columns) else 0


def coefficients(group: Group) -> Floats:
    y, x = group
    size = np.abs(x).max(axis=0)
    return np.linalg.lstsq(x / size, y, rcond=None)[0] / size


def parts_of(a: Group, b: Group) -> Floats:
    """Variable x (endowments, coefficients, interaction)."""
    x_a, x_b, b_a, b_b = a[1].mean(axis=0), b[1].mean(axis=0), coefficients(a), coefficients(b)
    return np.column_stack([(x_a - x_b) * b_b, x_b * (b_a - b_b), (x_a - x_b) * (b_a - b_b)])


def reference_coefficients(a: Group, b: Group, weight: str) -> Floats:
    if weight in ("neumark", "pooled"):
        y, x = np.r_[a[0], b[0]], np.r_[a[1], b[1]]
        if weight == "neumark":
            return coefficients((y, x))
        group = np.r_[np.zeros(len(a[0])), np.ones(len(b[0]))]
        return coefficients((y, np.column_stack([x, group])))[:-1]
    of_a = {"a": 1.0, "b": 0.0, "half": 0.5, "share": len(a[0]) / (len(a[0]) + len(b[0]))}[weight]
    return of_a * coefficients(a) + (1 - of_a) * coefficients(b)


def bootstrap(a: Group, b: Group, replicates: int, rng: np.random.Generator) -> Floats:
    """Parts of samples drawn anew within each group; samples with collinear columns are left out."""
    drawn = []
    for _ in range(replicates):
        one, other = (resampled(group, rng) for group in (a, b))
        if min(known_rank(one[1]), known_rank(other[1])) == a[1].shape[1]:
            drawn.append(parts_of(one, other).sum(axis=0))
    return np.array(drawn).reshape(-1, 3)


def resampled(group: Group, rng: np.random.Generator) -> Group:
    rows = rng.integers(len(group[0]), size=len(group[0]))
    return group[0][rows], group[1][rows]
