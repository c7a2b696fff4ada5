"""The small language in which tables make their promises."""

from dataclasses import dataclass
from enum import StrEnum

from openefficiency.errors import BrokenPromise


class Kind(StrEnum):
    """What a column holds, and so how it may be added up.

    `MONEY` is whole pounds and pence, never thousands. `FRACTION` is a share, a rate or a growth:
    0.05 for 5%; it is never added up.
    """

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "pounds"
    FRACTION = "fraction"
    DAY = "day"
    YES_NO = "yes or no"


class Every(StrEnum):
    """How much time one row of a table covers."""

    ALWAYS = "always"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


# Each row of a stored table also says from where in the publisher's file it came.
ORIGIN = ("sheet", "row")


@dataclass(frozen=True)
class Column:
    """One promise: what is in a column, and what may stand there.

    `least` and `most` bound what is possible; a value outside is put into quarantine.
    """

    kind: Kind
    meaning: str
    may_be_missing: bool = False
    allowed: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    longest: int = 200


@dataclass(frozen=True)
class Table:
    """What a table promises, whoever keeps the promise.

    `grain` names the columns that together pick out exactly one row. A table with time in it has
    the column `year` (2016/17), or `start`: the first day of the month, quarter or day; the year is
    then added by the store. `disclosure` is "people" where a row may be about few patients.
    `family` is the collection the figures come from: two measures of one family do not confirm each
    other. `repeats_add_up` is for a table in which two different rows of one grain are two parts of a
    sum; elsewhere they contradict each other, and both go into quarantine.
    """

    name: str
    meaning: str
    grain: tuple[str, ...]
    columns: dict[str, Column]
    every: Every = Every.YEAR
    disclosure: str = "aggregates"
    brought_by_trust: bool = False
    family: str = ""
    repeats_add_up: bool = False

    @property
    def period(self) -> str | None:
        """The column that says which time a row is about, if there is one."""
        return next((name for name in ("year", "start", "known_on") if name in self.columns), None)

    def missing_from(self, given: list[str]) -> list[str]:
        return [name for name in (*self.columns, *ORIGIN) if name not in given]

    def check_shape(self, given: list[str], *, source: str) -> None:
        """Say what is missing, if anything is."""
        missing = self.missing_from(given)
        if missing:
            raise BrokenPromise(
                f"The source '{source}' does not keep the promise of '{self.name}'.\n"
                f"  missing: {', '.join(missing)}\n"
                f"  given:   {', '.join(given)}\n"
                f"Look at the column names in the newest release of '{source}'."
            )


def text(meaning: str, **more) -> Column:
    return Column(Kind.TEXT, meaning, **more)


def whole(meaning: str, **more) -> Column:
    return Column(Kind.WHOLE, meaning, **{"least": 0, **more})


def number(meaning: str, **more) -> Column:
    return Column(Kind.NUMBER, meaning, **{"least": 0, **more})


def money(meaning: str, **more) -> Column:
    return Column(Kind.MONEY, meaning, **more)


def fraction(meaning: str, **more) -> Column:
    return Column(Kind.FRACTION, meaning, **more)


def day(meaning: str, **more) -> Column:
    return Column(Kind.DAY, meaning, **more)


def yes_no(meaning: str, **more) -> Column:
    return Column(Kind.YES_NO, meaning, **more)


def organisation() -> Column:
    return text("ODS code as it was reported; mergers are followed at roll-up.", longest=12)


def year() -> Column:
    return text("Financial year, written 2016/17.", longest=7)


def start(of: str = "month") -> Column:
    return day(f"First day of the {of}.")
