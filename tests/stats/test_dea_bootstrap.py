"""The bootstrap: its rules by hand, its promises, and whether its intervals hold the truth."""

import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import dea, dea_bootstrap
from openefficiency.stats.dea_values import Status


def units(count=40, seed=0):
    rng = np.random.default_rng(seed)
    size = rng.uniform(1, 9, (count, 1))
    inputs = size * rng.lognormal(0, 0.2, (count, 2))
    return inputs, size * np.exp(-np.abs(rng.normal(0, 0.3, (count, 1))))


def test_the_same_seed_gives_the_same_numbers_for_any_count_of_threads():
    alone = dea.bootstrap(*units(), replicates=60, seed=3, threads=1)
    together = dea.bootstrap(*units(), replicates=60, seed=3, threads=4)

    assert (alone.draws == together.draws).all()
    assert (alone.efficiency == together.efficiency).all()
    assert (alone.draws != dea.bootstrap(*units(), replicates=60, seed=4).draws).any()


def test_the_corrected_score_is_lower_and_lies_in_its_interval():
    found = dea.bootstrap(*units(), replicates=300)

    assert (found.efficiency < found.original).all()
    assert (found.efficiency > 0).all()
    assert (found.lower < found.efficiency).all()
    assert (found.efficiency < found.upper).all()
    # The frontier that was seen lies inside the true one, so the original is too kind.
    assert (found.upper <= found.original + 1e-9).all()
    assert found.conf_int().shape == (40, 2)


def test_with_constant_returns_both_orientations_agree():
    one = dea.bootstrap(*units(), replicates=50, returns="constant")
    other = dea.bootstrap(*units(), replicates=50, returns="constant", orientation="output")

    assert one.efficiency == pytest.approx(other.efficiency)


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_a_replicate_is_what_it_says_in_plain_words(orientation):
    inputs, outputs = units()
    found = dea.bootstrap(inputs, outputs, replicates=3, seed=5, orientation=orientation)
    drawn = dea_bootstrap.drawn_inside(found.original, found.bandwidth, 3, 5)

    for replicate in range(3):
        times = (found.original / drawn[replicate])[:, None]
        there = (inputs * times, outputs) if orientation == "input" else (inputs, outputs / times)
        again = dea.efficiency(inputs, outputs, orientation=orientation, reference=there)
        assert found.draws[replicate] == pytest.approx(np.asarray(again), abs=1e-12)


def test_the_bandwidth_worked_by_hand():
    score = np.array([0.6, 0.7, 0.8, 1.0, 1.0])
    both = np.array([0.6, 0.7, 0.8, 1.4, 1.3, 1.2])

    # The quarters of the six are 0.725 and 1.275, so the spread is the smaller of sd and 0.55 / 1.34.
    spread = min(np.std(both, ddof=1), (1.275 - 0.725) / 1.34)
    rule = 0.9 * spread * 6 ** (-1 / 5) * (6 / 5) ** (1 / 5) * np.std(score) / np.std(both)
    assert dea_bootstrap.bandwidth_of(score) == pytest.approx(rule)


def test_scores_drawn_as_in_1998_keep_mean_and_spread_of_those_they_come_from():
    score = np.random.default_rng(0).uniform(0.4, 0.9, 100)
    drawn = dea_bootstrap.drawn_in_1998(score, 0.05, 2000, 1)

    assert drawn.mean() == pytest.approx(score.mean(), abs=0.002)
    assert drawn.std() == pytest.approx(score.std(), rel=0.01)
    assert drawn.max() <= 1


def test_gaps_stay_gaps_and_do_not_stop_the_others():
    inputs, outputs = units()
    inputs[0], outputs[1] = np.nan, 0
    found = dea.bootstrap(inputs, outputs, replicates=20)

    assert found.status[:3] == (Status.MISSING, Status.NO_OUTPUT, Status.OK)
    assert np.isnan(found.efficiency[:2]).all()
    assert np.isfinite(found.efficiency[2:]).all()


def test_a_score_that_the_kernel_is_not_certain_of_comes_from_the_second_solver(monkeypatch):
    plain = dea.bootstrap(*units(), replicates=3)
    kernel = dea_bootstrap.solve

    def doubtful(problem, *, pooled):
        score, code, *rest = kernel(problem, pooled=pooled)
        return score + 0.1, np.full_like(code, 2), *rest

    monkeypatch.setattr(dea_bootstrap, "solve", doubtful)

    assert dea.bootstrap(*units(), replicates=3).draws == pytest.approx(plain.draws)


@pytest.mark.parametrize("wrong", [{"replicates": 1}, {"confidence": 95}, {"bandwidth": 0}, {"draw": "all"}])
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(StatisticsError):
        dea.bootstrap(*units(), **wrong)


def test_units_that_are_all_on_the_frontier_have_nothing_to_draw_from():
    with pytest.raises(StatisticsError, match="Too few"):
        dea.bootstrap([1, 2, 3], [1, 2, 3], returns="constant")


def test_scores_of_1_are_not_drawn_again():
    drawn = dea_bootstrap.drawn_inside(np.array([0.5, 0.6, 0.7, 1.0]), 1e-9, 50, 0)

    assert set(np.unique(drawn.round(6))) == {0.5, 0.6, 0.7}


def one_to_one(rng, units, truth):
    inputs = rng.uniform(1, 9, (units, 1))
    return inputs, inputs[:, 0] * truth, "constant"


def two_to_one(rng, units, truth):
    inputs = rng.uniform(1, 9, (units, 2))
    return inputs, np.sqrt(inputs[:, 0] * inputs[:, 1]) * truth, "constant"


def three_to_two(rng, units, truth):
    inputs, angle = rng.uniform(1, 9, (units, 3)), rng.uniform(0.2, 1.3, units)
    made = inputs.prod(axis=1) ** (1 / 3) * truth
    return inputs, np.c_[np.cos(angle), np.sin(angle)] * made[:, None], "constant"


def dearer_when_larger(rng, units, truth):
    outputs = rng.uniform(1, 3, units)
    return (outputs**2 / truth)[:, None], outputs, "variable"


WORLDS = (one_to_one, two_to_one, three_to_two, dearer_when_larger)


def share_of_truths_held(world, units, draw):
    """95% intervals against a known truth, in 25 invented worlds."""
    held = []
    for seed in range(25):
        rng = np.random.default_rng(seed)
        truth = np.exp(-np.abs(rng.normal(0, 0.3, units)))
        inputs, outputs, returns = world(rng, units, truth)
        found = dea.bootstrap(inputs, outputs, replicates=200, returns=returns, seed=seed, draw=draw)
        held.append((found.lower <= truth) & (truth <= found.upper))
    return np.mean(held)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_intervals_of_a_known_truth_hold_it_nearly_as_often_as_they_say(world):
    held = share_of_truths_held(world, 100, "inside")

    assert 0.80 < held < 0.98


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_drawing_as_in_1998_holds_the_truth_less_often_which_is_why_it_is_not_the_default(world):
    assert share_of_truths_held(world, 100, "simar_wilson_1998") < 0.80
