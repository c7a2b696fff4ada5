"""Financial years, from April to March, written 2016/17."""

import re
from datetime import date

from openefficiency.errors import NotFound

WRITTEN = re.compile(r"(?P<first>(19|20)\d\d)\s*[-/–]\s*(?P<second>\d\d|\d{4})$")


def first_calendar_year(written: str) -> int:
    """2016 for 2016/17, 2016-17 or 2016/2017."""
    found = WRITTEN.match(written.strip())
    first = int(found["first"]) if found else 0
    if not found or int(found["second"]) % 100 != (first + 1) % 100:
        raise NotFound(f"'{written}' is not a financial year.\n  write it like: 2016/17 or 2016-17")
    return first


def named(first: int) -> str:
    """2016/17 for 2016."""
    return f"{first}/{(first + 1) % 100:02d}"


def tidy(written: str) -> str:
    """Any way to write a financial year, in the one way we write it."""
    return named(first_calendar_year(written))


def of(day: date) -> str:
    """The financial year in which a day lies."""
    return named(day.year if day.month >= 4 else day.year - 1)


def first_day(written: str) -> date:
    return date(first_calendar_year(written), 4, 1)


def last_day(written: str) -> date:
    return date(first_calendar_year(written) + 1, 3, 31)
