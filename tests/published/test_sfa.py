"""Stochastic frontiers against what was published, and against maxima found with other code."""

import csv
import json

import numpy as np
import pytest

from openefficiency.stats import sfa

pytestmark = pytest.mark.published


@pytest.fixture
def case(published):
    """case('S02_rice'): the columns of a data set, as numbers by name."""

    def read(name):
        with (published / "methods" / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}

    return read


@pytest.fixture
def expected(published):
    return lambda name: json.loads((published / "methods" / f"{name}.json").read_text("utf-8"))["expected"]


@pytest.fixture
def rice(case):
    data = case("S02_rice")
    logs = [np.log(data[name]) for name in ("AREA", "LABOR", "NPK")]
    z = np.column_stack([data["EDYRS"], data["BANRAT"]])
    return np.log(data["PROD"]), np.column_stack([np.ones(344), *logs]), data["FMERCODE"], data["YEARDUM"], z


def test_the_example_of_frontier_4_1(case):
    # Coelli (1996), CEPA Working Paper 96/07, first example.
    data = case("S01_front41")
    x = np.column_stack([np.ones(60), np.log(data["capital"]), np.log(data["labour"])])
    found = sfa.fit(np.log(data["output"]), x, cost=False)

    v2, u2 = np.exp(found.params[-2:])
    assert found.params[:3] == pytest.approx([0.56161963, 0.28110205, 0.53647981], abs=5e-6)
    assert (v2 + u2, u2 / (v2 + u2)) == pytest.approx((0.21700046, 0.79720730), abs=1e-5)
    # FRONTIER works with a normal distribution function of few digits.
    assert found.llf == pytest.approx(-17.027229, abs=2e-5)
    assert found.efficiency.mean() == pytest.approx(0.74056772, abs=1e-5)
    assert found.no_inefficiency()[0] == pytest.approx(2.8392402, abs=1e-4)


RICE = {
    "bc92_hn_timeinv": ("pitt_lee", "half_normal", -86.430),
    "bc92_hn_timevar": ("battese_coelli_1992", "half_normal", -84.550),
    "bc92_tn_timeinv": ("pitt_lee", "truncated_normal", -86.343),
    "bc92_tn_timevar": ("battese_coelli_1992", "truncated_normal", -84.407),
}


def agrees(found, name, expected):
    """The exact log-likelihood within 1e-6, and R's coefficients, variances and mean efficiency."""
    by_r = expected["R_frontier"][name]
    assert found.status is sfa.Status.OK
    assert found.llf == pytest.approx(expected["exact_loglik"][name], abs=1e-6)
    assert found.params[:4] == pytest.approx(by_r["beta"], abs=5e-5)
    v2, u2 = np.exp(found.params[4:6])
    assert (v2 + u2, u2 / (v2 + u2)) == pytest.approx((by_r["sigmaSq"], by_r["gamma"]), abs=1e-3)
    assert found.efficiency.mean() == pytest.approx(by_r["mean_te"], abs=5e-5)
    for parameter in ("mu", "eta"):
        if parameter in by_r:
            place = found.param_names.index(parameter)
            assert found.params[place] == pytest.approx(by_r[parameter], abs=5e-4)


def test_rice_pooled(rice, expected):
    y, x, *_ = rice

    agrees(sfa.fit(y, x, cost=False), "pooled_hn", expected("S02_rice_bc92_bc95"))


@pytest.mark.parametrize("name", RICE)
def test_rice_with_inefficiency_that_farms_keep(rice, expected, name):
    y, x, farm, year, _ = rice
    model, distribution, published_llf = RICE[name]
    found = sfa.fit_panel(y, x, farm, year, model=model, distribution=distribution, cost=False)

    assert found.llf == pytest.approx(published_llf, abs=6e-4)
    agrees(found, name, expected("S02_rice_bc92_bc95"))


@pytest.mark.parametrize("name", ["bc95_zint", "bc95_nozint"])
def test_rice_with_determinants_of_inefficiency(rice, expected, name):
    y, x, farm, year, z = rice
    z = np.column_stack([np.ones(344), z]) if name == "bc95_zint" else z
    wanted = expected("S02_rice_bc92_bc95")
    found = sfa.fit_panel(y, x, farm, year, model="battese_coelli_1995", determinants=z, cost=False)

    agrees(found, name, wanted)
    assert found.params[6:] == pytest.approx(wanted["R_frontier"][name]["delta"], abs=2e-4)


def test_rice_with_random_effects_is_certified_by_a_second_rule(rice):
    y, x, farm, year, _ = rice
    found = sfa.fit_panel(y, x, farm, year, model="true_random_effects", cost=False)

    # The pooled model is this one with no random effect.
    assert found.status is sfa.Status.OK and found.integration_gap < 1e-6
    assert found.llf > sfa.fit(y, x, cost=False).llf


def test_rice_with_fixed_effects_is_named_for_what_it_is(rice):
    y, x, farm, year, _ = rice
    found = sfa.fit_panel(y, x[:, 1:], farm, year, model="true_fixed_effects", cost=False)

    assert found.status is sfa.Status.NO_NOISE
    assert np.isnan(found.efficiency).all()


@pytest.mark.parametrize("distribution", ["half_normal", "exponential"])
def test_electricity_of_christensen_and_greene(case, expected, distribution):
    data, wanted = case("S07_electricity"), expected("S07_christensen_greene")[distribution]
    x = np.column_stack([data[name] for name in ("const", "x1", "x2", "x3", "x4")])
    found = sfa.fit(data["y"], x, distribution=distribution)

    assert found.llf == pytest.approx(wanted["ll"], abs=1e-5)
    assert found.params[:5] == pytest.approx(wanted["x"][:5], abs=1e-4)


def test_the_truncated_normal_has_no_maximum_on_electricity(case):
    data = case("S07_electricity")
    x = np.column_stack([data[name] for name in ("const", "x1", "x2", "x3", "x4")])

    assert sfa.fit(data["y"], x, distribution="truncated_normal").status is sfa.Status.NO_MAXIMUM


def test_raw_electricity_gives_the_log_likelihood_of_greene(case):
    # Log cost and prices over the price of fuel; log output and half its square (Greene, 1990).
    data = case("S09_electricity_raw")
    logs = {name: np.log(data[name]) for name in ("cost", "output", "lprice", "cprice", "fprice")}
    x = np.column_stack(
        [
            np.ones(123), logs["output"], logs["output"] ** 2 / 2,
            logs["lprice"] - logs["fprice"], logs["cprice"] - logs["fprice"],
        ]
    )  # fmt: skip
    y = logs["cost"] - logs["fprice"]

    assert sfa.fit(y, x).llf == pytest.approx(66.864907, abs=1e-4)
    assert sfa.fit(y, x, distribution="exponential").llf == pytest.approx(67.960884, abs=1e-4)


@pytest.fixture
def steam(case):
    data = case("S08_utility")
    relative = [np.log(data[name] / data["wf"]) for name in ("wl", "wk")]
    x = np.column_stack([np.ones(791), np.log(data["y"]), *relative])
    return np.log(data["tc"] / data["wf"]), x, np.column_stack([np.ones(791), data["regu"]])


def test_steam_plants_whose_inefficiency_varies_more_under_regulation(steam, expected):
    y, x, z = steam
    wanted = expected("S08_utility_heteroscedastic")["hn_uhet"]
    found = sfa.fit(y, x, inefficiency=z)

    assert found.llf == pytest.approx(wanted["ll"], abs=1e-4)
    assert found.params == pytest.approx([*wanted["beta"], wanted["Zv"], *wanted["Zu"]], abs=6e-4)
    assert found.bse[:4] == pytest.approx(wanted["se"], abs=2e-3)
    assert found.efficiency.mean() == pytest.approx(wanted["te_bc_mean"], abs=6e-4)
    assert found.efficiency_jlms.mean() == pytest.approx(wanted["te_jlms_mean"], abs=6e-4)
    assert found.interval().mean(axis=0) == pytest.approx((wanted["te_bc_lb_mean"], wanted["te_bc_ub_mean"]), abs=6e-4)  # fmt: skip


def test_steam_plants_whose_mean_inefficiency_follows_regulation(steam, expected):
    y, x, z = steam
    wanted = expected("S08_utility_heteroscedastic")["tn_muhet"]
    found = sfa.fit(y, x, distribution="truncated_normal", mean=z)

    assert found.llf == pytest.approx(wanted["ll"], abs=1e-4)
    assert found.params == pytest.approx(
        [*wanted["beta"], wanted["Zv"], wanted["Zu"], *wanted["Zmu"]], abs=6e-4
    )
    assert found.efficiency.mean() == pytest.approx(wanted["te_bc_mean"], abs=6e-4)
