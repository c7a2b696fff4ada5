import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import spc
from openefficiency.stats.spc import Cause


def test_limits_worked_by_hand():
    # The mean is 5; neighbours differ by 2, 2 and 2, so by 2 on average.
    found = spc.limits(np.array([4.0, 6, 4, 6]))

    assert found == spc.Limits(lower=5 - 2.66 * 2, centre=5, upper=5 + 2.66 * 2)


def test_a_leap_does_not_widen_the_limits_when_ranges_are_screened():
    # Ranges: fifteen of 1, then 8 and 9. Their mean is 32 / 17; 3.267 times that is 6.1, so 8 and 9 go.
    values = [1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    centre = 35 / 18

    assert spc.limits(values).upper == pytest.approx(centre + 2.66 * 1)
    assert spc.limits(values, screened=False).upper == pytest.approx(centre + 2.66 * 32 / 17)


def test_only_the_baseline_sets_the_limits():
    assert spc.limits([4, 6, 4, 6, 100, 200], baseline=4) == spc.limits([4, 6, 4, 6])


@pytest.mark.parametrize(
    ("values", "status"),
    [([5, 5, 5], "no variation"), ([4, 6, 4], "few points"), ([4, 6] * 6, "ok")],
)
def test_limits_say_how_far_they_can_be_trusted(values, status):
    assert spc.limits(values).status == status


def test_seven_in_a_row_is_a_run_and_six_is_not():
    assert spc.in_a_run(np.array([1.0] * 7 + [-1]), centre=0).tolist() == [True] * 7 + [False]
    assert not spc.in_a_run(np.array([1.0] * 6 + [-1]), centre=0).any()


def test_a_point_on_the_centre_ends_a_run():
    assert not spc.in_a_run([1.0, 1, 1, 0, 1, 1, 1, 1], centre=0).any()


def test_seven_points_that_rise_are_a_trend_and_six_are_not():
    assert spc.in_a_trend([1, 2, 3, 4, 5, 6, 7, 0]).tolist() == [1] * 7 + [0]
    assert spc.in_a_trend([7, 6, 5, 4, 3, 2, 1]).tolist() == [-1] * 7
    assert not spc.in_a_trend([1, 2, 3, 4, 5, 6, 6, 0]).any()


def test_two_of_three_near_a_limit_need_all_three_on_that_side():
    within = spc.Limits(-3, 0, 3)

    assert spc.two_in_three([2.5, 1, 2.5], within).tolist() == [True, False, True]
    assert not spc.two_in_three([2.5, -1, 2.5], within).any()
    assert not spc.two_in_three([3.5, 1, 2.5], within).any()


def test_a_point_outside_is_called_so_whatever_else_it_is():
    found = spc.causes([9.0] * 7, spc.Limits(-1, 0, 1))

    assert found == (Cause.ABOVE,) * 7


def test_runs_and_trends_are_what_they_are_in_plain_words():
    rng = np.random.default_rng(0)
    for _ in range(200):
        values = rng.choice([-1.0, 0, 1], size=20, p=[0.2, 0.05, 0.75])
        walk = np.cumsum(rng.choice([-1.0, 0, 1], size=20, p=[0.08, 0.02, 0.9]))
        assert spc.in_a_run(values, centre=0).tolist() == in_a_run_in_plain_words(values)
        assert (spc.in_a_trend(walk) != 0).tolist() == in_a_trend_in_plain_words(walk)


def in_a_run_in_plain_words(values):
    """A point belongs if some seven neighbours that hold it lie all above, or all below."""
    sevens = [range(start, start + 7) for start in range(len(values) - 6)]
    above = [seven for seven in sevens if all(values[n] > 0 for n in seven)]
    below = [seven for seven in sevens if all(values[n] < 0 for n in seven)]
    return [any(point in seven for seven in above + below) for point in range(len(values))]


def in_a_trend_in_plain_words(values):
    sevens = [range(start, start + 7) for start in range(len(values) - 6)]
    up = [seven for seven in sevens if all(values[n] < values[n + 1] for n in seven[:-1])]
    down = [seven for seven in sevens if all(values[n] > values[n + 1] for n in seven[:-1])]
    return [any(point in seven for seven in up + down) for point in range(len(values))]


def test_a_chart_upside_down_has_the_same_causes_upside_down():
    values = np.random.default_rng(1).normal(size=60).cumsum()
    flipped = {
        Cause.ABOVE: Cause.BELOW, Cause.RISING: Cause.FALLING, Cause.NEAR_UPPER: Cause.NEAR_LOWER,
        Cause.RUN_ABOVE: Cause.RUN_BELOW, Cause.COMMON: Cause.COMMON,
    }  # fmt: skip
    flipped |= {low: high for high, low in flipped.items()}

    assert spc.chart(-values).causes == tuple(flipped[cause] for cause in spc.chart(values).causes)


@pytest.mark.parametrize("value", [0.1, 0.7, 1 / 3, 1e-9, 123456.789])
def test_points_that_are_all_the_same_are_never_special(value):
    assert set(spc.chart([value] * 36).causes) == {Cause.COMMON}


def test_no_rule_reaches_across_a_new_base():
    values = [4.0, 6, 4, 6, 104, 106, 104, 106]
    found = spc.chart(values, rebase=[4], labels="abcdefgh")

    assert set(found.causes) == {Cause.COMMON}
    assert found.centre.tolist() == [5] * 4 + [105] * 4
    assert found.rows()[4] == {
        "label": "e", "value": 104, "lower": 105 - 2.66 * 2, "centre": 105, "upper": pytest.approx(110.32),
        "cause": "Common Cause", "point_type": "common_cause", "status": "few points",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("better", "kind"),
    [("higher", "special_cause_improvement"), ("lower", "special_cause_concern"), ("neither", "special_cause_neutral_high")],
)  # fmt: skip
def test_the_same_cause_is_good_or_bad_by_the_way_that_is_better(better, kind):
    assert spc.chart([4.0, 6] * 6 + [60], better=better).point_types[-1] == kind


@pytest.mark.parametrize("values", [[1.0], [], [1, np.nan, 2], [1, np.inf], [[1, 2], [3, 4]], ["a", "b"]])
def test_a_series_that_cannot_be_charted_is_refused_in_words(values):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        spc.limits(values)


@pytest.mark.parametrize("asked", [{"rebase": [0]}, {"rebase": [3]}, {"rebase": [9]}, {"baseline": 1}, {"better": "up"}, {"labels": "aaaa"}])  # fmt: skip
def test_a_chart_that_cannot_be_drawn_is_refused(asked):
    with pytest.raises(StatisticsError, match="possible:"):
        spc.chart([4.0, 6, 4, 6], **asked)


def test_the_values_given_stay_as_they_are():
    values = np.array([4.0, 6, 4, 60])
    spc.chart(values).values[0] = 99

    assert values.tolist() == [4, 6, 4, 60]


def test_one_in_five_series_of_24_points_is_flagged_though_nothing_happens():
    # The page of the method says so: whoever reads a chart should know.
    rng = np.random.default_rng(0)
    flagged = [set(spc.chart(rng.normal(size=24)).causes) != {Cause.COMMON} for _ in range(500)]

    assert np.mean(flagged) == pytest.approx(0.19, abs=0.05)
