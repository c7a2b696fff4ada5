"""NHSRplotthedots 0.2.2 (NHS England's rules): its vignette, its snapshots, five A&E departments, 40 simulated series."""

import json

import numpy as np
import pytest

from openefficiency.stats import spc

pytestmark = pytest.mark.published


def series(cases):
    """(values, what the package says, how it was asked), for every chart of the case file."""
    one, snap = cases["vignette"], cases["snap"]
    yield one["y"], one["screen"], {"better": "higher"}
    yield one["y"], one["noscreen"], {"screened": False, "better": "higher"}
    yield snap["y1"], snap["r1"], {"better": "higher"}
    yield snap["y2"], snap["r2"], {"better": "higher"}
    yield snap["y2"], snap["r3"], {"screened": False, "better": "higher"}
    yield snap["y1"], snap["fix12"], {"baseline": 12, "better": "higher"}
    for name, case in cases.items():
        if name.startswith("ae_"):
            yield case["attendances"], case["att"], {"better": "lower"}
            yield case["attendances"], case["att_noscreen"], {"screened": False, "better": "lower"}
            yield case["perf"], case["perf_spc"], {"better": "higher"}
        if name.startswith("sim"):
            yield case["y"], case["r"], {"better": "higher" if case["dir"] > 0 else "lower"}


@pytest.fixture
def case(published):
    return json.loads((published / "methods" / "P01_plotthedots.json").read_text())


def test_every_one_of_1616_points_has_the_label_and_the_kind_of_the_package(case):
    labels, kinds = [], []
    for values, said, asked in series(case["expected"]["cases"]):
        found = spc.chart(values, **asked)
        labels += zip(found.causes, said["special"], strict=True)
        kinds += zip(found.point_types, said["point_type"], strict=True)

    assert len(labels) == 1616
    assert [pair for pair in labels if pair[0] != pair[1]] == []
    assert [pair for pair in kinds if pair[0] != pair[1]] == []


def test_every_limit_is_that_of_the_package(case):
    for values, said, asked in series(case["expected"]["cases"]):
        found = spc.chart(values, **asked)
        assert np.array([found.lower[0], found.centre[0], found.upper[0]]) == pytest.approx(
            [said["lpl"], said["mean"], said["upl"]], abs=1e-6
        )


def test_the_limits_of_the_vignette_are_those_it_prints(case):
    said, values = case["expected"]["published"], case["expected"]["cases"]["vignette"]["y"]
    screened, excel = spc.limits(values), spc.limits(values, screened=False)

    assert [screened.upper, screened.centre, screened.lower] == pytest.approx(
        said["vignette_screened"], abs=0.005
    )
    assert [excel.upper, excel.centre, excel.lower] == pytest.approx(said["vignette_excel"], abs=0.005)
