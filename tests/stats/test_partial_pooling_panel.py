"""Pooling a panel: against plain matrices, statsmodels' MixedLM, the one-way method, and the invented truth."""

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from openefficiency.errors import StatisticsError
from openefficiency.stats import partial_pooling
from openefficiency.stats.partial_pooling_crossed import of_sums, solve
from openefficiency.stats.partial_pooling_panel import checked, find_top, spreads


def panel(organisations=60, areas=12, years=5, seed=0, rest=2.0):
    rng = np.random.default_rng(seed)
    organisation, year = np.repeat(np.arange(organisations), years), np.tile(np.arange(years), organisations)
    area = organisation % areas
    level = 100 + rng.normal(0, 3, areas)[np.arange(organisations) % areas] + rng.normal(0, 5, organisations)
    truth = level[organisation] + rng.normal(0, 1, years)[year] + rng.normal(0, rest, len(year))
    errors = rng.uniform(2, 4, len(year))
    return truth + rng.normal(0, errors), errors, organisation, area, year, truth, level


def test_the_algebra_is_that_of_plain_matrices():
    values, errors, organisation, area, year, _, _ = panel(9, 3, 4)
    area = (area + (year == 3)) % 3  # Two areas for each: crossed, not nested.
    rows, _, _ = checked(values, errors, organisation, area, year)
    tau = np.array([0.7, 0.4, 0.3, 0.5])

    # The same by the whole covariance of all rows.
    same = [np.equal.outer(one, one) for one in (organisation, area, year)]
    truth = sum(spread**2 * one for spread, one in zip(tau, same, strict=False))
    inverse = np.linalg.inv(truth + np.diag(rows.se**2 + tau[3] ** 2))
    one = np.ones(len(values))
    precision = one @ inverse @ one
    mu = one @ inverse @ rows.y / precision
    left = rows.y - mu
    log_det = np.linalg.slogdet(inverse)[1] - np.log(precision)
    found = solve(rows, tau)
    means, variances = of_sums(found, rows.organisation, rows.columns)
    doubt = one - truth @ inverse @ one

    assert found.log_likelihood == pytest.approx(
        0.5 * (log_det - left @ inverse @ left - (len(values) - 1) * np.log(2 * np.pi))
    )
    assert means == pytest.approx(mu + truth @ inverse @ left)
    assert variances == pytest.approx(
        np.diag(truth - truth @ inverse @ truth + np.outer(doubt, doubt) / precision)
    )


def test_a_spread_of_exactly_0_is_no_trouble():
    values, errors, organisation, area, year, _, _ = panel(9, 3, 4)
    rows, _, _ = checked(values, errors, organisation, area, year)

    nothing, nearly = (solve(rows, np.array([at, at, at, 0.5])) for at in (0.0, 1e-7))
    assert nothing.log_likelihood == pytest.approx(nearly.log_likelihood)


def test_the_likelihood_has_the_top_that_mixed_lm_finds():
    values, _, organisation, *_ = panel(80, 8, 5, seed=3)
    nearly_none = np.full(len(values), 1e-3)
    rows, _, units = checked(values, nearly_none, organisation, None, None)
    theirs = MixedLM(values, np.ones(len(values)), groups=organisation).fit(reml=True)

    top = find_top(lambda logs: solve(rows, spreads(logs, [0, 3])).log_likelihood, 2)
    spread, rest = np.exp(top.at) * units.unit
    assert spread**2 == pytest.approx(float(theirs.cov_re[0, 0]), rel=1e-3)
    assert rest**2 == pytest.approx(theirs.scale, rel=1e-3)
    assert top.height - (len(values) - 1) * np.log(units.unit) == pytest.approx(theirs.llf, abs=1e-3)


def test_without_area_and_year_and_repeats_it_is_the_one_way_answer():
    rng = np.random.default_rng(1)
    errors = rng.uniform(1, 2, 40)
    values = rng.normal(0, 2, 40) + rng.normal(0, errors)
    found = partial_pooling.fit_panel(values, errors, list(range(100, 140)), prior_scale=3.0)
    plain = partial_pooling.fit(values, errors, prior="half_cauchy", prior_scale=3.0)

    assert found.components == ("organisation",)
    assert found.organisations.mean == pytest.approx(plain.mean, abs=0.01)
    assert found.organisations.sd == pytest.approx(plain.sd, rel=0.01)
    assert found.params == pytest.approx(plain.params, rel=0.05, abs=0.02)


def test_intervals_of_levels_and_rows_cover_the_invented_truth():
    inside, rows_inside = [], []
    for seed in range(6):
        values, errors, organisation, area, year, truth, level = panel(seed=seed)
        # Codes of one length, so that their order as names is that of numbers.
        names = [f"R{one:03}" for one in organisation]
        found = partial_pooling.fit_panel(values, errors, names, area, year)
        ends, row_ends = found.organisations.interval(0.8), found.rows.interval(0.8)
        inside.append(np.mean((ends[:, 0] < level) & (level < ends[:, 1])))
        rows_inside.append(np.mean((row_ends[:, 0] < truth) & (truth < row_ends[:, 1])))

    # Levels of one panel share the doubt about the years, so they cover or miss together.
    assert np.mean(inside) == pytest.approx(0.8, abs=0.08)
    assert np.mean(rows_inside) == pytest.approx(0.8, abs=0.03)


def test_spreads_are_near_those_invented_and_two_grids_agree():
    values, errors, organisation, area, year, _, _ = panel(200, 40)
    found = partial_pooling.fit_panel(values, errors, organisation, area, year)

    assert found.components == ("organisation", "area", "year", "rest")
    assert (np.abs(found.params[[1, 2, 4]] - [5, 3, 2]) < 3 * found.bse[[1, 2, 4]]).all()
    assert found.certificate < 0.05 and set(found.status) == {"ok"}
    low, high = found.conf_int().T
    assert (low < found.params).all() and (found.params < high).all() and "rest" in found.summary()


def test_the_order_of_the_rows_does_not_matter():
    values, errors, organisation, area, year, _, _ = panel(20, 4, 5)
    order = np.random.default_rng(2).permutation(len(values))
    plain = partial_pooling.fit_panel(values, errors, organisation, area, year)
    mixed = partial_pooling.fit_panel(*(one[order] for one in (values, errors, organisation, area, year)))

    assert mixed.organisations.labels == plain.organisations.labels
    assert mixed.organisations.mean == pytest.approx(plain.organisations.mean, abs=1e-3)
    assert mixed.rows.mean == pytest.approx(plain.rows.mean[order], abs=1e-3)


def test_identical_values_are_no_trouble():
    found = partial_pooling.fit_panel(np.ones(10), np.full(10, 0.1), list(range(10)))

    assert found.organisations.mean == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "errors", "organisation", "year"),
    [
        ([1, 2, np.nan], [1, 1, 1], "abc", None),
        ([1, 2, 3], [1, 1, 0], "abc", None),
        ([1, 2, 3], [1, 1, 1], "abb", [1, 1, 2]),
        ([1, 2, 3, 4], [1, 1, 1, 1], "abcc", [1, 1, 1, 1]),
        ([1, 2, 3], [1, 1, 1], "ab", None),
        ([1, 2], [1, 1], "ab", None),
    ],
)
def test_what_cannot_be_pooled_is_refused_in_three_parts(values, errors, organisation, year):
    with pytest.raises(StatisticsError, match=r"(?s)given:.*possible:"):
        partial_pooling.fit_panel(values, errors, organisation, None, year)
