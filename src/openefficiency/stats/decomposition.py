"""Decompositions: how much of a change, or a gap, each of its factors made.

Shapley (1953) and Shorrocks (2013), Journal of Economic Inequality 11:99; Ang (2005), Energy Policy 33:867, for LMDI.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from openefficiency.stats.arrays import Floats, alike, named, numbers, refused

# 2 ** 12 = 4,096 values; one factor more doubles them.
MOST_FACTORS = 12


@dataclass(frozen=True, eq=False)
class Parts:
    """What each factor made of the whole change.

    Additive parts add up to `total`, multiplicative ones multiply to it. `residual` is what is left after that: 0
    (or 1) but for rounding.
    """

    labels: tuple[str, ...]
    parts: Floats
    total: float
    residual: float

    def to_dict(self) -> dict[str, float]:
        return dict(zip(self.labels, self.parts.tolist(), strict=True))


def shapley(
    value: Callable[[Floats], float],
    before: ArrayLike,
    after: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
) -> Parts:
    """The mean, over all orders, of what moving each factor from `before` to `after` adds to `value`.

    `value` takes one number a factor and gives one number; at most 12 factors. Exact: all 2 ** n combinations are
    worked out, so that the parts add up to value(after) - value(before). Raises StatisticsError on too many factors,
    and where a combination has no finite value.
    """
    old, new = numbers(before, "before"), numbers(after, "after")
    alike(before=old, after=new)
    count = len(old)
    if count > MOST_FACTORS:
        raise refused("Too many factors for exact Shapley values.", f"{count}", f"at most {MOST_FACTORS}")
    moved = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    worth = np.array([float(value(np.where(row == 1, new, old))) for row in moved])
    if not np.isfinite(worth).all():
        odd = moved[np.flatnonzero(~np.isfinite(worth))[0]]
        raise refused(
            "A combination of factors has no value.", f"after: {odd.tolist()}", "a finite value for each"
        )
    parts = np.array([shapley_of(factor, moved, worth) for factor in range(count)])
    return added(parts, float(worth[-1] - worth[0]), named(labels, count, of="factors"))


def shapley_of(factor: int, moved: np.ndarray, worth: Floats) -> float:
    """Weighted mean of what the factor adds to each combination of the others."""
    count = moved.shape[1]
    without = np.flatnonzero(moved[:, factor] == 0)
    weights = np.array([factorial(n) * factorial(count - n - 1) / factorial(count) for n in range(count)])
    return float(weights[moved[without].sum(axis=1)] @ (worth[without + 2**factor] - worth[without]))


def lmdi_additive(before: ArrayLike, after: ArrayLike, *, labels: Sequence[str] | None = None) -> Parts:
    """Change of sum over items of the product of factors, split without remainder (LMDI-I, Ang 2005).

    `before`, `after`: factor x item, above 0, or 0 in both (an item that is not there). The total is the difference
    of the sums, in their unit.
    """
    old, new = factors(before, after)
    weight = logarithmic_mean(new.prod(axis=0), old.prod(axis=0))
    parts = (weight * logs(old, new)).sum(axis=1)
    total = float(new.prod(axis=0).sum() - old.prod(axis=0).sum())
    return added(parts, total, named(labels, len(old), of="factors"))


def lmdi_multiplicative(before: ArrayLike, after: ArrayLike, *, labels: Sequence[str] | None = None) -> Parts:
    """Ratio of the sums as a product of one ratio a factor (LMDI-I, Ang 2005); otherwise as `lmdi_additive`."""
    old, new = factors(before, after)
    v0, v1 = old.prod(axis=0), new.prod(axis=0)
    weight = logarithmic_mean(v1, v0) / logarithmic_mean(v1.sum(keepdims=True), v0.sum(keepdims=True))
    parts = np.exp((weight * logs(old, new)).sum(axis=1))
    total = float(v1.sum() / v0.sum())
    return Parts(named(labels, len(old), of="factors"), parts, total, float(total / parts.prod()))


def factors(before: ArrayLike, after: ArrayLike) -> tuple[Floats, Floats]:
    old = numbers(before, "before", dimensions=2, least=0)
    new = numbers(after, "after", dimensions=2, least=0)
    alike(before=old, after=new)
    whole = np.all((old > 0) & (new > 0), axis=0) | np.all((old == 0) & (new == 0), axis=0)
    if not whole.all() or not old.any():
        item = f"item {int(np.argmin(whole))}"
        raise refused(
            "A factor of 0 has no logarithm.", item, "numbers above 0; join such items, or use shapley"
        )
    return old, new


def logs(old: Floats, new: Floats) -> Floats:
    here = old > 0
    return np.log(np.where(here, new, 1) / np.where(here, old, 1))


def logarithmic_mean(a: Floats, b: Floats) -> Floats:
    """(a - b) / ln(a / b), which is a where both are the same, and 0 where both are 0."""
    top, bottom = np.where(a > 0, a, 1), np.where(b > 0, b, 1)
    apart = np.log(top / bottom)
    # Near 0 the quotient loses its digits; b times (1 + apart / 2 + apart ** 2 / 6) does not.
    near = np.abs(apart) < 1e-5
    mean = np.where(near, bottom * (1 + apart / 2 + apart**2 / 6), (top - bottom) / np.where(near, 1, apart))
    return np.where((a > 0) & (b > 0), mean, 0.0)


def price_volume_mix(
    price_before: ArrayLike, quantity_before: ArrayLike, price_after: ArrayLike, quantity_after: ArrayLike
) -> Parts:
    """Change of spend as price, volume and mix, which add up to it.

    price: each thing at its new quantity, from old price to new; volume: more or less of all, at the old mean price;
    mix: other shares of things, at old prices. One number a thing, not below 0, the same things in both periods.
    """
    p0, q0 = (
        numbers(price_before, "price_before", least=0),
        numbers(quantity_before, "quantity_before", least=0),
    )
    p1, q1 = numbers(price_after, "price_after", least=0), numbers(quantity_after, "quantity_after", least=0)
    alike(price_before=p0, quantity_before=q0, price_after=p1, quantity_after=q1)
    if q0.sum() == 0:
        raise refused("There was nothing before.", "quantities that add up to 0", "a period with quantities")
    price, volume = (p1 - p0) @ q1, (q1.sum() / q0.sum() - 1) * (p0 @ q0)
    mix = p0 @ q1 - q1.sum() / q0.sum() * (p0 @ q0)
    return added(np.array([price, volume, mix]), float(p1 @ q1 - p0 @ q0), ("price", "volume", "mix"))


def added(parts: Floats, total: float, labels: tuple[str, ...]) -> Parts:
    return Parts(labels, parts, total, float(total - parts.sum()))
