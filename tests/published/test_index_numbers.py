"""R IndexNumR (4 goods, 12 periods); growth published by York CHE (PMC5396367), ONS (FYE 2019, 2022) and NHS England."""

import csv
import json

import numpy as np
import pytest

from openefficiency.stats import index_numbers as indices

pytestmark = pytest.mark.published
BASES = {"first": "fixedbase", "previous": "pop", "chained": "chained"}


@pytest.fixture
def goods(published):
    """Prices and quantities, period x good."""
    tables = np.zeros((2, 12, 4))
    with (published / "methods" / "I02_ces_sigma_2.csv").open() as rows:
        for row in csv.DictReader(rows):
            at = int(row["time"]) - 1, int(row["prodID"]) - 1
            tables[0][at], tables[1][at] = float(row["prices"]), float(row["quantities"])
    return tables


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", ["laspeyres", "paasche", "fisher", "tornqvist"])
def test_every_index_is_that_of_the_package(published, goods, name, base):
    said = json.loads((published / "methods" / "I02_indexnumr_ces.json").read_text())["expected"]["price"]

    found = getattr(indices, name)(*goods, base=base)
    assert found == pytest.approx(np.array(said[f"{name}_{BASES[base]}"]), abs=1e-7)


@pytest.mark.parametrize(
    ("output", "used", "productivity", "places"),
    [
        # York: 1998/99 to 2013/14; ONS England: FYE 2019, not quality adjusted; FYE 2022, quality adjusted.
        (0.8896, 0.8158, 0.0407, 4),
        (0.018, 0.027, -0.009, 3),
        (0.196, -0.006, 0.203, 3),
    ],
)
def test_growth_of_york_and_ons_is_output_divided_by_input(output, used, productivity, places):
    found = indices.productivity_growth(output, used)[0]

    # Published parts are rounded, so that the last place may move by one.
    assert found == pytest.approx(productivity, abs=1.01 * 10**-places)


@pytest.mark.parametrize(
    ("output", "used", "productivity"),
    [(0.045703, 0.016416, 0.028814), (0.227092, 0.074504, 0.142008), (-0.015746, 0.050394, -0.062967)],
)
def test_growth_of_trusts_is_that_of_nhs_england(output, used, productivity):
    assert indices.productivity_growth(output, used)[0] == pytest.approx(productivity, abs=1.5e-6)
