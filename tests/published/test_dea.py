"""Published efficiency scores: the cases of data/methods, each with its source inside."""

import csv
import json

import numpy as np
import pytest
from scipy.optimize import linprog

from openefficiency.stats import dea, productivity
from openefficiency.stats.dea_values import Status

pytestmark = pytest.mark.published

RETURNS = {
    "crs": "constant",
    "vrs": "variable",
    "drs": "non_increasing",
    "nirs": "non_increasing",
    "irs": "non_decreasing",
}


@pytest.fixture
def case(published):
    return lambda name: json.loads((published / "methods" / name).read_text("utf-8"))


@pytest.fixture
def columns(published):
    def read(name, *wanted):
        with (published / "methods" / name).open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        return np.array([[float(row[one]) for one in wanted] for row in rows])

    return read


def as_efficiency(expected, orientation):
    """The files give phi for outputs; None where there is no answer."""
    scores = np.array(expected, dtype=float)
    return 1 / scores if orientation.startswith("out") else scores


def test_eleven_units_of_fried_lovell_and_schmidt(case):
    found = case("D02_fls11.json")
    rows, expected = np.array(found["data"]["rows"]), found["expected"]
    inputs, outputs = rows[:, :2], rows[:, 2:]

    for short in ("crs", "vrs"):
        asked = {"returns": RETURNS[short]}
        for orientation in ("in", "out"):
            score = dea.efficiency(inputs, outputs, orientation=f"{orientation}put", **asked)
            assert score == pytest.approx(
                as_efficiency(expected[f"{short}_{orientation}"], orientation), abs=1e-9
            )
            left = dea.slacks(inputs, outputs, orientation=f"{orientation}put", **asked)
            assert left.inputs == pytest.approx(np.array(expected[f"slackX_{short}_{orientation}"]), abs=1e-8)
        assert dea.additive(inputs, outputs, **asked).total == pytest.approx(
            expected[f"additive_{short}"], abs=1e-8
        )
        own = dea.additive(inputs, outputs, worth="own", **asked)
        assert own.total == pytest.approx(expected[f"mip_{short}"], abs=1e-8)
    assert dea.slacks(inputs, outputs).outputs[:, 0] == pytest.approx(expected["slackY_vrs_in"], abs=1e-8)
    assert dea.additive(inputs, outputs, worth="range").total == pytest.approx(expected["ram_vrs"], abs=1e-8)
    assert dea.free_disposal(inputs, outputs) == pytest.approx(expected["fdh_in"], abs=1e-8)


@pytest.mark.parametrize("short", ["crs", "vrs", "drs", "irs"])
@pytest.mark.parametrize("orientation", ["in", "out"])
def test_seventy_sites_of_charnes_cooper_and_rhodes(case, columns, short, orientation):
    expected = case("D09_charnes1981_pft.json")["expected"]
    inputs = columns("D09_charnes1981.csv", "x1", "x2", "x3", "x4", "x5")
    outputs = columns("D09_charnes1981.csv", "y1", "y2", "y3")
    asked = {"orientation": f"{orientation}put", "returns": RETURNS[short]}

    score = dea.efficiency(inputs, outputs, **asked)
    assert score == pytest.approx(as_efficiency(expected[f"{orientation}_{short}"], orientation), abs=1e-9)
    beyond = dea.super_efficiency(inputs, outputs, **asked)
    wanted = as_efficiency(expected[f"super_{orientation}_{short}"], orientation)
    assert np.asarray(beyond) == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    assert [state == Status.INFEASIBLE for state in beyond.status] == np.isnan(wanted).tolist()
    if short in ("crs", "vrs"):
        total = dea.additive(inputs, outputs, returns=RETURNS[short]).total
        assert total == pytest.approx(expected[f"additive_{short}"], abs=1e-6)


@pytest.fixture
def banks(columns):
    names = ("STEXP", "FASUM", "INPSUM", "LNSUM", "DBSUM", "INCSUM")
    tables = [columns(f"D10_banks{year}.csv", *names) for year in (1, 2, 3)]
    return {year: (table[:, :3], table[:, 3:]) for year, table in enumerate(tables, 1)}


def test_banks_from_a_hundred_thousand_to_five_thousand_million(case, banks):
    expected = case("D10_banks_bad_scaling.json")["expected"]

    for year, data in banks.items():
        for short in ("vrs", "crs"):
            for orientation in ("in", "out"):
                score = dea.efficiency(*data, orientation=f"{orientation}put", returns=RETURNS[short])
                wanted = as_efficiency(expected[f"banks{year}_{orientation}_{short}"], orientation)
                assert score == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize(("then", "now"), [(1, 2), (2, 3), (1, 3)])
def test_productivity_of_banks_and_those_without_a_place_are_flagged(case, banks, then, now):
    wanted = case("D10_banks_bad_scaling.json")["expected"][f"malmq_in_vrs_banks{then}_banks{now}"]
    wanted = np.array(wanted, dtype=float)
    # The peer divides by an infinite score and says 0: no index is 0.
    wanted[wanted == 0] = np.nan
    inputs, outputs = zip(banks[then], banks[now], strict=True)
    found = productivity.malmquist(inputs, outputs, returns="variable")

    assert found.index[0] == pytest.approx(wanted, rel=1e-5, nan_ok=True)
    assert [state == Status.INFEASIBLE for state in found.status[0]] == np.isnan(wanted).tolist()


def test_ten_of_958_japanese_hospitals(case, columns):
    inputs = columns("D11_japan_hospitals.csv", "labor", "capital")
    outputs = columns("D11_japan_hospitals.csv", "inpatients", "outpatients")

    for name, wanted in case("D11_japan_hospitals.json")["expected"].items():
        orientation, short = name.split("_")
        score = dea.efficiency(inputs, outputs, orientation=f"{orientation}put", returns=RETURNS[short])
        assert score[:10] == pytest.approx(np.array(wanted), abs=1e-6)


def test_twenty_departments_with_zero_outputs(case, columns):
    outputs = columns("D14_departments.csv", "Undergrad", "Research_post", "Taught_post", "Total_income")
    score = dea.efficiency(columns("D14_departments.csv", "Staff"), outputs, returns="constant")

    assert (outputs == 0).any()
    assert score == pytest.approx(np.array(case("D14_departments_uk.json")["expected"]["crs_in"]), abs=1e-9)


def test_tokyo_libraries_whose_population_is_given(case, columns):
    expected = case("D15_libraries_nondiscretionary.json")["expected"]
    inputs = columns("D15_libraries.csv", "AREA", "BOOKS", "STAFF", "POPULATION")
    outputs = columns("D15_libraries.csv", "REGISTERED", "BORROWED")

    assert dea.efficiency(inputs, outputs, returns="constant") == pytest.approx(expected["ccr"], abs=1e-9)
    fixed = dea.efficiency(inputs, outputs, returns="constant", fixed_inputs=[3])
    assert fixed == pytest.approx(expected["nondiscretionary"], abs=1e-9)


def test_productivity_of_chinese_provinces(case, columns):
    expected = case("D17_wanglan_malmquist.json")["expected"]
    rows = columns("D17_economy_long.csv", "Period", "Capital", "Labor", "GIOV")
    table = np.array([rows[rows[:, 0] == period, 1:] for period in range(2005, 2010)])
    found = productivity.malmquist(table[..., :2], table[..., 2:])

    assert found.index == pytest.approx(np.array(expected["mi"]), abs=1e-9)
    assert found.efficiency_change == pytest.approx(np.array(expected["ec"]), abs=1e-9)


def test_partial_frontiers_of_spanish_units(case, columns):
    expected = case("D20_orderm_orderalpha_spain.json")["expected"]
    data = columns("D20_spain.csv", "x2", "x3"), columns("D20_spain.csv", "y")

    assert dea.order_m(*data, m=30) == pytest.approx(expected["order_m_input"], abs=1e-9)
    assert dea.order_alpha(*data, alpha=0.95) == pytest.approx(expected["order_alpha_input"], abs=1e-9)
    # The file gives phi.
    most = dea.order_m(*data, m=30, orientation="output")
    assert most.phi == pytest.approx(np.array(expected["order_m_output"]), abs=1e-9)
    alpha = dea.order_alpha(*data, alpha=0.95, orientation="output")
    assert alpha.phi == pytest.approx(np.array(expected["order_alpha_output"]), abs=1e-9)


def test_simulated_units_of_ruggiero_whose_second_input_is_given_agree_with_the_plain_program(columns):
    # Ruggiero (2007); no scores are in the file, so the program of Banker and Morey is solved beside it.
    data = columns("D16_ruggiero.csv", "X1", "X2"), columns("D16_ruggiero.csv", "Y1")
    found = dea.efficiency(*data, returns="constant", fixed_inputs=[1])

    (staff, given), made = data[0].T, data[1][:, 0]
    for unit in range(len(made)):
        plain = linprog(
            np.r_[1, np.zeros(len(made))],
            [np.r_[-staff[unit], staff], np.r_[0, given], np.r_[0, -made]],
            [0, given[unit], -made[unit]],
            method="highs",
        )
        assert found[unit] == pytest.approx(plain.fun, abs=1e-9)


def test_five_units_of_tone():
    # Tone (2001), A slacks-based measure of efficiency, EJOR 130, page 505: rho and CCR to three digits.
    inputs, outputs = [[4, 3], [6, 3], [8, 1], [8, 1], [2, 4]], [[2, 3], [2, 3], [6, 2], [6, 1], [1, 4]]

    rho = dea.slacks_based(inputs, outputs, returns="constant")
    assert np.round(rho, 3).tolist() == [0.798, 0.568, 1, 0.667, 1]
    ccr = dea.efficiency(inputs, outputs, returns="constant")
    assert np.round(ccr, 3).tolist() == [0.9, 0.833, 1, 1, 1]
