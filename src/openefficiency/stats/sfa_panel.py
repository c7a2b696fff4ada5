"""Stochastic frontiers of units that are seen in several periods."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from openefficiency.stats.arrays import Floats, named, one_of, refused
from openefficiency.stats.sfa_conditional import Conditional
from openefficiency.stats.sfa_cross import Rows, fitted
from openefficiency.stats.sfa_panel_models import Panel, decaying, fixed_effects, random_effects
from openefficiency.stats.sfa_values import Fit, determined, rows_of_numbers

MODELS = (
    "pitt_lee", "battese_coelli_1992", "battese_coelli_1995", "true_random_effects", "true_fixed_effects",
)  # fmt: skip


def fit_panel(
    log_cost: ArrayLike, regressors: ArrayLike, unit: Sequence, time: Sequence, *, model: str = "pitt_lee",
    cost: bool = True, distribution: str = "half_normal", determinants: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Fit:  # fmt: skip
    """The frontier of a panel, by maximum likelihood. Rows may come in any order: they are told apart by labels.

    log_cost: one number a row, in logs (log output, with `cost=False`). regressors: rows x variables, with
    the constant (true_fixed_effects takes none: each unit has its own). unit, time: labels, one of each a
    row; time is a number. model: pitt_lee (Pitt and Lee, 1981; with `distribution="truncated_normal"` Battese
    and Coelli, 1988), battese_coelli_1992 (inefficiency drifts by exp(-eta (t - last))), battese_coelli_1995
    (its mean follows `determinants`, which bring their own constant), true_random_effects and
    true_fixed_effects (Greene, 2005). The result is as for `fit`, one row a unit and time, labelled with both.
    Raises StatisticsError where a unit has two rows of one time, and wherever `fit` does.
    """
    one_of(model, MODELS, "model")
    one_of(distribution, ("half_normal", "truncated_normal"), "distribution")
    only = {"pitt_lee": "truncated_normal", "battese_coelli_1992": "truncated_normal"}
    if distribution == "truncated_normal" and model not in only:
        raise refused(f"'{model}' has its own distribution.", distribution, "half_normal")
    if (determinants is not None) != (model == "battese_coelli_1995"):
        raise refused("'determinants' go with one model.", model, "battese_coelli_1995, which needs them")
    y = rows_of_numbers(log_cost, "log_cost")
    x = rows_of_numbers(regressors, "regressors", len(y))
    z = rows_of_numbers(determinants, "determinants", len(y))
    order, labels, times = sorted_by_label(unit, time, len(y))
    known = ~np.isnan(np.hstack([y, x, z])[order]).any(axis=1)
    kept = order[known]
    determined(x[kept], "regressors", [f"column {number}" for number in range(x.shape[1])])
    coefficients = named(names, x.shape[1], of="regressors")
    first = tuple(f"x{name}" if names is None else name for name in coefficients)
    one = np.ones((len(kept), 1))
    sign = -1 if cost else 1
    if model == "battese_coelli_1995":
        determined(z[kept], "determinants", [f"column {number}" for number in range(z.shape[1])])
        mu = tuple(f"mu_{number}" for number in range(z.shape[1]))
        rows = Rows(y[kept, 0], (x[kept], one, one, z[kept]), sign, "truncated_normal")
        all_names = (*first, "ln_sigma_v2", "ln_sigma_u2", *mu)
        return in_given_order(fitted(rows, names=all_names, known=known, labels=labels), order)
    place = np.unique([labels[at][0] for at in np.flatnonzero(known)], return_inverse=True)[1]
    rows = Rows(y[kept, 0], (x[kept], one, one), sign, "half_normal")
    panel = Panel(rows, place, times[known], first, known, labels)
    if model == "true_fixed_effects":
        return in_given_order(fixed_effects(panel), order)
    if model == "true_random_effects":
        return in_given_order(random_effects(panel), order)
    has_mu, has_eta = distribution == "truncated_normal", model == "battese_coelli_1992"
    return in_given_order(decaying(panel, has_mu=has_mu, has_eta=has_eta), order)


def sorted_by_label(unit: Sequence, time: Sequence, rows: int) -> tuple[np.ndarray, tuple, Floats]:
    """Where each row stands once sorted, and the labels and times in that order."""
    units, times = [str(one) for one in unit], rows_of_numbers(time, "time")
    if len(units) != rows or times.shape != (rows, 1) or np.isnan(times).any():
        raise refused(
            "Units or times do not name the rows.", f"{len(units)}, {times.shape}", f"{rows} of each"
        )
    pairs = list(zip(units, times[:, 0].tolist(), strict=True))
    if len(set(pairs)) < rows:
        twice = next(pair for pair in pairs if pairs.count(pair) > 1)
        raise refused("A unit has two rows of one time.", f"{twice}", "one row a unit and time")
    order = np.array(sorted(range(rows), key=pairs.__getitem__), dtype=int)
    return order, tuple(pairs[at] for at in order), times[order, 0]


def in_given_order(found: Fit, order: np.ndarray) -> Fit:
    """The rows of a result put back as they were given."""
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    place = np.cumsum(found.known)[back] - 1
    shuffled = place[found.known[back]]
    parts = found.conditional
    return replace(
        found,
        known=found.known[back], labels=tuple(found.labels[at] for at in back),
        unit_status=tuple(found.unit_status[at] for at in back), residuals=found.residuals[back],
        efficiency=found.efficiency[back], efficiency_jlms=found.efficiency_jlms[back],
        conditional=Conditional(parts.mean[shuffled], parts.spread[shuffled], parts.weights[shuffled]),
    )  # fmt: skip
