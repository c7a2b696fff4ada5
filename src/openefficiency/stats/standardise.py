"""Standardisation: what a unit would have if each group of its patients fared as in the reference.

Breslow and Day (1987), Statistical Methods in Cancer Research II, for the ratio and its exact limits; Byar's formula
is theirs too; Dobson et al. (1991), Statistics in Medicine 10:457, for limits of a direct rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from openefficiency.stats.arrays import Floats, alike, between, named, numbers, one_of, refused


@dataclass(frozen=True, eq=False)
class Ratios:
    """Observed over expected events of each unit, with limits; 1 is as in the reference.

    `status`: "ok", "no events" (the lower limit is 0) or "nothing expected" (no ratio: NaN).
    """

    labels: tuple[str, ...]
    observed: Floats
    expected: Floats
    ratio: Floats
    lower: Floats
    upper: Floats
    status: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rates:
    """Directly standardised rate of each unit, in events a person of the standard, with limits."""

    labels: tuple[str, ...]
    rate: Floats
    lower: Floats
    upper: Floats
    status: tuple[str, ...]


def expected(patients: ArrayLike, rates: ArrayLike) -> Floats:
    """Events of each unit, had its groups the reference `rates`.

    `patients`: unit x group; `rates`: events a patient in each group of the reference. Neither may be below 0.
    """
    found, rate = numbers(patients, "patients", dimensions=2, least=0), numbers(rates, "rates", least=0)
    if found.shape[1] != len(rate):
        raise refused(
            "Patients and rates have different groups.", f"{found.shape[1]} and {len(rate)}", "the same"
        )
    return found @ rate


def reference_rates(events: ArrayLike, patients: ArrayLike) -> Floats:
    """Events a patient of each group, all units (rows) together."""
    counted = numbers(events, "events", dimensions=2, least=0)
    people = numbers(patients, "patients", dimensions=2, least=0)
    alike(events=counted, patients=people)
    if np.any(people.sum(axis=0) == 0):
        raise refused(
            "A group has no patients.", f"group {int(np.argmin(people.sum(axis=0)))}", "leave it out"
        )
    return counted.sum(axis=0) / people.sum(axis=0)


def ratios(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    method: str = "exact",
    covered: float = 0.95,
    labels: Sequence[str] | None = None,
) -> Ratios:
    """Indirectly standardised ratios (SMR) with "exact" (gamma) or "byar" limits of a Poisson count.

    `observed`: events of each unit; `expected`: those of the reference, taken as known. Errors: StatisticsError for
    negative, missing or infinite numbers. Where nothing is expected the ratio is not known, and says so.
    """
    events = numbers(observed, "observed", least=0)
    likely = numbers(expected, "expected", least=0)
    alike(observed=events, expected=likely)
    low, high = COUNT_LIMITS[one_of(method, tuple(COUNT_LIMITS), "method")](events, covered)
    words = np.select([likely == 0, events == 0], ["nothing expected", "no events"], "ok")
    return Ratios(
        labels=named(labels, len(events)),
        observed=events,
        expected=likely,
        ratio=over(events, likely),
        lower=over(low, likely),
        upper=over(high, likely),
        status=tuple(map(str, words)),
    )


def over(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full(len(bottom), np.nan), where=bottom > 0)


def exact_limits(events: ArrayLike, covered: float = 0.95) -> tuple[Floats, Floats]:
    """Limits of the mean of a Poisson count, by the gamma distribution (Garwood 1936)."""
    found, tail = numbers(events, "events", least=0), (1 - between(covered, 0, 1, "covered")) / 2
    low = np.where(found > 0, stats.gamma.ppf(tail, np.maximum(found, 1e-300)), 0.0)
    return low, stats.gamma.ppf(1 - tail, found + 1)


def byar_limits(events: ArrayLike, covered: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's approximation of the exact limits; good from about 10 events."""
    found = numbers(events, "events", least=0)
    z = stats.norm.ppf((1 + between(covered, 0, 1, "covered")) / 2)
    one, more = np.maximum(found, 1), found + 1
    low = one * np.maximum(1 - 1 / (9 * one) - z / (3 * np.sqrt(one)), 0) ** 3
    return np.where(found >= 1, low, 0.0), more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


COUNT_LIMITS = {"exact": exact_limits, "byar": byar_limits}


def direct(
    events: ArrayLike,
    patients: ArrayLike,
    standard: ArrayLike,
    *,
    covered: float = 0.95,
    labels: Sequence[str] | None = None,
) -> Rates:
    """Directly standardised rates with Dobson's limits.

    `events`, `patients`: unit x group; `standard`: people of the standard in each group. A unit with an empty group
    that the standard has is "group without patients", and its rate is NaN.
    """
    counted = numbers(events, "events", dimensions=2, least=0)
    people = numbers(patients, "patients", dimensions=2, least=0)
    weight = numbers(standard, "standard", least=0)
    alike(events=counted, patients=people)
    if counted.shape[1] != len(weight) or weight.sum() == 0:
        raise refused(
            "The standard does not fit.", f"{len(weight)} groups", f"{counted.shape[1]} groups, not all 0"
        )
    weight /= weight.sum()
    full = ~np.any((people == 0) & (weight > 0), axis=1)
    per = weight / np.where(people > 0, people, 1)
    rate, variance, total = (counted * per).sum(axis=1), (counted * per**2).sum(axis=1), counted.sum(axis=1)
    low, high = exact_limits(total, covered)
    stretch = np.sqrt(np.divide(variance, total, out=np.zeros(len(total)), where=total > 0))
    # Without events the limit of the count is carried by the heaviest patient: the widest that can be.
    stretch = np.where(total > 0, stretch, per.max(axis=1))
    known = np.where(full, 1.0, np.nan)
    words = np.select([~full, total == 0], ["group without patients", "no events"], "ok")
    return Rates(
        named(labels, len(rate)),
        rate * known,
        (rate + stretch * (low - total)) * known,
        (rate + stretch * (high - total)) * known,
        tuple(map(str, words)),
    )
