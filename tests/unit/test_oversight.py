"""Scores of the oversight framework, by hand: places, ties, standards, floors, segments."""

import pytest

from openefficiency.compare.oversight import finance_score, mean_score, metric_scores, segments


def test_places_are_spread_evenly_from_1_to_4():
    found = metric_scores({"A": 10.0, "B": 8.0, "C": 6.0, "D": 4.0}, higher_is_better=True)

    assert found == {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}


def test_lower_is_better_turns_it_round():
    assert metric_scores({"A": 10.0, "B": 8.0}, higher_is_better=False) == {"A": 4.0, "B": 1.0}


def test_tied_trusts_share_the_best_of_their_places():
    found = metric_scores({"A": 9.0, "B": 5.0, "C": 5.0, "D": 1.0}, higher_is_better=True)

    assert found == {"A": 1.0, "B": 2.0, "C": 2.0, "D": 4.0}


def test_whoever_meets_the_standard_scores_1_and_the_others_from_2():
    found = metric_scores({"A": 99.0, "B": 95.0, "C": 90.0, "D": 80.0}, higher_is_better=True, standard=95.0)

    assert found == {"A": 1.0, "B": 1.0, "C": 2.0, "D": 4.0}


def test_whoever_fails_the_floor_scores_4_and_the_others_up_to_3():
    found = metric_scores({"A": 99.0, "B": 95.0, "C": 90.0, "D": 10.0}, higher_is_better=True, floor=50.0)

    assert found == {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}


def test_one_trust_alone_and_all_tied_score_best():
    assert metric_scores({"A": 3.0}, higher_is_better=True) == {"A": 1.0}
    assert metric_scores({"A": 3.0, "B": 3.0}, higher_is_better=True) == {"A": 1.0, "B": 1.0}


def test_what_is_missing_has_no_score_and_is_left_out_of_the_mean():
    assert metric_scores({"A": 3.0, "B": None}, higher_is_better=True) == {"A": 1.0}
    assert mean_score([1.0, None, 2.0]) == (1.0 + 2.0) / 2
    assert mean_score([None]) is None


def test_the_example_of_the_manual():
    """Eleven metrics that add up to 16.83 have the score 1.53."""
    assert mean_score([16.83 / 11] * 11) == 1.53


def test_three_infection_rates_weigh_as_much_as_one_metric():
    assert mean_score([1.0, 4.0, 4.0, 4.0], weights=[1, 1 / 3, 1 / 3, 1 / 3]) == (1 + 4) / 2


def test_segments_are_quarters_and_a_deficit_is_never_better_than_3():
    scores = {"A": 1.0, "B": 1.5, "C": 2.0, "D": 2.5, "E": 3.0, "F": 3.2, "G": 3.4, "H": 3.6}

    assert segments(scores) == {"A": 1, "B": 1, "C": 2, "D": 2, "E": 3, "F": 3, "G": 4, "H": 4}
    assert segments(scores, in_deficit=frozenset({"A", "H"})) | {} == segments(scores) | {"A": 3}


@pytest.mark.parametrize(
    ("planned", "variance", "score"),
    [
        (1.43, 0.01, 1),
        (0.0, -0.61, 2),
        (0.0, -3.72, 3),
        (-2.22, 0.0, 2),
        (-1.59, -0.53, 3),
        (-5.51, -1.37, 4),
    ],
)
def test_finance_is_scored_by_plan_and_variance(planned, variance, score):
    assert finance_score(planned, variance) == score
