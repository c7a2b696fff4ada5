"""A figure beside its peers or its past: how sure, in which words, and what it may be worth."""

import math

import numpy as np
import polars as pl
import pytest

from openefficiency.compare.comparison import Comparison, Signal, judge
from openefficiency.compare.noise import noise
from openefficiency.compare.peers import recommended
from openefficiency.compare.place import Places
from openefficiency.compare.relative import placed
from openefficiency.compare.simulation import claims
from openefficiency.compare.with_own_past import with_own_past
from openefficiency.compare.with_peers import with_peers
from openefficiency.errors import NotFound
from openefficiency.measures.catalogue import named
from openefficiency.measures.measure import Better
from openefficiency.measures.result import COLUMNS, ORIGIN_COLUMNS, Result
from openefficiency.opportunity.opportunity import Opportunity
from openefficiency.opportunity.size import ALREADY, NEITHER, mean_excess, size
from openefficiency.present.sentences import of_opportunity


def result(
    values: dict[tuple[str, str], float], *, measure: str = "estates_cost_per_m2", basis="as published"
):
    """A result with a denominator of 1,000 for each figure."""
    rows = [
        {
            "organisation": organisation,
            "year": year,
            "numerator": value * 1_000,
            "denominator": 1_000.0,
            "value": value,
            "reason": None,
            "coverage": None,
            "basis": basis,
            "flags": [],
        }
        for (organisation, year), value in values.items()
    ]
    origins = [
        {"organisation": o, "year": y, "part": "p", "table": "t", "release": "r", "sheet": "", "first_row": 1, "last_row": 1, "rows": 1}
        for o, y in values
    ]  # fmt: skip
    return Result(
        named(measure), pl.DataFrame(rows, schema=COLUMNS), pl.DataFrame(origins, schema=ORIGIN_COLUMNS)
    )


def years_of(levels: dict[str, float], *, wobble: float = 0.03) -> dict[tuple[str, str], float]:
    """Each organisation at its level, a little up one year and down the next."""
    return {
        (name, f"{2012 + year}/{13 + year}"): level * math.exp(wobble * (-1) ** (year + place))
        for place, (name, level) in enumerate(levels.items())
        for year in range(4)
    }


LEVELS = {f"R{number:02d}": 200.0 + number for number in range(20)} | {"RHI": 300.0, "RLO": 130.0}


def compared(values=None, **more) -> dict[str, Comparison]:
    given = result(values or years_of(LEVELS), **{k: more.pop(k) for k in ("measure", "basis") if k in more})
    found = with_peers(
        given, "2015/16", type_of=lambda name, year: "ambulance", name_of=lambda name, year: name, **more
    )
    return {one.organisation: one for one in found}


class TestWithPeers:
    def test_who_is_far_above_is_worse_where_lower_is_better_and_who_is_near_is_not(self):
        found = compared()

        assert found["RHI"].signal is Signal.WORSE
        assert found["RLO"].signal is Signal.BETTER
        assert found["R10"].signal is Signal.NO_DIFFERENCE

    def test_the_comparator_is_the_median_of_the_others_and_the_interval_holds_the_gap(self):
        one = compared()["RHI"]

        values = sorted(
            value for (name, year), value in years_of(LEVELS).items() if year == "2015/16" and name != "RHI"
        )
        assert one.comparator == pytest.approx(values[10])
        assert one.low < one.gap < one.high
        assert len(one.peers) == 21

    def test_the_gap_is_shrunk_and_never_larger_than_it_looks(self):
        one = compared()["RHI"]

        assert 0 < one.gap < one.value - one.comparator

    def test_without_a_second_year_nobody_can_tell_the_noise(self):
        single = {key: value for key, value in years_of(LEVELS).items() if key[1] == "2015/16"}

        assert {one.signal for one in compared(single).values()} == {Signal.TOO_FEW_TO_SAY}
        assert all(one.low is None for one in compared(single).values())

    def test_fewer_than_eight_of_a_type_are_not_compared(self):
        few = dict(list(LEVELS.items())[:7])

        assert compared(years_of(few)) == {}

    def test_own_peers_are_the_only_comparators(self):
        found = compared(peers_of=lambda name: ["R00", "R01", "R02"])

        assert found["RHI"].peers == ("R00", "R01", "R02")
        assert compared(peers_of=lambda name: ["R00"])["RHI"].signal is Signal.TOO_FEW_TO_SAY

    def test_a_difference_of_place_is_not_called_one(self):
        dear = Places("2026/27", dict.fromkeys(LEVELS, 1.0) | {"RHI": 1.6})
        one = compared(basis="local prices, busiest currencies only", places=dear)["RHI"]

        assert one.signal is Signal.NO_DIFFERENCE
        assert "goes away with the market forces factor of 2026/27" in one.why
        assert size(one).expected is None

    def test_a_factor_is_not_used_where_prices_are_not_local(self):
        dear = Places("2026/27", dict.fromkeys(LEVELS, 1.0) | {"RHI": 1.6})

        assert compared(places=dear)["RHI"].signal is Signal.WORSE


class TestWithOwnPast:
    def years(self, last: float) -> Result:
        usual = [10.0, 10.2, 9.9, 10.1, 10.0, 9.8, 10.1, 10.0, 9.9, 10.2, 10.0, 10.1]
        return result({("RAA", f"{2000 + n}/{n + 1:02d}"): value for n, value in enumerate([*usual, last])})

    def test_a_year_outside_what_is_usual_is_told(self):
        [found] = with_own_past(self.years(13.0), name_of=lambda name, year: name)
        [usual] = with_own_past(self.years(10.1), name_of=lambda name, year: name)

        assert (found.signal, usual.signal) == (Signal.WORSE, Signal.NO_DIFFERENCE)

    def test_a_measure_whose_weights_change_each_year_has_no_past(self):
        values = {("RAA", f"{2000 + n}/{n + 1:02d}"): 3_500.0 + n for n in range(15)}
        [found] = with_own_past(result(values, measure="cost_per_wau"), name_of=lambda name, year: name)

        assert found.signal is Signal.TOO_FEW_TO_SAY
        assert "made anew each year" in found.why

    def test_a_past_without_any_change_says_nothing_about_what_is_usual(self):
        values = {("RAA", f"{2000 + n}/{n + 1:02d}"): 10.0 if n < 14 else 11.0 for n in range(15)}
        [found] = with_own_past(result(values), name_of=lambda name, year: name)

        assert found.signal is Signal.TOO_FEW_TO_SAY

    def test_eleven_years_are_too_few(self):
        values = {("RAA", f"{2000 + n}/{n + 1:02d}"): 10.0 + n % 2 for n in range(11)}
        [found] = with_own_past(result(values), name_of=lambda name, year: name)

        assert found.why == "11 years are held; at least 12 are needed"


@pytest.mark.parametrize(
    ("probability", "better", "signal"),
    [
        (0.95, Better.LOWER, Signal.WORSE),
        (0.95, Better.HIGHER, Signal.BETTER),
        (0.95, Better.NEITHER, Signal.DIFFERENT),
        (0.05, Better.LOWER, Signal.BETTER),
        (0.05, Better.HIGHER, Signal.WORSE),
        (0.60, Better.LOWER, Signal.NO_DIFFERENCE),
        (0.89, Better.NEITHER, Signal.NO_DIFFERENCE),
    ],
)
def test_the_word_follows_from_probability_and_direction(probability, better, signal):
    assert judge(probability, better) is signal


def test_noise_is_the_scatter_between_neighbouring_years():
    rng = np.random.default_rng(7)
    values = {
        (f"R{n:03d}", f"{2010 + year}/{11 + year}"): 100 * math.exp(level + rng.normal(0, 0.05))
        for n, level in enumerate(rng.normal(0, 0.2, 200))
        for year in range(6)
    }
    found = noise(placed(result(values), lambda name, year: "ambulance"))

    assert found["ambulance"] == pytest.approx(0.05, rel=0.1)


KNOWN = {f"R{n}": {"patients": float(n), "sites": float(n % 3), "share urban": 0.5} for n in range(15)}


class TestPeers:
    def test_the_ten_nearest_come_first_and_say_in_what_they_are_alike(self):
        found = recommended("R5", KNOWN, KNOWN)

        assert len(found) == 10
        assert [one.distance for one in found] == sorted(one.distance for one in found)
        assert found[0].organisation in ("R2", "R8")
        assert "sites" in found[0].alike_in

    def test_nobody_is_a_peer_of_itself(self):
        assert "R5" not in [one.organisation for one in recommended("R5", KNOWN, KNOWN)]

    def test_whose_characteristics_are_not_held_has_no_peers_and_is_told_so(self):
        with pytest.raises(NotFound, match=r"No peers can be recommended for 'RZZ'(.|\n)*possible"):
            recommended("RZZ", KNOWN, KNOWN)


class TestOpportunity:
    def test_it_is_distance_times_volume_averaged_over_what_the_gap_may_be(self):
        one = compared()["RHI"]
        sized = size(one)

        assert sized.unit == "£"
        assert sized.low == pytest.approx(max(0, one.low) * 1_000)
        assert sized.high == pytest.approx(one.high * 1_000)
        assert sized.low < sized.expected < sized.high
        assert sized.expected >= one.gap * 1_000

    def test_who_is_already_better_has_none(self):
        sized = size(compared()["RLO"])

        assert (sized.expected, sized.why) == (None, ALREADY)

    def test_a_measure_without_direction_has_none(self):
        sized = size(compared(measure="revenue_per_wte")["RHI"])

        assert (sized.expected, sized.why) == (None, NEITHER)

    def test_what_the_place_explains_is_taken_off(self):
        dear = Places("2026/27", dict.fromkeys(LEVELS, 1.0) | {"RHI": 1.1})
        whole = size(compared(basis="local prices")["RHI"])
        less = size(compared(basis="local prices", places=dear)["RHI"])

        assert 0 < less.expected < whole.expected
        assert less.high < whole.high

    def test_its_sentence_says_what_it_is_a_distance_to_and_in_which_prices(self):
        words = of_opportunity(size(compared(basis="local prices, busiest currencies only")["RHI"]))

        assert words.startswith("about £")
        assert words.endswith("above the middle of its peers, in local prices: spending")
        assert "local prices" not in of_opportunity(size(compared()["RHI"]))
        assert of_opportunity(size(compared()["RLO"])) == f"none shown: {ALREADY}"

    def test_it_cannot_be_made_without_its_interval(self):
        with pytest.raises(AssertionError, match="carries its interval"):
            Opportunity(
                comparison=compared()["RHI"],
                unit="£",
                releases="cash",
                expected=1.0,
                low=None,
                high=None,
                why="",
            )

    @pytest.mark.parametrize(
        ("gap", "deviation"), [(0.0, 1.0), (2.0, 1.0), (-1.5, 0.7), (3.0, 0.0), (-3.0, 0.0)]
    )
    def test_the_mean_excess_is_what_draws_make_it(self, gap, deviation):
        draws = np.random.default_rng(3).normal(gap, deviation, 400_000)

        assert mean_excess(gap, deviation) == pytest.approx(np.maximum(0, draws).mean(), abs=0.01)

    def test_no_shipped_measure_without_direction_counts_an_opportunity(self):
        from openefficiency.measures.catalogue import catalogue

        wrong = [
            one.name for one in catalogue().values() if one.opportunity and one.better_when is Better.NEITHER
        ]
        assert not wrong


@pytest.fixture(scope="module")
def said():
    return {one.claim: one for one in claims(named("cost_per_wau"), seed=1, systems=40)}


def test_every_claim_holds_on_invented_systems(said):
    """80% intervals cover 80 +/- 3%; at most 5% are called worse where nobody differs; who is worse by far is found."""
    assert all(one.holds for one in said.values()), said


def test_the_naive_rule_calls_many_worse_where_nobody_differs(said):
    ours, naive = (
        one.found for one in said.values() if "nobody differs" in one.claim or "naive" in one.claim
    )

    assert naive > 0.12
    assert ours < naive / 10


def test_the_same_seed_says_the_same_and_another_something_else():
    first, again, other = (claims(named("cost_per_wau"), seed=seed, systems=3) for seed in (4, 4, 5))

    assert first == again
    assert first != other
