"""Financial years: written in many ways, kept in one, from April to March."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openefficiency.errors import NotFound
from openefficiency.tables import year


@pytest.mark.parametrize(
    "written", ["2016/17", "2016-17", "2016/2017", "2016–17", " 2016 / 17 ", "2016-2017"]
)
def test_a_year_may_be_written_in_many_ways(written):
    assert year.tidy(written) == "2016/17"


def test_the_turn_of_the_century_is_a_year_like_others():
    assert year.tidy("1999-00") == "1999/00"
    assert year.tidy("1999/2000") == "1999/00"


@pytest.mark.parametrize(
    "written",
    ["2016", "2016/18", "2016/16", "16/17", "2016/7", "2016/2018", "2116/17", "FY2016/17", "2016/17x", ""],
)
def test_what_is_no_year_is_said_with_an_example(written):
    with pytest.raises(NotFound, match=r"is not a financial year.\n  write it like: 2016/17 or 2016-17"):
        year.tidy(written)


def test_it_begins_in_april_and_ends_in_march():
    assert year.of(date(2017, 3, 31)) == "2016/17"
    assert year.of(date(2017, 4, 1)) == "2017/18"
    assert (year.first_day("2016/17"), year.last_day("2016-17")) == (date(2016, 4, 1), date(2017, 3, 31))


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_day_lies_in_its_year(day):
    its = year.of(day)

    assert year.first_day(its) <= day <= year.last_day(its)
    assert year.tidy(its) == its
    assert year.last_day(its) + timedelta(days=1) == year.first_day(year.named(int(its[:4]) + 1))
