"""Truncated regression as published: Tobin's data and 958 Japanese hospitals (data/methods/S11)."""

import csv
import json

import numpy as np
import pytest

from openefficiency.stats import dea, truncated

pytestmark = pytest.mark.published


@pytest.fixture
def case(published):
    return json.loads((published / "methods" / "S11_truncated_regression.json").read_text("utf-8"))


def test_durable_goods_of_tobin(case):
    rows, expected = np.array(case["data"]["tobin"]), case["expected"]["tobin"]
    found = truncated.fit(rows[:, 0], np.c_[np.ones(len(rows)), rows[:, 1:]])

    # The published coefficients stop short of the top, on a flat ridge: ours lie 1.5e-4 away and 2e-8 higher.
    assert found.params == pytest.approx(expected["coef"], rel=2e-4)
    assert expected["ll"] < found.llf < expected["ll"] + 1e-6
    assert found.gradient < 1e-8


def test_inefficiency_of_958_hospitals_and_examinations(case, published):
    with (published / "methods" / "D11_japan_hospitals.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    columns = [
        [float(row[one]) for row in rows] for one in ("labor", "capital", "inpatients", "outpatients", "z1")
    ]
    labor, capital, inpatients, outpatients, examinations = map(np.array, columns)
    delta = dea.efficiency(np.c_[labor, capital], np.c_[inpatients, outpatients]).phi
    inside = delta > 1 + 1e-9
    z = np.c_[np.ones(inside.sum()), examinations[inside]]
    found = truncated.fit(delta[inside], z, point=1.0)

    expected = case["expected"]["hospital"]
    assert found.nobs == expected["n"]
    assert found.params == pytest.approx(expected["coef"], rel=1e-6)
    assert found.llf == pytest.approx(expected["ll"], abs=1e-6)
