"""Between-unit variance as a single number, for comparison: what most published meta-analyses do.

DerSimonian and Laird (1986, Controlled Clinical Trials 7:177-188), and restricted maximum likelihood (Viechtbauer
2005, Journal of Educational and Behavioral Statistics 30:261-293). Intervals built on them ignore the doubt about tau.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

from openefficiency.stats.arrays import alike, numbers, refused

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlugIn:
    """`tau2` and `mu` with its standard error `mu_se`; Cochran's `q`; shrunken `mean` and `sd` of each unit."""

    tau2: float
    mu: float
    mu_se: float
    q: float
    mean: Floats
    sd: Floats
    llf: float


def dersimonian_laird(estimates: ArrayLike, standard_errors: ArrayLike) -> PlugIn:
    """The spread that makes Cochran's Q what it is expected to be; 0 where Q is below its degrees of freedom."""
    y, v = given(estimates, standard_errors)
    w = 1 / v
    q = float(w @ (y - w @ y / w.sum()) ** 2)
    tau2 = max(0.0, (q - (len(y) - 1)) / (w.sum() - (w @ w) / w.sum()))
    return plugged(y, v, tau2, q)


def reml(estimates: ArrayLike, standard_errors: ArrayLike) -> PlugIn:
    """The spread that makes the estimates likeliest, with the mean integrated out."""
    y, v = given(estimates, standard_errors)
    w = 1 / v
    widest = 10 * (np.ptp(y) + np.sqrt(v.max()))
    # Looked for everywhere first: the likelihood may have a local top.
    places = widest * np.linspace(0, 1, 400) ** 2
    values = [restricted(y, v, place**2) for place in places]
    best = int(np.argmax(values))
    bounds = (places[max(best - 1, 0)], places[min(best + 1, 399)])
    found = minimize_scalar(
        lambda tau: -restricted(y, v, tau**2),
        bounds=bounds,
        method="bounded",
        options={"xatol": 1e-12 * widest},
    )
    tau2 = float(found.x**2) if -found.fun > restricted(y, v, 0.0) else 0.0
    return plugged(y, v, tau2, float(w @ (y - w @ y / w.sum()) ** 2))


def restricted(y: Floats, v: Floats, tau2: float) -> float:
    w = 1 / (v + tau2)
    mu = w @ y / w.sum()
    free = (len(y) - 1) * np.log(2 * np.pi)
    return float(0.5 * (np.log(w).sum() - np.log(w.sum()) - w @ (y - mu) ** 2 - free))


def plugged(y: Floats, v: Floats, tau2: float, q: float) -> PlugIn:
    w = 1 / (v + tau2)
    mu, mu_variance = float(w @ y / w.sum()), 1 / w.sum()
    kept = tau2 * w
    sd = np.sqrt(kept * v + (1 - kept) ** 2 * mu_variance)
    return PlugIn(tau2, mu, float(np.sqrt(mu_variance)), q, mu + kept * (y - mu), sd, restricted(y, v, tau2))


def given(estimates: ArrayLike, standard_errors: ArrayLike) -> tuple[Floats, Floats]:
    y, se = numbers(estimates, "estimates", fewest=2), numbers(standard_errors, "standard_errors", fewest=2)
    alike(estimates=y, standard_errors=se)
    if se.min() <= 0:
        raise refused(
            "A standard error is not above 0.", f"{se.min():g}", "a positive error for every estimate"
        )
    return y, se**2
