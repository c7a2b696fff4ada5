"""Who is who: as the register nearest in time knew it, and found by a part of the name."""

from datetime import date

import pytest

from openefficiency.errors import NotFound
from openefficiency.organisations.register import Entry, Register


@pytest.fixture
def register() -> Register:
    return Register(
        [
            Entry(
                organisation="RAA",
                known_on=date(2014, 3, 31),
                name="Ashby NHS Trust",
                type="acute non-specialist",
            ),
            Entry(organisation="RAA", known_on=date(2020, 3, 31), name="Ashby Foundation Trust", type=None),
            Entry(organisation="RAA", known_on=date(2024, 3, 31), name=None, type="acute specialist"),
            Entry(
                organisation="RBB",
                known_on=date(2014, 3, 31),
                name="Berrow Ambulance",
                type="ambulance",
                opened=date(2010, 4, 1),
                closed=date(2017, 3, 31),
            ),
            Entry(organisation="RCC", known_on=date(2014, 3, 31), name=None, type=None),
        ]
    )


def test_a_type_is_that_of_the_entry_nearest_to_the_middle_of_the_year(register):
    assert register.type_of("RAA", "2013/14") == "acute non-specialist"
    # October 2018 is nearer to March 2014 than to March 2024; the entry of 2020 tells no type.
    assert register.type_of("RAA", "2018/19") == "acute non-specialist"
    assert register.type_of("RAA", "2019/20") == "acute specialist"
    assert register.type_of("RAA", "2025/26") == "acute specialist"


def test_a_name_is_that_of_its_time_and_without_a_year_the_latest(register):
    assert register.name_of("RAA", "2013/14") == "Ashby NHS Trust"
    assert register.name_of("RAA", "2022/23") == "Ashby Foundation Trust"
    assert register.name_of("RAA") == "Ashby Foundation Trust"


def test_who_is_not_known_is_called_by_its_code_and_has_no_type(register):
    for code in ("RCC", "RZZ"):
        assert register.name_of(code) == code
        assert register.type_of(code, "2014/15") is None


def test_it_was_open_from_its_first_day_to_its_last(register):
    assert [
        year for year in ("2009/10", "2010/11", "2016/17", "2017/18") if register.open_in("RBB", year)
    ] == ["2010/11", "2016/17"]
    assert register.open_in("RAA", "1990/91"), "who tells no day was always open"


def test_those_of_a_type_are_those_that_were_open(register):
    assert register.of_type(["ambulance"], "2014/15") == ["RBB"]
    assert register.of_type(["ambulance"], "2018/19") == []


@pytest.mark.parametrize("asked", ["ashby", "ASHBY trust", "foundation", "raa", "nhs ashby"])
def test_it_is_found_by_any_part_of_any_of_its_names(asked, register):
    assert register.find(asked) == [("RAA", "Ashby Foundation Trust", "acute specialist")]


def test_a_name_that_is_misspelt_is_guessed(register):
    with pytest.raises(NotFound, match="did you mean: Berrow Ambulance"):
        register.find("Berow Ambulance")
    with pytest.raises(NotFound, match="another spelling"):
        register.find("xyzzy")
