"""A figure said in one sentence."""

import pytest

from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.framework import Cell, Spread
from openefficiency.measures.quality import Quality
from openefficiency.present.words import reading
from openefficiency.provenance import Origin, Provenance

SPREAD = Spread(count=40, lower_quartile=0.04, median=0.045, upper_quartile=0.05)


def cell(value, *, measure="sickness_absence", reason=None) -> Cell:
    return Cell(
        organisation="RAA", name="Ashby", type="acute specialist", measure=catalogue()[measure], period="2024/25",
        numerator=None, denominator=None, value=value, reason=reason, coverage=None, basis="", flags=(),
        quality=Quality("fair", {}, {}),
        provenance=Provenance(
            origins=(Origin(release="r", table="t", sheet="", first_row=1, last_row=1, rows=1),), measure=measure, measure_version=1, package="0"
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.03, "lower than three quarters of 40 acute specialist organisations; lower is usually better"),
        (0.045, "in the middle half of 40 acute specialist organisations"),
        (0.06, "higher than three quarters of 40 acute specialist organisations; worth a look"),
    ],
)
def test_a_figure_is_said_with_its_place_and_the_middle_one(value, words):
    assert (
        reading(cell(value), SPREAD) == f"Sickness absence: {value:.1%}, {words} (the middle one is at 4.5%)."
    )


def test_too_few_others_are_no_comparison():
    assert reading(cell(0.03), None) == "Sickness absence: 3.0%. Too few others to compare with."


def test_a_figure_that_is_not_there_says_why():
    assert (
        reading(cell(None, reason="absence: 3 of 12 months held"), SPREAD)
        == "Sickness absence: not known. Absence: 3 of 12 months held."
    )


def test_where_neither_way_is_better_nothing_is_judged():
    found = reading(cell(100_000, measure="revenue_per_wte"), Spread(40, 70_000, 80_000, 90_000))

    assert (
        found
        == "Revenue per whole-time equivalent: £100,000, higher than three quarters of 40 acute specialist organisations; neither way is better (the middle one is at £80,000)."
    )
