"""Trust profiles, March 2026: the 129 acute trusts of NHS England's productivity and oversight files."""

import polars as pl
import pytest

pytestmark = pytest.mark.published

# Handbook, metrics 5.4: NHS England's workbook for 2024/25, six digits.
GROWTH = {
    "RTF": (0.007863, 0.036363, -0.027500),
    "R0A": (0.093708, 0.035767, 0.055940),
    "RRK": (0.227092, 0.074504, 0.142008),
    "RJ6": (0.061521, -0.000937, 0.062517),
    "RCX": (-0.015746, 0.050394, -0.062967),
}
# The same place: implied productivity, plan, variance and the finance and productivity score.
OVERSIGHT = {
    "RTF": {"OF0085": 2.6, "OF0079": 1.43, "OF0081": 0.01, "OF4003": 1.73},
    "RGT": {"OF0085": 7.2, "OF0079": 0.0, "OF0081": 0.37, "OF4003": 1.14},
    "RA9": {"OF0085": 0.9, "OF0079": -5.51, "OF0081": -1.37, "OF4003": 3.61},
}


@pytest.fixture
def profiles(became, published):
    found = became(published / "trust_profiles_2026" / "trust_profiles.csv")
    assert found.source == "trust_profiles"
    assert not found.reasons
    return found.tables


def test_the_129_acute_trusts_have_their_published_growth(profiles):
    growth = profiles["productivity_growth"]
    found = {
        row[0]: tuple(round(figure, 6) for figure in row[1:])
        for row in growth.select(
            "organisation", "activity_growth", "resource_growth", "published_growth"
        ).rows()
    }

    assert len(growth) == 129
    assert {code: found[code] for code in GROWTH} == GROWTH


def test_published_growth_is_activity_over_resources_to_the_last_digit(profiles):
    growth = profiles["productivity_growth"]
    worked_out = (1 + growth["activity_growth"]) / (1 + growth["resource_growth"]) - 1
    published = growth["published_growth"]

    assert (worked_out - published).abs().max() < 2e-16
    assert (published < 0).sum() == 26
    assert (published >= 0.02).sum() == 78
    assert published.min() == pytest.approx(-0.074, abs=0.0005)
    assert published.max() == pytest.approx(0.142, abs=0.0005)


def test_oversight_metrics_are_those_of_the_handbook(profiles):
    rows = profiles["oversight"]
    found = {
        code: dict(rows.filter(organisation=code).select("metric", "value").rows()) for code in OVERSIGHT
    }

    assert rows.group_by("metric").len().sort("metric").rows() == [
        ("OF0079", 150),
        ("OF0081", 150),
        ("OF0085", 129),
        ("OF4003", 150),
        ("OF4103", 150),
        ("OF5000", 150),
        ("OF5002", 150),
    ]
    assert {code: {id_: found[code][id_] for id_ in OVERSIGHT[code]} for code in OVERSIGHT} == OVERSIGHT


def test_kinds_are_118_general_and_11_specialist_acute_trusts(profiles):
    kinds = profiles["organisations"]["type"].value_counts()

    assert dict(kinds.rows()) == {
        "acute non-specialist": 118,
        "acute specialist": 11,
        "mental health": 11,
        "community": 9,
        "ambulance": 1,
        None: 71,
    }
    assert profiles["organisations"].filter(pl.col("subtype") == "Acute - Teaching").height == 49


def test_the_published_finance_score_follows_from_the_three_metrics_for_128_of_129(profiles):
    acute = (
        profiles["oversight"].pivot(on="metric", index="organisation", values="value").drop_nulls("OF0085")
    )
    growth = acute["OF0085"].to_list()
    # Handbook, metrics 7.3: two scores of equal weight, productivity by rank and finance by two steps.
    found = [
        (finance_score(plan, variance) + 1 + 3 * sum(other > own for other in growth) / (len(growth) - 1)) / 2
        for plan, variance, own in acute.select("OF0079", "OF0081", "OF0085").rows()
    ]

    near = [abs(one - other) <= 0.03 for one, other in zip(found, acute["OF4003"], strict=True)]
    assert (len(near), sum(near)) == (129, 128)


def finance_score(plan: float, variance: float) -> int:
    if plan >= 0:
        return 1 if variance > -0.5 else 2 if variance > -1 else 3
    return 2 if variance >= 0 else 3 if variance > -0.55 else 4
