"""How little a rank says: the places in a list that a unit's figure is compatible with.

Goldstein and Spiegelhalter (1996), J R Stat Soc A 159:385, for ranks by simulation; Mogstad, Romano, Shaikh and
Wilhelm (2024), Review of Economic Studies 91:476, for confidence sets of ranks by pairwise comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from openefficiency.stats.arrays import Floats, Integers, alike, between, named, numbers, one_of, refused

DRAWS = 10_000


@dataclass(frozen=True, eq=False)
class Ranks:
    """Place of each unit among all, 1 for the smallest figure; units alike share the middle place.

    `lower` and `upper` bound the place. `quartiles` (unit x 4, by simulation only): probability of each quarter of
    the list, the smallest figures first. `status`: "ok", or "says nothing" where the bounds span the whole list.
    """

    labels: tuple[str, ...]
    rank: Floats
    lower: Integers
    upper: Integers
    quartiles: Floats
    status: tuple[str, ...]


def simulated(
    estimates: ArrayLike,
    errors: ArrayLike,
    *,
    covered: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    labels: Sequence[str] | None = None,
) -> Ranks:
    """Ranks of figures drawn from independent normal distributions around the estimates.

    `estimates` and their standard `errors`: one a unit, at least 2; errors not below 0. The bounds hold `covered` of
    the simulated ranks in the middle. Read them as what the figures say after shrinking; for unshrunk estimates
    `pairwise` has the coverage that it promises. Units alike in a draw are placed in a random order.
    """
    found, error = estimated(estimates, errors)
    if draws < 100:
        raise refused("Too few draws for an interval.", f"{draws}", "at least 100")
    rng, tail = np.random.default_rng(seed), (1 - between(covered, 0, 1, "covered")) / 2
    drawn = found + error * rng.standard_normal((draws, len(found)))
    order = np.lexsort((rng.random(drawn.shape), drawn), axis=1)
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(1, len(found) + 1)[None, :], axis=1)
    low = np.quantile(place, tail, axis=0, method="inverted_cdf").astype(np.int64)
    high = np.quantile(place, 1 - tail, axis=0, method="inverted_cdf").astype(np.int64)
    quarter = (place - 1) * 4 // len(found)
    chances = np.column_stack([(quarter == n).mean(axis=0) for n in range(4)])
    return ranks(found, low, high, chances, labels)


def pairwise(
    estimates: ArrayLike,
    errors: ArrayLike,
    *,
    covered: float = 0.95,
    cover: str = "each",
    draws: int = DRAWS,
    seed: int = 0,
    labels: Sequence[str] | None = None,
) -> Ranks:
    """Confidence sets of ranks: 1 + units surely smaller, up to all - units surely greater.

    A unit is surely smaller when the difference is larger than the `covered` quantile of the greatest standardised
    difference under chance (independent normal estimates): of one unit with all others (`cover`="each", right for
    one unit that was chosen beforehand), or of all pairs ("all", right for the whole list at once). Single step.
    """
    found, error = estimated(estimates, errors)
    one_of(cover, ("each", "all"), "cover")
    between(covered, 0, 1, "covered")
    if draws < 100:
        raise refused("Too few draws for a critical value.", f"{draws}", "at least 100")
    noise = error * np.random.default_rng(seed).standard_normal((draws, len(found)))
    largest = np.column_stack([greatest(unit, noise, error) for unit in range(len(found))])
    if cover == "all":
        largest[:] = largest.max(axis=1, keepdims=True)
    critical = np.quantile(largest, covered, axis=0)
    apart = found[:, None] - found
    needed = critical[:, None] * np.hypot(error[:, None], error)
    low = 1 + (apart > needed).sum(axis=1)
    high = len(found) - (-apart > needed).sum(axis=1)
    return ranks(found, low, high, np.full((len(found), 4), np.nan), labels)


def greatest(unit: int, noise: Floats, error: Floats) -> Floats:
    """Of each draw, the greatest absolute standardised difference of the unit from any other."""
    scale = np.hypot(error[unit], error)
    apart = np.abs(noise[:, [unit]] - noise)
    return np.divide(apart, scale, out=np.zeros_like(apart), where=scale > 0).max(axis=1)


def estimated(estimates: ArrayLike, errors: ArrayLike) -> tuple[Floats, Floats]:
    found, error = numbers(estimates, "estimates", fewest=2), numbers(errors, "errors", fewest=2, least=0)
    alike(estimates=found, errors=error)
    return found, error


def ranks(
    found: Floats, low: Integers, high: Integers, quartiles: Floats, labels: Sequence[str] | None
) -> Ranks:
    below, alike_or_below = (found[:, None] > found).sum(axis=1), (found[:, None] >= found).sum(axis=1)
    nothing = (low == 1) & (high == len(found))
    return Ranks(
        labels=named(labels, len(found)),
        rank=(below + 1 + alike_or_below) / 2,
        lower=low,
        upper=high,
        quartiles=quartiles,
        status=tuple("says nothing" if one else "ok" for one in nothing),
    )
