"""R oaxaca vignette (Hlavac): wages of native and foreign-born workers in Chicago, three-fold and six two-fold."""

import csv
import json

import numpy as np
import pytest

from openefficiency.stats import oaxaca

pytestmark = pytest.mark.published
COLUMNS = ("age", "female", "LTHS", "some.college", "college", "advanced.degree")
WEIGHTS = {"a": "1", "b": "0", "half": "0.5", "share": "0.4309309", "neumark": "-1", "pooled": "-2"}


@pytest.fixture
def workers(published):
    with (published / "methods" / "X01_chicago.csv").open() as rows:
        whole = [row for row in csv.DictReader(rows) if not {"", "NA"} & set(row.values())]
    column = {name: np.array([float(row[name]) for row in whole]) for name in whole[0]}
    x = np.column_stack([np.ones(len(whole)), *(column[name] for name in COLUMNS)])
    return np.exp(column["ln.real.wage"]), x, column["foreign.born"]


@pytest.fixture
def expected(published):
    return json.loads((published / "methods" / "X01_oaxaca_chicago.json").read_text())["expected"]


def test_the_three_parts_are_those_of_the_vignette(workers, expected):
    found = oaxaca.three_fold(*workers)

    assert list(found.counts) == expected["n"][:2]
    assert [*found.means, found.gap] == pytest.approx(expected["y"], abs=1e-5)
    assert found.params == pytest.approx(list(expected["threefold"].values()), abs=1e-5)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_each_two_fold_is_that_of_the_vignette(workers, expected, weight):
    found = oaxaca.two_fold(*workers, weight=weight)

    assert [found.explained, found.unexplained] == pytest.approx(
        expected["twofold"][WEIGHTS[weight]], abs=1e-5
    )
