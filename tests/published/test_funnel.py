"""FunnelPlotR 0.6.0: Poisson limits of its tests, and overdispersion of 130 simulated providers (SHMI, CQC, proportions)."""

import json

import numpy as np
import pytest

from openefficiency.stats import funnel

pytestmark = pytest.mark.published
MODES = {"SHMI": ("log", "truncated"), "CQC": ("sqrt", "winsorised")}


@pytest.fixture
def expected(published):
    return json.loads((published / "methods" / "F01_funnel_limits_overdispersion.json").read_text())[
        "expected"
    ]


def test_poisson_limits_are_those_of_its_tests(expected):
    said = expected["poisson_published"]
    found = funnel.limits(said["E"])

    assert found.lower == pytest.approx(np.column_stack([said["ll95"], said["ll998"]]), abs=5e-7)
    assert found.upper == pytest.approx(np.column_stack([said["ul95"], said["ul998"]]), abs=5e-7)


def test_poisson_limits_are_those_it_gives_for_small_and_large_units(expected):
    rows = expected["od"]["poisson"]
    found = funnel.limits([row["number_seq"] for row in rows])

    assert found.lower == pytest.approx(np.array([[row["ll95"], row["ll998"]] for row in rows]), abs=5e-7)
    assert found.upper == pytest.approx(np.array([[row["ul95"], row["ul998"]] for row in rows]), abs=5e-7)


@pytest.mark.parametrize("mode", MODES)
def test_overdispersion_is_that_of_the_package(expected, mode):
    given, said, (transform, trimming) = expected["od"], expected["od"][mode], MODES[mode]
    found = funnel.dispersion(
        given["numerator"], given["denominator"], transform=transform, trimming=trimming
    )

    assert (found.phi, found.tau2) == pytest.approx((said["phi"], said["tau2"]), abs=1e-9)
    assert found.units == said["n"]


@pytest.mark.parametrize("mode", MODES)
def test_limits_with_overdispersion_are_those_of_the_package(expected, mode):
    given, rows, (transform, trimming) = expected["od"], expected["od"][mode]["limits"], MODES[mode]
    spread = funnel.dispersion(
        given["numerator"], given["denominator"], transform=transform, trimming=trimming
    )
    # The package leaves its CQC limits on the root scale.
    found = funnel.spread_limits([row["number_seq"] for row in rows], spread, scaled=mode == "CQC")

    assert found.lower == pytest.approx(np.array([[row["odll95"], row["odll998"]] for row in rows]), abs=1e-6)
    assert found.upper == pytest.approx(np.array([[row["odul95"], row["odul998"]] for row in rows]), abs=1e-6)


def test_overdispersion_of_proportions_is_that_of_the_package(expected):
    given, said = expected["od"], expected["od"]["PR"]
    found = funnel.dispersion(
        given["prop_num"], given["denominator"], transform="arcsine", trimming="winsorised"
    )

    assert (found.phi, found.tau2, found.target) == pytest.approx((said["phi"], 0, said["target"]), abs=1e-9)
