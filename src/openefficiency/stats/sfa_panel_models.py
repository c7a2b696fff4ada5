"""The fits of panel models whose rows are not independent, or have a level of their own."""

from dataclasses import dataclass, replace

import numpy as np

from openefficiency.stats.arrays import Floats, refused
from openefficiency.stats.sfa_cross import NEXT_TO_NO_NOISE, NOTHING_GAINED, Rows, finished, fitted
from openefficiency.stats.sfa_decay import Decay
from openefficiency.stats.sfa_maximise import Maximum, best_of, maximise, nearly, with_differences
from openefficiency.stats.sfa_random_effect import RandomEffect, gauss_hermite, trapezoid
from openefficiency.stats.sfa_values import Fit, Status, determined

# How far two rules of integration may differ in the log-likelihood, and the rules that are tried.
AGREED = 1e-6
NODES = (24, 64, 128)
# A mean this many sigma_u below 0 is on its way to minus infinity.
WITHOUT_BOUND = -30.0


@dataclass(frozen=True, eq=False)
class Panel:
    """Known rows, sorted by unit and time; `known` and `labels` are of all rows in that order."""

    rows: Rows
    place: np.ndarray
    times: Floats
    first: tuple[str, ...]
    known: np.ndarray
    labels: tuple

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.first, "ln_sigma_v2", "ln_sigma_u2")


def named_status(found: Maximum, without: float, noise_share: float) -> Status:
    if found.value <= without + NOTHING_GAINED:
        return Status.WRONG_SKEW
    if noise_share < NEXT_TO_NO_NOISE:
        return Status.NO_NOISE
    return Status.OK if found.converged else Status.NOT_CONVERGED


def decaying(panel: Panel, *, has_mu: bool, has_eta: bool) -> Fit:
    """Pitt-Lee and Battese-Coelli 1992, from several starts."""
    if has_eta and np.ptp(panel.times) == 0:
        raise refused("There is only one period.", f"{panel.times[0]:g}", "two periods or more, or pitt_lee")
    model = Decay(panel.rows, panel.place, panel.times - panel.times.max(), has_mu, has_eta)
    starts = list(model.starts())
    found = best_of(with_differences(model.score), starts)
    without, share = panel.rows.least_squares()[2], model.noise_share(found.params)
    status = named_status(found, without, share)
    _, _, c, mu, _ = model.read(found.params)
    if status is Status.OK and mu * np.exp(-c / 2) < WITHOUT_BOUND:
        status = Status.NO_MAXIMUM
    return finished(
        found, names=(*panel.names, *["mu"] * has_mu, *["eta"] * has_eta), status=status,
        conditional=model.conditional(found.params), residuals=residuals(panel, found), known=panel.known,
        labels=panel.labels, without=without, restrictions=1 + has_mu + has_eta, noise_share=share,
        starts=len(starts),
    )  # fmt: skip


def random_effects(panel: Panel) -> Fit:
    """With more nodes until another rule of integration agrees at the maximum."""
    first = np.flatnonzero(np.diff(panel.place, prepend=-1))
    for nodes in NODES:
        model = RandomEffect(panel.rows, panel.place, first, gauss_hermite(nodes))
        starts = [nearly(model.score, start) for start in model.starts()]
        highest = max(starts, key=lambda start: model.score(start)[0])
        found = maximise(with_differences(model.score), highest)
        other = replace(model, rule=trapezoid()).score(found.params)[0]
        if abs(other - found.value) < AGREED:
            break
    plain = maximise(with_differences(model.plain_score), np.delete(found.params, -2))
    status = named_status(found, plain.value, model.noise_share(found.params))
    if abs(other - found.value) >= AGREED:
        status = Status.NOT_CERTAIN
    params = np.append(found.params[:-1], abs(found.params[-1]))
    turned = np.ones(len(params))
    turned[-1] = -1.0 if found.params[-1] < 0 else 1.0
    found = found._replace(
        params=params, gradient=found.gradient * turned, hessian=found.hessian * np.outer(turned, turned)
    )
    return finished(
        found, names=(*panel.names, "sigma_r"), status=status, conditional=model.conditional(params),
        residuals=residuals(panel, found), known=panel.known, labels=panel.labels, without=plain.value,
        restrictions=1, noise_share=model.noise_share(params), starts=len(starts),
        gap=abs(other - found.value),
    )  # fmt: skip


def fixed_effects(panel: Panel) -> Fit:
    """A level for each unit, as columns; said to be biased, because each is known from its own periods only."""
    units = [panel.labels[at][0] for at in np.flatnonzero(panel.known)]
    levels = (panel.place[:, None] == np.arange(panel.place.max() + 1)).astype(float)
    x = np.hstack([panel.rows.x, levels])
    names = (*panel.first, *(f"level_{name}" for name in dict.fromkeys(units)))
    determined(
        np.hstack([levels, panel.rows.x]), "regressors and levels", (*names[len(panel.first) :], *panel.first)
    )
    if len(x) <= x.shape[1] + 2:
        raise refused("There are too few rows.", f"{len(x)} known", f"more than {x.shape[1] + 2}")
    rows = Rows(panel.rows.y, (x, *panel.rows.blocks[1:]), panel.rows.sign, "half_normal")
    all_names = (*names, "ln_sigma_v2", "ln_sigma_u2")
    found = fitted(rows, names=all_names, known=panel.known, labels=panel.labels)
    if found.status is not Status.OK:
        return found
    flagged = tuple(Status.INCIDENTAL if one is Status.OK else one for one in found.unit_status)
    return replace(found, status=Status.INCIDENTAL, unit_status=flagged)


def residuals(panel: Panel, found: Maximum) -> Floats:
    return panel.rows.y - panel.rows.x @ found.params[: panel.rows.x.shape[1]]
