"""Cost per weighted activity unit and its twins, by the published method."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec_tools import values

from openefficiency.measures.catalogue import named
from openefficiency.measures.door import weighted_activity
from openefficiency.measures.evaluate import evaluate

HEAD = "organisation year basis department service currency supplier pot activity actual_cost expected_cost is_excess"
FAMILY = ("cost_per_wau", "atc", "cost_index", "wau", "activity_per_cost")


def collection(*rows: str, year: str = "2017/18") -> str:
    """Rows of: organisation department service currency supplier activity actual expected."""
    lines = []
    for row in rows:
        organisation, department, service, currency, supplier, activity, actual, expected = row.split()
        lines.append(
            f"{organisation} {year} mff~adjusted {department} {service} {currency} {supplier} - {activity} {actual} {expected} false"
        )
    return "\n".join([HEAD, *lines])


def family(door, costs: str, **more) -> dict[str, dict]:
    entry = door(costs=costs, **more)
    return {name: values(evaluate(named(name), entry), places=9) for name in FAMILY}


# K 3,516.01 of 2017/18; national averages A £3,516.01, B £7,032.02, C £175.80; 1,000, 500 and 20,000 of them.
EXPECTED = 1_000 * 3_516.01 + 500 * 7_032.02 + 20_000 * 175.80


@pytest.fixture
def vector() -> str:
    """The test vector, with a second organisation that makes the nation spend what it should."""
    return collection(
        "RAA EL 100 A own 1000 5000000 3516010",
        "RAA EL 100 B own 500 4000000 3516010",
        "RAA CL 100 C own 20000 3000000 3516000",
        f"RBB EL 100 A own 1000 {2 * EXPECTED - 12_000_000} {EXPECTED}",
    )


def test_the_published_test_vector(door, vector):
    found = {name: of["RAA"] for name, of in family(door, vector).items()}

    assert EXPECTED == 10_548_020
    assert found["wau"] == pytest.approx(10_548_020 / 3_516.01) == pytest.approx(2_999.997, abs=5e-4)
    assert found["cost_per_wau"] == pytest.approx(4_000.004, abs=5e-4)
    assert found["atc"] == pytest.approx(1.142858, abs=5e-7)
    assert found["cost_index"] == pytest.approx(113.7654, abs=5e-5)


def test_opportunity_of_the_vector_is_distance_times_volume(door, vector):
    found = {name: of["RAA"] for name, of in family(door, vector).items()}

    assert (found["cost_per_wau"] - 3_500) * found["wau"] == pytest.approx(1_500_009.95, abs=0.01)
    assert (found["cost_per_wau"] - 3_300) * found["wau"] == pytest.approx(2_100_009.39, abs=0.01)


def test_the_headline_figures_are_one_ratio_on_four_scales(door, vector):
    found = family(door, vector)
    k = weighted_activity.published("2017/18")

    for name in ("RAA", "RBB"):
        ratio = found["cost_index"][name] / 100
        assert found["cost_per_wau"][name] / k == pytest.approx(ratio, rel=1e-9)
        assert found["atc"][name] * 3_500 / k == pytest.approx(ratio, rel=1e-9)
        assert 1e6 / found["activity_per_cost"][name] / k == pytest.approx(ratio, rel=1e-9)


def test_a_trust_at_national_average_costs_what_the_nation_does(door):
    found = family(door, collection("RAA EL 100 A own 10 500 500", "RBB EL 100 A own 30 1500 1500"))

    assert found["cost_index"] == {"RAA": 100, "RBB": 100}
    assert found["cost_per_wau"]["RAA"] == weighted_activity.published("2017/18")


def test_a_row_without_expected_cost_leaves_both_sides(door):
    """Counted as zero it would make RAA look dear: (1000 + 40) / 1000."""
    found = family(
        door,
        collection(
            "RAA EL 100 A own 10 1000 1000", "RAA HCD 100 DRUG own 1 40 -", "RBB EL 100 A own 10 1000 1000"
        ),
    )

    assert found["cost_index"] == {"RAA": 100, "RBB": 100}


@pytest.mark.parametrize(
    "left_out",
    [
        "RAA CF 100 A own 1 999 10",
        "RAA EL 100 UZ01Z own 1 999 10",
        "RAA EL 100 A out 1 999 10",
        "RAA MHCC IAPTMHCC A own 1 999 10",
        "RAA MHCC IAPTMHCCIA A own 1 999 10",
        *(f"RAA MHCC {level}SMHCC{kind} A own 1 999 10" for level in "LMH" for kind in ("", "IA")),
    ],
)
def test_the_published_exclusions_leave_both_sides(door, left_out):
    rows = ["RAA EL 100 A own 10 1200 1000", "RBB EL 100 A own 10 800 1000"]

    assert family(door, collection(*rows, left_out)) == family(door, collection(*rows))


def test_a_national_ratio_far_from_100_is_not_shown(door):
    """As when missing expected costs were read as zero: £96.66bn against £86.88bn."""
    found = family(door, collection("RAA EL 100 A own 10 1200 1000", "RBB EL 100 A own 10 1000 1000"))

    assert (
        found["cost_index"]["RAA"]
        == "the national ratio of the same rows is 110.0, too far from 100 to compare"
    )


def test_too_little_that_can_be_compared_is_not_shown(door):
    found = family(
        door, collection("RAA EL 100 A own 10 80 80", "RAA EL 100 B own 1 20 -", "RBB EL 100 A own 10 80 80")
    )

    assert found["cost_per_wau"]["RAA"] == (
        "too little of the cost can be compared: 80.0% is covered, at least 90% is needed"
    )
    assert found["cost_index"]["RBB"] == 100


def test_beyond_the_published_years_k_makes_the_average_acute_trust_cost_3500(door):
    drawing = collection(
        "RAA EL 100 A own 10 1200 1000",
        "RBB EL 100 A own 10 700 1000",
        "RYY EL 100 A own 10 1100 1000",
        year="2023/24",
    )
    found = family(door, drawing, types={"RYY": "ambulance"})

    # £3,500 a unit over the acute non-specialist trusts: 3500 x (1000 + 1000) / (1200 + 700).
    k = 3_500 * 2_000 / 1_900
    assert found["cost_per_wau"]["RAA"] == pytest.approx(k * 1.2, rel=1e-12)
    acute = [found["wau"][name] * found["cost_per_wau"][name] for name in ("RAA", "RBB")]
    assert sum(acute) / (found["wau"]["RAA"] + found["wau"]["RBB"]) == pytest.approx(3_500, rel=1e-12)


def test_published_constants_are_within_their_known_range():
    assert weighted_activity.constants()["published"] == {
        "2014/15": 3517.45,
        "2015/16": 3512.58,
        "2016/17": 3514.55,
        "2017/18": 3516.01,
        "2018/19": 3513.60,
    }


ROW = st.tuples(
    st.sampled_from(["RAA", "RBB", "RCC"]),
    st.sampled_from(["EL", "CL"]),
    st.sampled_from(["A", "B"]),
    st.integers(1, 500),
    st.integers(50, 90_000),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=3, max_size=12), seed=st.randoms())
def test_order_and_splitting_of_rows_do_not_matter(door, rows, seed):
    """The national average is worked out from the rows, so that the nation is at 100."""
    whole = [f"{who} 2024/25 {code} {n} {cost} {n * cost}" for who, _, code, n, cost in distinct(rows)]
    halves = [
        f"{who} 2024/25 {code} {n / 2} {cost} {n * cost / 2}"
        for who, _, code, n, cost in distinct(rows)
        for _ in (0, 1)
    ]
    seed.shuffle(halves)
    index = named("common_currency_index")

    first = values(evaluate(index, door(currency_costs=extract(whole))))
    second = values(evaluate(index, door(currency_costs=extract(halves))))
    assert first == pytest.approx(second, rel=1e-9)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=3, max_size=12))
def test_the_nation_is_at_100_when_weighted_by_what_was_expected(door, rows):
    drawing = [f"{who} 2024/25 {code} {n} {cost} {n * cost}" for who, _, code, n, cost in distinct(rows)]
    found = evaluate(named("common_currency_index"), door(currency_costs=extract(drawing))).rows

    assert 100 * found["numerator"].sum() / found["denominator"].sum() == pytest.approx(100, rel=1e-9)


def distinct(rows):
    return list({(row[0], row[2]): row for row in rows}.values())


def extract(rows: list[str]) -> str:
    return "\n".join(["organisation year currency activity unit_cost cost", *rows])
