"""Compare organisations with the frontier: every estimator side by side, and how little they agree.

A test of method, not of trusts (method decision M13): scores carry no £ and set no requirement.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from openefficiency.stats import dea, sfa

Floats = NDArray[np.float64]
REPLICATES = 500
CONFIDENCE = 0.8
MISSING = float("nan")


@dataclass(frozen=True)
class Method:
    """One estimator's scores (1 is on the frontier), with intervals where it gives them."""

    name: str
    scores: Floats
    low: Floats
    high: Floats
    status: str


@dataclass(frozen=True)
class Frontier:
    """Scores by method; ranks agreeing by pair of methods; what of the scatter is noise, where a method tells."""

    organisations: tuple[str, ...]
    methods: tuple[Method, ...]
    agreement: dict[tuple[str, str], float]
    noise_share: float | None

    def overlapping(self, method: Method) -> float:
        """The share of organisations whose interval overlaps that of the middle one."""
        middle = int(np.argsort(method.scores)[len(method.scores) // 2])
        overlaps = (method.low <= method.high[middle]) & (method.high >= method.low[middle])
        return float(overlaps.mean())


def with_frontier(
    organisations: tuple[str, ...], cost: Floats, outputs: Floats, *, seed: int = 0
) -> Frontier:
    """Cost (n) and outputs (n x k), all above 0, of at least as many organisations as the methods need."""
    bootstrap = dea.bootstrap(
        cost[:, None], outputs, replicates=REPLICATES, confidence=CONFIDENCE, seed=seed, threads=1
    )
    variable = Method(
        "DEA, variable returns, corrected for bias",
        np.asarray(bootstrap),
        bootstrap.lower,
        bootstrap.upper,
        "ok",
    )
    constant = plain(
        "DEA, constant returns", np.asarray(dea.efficiency(cost[:, None], outputs, returns="constant"))
    )
    fitted = sfa.fit(np.log(cost), np.column_stack([np.ones(len(cost)), np.log(outputs)]))
    interval = fitted.interval(CONFIDENCE)
    stochastic = Method(
        "SFA, half normal", fitted.efficiency, interval[:, 0], interval[:, 1], str(fitted.status)
    )
    methods = (variable, constant, corrected_least_squares(cost, outputs), stochastic)
    return Frontier(
        organisations, methods, agreement(methods), fitted.noise_share if fitted.status == "ok" else None
    )


def corrected_least_squares(cost: Floats, outputs: Floats) -> Method:
    """The cheapest residual is the frontier: all of the scatter is called inefficiency, and none of it noise."""
    x = np.column_stack([np.ones(len(cost)), np.log(outputs)])
    residuals = np.log(cost) - x @ np.linalg.lstsq(x, np.log(cost), rcond=None)[0]
    return plain("Corrected least squares", np.exp(residuals.min() - residuals))


def plain(name: str, scores: Floats) -> Method:
    nothing = np.full(len(scores), MISSING)
    return Method(name, scores, nothing, nothing, "ok, without interval")


def agreement(methods: tuple[Method, ...]) -> dict[tuple[str, str], float]:
    """Spearman's rank correlation of every two methods that have scores."""
    scored = [method for method in methods if np.isfinite(method.scores).all()]
    return {
        (one.name, other.name): float(spearmanr(one.scores, other.scores).statistic)
        for place, one in enumerate(scored)
        for other in scored[place + 1 :]
    }
