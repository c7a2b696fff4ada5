"""Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.5; Viechtbauer, metafor (BCG vaccine); handbook 4.5."""

import numpy as np
import pytest

from openefficiency.stats import partial_pooling

pytestmark = pytest.mark.published

# Rubin (1981); BDA3 table 5.3: quantiles 2.5, 25, 50, 75 and 97.5% of 200 draws from the posterior.
SCHOOLS = ([28.0, 8, -3, 7, -1, 1, 18, 12], [15.0, 10, 16, 11, 9, 11, 10, 18])
TABLE_5_3_MEDIANS = [10, 8, 7, 8, 5, 6, 10, 8]

# Colditz et al. (1994), as in metafor's dat.bcg: cases and others, vaccinated; cases and others, not vaccinated.
BCG = np.array(
    [
        [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761],
        [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232],
        [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
    ],
    float,
)  # fmt: skip


def bcg():
    case, other, case0, other0 = BCG.T
    ratio = np.log(case / (case + other) / (case0 / (case0 + other0)))
    return ratio, np.sqrt(1 / case - 1 / (case + other) + 1 / case0 - 1 / (case0 + other0))


def test_eight_schools_have_the_medians_of_the_textbook():
    found = partial_pooling.fit(*SCHOOLS)

    # 200 draws of a posterior with standard deviation 6 to 8: the error of a printed median is about 0.7.
    assert found.units.quantile(0.5) == pytest.approx(TABLE_5_3_MEDIANS, abs=1.0)


def test_bcg_by_reml_is_what_metafor_prints():
    found = partial_pooling.reml(*bcg())

    # tau^2 0.3132, estimate -0.7145 (se 0.1798), Q(df = 12) = 152.2330.
    assert (found.tau2, found.mu, found.mu_se) == pytest.approx((0.3132, -0.7145, 0.1798), abs=5e-5)
    assert found.q == pytest.approx(152.2330, abs=5e-5)


def test_bcg_by_dersimonian_and_laird_is_what_metafor_and_stata_print():
    found = partial_pooling.dersimonian_laird(*bcg())

    assert (found.tau2, found.mu) == pytest.approx((0.3088, -0.7141), abs=5e-5)
    ends = found.mu + 1.959964 * found.mu_se * np.array([-1, 1])
    assert ends == pytest.approx([-1.0644, -0.3638], abs=5e-5)


def two_hundred_providers():
    """The draw of the handbook's comparison (methods 4.5)."""
    rng = np.random.default_rng(3)
    expected = np.exp(rng.normal(5, 0.8, 200))
    effects = rng.normal(0.02, 0.15, 200)
    return rng.poisson(expected * np.exp(effects)), expected


def test_200_providers_as_the_samplers_have_them():
    found = partial_pooling.fit_counts(*two_hundred_providers())

    # Own earlier quadrature 0.2268 (0.0317); PyMC 0.2275 (0.0319), numpyro 0.2271 (0.0320), lme4 0.2272.
    assert found.effect[0] == pytest.approx(0.2268, abs=5e-4)
    assert found.effect_sd[0] == pytest.approx(0.0317, abs=3e-4)
    assert found.certificate < 1e-9


def test_200_providers_by_dersimonian_and_laird():
    counts, expected = two_hundred_providers()
    found = partial_pooling.dersimonian_laird(np.log(counts / expected), expected**-0.5)

    assert (found.mean[0], found.sd[0]) == pytest.approx((0.224, 0.035), abs=5e-4)
