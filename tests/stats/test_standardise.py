import numpy as np
import pytest
from scipy import stats

from openefficiency.errors import StatisticsError
from openefficiency.stats import standardise


def test_expected_events_worked_by_hand():
    # 100 young at 1% and 50 old at 10%: 1 + 5.
    assert standardise.expected([[100, 50]], [0.01, 0.10]).tolist() == [6]


def test_all_units_together_have_as_many_events_as_expected():
    rng = np.random.default_rng(0)
    patients = rng.integers(10, 200, (30, 5))
    events = rng.binomial(patients, 0.2)
    rates = standardise.reference_rates(events, patients)

    assert standardise.expected(patients, rates).sum() == pytest.approx(events.sum())


def test_exact_limits_of_ten_events_are_those_of_the_tables():
    # As in any table of exact limits of a Poisson count: 4.795 and 18.39.
    low, high = standardise.exact_limits([10])

    assert (low[0], high[0]) == (pytest.approx(4.795, abs=5e-4), pytest.approx(18.39, abs=5e-3))


@pytest.mark.parametrize("count", [1, 7, 40])
def test_exact_limits_leave_the_tail_on_each_side(count):
    low, high = standardise.exact_limits([count], covered=0.9)

    assert stats.poisson.sf(count - 1, low[0]) == pytest.approx(0.05)
    assert stats.poisson.cdf(count, high[0]) == pytest.approx(0.05)


def test_byar_is_near_the_exact_limits():
    counts = np.array([10, 50, 300])

    for near, exact in zip(standardise.byar_limits(counts), standardise.exact_limits(counts), strict=True):
        assert near == pytest.approx(exact, rel=2e-3)


def test_ratio_and_limits_are_in_units_of_what_is_expected():
    found = standardise.ratios([10], [5], method="exact", labels=["a"])

    assert found.ratio.tolist() == [2]
    assert found.lower[0] == pytest.approx(4.795 / 5, abs=1e-3)


def test_nothing_expected_gives_no_ratio_and_no_events_no_lower_limit():
    found = standardise.ratios([0, 3, 0], [2, 0, 0])

    assert found.status == ("no events", "nothing expected", "nothing expected")
    assert found.ratio[0] == found.lower[0] == 0
    assert found.upper[0] == pytest.approx(-np.log(0.025) / 2)
    assert np.isnan([found.ratio[1], found.lower[1], found.upper[1], found.ratio[2]]).all()


def test_a_direct_rate_worked_by_hand():
    # 1 in 10 and 2 in 20 are both a tenth, whatever the standard.
    found = standardise.direct([[1, 2]], [[10, 20]], [300, 100])

    assert found.rate.tolist() == pytest.approx([0.1])


def test_a_direct_rate_of_one_group_has_the_exact_limits():
    found = standardise.direct([[10]], [[100]], [1])

    assert [found.lower[0], found.upper[0]] == pytest.approx([0.04795, 0.1839], abs=1e-4)


def test_a_direct_rate_with_an_empty_group_is_not_known():
    found = standardise.direct([[1, 0], [0, 0]], [[10, 0], [10, 20]], [1, 1])

    assert found.status == ("group without patients", "no events")
    assert np.isnan(found.rate[0])
    assert found.lower[1] == 0 < found.upper[1]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: standardise.expected([[1, 2]], [0.1]),
        lambda: standardise.expected([[-1]], [0.1]),
        lambda: standardise.reference_rates([[0]], [[0]]),
        lambda: standardise.ratios([1], [np.nan]),
        lambda: standardise.ratios([1, 2], [1]),
        lambda: standardise.ratios([1], [1], method="wald"),
        lambda: standardise.ratios([1], [1], covered=1),
        lambda: standardise.direct([[1]], [[1]], [0]),
    ],
)
def test_what_cannot_be_standardised_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
