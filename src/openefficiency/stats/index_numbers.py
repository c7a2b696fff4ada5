"""Index numbers: how much prices, or quantities, changed when many things changed differently.

ILO and others, Consumer Price Index Manual (2020), chapters 1 and 8; Fisher (1922), The Making of Index Numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from openefficiency.stats.arrays import Floats, alike, named, numbers, one_of, refused

BASES = ("first", "previous", "chained")


def laspeyres(prices: ArrayLike, quantities: ArrayLike, *, base: str = "first") -> Floats:
    """Index of each period with the weights of the earlier one; the first period is 1.

    `prices`, `quantities`: period x thing, not below 0. `base`: "first" compares each period with the first,
    "previous" with the one before, "chained" multiplies those. An index of quantities is the same with the two
    swapped: laspeyres(activity, unit_costs) is cost-weighted activity (York, ONS). Raises StatisticsError on
    missing, infinite or negative numbers, and where a weight adds up to 0.
    """
    return index(laspeyres_link, prices, quantities, base)


def paasche(prices: ArrayLike, quantities: ArrayLike, *, base: str = "first") -> Floats:
    """Index of each period with the weights of the later one; otherwise as `laspeyres`."""
    return index(paasche_link, prices, quantities, base)


def fisher(prices: ArrayLike, quantities: ArrayLike, *, base: str = "first") -> Floats:
    """Geometric mean of Laspeyres and Paasche (Fisher 1922); otherwise as `laspeyres`."""
    return index(fisher_link, prices, quantities, base)


def tornqvist(prices: ArrayLike, quantities: ArrayLike, *, base: str = "first") -> Floats:
    """Geometric mean of price ratios, weighted by the mean of both periods' shares (Törnqvist 1936).

    Prices must be above 0, of things without quantity too; otherwise as `laspeyres`.
    """
    return index(tornqvist_link, prices, quantities, base)


Link = Callable[[Floats, Floats, Floats, Floats], float]


def index(link: Link, prices: ArrayLike, quantities: ArrayLike, base: str) -> Floats:
    price = numbers(prices, "prices", dimensions=2, least=0)
    quantity = numbers(quantities, "quantities", dimensions=2, least=0)
    alike(prices=price, quantities=quantity)
    one_of(base, BASES, "base")
    links = [1.0]
    for now in range(1, len(price)):
        then = 0 if base == "first" else now - 1
        links.append(link(price[then], price[now], quantity[then], quantity[now]))
    return chained(links) if base == "chained" else np.array(links)


def laspeyres_link(p0: Floats, p1: Floats, q0: Floats, q1: Floats) -> float:
    return divided(float(p1 @ q0), float(p0 @ q0))


def paasche_link(p0: Floats, p1: Floats, q0: Floats, q1: Floats) -> float:
    return divided(float(p1 @ q1), float(p0 @ q1))


def fisher_link(p0: Floats, p1: Floats, q0: Floats, q1: Floats) -> float:
    return float(np.sqrt(laspeyres_link(p0, p1, q0, q1) * paasche_link(p0, p1, q0, q1)))


def tornqvist_link(p0: Floats, p1: Floats, q0: Floats, q1: Floats) -> float:
    if min(p0.min(), p1.min()) <= 0:
        raise refused("A price of 0 has no logarithm.", "a price of 0", "prices above 0, or fisher")
    before, after = (p * q * divided(1, float(p @ q)) for p, q in ((p0, q0), (p1, q1)))
    return float(np.exp((before + after) / 2 @ np.log(p1 / p0)))


def divided(top: float, bottom: float) -> float:
    if bottom == 0:
        raise refused(
            "An index cannot be divided by nothing.", "a period worth 0", "periods with something in them"
        )
    return float(top / bottom)


def chained(links: ArrayLike) -> Floats:
    """Links between neighbours (the first is usually 1) multiplied into one index."""
    found = numbers(links, "links", least=0)
    return np.cumprod(found, dtype=np.float64)


def productivity_growth(output_growth: ArrayLike, input_growth: ArrayLike) -> Floats:
    """(1 + growth of output) / (1 + growth of input) - 1, in shares: 0.02 is 2% (York; NHS England)."""
    output = numbers(np.atleast_1d(output_growth), "output_growth", least=-1)
    used = numbers(np.atleast_1d(input_growth), "input_growth")
    alike(output_growth=output, input_growth=used)
    if used.min() <= -1:
        raise refused("Input fell to nothing.", f"{used.min():g}", "growth above -1")
    return (1 + output) / (1 + used) - 1


@dataclass(frozen=True, eq=False)
class Revisions:
    """How each period's figure moved between its first and its latest vintage, in the unit of the figures.

    `status` of a period: "ok", "one vintage" or "never published" (NaN). `mean` and `mean_absolute` are over the
    periods that are "ok"; `mean_error` is the standard error of `mean`, periods taken as independent (NaN for one).
    """

    labels: tuple[str, ...]
    first: Floats
    latest: Floats
    revision: Floats
    status: tuple[str, ...]
    mean: float
    mean_absolute: float
    mean_error: float


def revisions(vintages: ArrayLike, *, labels: Sequence[str] | None = None) -> Revisions:
    """First and latest figure of each period, and what was revised (McKenzie and Gamba, OECD 2008).

    `vintages`: vintage x period, oldest vintage first; NaN (and only here) says that a vintage has no such period.
    """
    found = numbers(vintages, "vintages", dimensions=2, holes=True)
    held = ~np.isnan(found)
    count, column = held.sum(axis=0), np.arange(found.shape[1])
    first = found[held.argmax(axis=0), column]
    latest = found[len(found) - 1 - held[::-1].argmax(axis=0), column]
    moved = (latest - first)[count > 1]
    none = not len(moved)
    return Revisions(
        labels=named(labels, found.shape[1], of="periods"),
        first=first,
        latest=latest,
        revision=np.where(count > 1, latest - first, np.nan),
        status=tuple(map(str, np.select([count == 0, count == 1], ["never published", "one vintage"], "ok"))),
        mean=np.nan if none else float(moved.mean()),
        mean_absolute=np.nan if none else float(np.abs(moved).mean()),
        mean_error=float(moved.std(ddof=1) / np.sqrt(len(moved))) if len(moved) > 1 else np.nan,
    )
