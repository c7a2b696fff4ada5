"""Arithmetic on named parts: as at school, and nothing else."""

import polars as pl
import pytest

from openefficiency.measures.expression import Expression


def value(text: str, **parts: float | None) -> float | None:
    frame = pl.DataFrame(
        {name: [number] for name, number in parts.items()} or {"no_part": [1.0]}, strict=False
    )
    return frame.select(answer=Expression(text).polars())["answer"][0]


def test_it_is_worked_out_as_at_school():
    assert value("a + b * c", a=2, b=3, c=4) == 2 + 3 * 4
    assert value("(a + b) * c", a=2, b=3, c=4) == (2 + 3) * 4
    assert value("a - b - c", a=10, b=3, c=2) == (10 - 3) - 2
    assert value("a - (b - c)", a=10, b=3, c=2) == 10 - (3 - 2)
    assert value("a / b / c", a=12, b=3, c=2) == (12 / 3) / 2
    assert value("a / (b / c)", a=12, b=3, c=2) == 12 / (3 / 2)
    assert value("a / b * c", a=12, b=3, c=2) == 12 / 3 * 2
    assert value("1 + a", a=0.25) == 1.25
    assert value("0.5 * a", a=3) == 1.5


def test_whole_numbers_divide_into_fractions():
    assert value("a / b", a=1, b=4) == 0.25
    assert value("1 / 4") == 0.25


def test_what_is_divided_by_zero_is_missing_and_not_infinite():
    assert value("a / b", a=1.0, b=0.0) is None
    assert value("a / b", a=0.0, b=0.0) is None
    assert value("a + c / b", a=1.0, b=0.0, c=1.0) is None
    assert value("a / (b - c)", a=1.0, b=2.0, c=2.0) is None


@pytest.mark.parametrize("text", ["a + b", "a - b", "a * b", "a / b", "b / a", "0 * a + b"])
def test_it_is_missing_as_soon_as_one_part_is_missing(text):
    assert value(text, a=None, b=2.0) is None


def test_it_names_its_parts_each_once():
    assert Expression("(pay - agency) / (pay + 3)").names == ("pay", "agency")
    assert Expression("1").names == ()


def test_two_of_one_text_are_the_same():
    assert Expression("a + b") == Expression("a + b") != Expression("b + a")
    assert hash(Expression("a + b")) == hash(Expression("a + b"))
    assert repr(Expression("a + b")) == "a + b"


@pytest.mark.parametrize(
    "text",
    [
        "sum(a)", "a.b", "a[0]", "'a'", "a ** 2", "a % b", "a // b", "-a", "+a", "not a", "a and b", "a < b",
        "a if b else c", "lambda: a", "[a]", "(a, b)", "{a}", "f'{a}'", "True", "None", "1j", "(a := 1)", "a @ b", "a | b",
        "__import__('os')", "...", "*a",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(
        ValueError,
        match=r"may have names, numbers, \+ - \* / and brackets, and nothing else|is no sum of parts",
    ):
        Expression(text)


@pytest.mark.parametrize("text", ["", "a +", "(a", "a b", "a; b", "a = b", "import os", "1a", "a\x00b"])
def test_what_is_no_sum_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"is no sum of parts; write it like: \(pay - agency\) / staff"):
        Expression(text)


def test_a_number_alone_is_read_as_its_text():
    assert Expression(1).text == "1"
