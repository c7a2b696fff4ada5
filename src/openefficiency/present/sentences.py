"""Say a comparison, and an opportunity, in one sentence that a board member can read aloud."""

from openefficiency.compare.comparison import Comparison, Signal
from openefficiency.compare.place import LOCAL
from openefficiency.compare.with_frontier import Frontier
from openefficiency.measures.measure import Better
from openefficiency.opportunity.opportunity import Opportunity
from openefficiency.present.formats import shown

SIGNALS = {
    Signal.BETTER: "better than {against}: the gap of {gap} lies between {low} and {high}",
    Signal.WORSE: "worse than {against}: the gap of {gap} lies between {low} and {high}",
    Signal.DIFFERENT: "different from {against}: the gap of {gap} lies between {low} and {high}",
    Signal.NO_DIFFERENCE: "no difference that can be told from chance: the gap lies between {low} and {high}",
    Signal.TOO_FEW_TO_SAY: "too few to say: {why}",
}
AGAINST = {"peers": "its peers", "own past": "its own past"}
RELEASES = {"cash": "spending", "capacity": "capacity, not cash"}
SIDES = {Better.LOWER: "above", Better.HIGHER: "below"}
# An opportunity is a distance, never a saving: so the sentence says what it is a distance to.
AMOUNT = "about {expected} ({low} to {high}) {side} the middle of its peers{prices}: {releases}"
CHANCE = "may be chance; if not, about {expected} ({low} to {high}) {side} the middle of its peers{prices}: {releases}"
LOCAL_PRICES = ", in local prices"


def of_comparison(one: Comparison) -> str:
    unit = one.measure.unit
    return SIGNALS[one.signal].format(
        against=AGAINST[one.against],
        gap=shown(one.gap, unit),
        low=shown(one.low, unit),
        high=shown(one.high, unit),
        why=one.why,
    )


def of_opportunity(one: Opportunity) -> str:
    if one.expected is None:
        return f"none shown: {one.why}"
    pattern = AMOUNT if one.comparison.signal is Signal.WORSE else CHANCE
    return pattern.format(
        expected=amount(one.expected, one.unit),
        low=amount(one.low, one.unit),
        high=amount(one.high, one.unit),
        releases=RELEASES[one.releases],
        side=SIDES[one.comparison.measure.better_when],
        prices=LOCAL_PRICES if one.comparison.basis.startswith(LOCAL) else "",
    )


def amount(value: float | None, unit: str) -> str:
    return shown(value, unit) if unit == "£" else f"{shown(value, '')} {unit}"


def agreement_words(found: Frontier) -> list[str]:
    """How far frontier methods agree, and how sure any of them is."""
    words = [
        f"Ranks by {one} and {other} agree to {value:.2f}." for (one, other), value in found.agreement.items()
    ]
    for method in found.methods:
        overlapping = found.overlapping(method)
        if overlapping > 0.5:
            words.append(
                f"{method.name}: the intervals of {overlapping:.0%} of organisations overlap that of the middle one; "
                "no order can be told among them."
            )
        if "ok" not in method.status:
            words.append(f"{method.name}: {method.status}.")
    if found.noise_share is not None:
        words.append(f"Of the scatter about the stochastic frontier {found.noise_share:.0%} is noise.")
    return words
