"""Frontier methods side by side: they find a known order, say how far they agree, and carry no money."""

import numpy as np
import pytest

from openefficiency.compare.with_frontier import with_frontier
from openefficiency.present.sentences import agreement_words


@pytest.fixture(scope="module")
def panel():
    """150 organisations that make two outputs; what they spend beyond the cheapest way is known."""
    rng = np.random.default_rng(8)
    outputs = rng.uniform(50, 500, (150, 2))
    waste = np.abs(rng.normal(0, 0.3, 150))
    cost = outputs[:, 0] ** 0.5 * outputs[:, 1] ** 0.5 * np.exp(waste + rng.normal(0, 0.15, 150))
    return with_frontier(tuple(f"R{n:02d}" for n in range(150)), cost, outputs, seed=1), waste


def test_every_method_finds_who_wastes_most(panel):
    found, waste = panel

    for method in found.methods:
        order = np.argsort(np.argsort(-method.scores))
        truth = np.argsort(np.argsort(waste))
        assert np.corrcoef(order, truth)[0, 1] > 0.4, method.name


def test_scores_lie_between_0_and_1_and_inside_their_interval(panel):
    found, _ = panel

    for method in found.methods:
        assert ((method.scores > 0) & (method.scores <= 1 + 1e-9)).all(), method.name
    stochastic = found.methods[-1]
    assert ((stochastic.low <= stochastic.scores) & (stochastic.scores <= stochastic.high)).all()


def test_agreement_is_told_for_every_two_methods(panel):
    found, _ = panel

    assert len(found.agreement) == 4 * 3 / 2
    assert all(-1 <= value <= 1 for value in found.agreement.values())
    words = agreement_words(found)
    assert sum(line.startswith("Ranks by") for line in words) == 6
    assert not any("£" in line for line in words)


def test_intervals_that_overlap_for_more_than_half_are_warned_of():
    rng = np.random.default_rng(9)
    outputs = rng.uniform(90, 110, (40, 1))
    alike = with_frontier(
        tuple(map(str, range(40))), outputs[:, 0] * np.exp(rng.normal(0, 0.02, 40)), outputs, seed=1
    )

    assert any("no order can be told among them" in line for line in agreement_words(alike))
