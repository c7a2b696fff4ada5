"""Funnel plots: how far a unit's figure may lie from the target through chance, and through ordinary variation.

Spiegelhalter (2005), Statistics in Medicine 24:1185; overdispersion as in Spiegelhalter et al. (2012), J R Stat Soc A
175:1, in the two settings of use: SHMI (log, a tenth truncated at each end) and CQC (root, a tenth winsorised).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from openefficiency.stats.arrays import Floats, alike, between, named, numbers, one_of, refused

COVERED = (0.95, 0.998)
TRIM = 0.1
Flags = NDArray[np.bool_]
# Below this many units a dispersion says more about chance than about the units.
FEWEST_FOR_DISPERSION = 10


@dataclass(frozen=True, eq=False)
class Limits:
    """Limits of each unit, one column a cover, on the scale of the figure (ratio or proportion)."""

    labels: tuple[str, ...]
    covered: tuple[float, ...]
    target: float
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Dispersion:
    """How much more units differ than chance allows.

    `phi`: mean square of the trimmed z-scores (1 is chance alone). `tau2`: variance between units on the scale of
    `transform`. `units`: how many z-scores counted. `status`: "ok", "none" (tau2 is 0), or "few units".
    """

    phi: float
    tau2: float
    units: int
    target: float
    transform: str
    status: str


@dataclass(frozen=True, eq=False)
class Funnel:
    """Each unit with its figure, z-scores (plain, and with overdispersion), limits and place.

    `place` of a unit is "above", "below" or "within" the widest limits; `status` says "ok" or "no events".
    """

    values: Floats
    z: Floats
    adjusted_z: Floats
    limits: Limits
    dispersion: Dispersion
    place: tuple[str, ...]
    status: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """A transform that makes the spread depend on size alone: value, back again, standard error from the size."""

    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    error: Callable[[Floats, float], Floats]


SCALES = {
    "log": Scale(np.log, np.exp, lambda size, target: 1 / np.sqrt(size * target)),
    "sqrt": Scale(np.sqrt, lambda y: np.maximum(y, 0) ** 2, lambda size, target: 1 / (2 * np.sqrt(size))),
    "arcsine": Scale(
        lambda p: np.arcsin(np.sqrt(p)),
        lambda y: np.sin(np.clip(y, 0, np.pi / 2)) ** 2,
        lambda size, target: 1 / (2 * np.sqrt(size)),
    ),
}


def limits(
    size: ArrayLike,
    *,
    family: str = "poisson",
    target: float = 1.0,
    covered: Sequence[float] = COVERED,
    method: str = "gamma",
    labels: Sequence[str] | None = None,
) -> Limits:
    """Limits of chance alone, for units of these sizes.

    `size`: expected events ("poisson", the figure is observed / expected), patients ("binomial", a proportion), or
    1 / variance of the figure ("normal"); above 0. `method` is for "poisson": "gamma" (exact, by the chi-squared
    distribution, as published by FunnelPlotR) or "interpolated" (Spiegelhalter 2005, appendix), which "binomial"
    always uses. Limits of a proportion stay within 0 to 1, of a ratio at or above 0.
    """
    found, tails = positive(size, "size"), tails_of(covered)
    one_of(family, tuple(FAMILIES), "family")
    one_of(method, ("gamma", "interpolated"), "method")
    check_target(target, proportion=family == "binomial", anything=family == "normal")
    edge = FAMILIES[family] if family != "poisson" else POISSON[method]
    lower = np.column_stack([edge(found, target, tail) for tail in tails])
    upper = np.column_stack([edge(found, target, 1 - tail) for tail in tails])
    return Limits(named(labels, len(found)), tuple(map(float, covered)), float(target), lower, upper)


def gamma_edge(expected: Floats, target: float, p: float) -> Floats:
    """Events of a chi-squared limit over those expected: 2 E degrees of freedom below, 2 (E + 1) above."""
    events = expected * target
    freedom = 2 * events if p < 0.5 else 2 * (events + 1)
    return stats.chi2.ppf(p, freedom) / 2 / expected


def poisson_edge(expected: Floats, target: float, p: float) -> Floats:
    return interpolated(stats.poisson(expected * target), p) / expected


def binomial_edge(patients: Floats, target: float, p: float) -> Floats:
    if np.any(patients != np.round(patients)):
        raise refused(
            "Patients are not whole.", f"{patients[patients % 1 > 0][0]:g}", "whole numbers of at least 1"
        )
    return np.minimum(interpolated(stats.binom(patients, target), p) / patients, 1)


def normal_edge(precision: Floats, target: float, p: float) -> Floats:
    return target + stats.norm.ppf(p) / np.sqrt(precision)


def interpolated(counts: stats.rv_discrete, p: float) -> Floats:
    """The count at which a line through the steps of the distribution reaches p (Spiegelhalter 2005, appendix)."""
    first = counts.ppf(p)
    reached, before = counts.cdf(first), counts.cdf(first - 1)
    return np.maximum(first - (reached - p) / (reached - before), 0)


POISSON = {"gamma": gamma_edge, "interpolated": poisson_edge}
FAMILIES = {"poisson": gamma_edge, "binomial": binomial_edge, "normal": normal_edge}


def dispersion(
    observed: ArrayLike,
    size: ArrayLike,
    *,
    transform: str = "log",
    trimming: str = "truncated",
    trim: float = TRIM,
    target: float | None = None,
) -> Dispersion:
    """Overdispersion by the moments of trimmed z-scores (Spiegelhalter et al. 2012, after DerSimonian and Laird).

    SHMI is transform="log", trimming="truncated"; CQC is "sqrt", "winsorised"; proportions use "arcsine". `trim` is
    left out or pulled in at each end; trimming="none" keeps all. `target`: 1 for ratios and the overall proportion
    for "arcsine" unless given. Units without events have no logarithm and are refused there.
    """
    z, error, aim = scored(observed, size, transform, target)
    one_of(trimming, tuple(TRIMMING), "trimming")
    kept, counted = TRIMMING[trimming](z, between(trim, 0, 0.5, "trim"))
    count, phi = len(kept), float(np.mean(kept**2))
    weight = 1 / error[counted] ** 2
    below = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = max(0.0, float((count * phi - (count - 1)) / below)) if below > 0 else 0.0
    status = "few units" if count < FEWEST_FOR_DISPERSION else "ok" if tau2 > 0 else "none"
    return Dispersion(phi, tau2, count, aim, transform, status)


def scored(
    observed: ArrayLike, size: ArrayLike, transform: str, target: float | None
) -> tuple[Floats, Floats, float]:
    """z-score and standard error of each unit on the scale of `transform`, and the target."""
    one_of(transform, tuple(SCALES), "transform")
    events, found = numbers(observed, "observed", fewest=2, least=0), positive(size, "size")
    alike(observed=events, size=found)
    proportion = transform == "arcsine"
    if proportion and np.any(events > found):
        raise refused("More events than patients.", f"{events[events > found][0]:g}", "observed up to size")
    if transform == "log" and np.any(events == 0):
        raise refused(
            "A unit without events has no logarithm.",
            f"{(events == 0).sum()} units without events",
            "leave them out, or use transform='sqrt'",
        )
    aim = float(events.sum() / found.sum()) if proportion and target is None else target
    aim = 1.0 if aim is None else check_target(aim, proportion=proportion)
    scale = SCALES[transform]
    error = scale.error(found, aim)
    return (scale.there(events / found) - scale.there(np.array(aim))) / error, error, aim


def truncated(z: Floats, trim: float) -> tuple[Floats, Flags]:
    """Without the first and the last of 1 / trim bins of ranks (SHMI)."""
    bins = 1 / trim
    place = np.floor(stats.rankdata(z) * bins / (len(z) + 1))
    counted = (place > 0) & (place < bins - 1)
    assert counted.any(), "the middle rank always lies in a middle bin"
    return z[counted], counted


def winsorised(z: Floats, trim: float) -> tuple[Floats, Flags]:
    """With the ends pulled in to the quantiles at trim and 1 - trim (linear interpolation; CQC)."""
    return np.clip(z, *np.quantile(z, [trim, 1 - trim])), np.ones(len(z), dtype=bool)


def whole(z: Floats, trim: float) -> tuple[Floats, Flags]:
    return z, np.ones(len(z), dtype=bool)


TRIMMING = {"truncated": truncated, "winsorised": winsorised, "none": whole}


def spread_limits(
    size: ArrayLike,
    spread: Dispersion,
    *,
    model: str = "additive",
    covered: Sequence[float] = COVERED,
    scaled: bool = False,
    labels: Sequence[str] | None = None,
) -> Limits:
    """Limits of chance and ordinary variation together, by "additive" tau2 or "multiplicative" phi.

    phi below 1 is taken as 1: limits never become narrower than chance. `scaled=True` leaves them on the scale of
    the transform, as FunnelPlotR gives its CQC limits (1 ± z s); without it ours are squared back.
    """
    found, tails = positive(size, "size"), tails_of(covered)
    scale, middle = SCALES[spread.transform], SCALES[spread.transform].there(np.array(spread.target))
    error = widened(scale.error(found, spread.target), spread, model)
    z = stats.norm.ppf(np.array(tails))
    back = (lambda y: y) if scaled else scale.back
    return Limits(
        named(labels, len(found)),
        tuple(map(float, covered)),
        spread.target,
        back(middle + np.outer(error, z)),
        back(middle - np.outer(error, z)),
    )


def widened(error: Floats, spread: Dispersion, model: str) -> Floats:
    one_of(model, ("additive", "multiplicative"), "model")
    if model == "additive":
        return np.sqrt(error**2 + spread.tau2)
    return error * np.sqrt(max(1.0, spread.phi))


def funnel(
    observed: ArrayLike,
    size: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    transform: str = "log",
    trimming: str = "truncated",
    model: str = "additive",
    covered: Sequence[float] = COVERED,
) -> Funnel:
    """The whole funnel of ratios or proportions: `dispersion`, `spread_limits` and where each unit lies."""
    z, error, _ = scored(observed, size, transform, None)
    spread = dispersion(observed, size, transform=transform, trimming=trimming)
    within = spread_limits(size, spread, model=model, covered=covered, labels=labels)
    events = np.asarray(observed, dtype=np.float64)
    values = events / np.asarray(size, dtype=np.float64)
    low, high = within.lower.min(axis=1), within.upper.max(axis=1)
    return Funnel(
        values=values,
        z=z,
        adjusted_z=z * error / widened(error, spread, model),
        limits=within,
        dispersion=spread,
        place=tuple(
            str(word) for word in np.select([values < low, values > high], ["below", "above"], "within")
        ),
        status=tuple("ok" if count else "no events" for count in events),
    )


def positive(values: ArrayLike, name: str) -> Floats:
    found = numbers(values, name)
    if found.min() <= 0:
        raise refused(f"'{name}' is not above 0.", f"{found.min():g}", "leave out units of no size")
    return found


def tails_of(covered: Sequence[float]) -> list[float]:
    """The probability left below each cover."""
    if not len(covered):
        raise refused("No cover is asked for.", "none", "covers between 0 and 1, such as 0.95")
    return [(1 - between(cover, 0, 1, "covered")) / 2 for cover in covered]


def check_target(target: float, *, proportion: bool, anything: bool = False) -> float:
    if anything and np.isfinite(target):
        return float(target)
    return between(target, 0, 1 if proportion else np.inf, "target")
