"""Stochastic frontiers: how much of each unit's distance from the frontier is inefficiency, and how much noise.

Aigner, Lovell and Schmidt (1977), Meeusen and van den Broeck (1977); the panel models are in `sfa_panel`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from openefficiency.stats.arrays import Floats, named, one_of, refused
from openefficiency.stats.sfa_cross import Rows, fitted
from openefficiency.stats.sfa_densities import DENSITIES
from openefficiency.stats.sfa_panel import fit_panel
from openefficiency.stats.sfa_values import Fit, Status, determined, rows_of_numbers

__all__ = ["Fit", "Status", "bootstrap", "fit", "fit_panel"]


def fit(
    log_cost: ArrayLike, regressors: ArrayLike, *, distribution: str = "half_normal", cost: bool = True,
    noise: ArrayLike | None = None, inefficiency: ArrayLike | None = None, mean: ArrayLike | None = None,
    names: Sequence[str] | None = None, labels: Sequence[str] | None = None,
) -> Fit:  # fmt: skip
    """The frontier that explains `log_cost` best (log output, with `cost=False`), by maximum likelihood.

    log_cost: one number a row, in logs. regressors: rows x variables, among them the constant, if there is
    to be one: none is added. distribution: half_normal (Aigner, Lovell and Schmidt, 1977), truncated_normal
    (Stevenson, 1980) or exponential (Meeusen and van den Broeck, 1977). noise, inefficiency, mean: covariates,
    with their own constant, of ln sigma_v^2, ln sigma_u^2 (Caudill, Ford and Gropper, 1995) and of mu
    (Kumbhakar, Ghosh and McGuckin, 1991; truncated_normal only).

    A row with a missing number is left out and flagged. Wrong skew, a likelihood without a maximum and one
    without noise give their names as `status` and no efficiency. Raises StatisticsError for columns that
    cannot be told apart, infinite numbers and wrong shapes.
    """
    one_of(distribution, tuple(DENSITIES), "distribution")
    y = rows_of_numbers(log_cost, "log_cost")
    if y.shape[1] != 1:
        raise refused("'log_cost' has the wrong shape.", f"{y.shape}", "one number a row")
    if mean is not None and distribution != "truncated_normal":
        raise refused("Only the truncated normal has a mean.", distribution, "truncated_normal")
    given = {"regressors": regressors, "noise": noise, "inefficiency": inefficiency}
    given |= {"mean": mean} if distribution == "truncated_normal" else {}
    blocks = {name: rows_of_numbers(values, name, len(y)) for name, values in given.items()}
    known = np.asarray(~np.isnan(np.hstack([y, *blocks.values()])).any(axis=1))
    all_names = parameter_names(blocks, names)
    for name, block in blocks.items():
        determined(block[known], name, [f"column {number}" for number in range(block.shape[1])])
    if known.sum() <= len(all_names):
        raise refused("There are too few rows.", f"{known.sum()} known", f"more than {len(all_names)}")
    rows = Rows(y[known, 0], tuple(b[known] for b in blocks.values()), -1 if cost else 1, distribution)
    return fitted(rows, names=all_names, known=known, labels=named(labels, len(y)))


def parameter_names(blocks: dict[str, Floats], names: Sequence[str] | None) -> tuple[str, ...]:
    first = named(names, blocks["regressors"].shape[1], of="regressors")
    found = [f"x{name}" if names is None else name for name in first]
    called = {"noise": "ln_sigma_v2", "inefficiency": "ln_sigma_u2", "mean": "mu"}
    for block, name in called.items():
        if block in blocks:
            width = blocks[block].shape[1]
            found += [name] if width == 1 else [f"{name}_{number}" for number in range(width)]
    return tuple(found)


def bootstrap(
    found: Fit, regressors: ArrayLike, *, distribution: str = "half_normal", cost: bool = True,
    replicates: int = 200, seed: int = 0,
) -> Floats:  # fmt: skip
    """Replicates x parameters: the frontier fitted again to data drawn from it (parametric bootstrap).

    For fits without covariates of half_normal and exponential. The same seed gives the same numbers. A
    replicate with wrong skew keeps its place: its ln_sigma_u2 is then very low.
    """
    one_of(distribution, ("half_normal", "exponential"), "distribution")
    x = rows_of_numbers(regressors, "regressors")[found.known]
    if len(found.params) != x.shape[1] + 2 or found.status is not Status.OK:
        raise refused("This fit cannot be drawn from.", f"{found.status}, {found.param_names}", "an ok fit")
    v, u = np.exp(found.params[-2:] / 2)
    draws = []
    for stream in np.random.SeedSequence(seed).spawn(replicates):
        rng = np.random.default_rng(stream)
        pull = (
            rng.exponential(u, len(x)) if distribution == "exponential" else np.abs(rng.normal(0, u, len(x)))
        )
        y = x @ found.params[:-2] + rng.normal(0, v, len(x)) + (pull if cost else -pull)
        draws.append(fit(y, x, distribution=distribution, cost=cost).params)
    return np.array(draws)
