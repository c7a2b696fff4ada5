"""Trust accounts (TAC): one row for each cell of each trust's accounts, and the illustrative forms."""

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import financial_year_of_name, financial_years, number_in
from openefficiency.sources.document import Document, Sheet, plain
from openefficiency.sources.published.trust_accounts_lines import CELLS
from openefficiency.sources.published.trust_accounts_names import code_of
from openefficiency.sources.source import LeftOut, Reading, Source
from openefficiency.tables.money import accounts

CELL = ("worksheetname", "tableid", "maincode", "subcode")
# The publication has called the same column by different names over the years.
NAMES = ("organisationname", "orgname", "providername")
ORGANISATIONS = ("organisationcode", "orgcode", "providercode", "odscode")
AMOUNTS = ("valuenumber", "total", "amount", "value")
# An illustrative form has its codes beside empty cells, in place of rows of figures.
FORM = ("TAC02 SoCI", "TAC08 Op Exp", "TAC09 Staff")


class TrustAccounts(Source):
    name = "trust_accounts"
    title = "Trust accounts consolidation (TAC)"
    publisher = "NHS England (formerly NHS Improvement)"
    implements = (accounts,)
    # Foundation trusts and NHS trusts come in two files of one year.
    scope_by = ("organisation",)

    def recognise(self, document: Document) -> bool:
        return bool(figures_in(document)) or is_form(document)

    def read(self, document: Document) -> Reading:
        found = figures_in(document)
        if not found:
            return Reading({}, notes=("an illustrative layout without figures",))
        sheet, header = found
        rows = with_known_columns(sheet, header)
        year = year_of(document, sheet)
        wanted = rows.join(wanted_cells(), on=["worksheet", "main", "sub"])
        coded = wanted.filter(pl.col("organisation").is_not_null())
        unread = rows.join(
            wanted_cells().unique(["worksheet", "main", "sub"]), on=["worksheet", "main", "sub"], how="anti"
        )
        nameless = wanted.filter(pl.col("organisation").is_null())
        return Reading(
            {"accounts": coded.with_columns(year=pl.lit(year), amount=in_pounds()).drop("times", "name")},
            left_out=(
                LeftOut(
                    sheet.name,
                    "cells that are no line of ours: notes, balance sheet, the year before",
                    unread.height,
                ),
                *without_a_code(nameless, sheet),
            ),
        )


def squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


def figures_in(document: Document) -> tuple[Sheet, int] | None:
    """The sheet with one row a cell, and where its header stands."""
    for sheet in document.sheets:
        for place, row in enumerate(sheet.head):
            given = {squeezed(text) for text in row}
            if given.issuperset(CELL) and given & set(NAMES) and given & set(AMOUNTS):
                return sheet, place
    return None


def is_form(document: Document) -> bool:
    sheets = [document.sheet(name) for name in FORM]
    return all(sheet and sheet.has("Maincode") and sheet.has("Subcode") for sheet in sheets)


def with_known_columns(sheet: Sheet, header: int) -> pl.DataFrame:
    rows = sheet.table(header)
    given = {squeezed(name): name for name in reversed(rows.columns)}
    column = {name: given[name] for name in CELL}
    name = next(given[name] for name in NAMES if name in given)
    amount = next(given[name] for name in AMOUNTS if name in given)
    code = next((given[name] for name in ORGANISATIONS if name in given), None)
    codes = {text: code_of(text) for text in rows[name].drop_nulls().unique()}
    known = pl.col(name).replace_strict(codes, default=None, return_dtype=pl.String)
    return rows.select(
        "sheet",
        "row",
        name=pl.col(name),
        organisation=pl.coalesce(pl.col(code).str.strip_chars().str.to_uppercase(), known) if code else known,
        worksheet=pl.col(column["worksheetname"]).str.strip_chars().str.slice(0, 5),
        main=pl.col(column["maincode"]).str.strip_chars(),
        sub=pl.col(column["subcode"]).str.strip_chars(),
        code=pl.concat_str(
            *(pl.col(column[part]).str.strip_chars() for part in CELL), separator=" / ", ignore_nulls=True
        ),
        amount=pl.col(amount),
    )


def wanted_cells() -> pl.DataFrame:
    return pl.DataFrame(
        [(c.worksheet, c.main, c.sub, c.label, line, c.times) for c in CELLS for line in c.lines],
        schema=["worksheet", "main", "sub", "label", "line", "times"],
        orient="row",
    )


def in_pounds() -> pl.Expr:
    """Whole pounds as text; what is no number stays as it is, for the quarantine."""
    return (number_in("amount") * pl.col("times")).round(2).cast(pl.String).fill_null(pl.col("amount"))


def year_of(document: Document, figures: Sheet) -> str:
    """The year that the titles of the other sheets tell; else the one in the name of the file."""
    titles = [cell for sheet in document.sheets for row in sheet.head for cell in row if sheet is not figures]
    told = {year for title in titles if "accounts" in title.lower() for year in financial_years(title)}
    if len(told) > 1:
        raise RefusedFile(
            f"The year of the trust accounts '{document.name}' cannot be told.\n"
            f"  given:    titles of {', '.join(sorted(told))}\n"
            "  possible: the publisher's workbook of one year."
        )
    return told.pop() if told else financial_year_of_name(document)


def without_a_code(rows: pl.DataFrame, sheet: Sheet) -> list[LeftOut]:
    """Rows of organisations whose code nobody knows, told by name."""
    return [
        LeftOut(sheet.name, f"no code is known for '{name}'", count)
        for name, count in rows.group_by("name").len().sort("name").rows()
    ]
