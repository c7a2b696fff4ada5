"""The catalogue: every measure that ships can be read, and what is wrong with one is said with its line."""

from datetime import date
from importlib import resources

import pytest
import yaml

from openefficiency import catalogue as shipped
from openefficiency.errors import MeasureError, NotFound
from openefficiency.measures.catalogue import catalogue, named, read
from openefficiency.measures.framework import GROUPS
from openefficiency.measures.quality import collections

TODAY = date(2026, 11, 25)
FILES = sorted(
    (file for file in resources.files(shipped).iterdir() if file.name.endswith(".yaml")),
    key=lambda file: file.name,
)

GOOD = """\
title: Sickness absence
question: What share of working days is lost to sickness?
why_it_matters: Absence is paid for twice.
read_with_care: Rates rose everywhere after 2020.
group: workforce
unit: fraction
better_when: lower
parts:
  lost:
    table: absence
    sum: fte_days_lost
  available:
    table: absence
    sum: fte_days_available
numerator: lost
denominator: available
author: A. Analyst
checked_by: C. Clinician
review_by: 2027-04-01
sources:
  - title: Ours
    grade: I
"""


def wrong(*changes: tuple[str, str]) -> str:
    """The words in which the good measure is refused after these changes."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with pytest.raises(MeasureError) as error:
        read(text, file="sickness.yaml")
    return str(error.value)


def line_of(text: str) -> int:
    return 1 + [line.strip() for line in GOOD.splitlines()].index(text)


class TestWhatShips:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_every_measure_can_be_read_and_answers_for_itself(self, file):
        measure = read(file.read_text("utf-8"), file=file.name)

        assert measure.name == file.name.removesuffix(".yaml")
        for words in (measure.title, measure.question, measure.why_it_matters, measure.read_with_care):
            assert len(words.strip()) >= 4
        assert measure.question.strip().endswith("?")
        assert measure.author and measure.checked_by
        assert measure.sources and all(source.title and source.grade for source in measure.sources)
        assert measure.review_by > TODAY
        assert measure.group in GROUPS
        assert set(measure.families) <= set(collections())
        assert measure.unit

    def test_there_are_enough_for_a_framework(self):
        assert len([one for one in catalogue().values() if one.framework]) >= 40

    def test_no_two_have_one_title_or_one_question(self):
        for words in ("title", "question"):
            told = [getattr(one, words).strip() for one in catalogue().values()]
            assert len(set(told)) == len(told)

    def test_another_name_of_a_measure_is_not_that_of_another_one(self):
        titles = {one.title.lower(): one.name for one in catalogue().values()}
        for one in catalogue().values():
            for other in one.aka:
                assert titles.get(other.lower(), one.name) == one.name

    def test_the_estimate_of_which_one_is_another_scale_is_a_measure(self):
        assert {one.estimate for one in catalogue().values() if one.estimate} <= set(catalogue())

    def test_shares_are_fractions_and_not_percent(self):
        for one in catalogue().values():
            assert "%" not in one.unit and "percent" not in one.unit
            if one.unit == "fraction":
                assert one.scale == 1, one.name

    def test_a_measure_that_weighs_by_cost_rests_on_the_cost_collection(self):
        assert "cost collection" in named("coarse_activity_per_wte").families


class TestWhatIsWrongIsSaidWithItsLine:
    def test_the_good_one_is_good(self):
        assert read(GOOD, file="sickness.yaml").name == "sickness"

    def test_a_key_that_is_not_known(self):
        words = wrong(("title: Sickness", "titel: Sickness"))

        assert "The measure 'sickness' cannot be read." in words
        assert "sickness.yaml, line 1: titel is not known; may have: adjust, aka, author" in words
        assert "sickness.yaml, line 1: title is missing" in words

    def test_a_key_of_a_part_that_is_not_known(self):
        words = wrong(("    sum: fte_days_lost", "    sum: fte_days_lost\n    avrage: fte_days_lost"))

        assert (
            f"line {line_of('sum: fte_days_lost') + 1}: parts.lost.avrage is not known; may have: at, average, months"
            in words
        )
        assert "better_when" not in words

    @pytest.mark.parametrize("place", ["coverage", "sources", "standards"])
    def test_a_key_of_another_thing_that_is_not_known_names_what_that_may_have(self, place):
        given = {
            "coverage": (
                "numerator: lost",
                "numerator: lost\ncoverage: {of: lost, out_of: lost, words: w, least: 1}",
            ),
            "sources": ("    grade: I", "    grade: I\n    least: 1"),
            "standards": (
                "numerator: lost",
                "numerator: lost\nstandards: [{name: n, basis: b, table: costs, cost: actual_cost, volume: activity, by: [currency], least: 1}]",
            ),
        }
        may_have = {
            "coverage": "at_least, of",
            "sources": "grade, title, url",
            "standards": "basis, by, cost",
        }

        assert f"least is not known; may have: {may_have[place]}" in wrong(given[place])

    @pytest.mark.parametrize("key", ["question", "unit", "better_when", "numerator", "review_by", "sources"])
    def test_a_key_that_is_missing(self, key):
        text = yaml.safe_dump({name: value for name, value in yaml.safe_load(GOOD).items() if name != key})
        with pytest.raises(MeasureError, match=f"{key} is missing"):
            read(text, file="sickness.yaml")

    def test_a_direction_that_is_none(self):
        words = wrong(("better_when: lower", "better_when: sideways"))

        assert (
            f"line {line_of('better_when: lower')}: better_when: Input should be 'lower', 'higher' or 'neither'"
            in words
        )

    def test_a_table_that_does_not_exist(self):
        words = wrong(("table: absence\n    sum: fte_days_lost", "table: absense\n    sum: fte_days_lost"))

        assert (
            f"line {line_of('lost:')}: parts.lost: there is no table 'absense'; there are: absence, accounts"
            in words
        )

    def test_a_column_that_does_not_exist(self):
        words = wrong(("sum: fte_days_lost", "sum: days_lost"))

        assert (
            "parts.lost: the table 'absence' has no days_lost; it has: organisation, start, months, days, fte_days_lost"
            in words
        )

    def test_a_column_of_a_condition_that_does_not_exist(self):
        assert "the table 'absence' has no staff" in wrong(
            ("sum: fte_days_lost", "sum: fte_days_lost\n    where: {staff: all}")
        )

    @pytest.mark.parametrize("value", ["operatin_income", "[operatin_income]", "{not: operatin_income}"])
    def test_a_value_of_a_condition_that_never_stands_there(self, value):
        words = wrong(
            (
                "table: absence\n    sum: fte_days_lost",
                f"table: accounts\n    sum: amount\n    where: {{line: {value}}}",
            )
        )

        assert "'line' of the table 'accounts' is never operatin_income; it may be:" in words

    def test_a_condition_that_is_not_known(self):
        words = wrong(("sum: fte_days_lost", "sum: fte_days_lost\n    where: {months: {under: 3}}"))

        assert "condition on 'months': not known: under; may have: not, starts_with" in words

    @pytest.mark.parametrize("way", ["sum", "average"])
    def test_a_fraction_that_is_added_up(self, way):
        words = wrong(("table: absence\n    sum: fte_days_lost", f"table: retention\n    {way}: stability"))

        assert (
            "'stability' is a share, a rate or a growth: it takes `only`, never a sum or an average" in words
        )

    def test_words_that_are_added_up(self):
        words = wrong(("table: absence\n    sum: fte_days_lost", "table: accounts\n    sum: line"))

        assert "'line' of the table 'accounts' is no number: text" in words

    def test_two_ways_at_once_and_none(self):
        assert "has sum, average of: sum, average, only; it takes exactly one" in wrong(
            ("sum: fte_days_lost", "sum: fte_days_lost\n    average: fte_days_lost")
        )
        assert "has none of: sum, average, only" in wrong(("    sum: fte_days_lost\n", ""))

    @pytest.mark.parametrize("key", ["numerator: lost", "denominator: available"])
    def test_a_part_that_it_does_not_have(self, key):
        words = wrong((key, f"{key} + agency"))

        assert (
            f"line {line_of(key)}: {key.split(':')[0]}: speaks of parts that it does not have: agency; it has: available, lost"
            in words
        )

    @pytest.mark.parametrize("more", ["adjust: [agency]", "coverage: {of: agency, out_of: lost, words: w}"])
    def test_a_part_that_an_adjustment_or_a_coverage_does_not_have(self, more):
        assert "speaks of parts that it does not have: agency" in wrong(
            ("numerator: lost", f"numerator: lost\n{more}")
        )

    def test_a_type_of_organisation_that_does_not_exist(self):
        words = wrong(("unit: fraction", "unit: fraction\norg_types: [acute]"))

        assert "org_types: not known: acute; may be: acute non-specialist" in words

    def test_an_expression_that_is_no_sum(self):
        assert "'lost +' is no sum of parts; write it like: (pay - agency) / staff" in wrong(
            ("numerator: lost", "numerator: lost +")
        )

    def test_a_weight_of_columns_that_do_not_exist(self):
        weight = "{table: national_costs, cost: cots, volume: activity, by: point, column: months, match: {a: [b]}}"

        assert "has no cots" in wrong(("sum: fte_days_lost", f"sum: fte_days_lost\n    weight: {weight}"))

    def test_a_measure_of_nothing(self):
        text = GOOD[: GOOD.index("parts:")] + GOOD[GOOD.index("numerator:") :]
        text = text.replace("numerator: lost", "numerator: 1").replace(
            "denominator: available", "denominator: 2"
        )
        with pytest.raises(MeasureError, match="has neither parts nor standards"):
            read(text, file="sickness.yaml")

    def test_what_is_said_twice(self):
        words = wrong(("unit: fraction", "unit: fraction\nunit: days"))

        assert f"sickness.yaml, line {line_of('unit: fraction') + 1}: unit stands here again" in words

    def test_text_that_is_no_yaml_is_said_with_its_line(self):
        words = wrong(("unit: fraction", "unit: [fraction"))

        assert "is no YAML" in words
        assert f"line {line_of('unit: fraction') + 1}" in words

    @pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "words"])
    def test_a_file_without_keys(self, text):
        with pytest.raises(MeasureError, match=r"sickness.yaml holds no keys(.|\n)*possible: name, title"):
            read(text, file="sickness.yaml")

    def test_a_key_that_is_no_word(self):
        assert "7: Keys should be strings" in wrong(("unit: fraction", "7: seven\nunit: fraction"))

    def test_everything_wrong_is_said_at_once(self):
        words = wrong(
            ("title: Sickness", "titel: Sickness"),
            ("better_when: lower", "better_when: sideways"),
            ("unit: fraction", "unit: fraction\norg_types: [acute]\nadjust: [agency]"),
            ("review_by: 2027-04-01", "review_by: someday"),
            ("numerator: lost", "numerator: lost + agency"),
            ("grade: I", "grade: Z"),
        )

        for place in (
            "titel",
            "title",
            "better_when",
            "org_types",
            "adjust",
            "review_by",
            "numerator",
            "sources.0.grade",
        ):
            assert any(f": {place}" in line for line in words.splitlines()), place


def test_a_measure_is_found_by_name_and_one_that_is_misspelt_is_guessed():
    assert named("sickness_absence").title == "Sickness absence"
    with pytest.raises(
        NotFound, match=r"no measure called 'sickness_absense'.\n  did you mean: sickness_absence"
    ):
        named("sickness_absense")
    with pytest.raises(NotFound, match="openefficiency measures"):
        named("xyz")
