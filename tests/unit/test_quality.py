"""How far a figure can be trusted: as far as the worst collection it rests on."""

import pytest

from openefficiency.errors import MeasureError
from openefficiency.measures.catalogue import catalogue, named
from openefficiency.measures.quality import GRADES, collections, quality, regraded


@pytest.mark.parametrize("measure", catalogue().values(), ids=lambda one: one.name)
def test_a_figure_is_as_good_as_the_worst_of_its_collections(measure):
    found = quality(measure)

    assert found.grade == max(
        (collections()[family]["grade"] for family in measure.families), key=GRADES.index
    )
    assert set(found.sources) == set(found.reasons) == set(measure.families)


def test_what_rests_on_unit_costs_is_poor():
    assert quality(catalogue()["cost_per_wau"]).grade == "poor"
    assert quality(catalogue()["coarse_activity_per_wte"]).grade == "poor"


def test_third_party_figures_are_poor_whatever_they_rest_on():
    assert quality(catalogue()["operating_margin"], third_party=True).grade == "poor"


def test_a_collection_may_be_regraded():
    measure = catalogue()["operating_margin"]
    [family] = measure.families

    assert quality(measure, overrides={family: "poor"}).grade == "poor"
    assert quality(measure, overrides={"another": "poor"}).grade == quality(measure).grade


def test_a_store_may_regrade_a_collection_and_only_its_measures_follow():
    grades = regraded("staff records: poor", file="quality.yaml")

    assert quality(named("sickness_absence"), overrides=grades).grade == "poor"
    assert quality(named("operating_margin"), overrides=grades).grade == "good"


@pytest.mark.parametrize("text", ["staff record: poor", "staff records: bad", "- poor"])
def test_a_grade_that_is_none_says_what_may_stand_there(text):
    with pytest.raises(MeasureError, match=r"cannot be read(.|\n)*staff records(.|\n)*good, fair, poor"):
        regraded(text, file="quality.yaml")
