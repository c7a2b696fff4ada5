"""What a comparison claims, tried on invented systems whose truth is known.

In each system 60 organisations have a true level, and four years of figures that scatter about it. What is said of the
last year is held against the truth.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from openefficiency.compare.comparison import COVERED, Comparison, Signal
from openefficiency.compare.with_peers import with_peers
from openefficiency.measures.measure import Measure
from openefficiency.measures.result import COLUMNS, ORIGIN_COLUMNS, Result

ORGANISATIONS, YEARS, LAST = 60, 4, "2023/24"
LEVEL, NOISE, SPREAD = 3_500.0, 0.05, 0.12
# The rule of a criticised tool: a saving is whatever lies between an organisation and the best five of its ten peers.
PEERS, BEST = 10, 5


@dataclass(frozen=True)
class Claim:
    """What is claimed, what was found, and between which ends it has to lie."""

    claim: str
    found: float
    low: float
    high: float
    systems: int

    @property
    def holds(self) -> bool:
        return self.low <= self.found <= self.high


@dataclass(frozen=True)
class System:
    """One invented system: true levels, figures, and what the comparison said of them."""

    truth: dict[str, float]
    said: dict[str, Comparison]


def claims(measure: Measure, *, seed: int = 1, systems: int = 200) -> list[Claim]:
    """Each claim with what `systems` invented systems say to it; the same seed says the same."""
    different = [invent(measure, np.random.default_rng([seed, 0, n]), SPREAD) for n in range(systems)]
    alike = [invent(measure, np.random.default_rng([seed, 1, n]), 0.0) for n in range(systems)]
    return [
        Claim(f"{COVERED:.0%} intervals cover the true gap", share(different, covers), 0.77, 0.83, systems),
        Claim("called worse where nobody differs", share(alike, called_worse), 0.0, 0.05, systems),
        Claim(
            "the same by the naive rule (above the mean of the best five of ten peers by more than 5%)",
            share(alike, called_naively),
            0.0,
            1.0,
            systems,
        ),
        Claim(
            "called worse who truly is, by 20% or more", share(different, finds_the_worst), 0.9, 1.0, systems
        ),
    ]


def invent(measure: Measure, rng: np.random.Generator, spread: float) -> System:
    distances = rng.normal(0, spread, ORGANISATIONS)
    names = [f"Z{number:02d}" for number in range(ORGANISATIONS)]
    figures = LEVEL * np.exp(distances[:, None] + rng.normal(0, NOISE, (ORGANISATIONS, YEARS)))
    said = with_peers(
        as_result(measure, names, figures),
        LAST,
        type_of=lambda name, year: "acute non-specialist",
        name_of=lambda name, year: name,
    )
    truth = dict(zip(names, (LEVEL * np.exp(distances)).tolist(), strict=True))
    return System(truth, {one.organisation: one for one in said})


def as_result(measure: Measure, names: list[str], figures: np.ndarray) -> Result:
    """The figures as the door would hand them over."""
    last = int(LAST[:4])
    years = [f"{last - back}/{(last - back + 1) % 100:02d}" for back in reversed(range(YEARS))]
    keys = [
        (name, year, float(figures[n, y])) for n, name in enumerate(names) for y, year in enumerate(years)
    ]
    rows = [
        dict.fromkeys(COLUMNS)
        | {"organisation": name, "year": year, "value": value, "basis": "simulation", "flags": []}
        for name, year, value in keys
    ]
    origins = [
        dict.fromkeys(ORIGIN_COLUMNS) | {"organisation": name, "year": year, "part": "simulation"}
        for name, year, _ in keys
    ]
    return Result(measure, pl.DataFrame(rows, schema=COLUMNS), pl.DataFrame(origins, schema=ORIGIN_COLUMNS))


Verdict = Callable[[System, str], bool | None]


def share(systems: list[System], verdict: Verdict) -> float:
    """How often a verdict is yes, of all organisations that it speaks about."""
    told = [said for one in systems for name in one.said if (said := verdict(one, name)) is not None]
    return sum(told) / len(told)


def covers(system: System, name: str) -> bool | None:
    one = system.said[name]
    if one.low is None or one.high is None:
        return None
    return one.low <= true_gap(system, name) <= one.high


def true_gap(system: System, name: str) -> float:
    others = [value for other, value in system.truth.items() if other != name]
    return system.truth[name] - float(np.median(others))


def called_worse(system: System, name: str) -> bool:
    return system.said[name].signal is Signal.WORSE


def called_naively(system: System, name: str) -> bool:
    place = list(system.said).index(name)
    neighbours = [list(system.said)[(place + step) % len(system.said)] for step in range(1, PEERS + 1)]
    best = sorted(system.said[other].value for other in neighbours)[:BEST]
    return system.said[name].value > math.exp(NOISE) * sum(best) / BEST


def finds_the_worst(system: System, name: str) -> bool | None:
    truly = system.truth[name] >= 1.2 * float(np.median(list(system.truth.values())))
    return called_worse(system, name) if truly else None
