"""Side by side: spreads of like with like, and no figure of which it is not known how much it speaks for."""

import pytest

from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.door.parts import of_part
from openefficiency.measures.evaluate import evaluate
from openefficiency.measures.framework import (
    FEWEST_FOR_SPREAD,
    Cell,
    Spread,
    coverage_table,
    families,
    spread,
    spreads,
)
from openefficiency.measures.quality import Quality
from openefficiency.provenance import Origin, Provenance
from openefficiency.tasks.measuring import finished

ORIGIN = Origin(release="r", table="absence", sheet="", first_row=1, last_row=2, rows=2)


def a_cell(
    organisation: str = "RAA",
    value: float | None = 0.05,
    *,
    kind: str = "acute specialist",
    origins=(ORIGIN,),
    reason=None,
) -> Cell:
    measure = catalogue()["sickness_absence"]
    return Cell(
        organisation=organisation,
        name=organisation,
        type=kind,
        measure=measure,
        period="2024/25",
        numerator=value,
        denominator=1.0,
        value=value,
        reason=reason,
        coverage=None,
        basis="as published",
        flags=(),
        quality=Quality("fair", {}, {}),
        provenance=Provenance(origins=origins, measure=measure.name, measure_version=1, package="0"),
    )


class TestACell:
    def test_it_has_a_value_or_a_reason_and_never_both_or_neither(self):
        with pytest.raises(AssertionError, match="a value or a reason, not both"):
            a_cell(value=0.05, reason="hidden")
        with pytest.raises(AssertionError, match="a value or a reason, not both"):
            a_cell(value=None)

    def test_a_figure_without_provenance_cannot_be_made(self):
        with pytest.raises(AssertionError, match="without provenance"):
            a_cell(origins=())
        assert a_cell(value=None, reason="nothing held", origins=())


class TestSpreads:
    def test_quartiles_worked_by_hand(self):
        # 1 to 9: a quarter of the way from the first to the last is the third.
        assert spread(range(1, 10)) == Spread(9, lower_quartile=3, median=5, upper_quartile=7)

    def test_too_few_are_no_spread(self):
        assert spread(range(FEWEST_FOR_SPREAD - 1)) is None
        assert spread(range(FEWEST_FOR_SPREAD)) is not None

    def test_a_place_is_beyond_a_quartile_and_not_on_it(self):
        found = Spread(9, lower_quartile=3, median=5, upper_quartile=7)

        assert [found.place(value) for value in (2.9, 3, 5, 7, 7.1)] == [
            "low",
            "middle",
            "middle",
            "middle",
            "high",
        ]

    def test_like_is_compared_with_like(self):
        cells = [
            a_cell(f"R{number}", number, kind=kind)
            for number in range(1, 10)
            for kind in ("ambulance", "community")
        ]
        found = spreads([*cells, a_cell("RX", None, reason="hidden", kind="ambulance")])

        assert {key[:2] for key in found} == {
            ("sickness_absence", "ambulance"),
            ("sickness_absence", "community"),
        }
        assert [place.count for place in found.values()] == [9, 9]


def test_collections_are_those_of_shown_figures():
    assert families([a_cell("RAA"), a_cell("RBB", None, reason="hidden")]) == {"RAA": ("staff records",)}


def test_the_table_of_what_is_held_counts_figures_and_says_the_commonest_reason(load, held, quarterly):
    load(
        quarterly(
            *(
                f"{quarter} {code} 1 100"
                for quarter in ("2015_Q2", "2015_Q3", "2015_Q4", "2016_Q1")
                for code in ("RAA",)
            ),
            "2015_Q2 RBB 1 100",
            "2015_Q2 RCC 1 100",
            name="s.csv",
        )
    )
    rows = coverage_table(finished(held()).rows)

    [row] = [
        row for row in rows.to_dicts() if (row["measure"], row["year"]) == ("sickness_absence", "2015/16")
    ]
    assert (row["organisations"], row["without"]) == (1, 2)
    assert row["commonest_reason"] == "absence (lost): 3 of 12 months held"


def test_a_figure_is_not_shown_where_nobody_knows_how_much_of_the_cost_it_speaks_for(load, held, text_file):
    # The list of busiest currencies does not tell what everything cost, and no list that does is held.
    load(
        text_file(
            "Org code,Financial year,Currency code,Activity,Unit cost\nRAA,2023/24,AA22C,100,120",
            name="c.csv",
        ),
        text_file(
            "ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST\nRAA,Ashby,Acute,Y,FALSE", name="k.csv"
        ),
    )
    [row] = evaluate(catalogue()["cost_per_wau"], held().door()).rows.to_dicts()

    assert row["value"] is None
    assert (
        row["reason"]
        == "too little of the cost can be compared: how much is covered is not known, at least 90% is needed"
    )


def test_a_quarter_without_a_figure_is_not_counted_as_one_of_nothing(load, held, text_file):
    # Averaged over four quarters, 90 + 90 + 90 beds would be 67.5.
    kinds = text_file(
        "ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST\nRAA,Ashby,Acute,Y,FALSE", name="k.csv"
    )
    beds = text_file(
        "date,trust_code,occupied_beds,bed_capacity\n2015 Q1,RAA,,100\n2015 Q2,RAA,90,100\n2015 Q3,RAA,90,100\n2015 Q4,RAA,90,100",
        name="beds.csv",
    )
    load(kinds, beds)
    rows = evaluate(catalogue()["staff_per_bed"], held().door()).rows.to_dicts()

    assert [(row["value"], row["reason"]) for row in rows] == [
        (None, "absence (staff): nothing held for 2015/16")
    ]
    part = catalogue()["staff_per_bed"].parts["beds"]
    [held_part] = of_part(part, held().door().sums(part)).to_dicts()
    assert (held_part["value"], held_part["why"]) == (None, "9 of 12 months held")
