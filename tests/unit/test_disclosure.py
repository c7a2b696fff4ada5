"""Small numbers of people are hidden, and cannot be had back by subtraction."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.door import disclosure
from openefficiency.measures.door.disclosure import SIBLING, SMALLEST_SHOWN, WORDS, hide
from openefficiency.tables.known import all_tables


def rows(*counts: tuple, year: str = "2024/25") -> pl.DataFrame:
    """Organisations R1, R2, ... with these numerators and denominators."""
    return pl.DataFrame(
        {
            "organisation": [f"R{number}" for number in range(1, len(counts) + 1)],
            "year": year,
            "numerator": [float(top) if top is not None else None for top, _ in counts],
            "denominator": [float(bottom) if bottom is not None else None for _, bottom in counts],
            "why": pl.Series([None] * len(counts), dtype=pl.String),
        },
        schema_overrides={"numerator": pl.Float64, "denominator": pl.Float64},
    )


def shown(frame: pl.DataFrame) -> list:
    return [
        (row["numerator"], row["denominator"]) if row["why"] is None else row["why"]
        for row in frame.to_dicts()
    ]


def test_one_to_seven_are_hidden_and_nought_and_eight_are_shown():
    found = hide(rows((0, 100), (1, 100), (7, 100), (8, 100)))

    assert shown(found) == [(0, 100), WORDS, WORDS, (8, 100)]


def test_a_small_denominator_is_hidden_too():
    found = hide(rows((0, 7), (0, 6), (20, 100)))

    assert shown(found) == [WORDS, WORDS, (20, 100)]


def test_what_is_hidden_leaves_no_number_behind():
    found = hide(rows((3, 100), (5, 200), (20, 300)))

    assert found.select("numerator", "denominator").rows() == [(None, None), (None, None), (20, 300)]


def test_of_one_small_number_the_next_smallest_goes_with_it():
    found = hide(rows((3, 100), (50, 200), (20, 300)))

    assert shown(found) == [WORDS, (50, 200), SIBLING]


def test_a_nought_beside_it_is_not_enough():
    # The total less the 50 would be 3 + 0.
    found = hide(rows((3, 100), (0, 100), (50, 200), (60, 200)))

    assert shown(found) == [WORDS, SIBLING, SIBLING, (60, 200)]


def test_two_small_ones_that_are_small_together_take_a_third_with_them():
    found = hide(rows((1, 100), (2, 100), (50, 200)))

    assert shown(found) == [WORDS, WORDS, SIBLING]


def test_each_year_is_looked_at_alone():
    found = hide(pl.concat([rows((3, 100), (50, 200)), rows((50, 200), (60, 200), year="2023/24")]))

    assert shown(found) == [WORDS, SIBLING, (50, 200), (60, 200)]


def test_where_nothing_is_small_nothing_changes():
    given = rows((8, 100), (0, 100), (None, 100))

    assert hide(given).equals(given)


def test_a_reason_that_was_there_stays_on_what_is_not_hidden():
    given = rows((8, 100), (None, None)).with_columns(why=pl.Series([None, "nothing held"]))

    assert shown(hide(given)) == [(8, 100), "nothing held"]


COUNT = st.one_of(st.none(), st.integers(0, 30), st.sampled_from([0, 1, 7, 8, 7.5, 1000]))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=7))
def test_a_total_less_what_is_shown_is_never_a_small_number(counts):
    before = rows(*counts)
    found = hide(before)

    for name in ("numerator", "denominator"):
        assert not found.filter((pl.col(name) > 0) & (pl.col(name) < SMALLEST_SHOWN)).height
        is_hidden = found["why"].is_not_null()
        behind = before.filter(is_hidden)[name].sum()
        # Where every row that has figures is hidden, there is nothing to subtract.
        all_hidden = found.drop_nulls(["numerator", "denominator"]).is_empty()
        assert behind == 0 or behind >= SMALLEST_SHOWN or all_hidden
    assert found["why"].is_not_null().sum() != 1 or found.drop_nulls(["numerator", "denominator"]).is_empty()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=7))
def test_what_is_shown_is_what_it_was(counts):
    before, found = rows(*counts), hide(rows(*counts))

    kept = found["why"].is_null()
    assert found.filter(kept).equals(before.filter(kept))
    assert found["organisation"].equals(before["organisation"])


def test_published_aggregates_pass():
    measure = catalogue()["sickness_absence"]
    given = rows((3, 100), (50, 200))

    assert all_tables()["absence"].disclosure == "aggregates"
    assert disclosure.hide_small_numbers(given, measure).equals(given)


@pytest.mark.parametrize("name", ["sickness_absence", "cost_per_wau"])
def test_a_measure_of_a_table_about_people_is_hidden_whether_it_stands_in_a_part_or_a_standard(
    name, monkeypatch
):
    measure = catalogue()[name]
    things = [*measure.parts.values(), *measure.standards]
    about = {thing.table for thing in things}
    monkeypatch.setattr(
        disclosure,
        "all_tables",
        lambda: {table: type("People", (), {"disclosure": "people"}) for table in about},
    )

    assert shown(disclosure.hide_small_numbers(rows((3, 100), (50, 200)), measure)) == [WORDS, SIBLING]


def test_a_table_says_people_or_aggregates_and_nothing_else():
    assert {table.disclosure for table in all_tables().values()} <= {"people", "aggregates"}
