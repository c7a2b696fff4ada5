"""Does partial pooling keep its word? Invented gaps whose truth is known, and what the method says of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openefficiency.stats import agreement, partial_pooling

Floats = NDArray[np.float64]
UNITS = 150
SPREAD = 0.05
# Standard errors of 3 to 5%: the noise of a yearly unit cost.
ERRORS = (0.03, 0.05)
COVERED = 0.8


@dataclass(frozen=True)
class Kept:
    """Means over replicates of (units x) figures; gaps are shares of cost, 0.01 being 1%.

    `coverage` of 80% intervals; the true, the expected (ours) and the naive max(0, gap as seen) excess where gaps
    are real (`true`, `ours`, `naive`) and where there are none (`ours_of_none`, `naive_of_none`); of the gaps graded
    A, the share (`a_holds`) whose sign was right, and how many there were (`a_given`).
    """

    replicates: int
    coverage: float
    true: float
    ours: float
    naive: float
    ours_of_none: float
    naive_of_none: float
    a_holds: float
    a_given: int


def simulate(seed: int, replicates: int) -> Kept:
    """Repeat with a generator of its own for each replicate: the order in which they run changes nothing."""
    seeds = np.random.SeedSequence(seed).spawn(replicates)
    rows = np.array([one(np.random.default_rng(seed)) for seed in seeds])
    means = rows.mean(axis=0)
    given, held = rows[:, 6].sum(), rows[:, 7].sum()
    coverage, true, ours, naive, ours_of_none, naive_of_none = means[:6].tolist()
    return Kept(
        replicates=replicates,
        coverage=coverage,
        true=true,
        ours=ours,
        naive=naive,
        ours_of_none=ours_of_none,
        naive_of_none=naive_of_none,
        a_holds=float(held / given) if given else np.nan,
        a_given=int(given),
    )


def one(rng: np.random.Generator) -> list[float]:
    errors = rng.uniform(*ERRORS, UNITS)
    noise = rng.normal(0, errors)
    truth = rng.normal(0, SPREAD, UNITS)
    pooled = partial_pooling.fit(truth + noise, errors)
    ends = pooled.interval(COVERED)
    none = partial_pooling.fit(noise, errors)
    inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
    return [
        inside.mean(),
        excess(truth),
        pooled.expected_excess(0.0).mean.mean(),
        excess(truth + noise),
        none.expected_excess(0.0).mean.mean(),
        excess(noise),
        *graded(rng),
    ]


def excess(gaps: Floats) -> float:
    return float(np.maximum(gaps, 0).mean())


def graded(rng: np.random.Generator, gaps: int = 20) -> tuple[int, int]:
    """How many of these gaps, each estimated from three collections, are graded A; and of those, how many rightly."""
    given = held = 0
    for truth in rng.normal(0, SPREAD, gaps):
        errors = rng.uniform(*ERRORS, 3)
        seen = agreement.agree(truth + rng.normal(0, errors), errors, collections=[{"a"}, {"b"}, {"c"}])
        if seen.grade is agreement.Grade.A:
            given += 1
            held += bool(np.sign(seen.combined.estimate) == np.sign(truth))
    return given, held
