"""A sheet of the estates return, one row a site or trust, turned into one row a figure."""

from dataclasses import dataclass

import polars as pl

from openefficiency.sources.cells import number_in
from openefficiency.sources.document import Sheet, label
from openefficiency.sources.published.eric_layouts import (
    NO_FIGURE,
    SHARES,
    items_of,
    named,
    unit_of,
    without_unit,
)
from openefficiency.sources.source import LeftOut

PFI = ("PFI", "Trust Provided Services")
KEPT = ("sheet", "row", "organisation", "site", "site_name", "site_type")


@dataclass(frozen=True)
class Question:
    """One numeric column: its name in the table, its label to show, and what it is."""

    column: str
    label: str
    unit: str
    items: tuple[str, ...]


def sections(row: tuple[str, ...]) -> list[str]:
    """The heading above each column: it stands once, above the first of its columns."""
    found, latest = [], ""
    for cell in row:
        latest = label(cell) or latest
        found.append(latest)
    return found


def questions(sheet: Sheet, header: int | None) -> list[Question]:
    """The numeric columns of a sheet. What it repeats for PFI schemes is of no item but 'other'."""
    assert header is not None, "a sheet without its header is not recognised"
    texts = [label(cell) for cell in sheet.head[header]]
    above = sections(sheet.head[header - 1]) if header else [""] * len(texts)
    repeated = [section.startswith(PFI) for section in above]
    items = items_of([text for text, again in zip(texts, repeated, strict=True) if not again])
    found = []
    for column, text, section, again in zip(sheet.labels(header), texts, above, repeated, strict=True):
        unit = unit_of(text)
        if not unit:
            continue
        shown = f"{section}: {text}" if again else text
        found.append(Question(column, shown, unit, ("other",) if again else tuple(items[text])))
    return found


def figures(rows: pl.DataFrame, asked: list[Question], *, scheme: str = "") -> pl.DataFrame:
    """One row a figure and item; `scheme` names the column that tells several rows of a site apart."""
    shown = pl.DataFrame(
        {
            "column": [question.column for question in asked for _ in question.items],
            "label": [question.label for question in asked for _ in question.items],
            "unit": [question.unit for question in asked for _ in question.items],
            "item": [item for question in asked for item in question.items],
        },
        schema={"column": pl.String, "label": pl.String, "unit": pl.String, "item": pl.String},
    )
    keys = [*KEPT, scheme] if scheme else list(KEPT)
    long = rows.unpivot(
        [question.column for question in asked], index=keys, variable_name="column", value_name="amount"
    )
    named_scheme = (
        pl.concat_str(pl.col(scheme), pl.col("label"), separator=": ") if scheme else pl.col("label")
    )
    return long.join(shown, on="column").with_columns(label=named_scheme).drop("column", scheme, strict=False)


def areas_from_shares(rows: pl.DataFrame, asked: list[Question]) -> list[pl.DataFrame]:
    """Areas in m2 of what the return gives in percent, beside the percentages themselves."""
    own = {named(question.label): question for question in asked if question.items != ("other",)}
    shares = {without_unit(question.label): question for question in asked}
    found = []
    for text, (item, wholes) in SHARES.items():
        whole = next((own[name.lower()] for name in wholes if name.lower() in own), None)
        share = shares.get(text)
        if whole and share:
            area = number_in(share.column) / 100 * number_in(whole.column)
            # A cell that is no number stands in quarantine already, as the percentage that it is.
            found.append(
                rows.select(
                    *KEPT,
                    amount=area.cast(pl.String),
                    label=pl.lit(share.label),
                    unit=pl.lit("m2"),
                    item=pl.lit(item),
                ).filter(pl.col("amount").is_not_null())
            )
    return found


def asked_and_answered(long: pl.DataFrame, sheet: str) -> tuple[pl.DataFrame, list[LeftOut]]:
    """The figures, and how many cells the publisher says are none."""
    cell = pl.col("amount").str.strip_chars().str.to_lowercase()
    left_out = []
    for words in NO_FIGURE:
        count = long.filter(cell == words.lower()).height
        if count:
            left_out.append(LeftOut(sheet, f"cells with '{words}' in place of a figure", count))
    empty = long.filter(cell.is_null() | (cell == "")).height
    if empty:
        left_out.append(LeftOut(sheet, "empty cells", empty))
    answered = cell.is_not_null() & (cell != "") & ~cell.is_in([words.lower() for words in NO_FIGURE])
    return long.filter(answered), left_out
