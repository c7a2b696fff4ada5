"""The scores of the NHS Oversight Framework 2025/26, as its methodology manual has them (26 June 2025).

1.00 is the best score and 4.00 the worst. Ties take the best score of those tied; what is missing has no score and is
left out of means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BEST, WORST = 1.0, 4.0
# With a standard, whoever fails it begins here; with a floor, whoever meets it ends here.
FAILS_STANDARD_FROM, MEETS_FLOOR_TO = 2.0, 3.0
DEFICIT_NOT_BETTER_THAN = 3

Values = Mapping[str, float | None]


def metric_scores(
    values: Values, *, higher_is_better: bool, standard: float | None = None, floor: float | None = None
) -> dict[str, float]:
    """Scores of one metric, spread evenly by place, to two decimals.

    `standard`: whoever meets it scores 1.00, the others 2.00 to 4.00. `floor`: whoever fails it scores 4.00, the
    others 1.00 to 3.00. Without either 1.00 to 4.00. A metric has at most one of them.
    """
    assert standard is None or floor is None, "a metric has a standard or a floor, not both"
    sign = 1 if higher_is_better else -1
    better = {name: sign * value for name, value in values.items() if value is not None}
    if standard is not None:
        failing = {name: value for name, value in better.items() if value < sign * standard}
        return dict.fromkeys(better, BEST) | spread(failing, FAILS_STANDARD_FROM, WORST)
    if floor is not None:
        meeting = {name: value for name, value in better.items() if value >= sign * floor}
        return dict.fromkeys(better, WORST) | spread(meeting, BEST, MEETS_FLOOR_TO)
    return spread(better, BEST, WORST)


def spread(better: Mapping[str, float], first: float, last: float) -> dict[str, float]:
    """Places from first to last at even distances; tied ones share the best of their places, a single one the first."""
    steps = max(len(better) - 1, 1)
    return {
        name: round(first + (last - first) * sum(other > value for other in better.values()) / steps, 2)
        for name, value in better.items()
    }


def mean_score(scores: Sequence[float | None], *, weights: Sequence[float] | None = None) -> float | None:
    """The mean of the metrics that are scored, to two decimals; each infection rate weighs a third."""
    weighed = [
        (score, weight)
        for score, weight in zip(scores, weights or [1.0] * len(scores), strict=True)
        if score is not None
    ]
    if not weighed:
        return None
    return round(sum(score * weight for score, weight in weighed) / sum(weight for _, weight in weighed), 2)


def segments(scores: Values, *, in_deficit: frozenset[str] = frozenset()) -> dict[str, int]:
    """Quarters of the mean scores of one type of trust, 1 the best; a trust in deficit is never better than 3."""
    known = {name: score for name, score in scores.items() if score is not None}
    quarter = {
        name: 1 + min(3, 4 * sum(other < score for other in known.values()) // len(known))
        for name, score in known.items()
    }
    return {
        name: max(segment, DEFICIT_NOT_BETTER_THAN) if name in in_deficit else segment
        for name, segment in quarter.items()
    }


@dataclass(frozen=True)
class Step:
    """With a variance from plan above this (in % of income) finance scores so much."""

    above: float
    score: int


# Inferred from the published scores of Q3 2025/26 (method decision M17): the cut points between the observed ranges
# are a guess of ours. First for a planned surplus or balance, then for a planned deficit; the last step is the rest.
INFERRED = "inferred from one quarter"
SURPLUS_PLANNED = (Step(-0.5, 1), Step(-1.0, 2), Step(float("-inf"), 3))
DEFICIT_PLANNED = (Step(-1e-9, 2), Step(-0.55, 3), Step(float("-inf"), 4))


def finance_score(planned: float, variance: float) -> int:
    """The joint score of planned surplus or deficit and variance from plan, both in % of income."""
    steps = SURPLUS_PLANNED if planned >= 0 else DEFICIT_PLANNED
    return next(step.score for step in steps if variance > step.above)


def finance_and_productivity(planned: Values, variance: Values, productivity: Values) -> dict[str, float]:
    """The domain score of each acute trust that has all three: the mean of finance and productivity.

    The productivity part is not rounded before the mean: so the published scores come out.
    """
    places = {name: value for name, value in productivity.items() if value is not None}
    steps = max(len(places) - 1, 1)
    found = {}
    for name, growth in places.items():
        plan, from_plan = planned.get(name), variance.get(name)
        if plan is not None and from_plan is not None:
            by_place = BEST + (WORST - BEST) * sum(other > growth for other in places.values()) / steps
            found[name] = (finance_score(plan, from_plan) + by_place) / 2
    return found
