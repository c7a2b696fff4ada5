"""Reading a cell or a name: small things that several publications need."""

import re
from collections.abc import Mapping
from datetime import date

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.checks import MISSING, PRINTED
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import LeftOut

# 2016-17, 2016/17, 2016 - 17, 201617, 2016-2017, FY16-17, _1617; never a part of a longer number.
TWO_YEARS = re.compile(r"(?<!\d)(?:19|20)?(\d\d)\s?[-/_–]?\s?(?:19|20)?(\d\d)(?!\d)")
# How a document out of a zip is called: 'zip » member'.
INSIDE = re.compile(r"[»/\\]")


def financial_years(text: str) -> list[str]:
    """Every financial year that a text names, written 2016/17, without repeats."""
    pairs = [(int(first), int(second)) for first, second in TWO_YEARS.findall(text)]
    years = [f"{1900 + a if a >= 90 else 2000 + a}/{b:02d}" for a, b in pairs if (a + 1) % 100 == b]
    return list(dict.fromkeys(years))


def financial_year_of_name(document: Document) -> str:
    """The financial year that a name tells: for a publication that does not tell it in its content.

    The innermost name counts: a zip may be called after another year than the file in it.
    """
    for name in reversed(INSIDE.split(document.name)):
        years = financial_years(name)
        if len(years) == 1:
            return years[0]
        if years:
            raise RefusedFile(
                f"'{document.name}' does not say which financial year it is about.\n"
                f"  given:    a name with {len(years)} years in it: {', '.join(years)}\n"
                "  possible: rename the file so that its name holds one year, for example 2024-25."
            )
    raise RefusedFile(
        f"'{document.name}' does not say which financial year it is about.\n"
        "  given:    no year in the file, and none in its name\n"
        "  possible: rename the file so that its name holds the year, for example 2024-25."
    )


def number_in(name: str) -> pl.Expr:
    """A cell as a number, where it is one; for arithmetic only: hand over the cell itself."""
    printed = pl.when(pl.col(name).str.strip_chars().str.contains(PRINTED)).then(pl.col(name))
    return printed.str.replace_all(r"[,£\s]", "").cast(pl.Float64, strict=False)


def code_in(name: str) -> pl.Expr:
    """A code as everybody writes it: upper case, no blanks around."""
    return pl.col(name).str.strip_chars().str.to_uppercase()


def figure_in(name: str) -> pl.Expr:
    """Whether anything stands in a cell: a mark like NA or * is no figure."""
    cell = pl.col(name).str.strip_chars().str.to_lowercase()
    return cell.is_not_null() & ~cell.is_in(MISSING)


def scaled(name: str, by: float) -> pl.Expr:
    """A cell in another unit; one that is no number stays as it is, for the check to find."""
    return pl.coalesce((number_in(name) * by).cast(pl.String), pl.col(name))


def year_beginning_in(name: str) -> pl.Expr:
    """2012 as 2012/13; anything else stays as it is, for the check to find."""
    first = pl.col(name).str.strip_chars()
    second = ((first.cast(pl.Int64, strict=False) + 1) % 100).cast(pl.String).str.zfill(2)
    return pl.when(first.str.contains(r"^\d{4}$")).then(first + "/" + second).otherwise(first)


def left_out(rows: pl.DataFrame, reason: str) -> tuple[LeftOut, ...]:
    """Rows that are no data, counted by sheet; nothing where there are none."""
    counts = rows.group_by("sheet").len().sort("sheet").rows()
    return tuple(LeftOut(sheet, reason, count) for sheet, count in counts)


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# April 2026, Apr-26, APRIL_2026; not 'market 2026'.
MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
NAMED_MONTH = re.compile(rf"(?<![a-z])({MONTH})[\s_-]+((?:20)?\d\d)(?!\d)", re.IGNORECASE)


def month_in(text: str) -> date | None:
    """The first day of the one month that a text names, if it names one."""
    found = {
        (2000 + int(year) % 100, MONTHS.index(name[:3].lower()) + 1)
        for name, year in NAMED_MONTH.findall(text)
    }
    return date(*found.pop(), 1) if len(found) == 1 else None


def divided(name: str, *, by: pl.Expr | float) -> pl.Expr:
    """The number divided, as text; a cell that is no number as it stands, so that the check meets it."""
    return pl.coalesce((number_in(name) / by).cast(pl.String), pl.col(name))


def added_up(name: str) -> pl.Expr:
    """The sum of a group of cells, as text.

    Empty cells add nothing. With a cell that is no number, or one that the publisher has hidden, the
    sum is not known: that cell stands for it, so that the check meets it.
    """
    cell = pl.col(name).str.strip_chars()
    other = cell.filter(number_in(name).is_null() & cell.is_not_null())
    hidden = other.str.to_lowercase().is_in(MISSING)
    bad = pl.coalesce(other.filter(~hidden).first(), other.first())
    total = pl.when(number_in(name).count() > 0).then(number_in(name).sum().cast(pl.String))
    return pl.when(other.len() > 0).then(bad).otherwise(total)


def stacked(
    rows: pl.DataFrame, columns: Mapping[str, Mapping[str, str | None]], *, keep: tuple[str, ...], value: str
) -> pl.DataFrame:
    """One row for each of the columns, with what the column stands for beside its `value`."""
    return pl.concat(
        rows.select(
            *keep,
            **{name: pl.lit(word, pl.String) for name, word in meaning.items()},
            **{value: pl.col(label)},
        )
        for label, meaning in columns.items()
    )


def in_pounds(name: str, *, times: int = 1000) -> pl.Expr:
    """A cell of money in whole pounds, as text; `times` is negative where a cost is written below zero.

    What is no number stays as it is, so that the row goes into quarantine with what was written.
    """
    # Thousands with a few places become pounds and pence, not 10200000.000000002.
    pounds = (number_in(name) * times).round(2)
    return pounds.cast(pl.String).fill_null(pl.col(name))


def rows_under(sheet: Sheet, *labels: str) -> pl.DataFrame:
    """The table under the row that holds these labels, of a sheet that is known to have it."""
    header = sheet.header(*labels)
    assert header is not None, f"recognised by {', '.join(labels)}"
    return sheet.table(header)
