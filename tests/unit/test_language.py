"""The small language of promises, and the tables that are written in it."""

import pytest

from openefficiency.errors import BrokenPromise, NotFound
from openefficiency.tables.known import all_tables, table
from openefficiency.tables.language import (
    Kind,
    Table,
    day,
    fraction,
    money,
    number,
    organisation,
    text,
    whole,
    yes_no,
)

DRAWN = Table(
    name="drawn",
    meaning="Drawn.",
    grain=("organisation",),
    columns={"organisation": organisation(), "amount": money("Amount.")},
)


def test_a_table_with_what_it_promises_passes_whatever_else_is_there():
    DRAWN.check_shape(["organisation", "amount", "sheet", "row", "more"], source="invented")


def test_what_is_missing_is_said_with_what_was_given():
    with pytest.raises(BrokenPromise) as error:
        DRAWN.check_shape(["organisation", "sheet"], source="invented")

    assert str(error.value) == (
        "The source 'invented' does not keep the promise of 'drawn'.\n"
        "  missing: amount, row\n"
        "  given:   organisation, sheet\n"
        "Look at the column names in the newest release of 'invented'."
    )


@pytest.mark.parametrize(
    ("column", "kind", "least"),
    [
        (text, Kind.TEXT, None), (whole, Kind.WHOLE, 0), (number, Kind.NUMBER, 0), (money, Kind.MONEY, None),
        (fraction, Kind.FRACTION, None), (day, Kind.DAY, None), (yes_no, Kind.YES_NO, None),
    ],
)  # fmt: skip
def test_a_count_is_never_below_nought_and_money_may_be(column, kind, least):
    made = column("Something.")

    assert (made.kind, made.least, made.may_be_missing) == (kind, least, False)


def test_a_count_may_say_otherwise():
    assert number("Balance.", least=None).least is None


@pytest.mark.parametrize(
    ("columns", "period"),
    [(("year",), "year"), (("start",), "start"), (("known_on",), "known_on"), (("other",), None)],
)
def test_the_period_is_the_column_that_tells_the_time(columns, period):
    one = Table(name="t", meaning="T.", grain=columns, columns={name: text("X.") for name in columns})

    assert one.period == period


def test_a_table_is_found_by_name_and_one_that_is_not_there_names_those_that_are():
    assert table("absence").name == "absence"
    with pytest.raises(NotFound, match=r"no table called 'absense'.\n  there are: absence, accounts"):
        table("absense")


def test_every_table_stands_under_its_own_name():
    assert all(name == one.name for name, one in all_tables().items())
    assert list(all_tables()) == sorted(all_tables())
