"""Loans of the Department of Health and Social Care to trusts, 2016/17 to 2018/19, loan by loan."""

from dataclasses import dataclass

import polars as pl

from openefficiency.sources.cells import code_in, in_pounds
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import LeftOut, Reading, Source, Standing, Total
from openefficiency.tables.money import loans

REVENUE, NORMAL, CAPITAL = "interim revenue support", "normal course of business", "interim capital support"
OWED, INTEREST = "owed at the end of the year", "interest paid in the year"
PAID = "Interest paid to DHSC"


@dataclass(frozen=True)
class LoanList:
    """A sheet with one loan a row. Only 2018/19 is in pounds; before, in thousands, though no sheet
    says so: the sums of the lists are the totals in pounds of the other sheets.
    """

    year: str
    sheet: str
    code: str
    owed: str
    kind: str
    pounds: int = 1000
    interest: str = ""


LISTS = (
    LoanList("2016/17", "Data", "Code", "SUM of Closing balance @31/03/2017", REVENUE),
    LoanList(
        "2016/17", "Normal course of business to ad", "Org code", "Closing balance as of 31/03/17", NORMAL
    ),
    LoanList("2017/18", "ALL DATA", "Org Code", "Closing balance @ 31/03/2018", REVENUE),
    LoanList(
        "2018/19",
        "Interim revenue support loans",
        "Org Code",
        "Closing balance @31/03/2019",
        REVENUE,
        1,
        PAID,
    ),
    LoanList(
        "2018/19", "Normal course of business", "Org Code", "Closing balance @ 31/03/2019", NORMAL, 1, PAID
    ),
    LoanList(
        "2018/19", "Interim capital support", "Org Code", "Closing balance @31/1/2019", CAPITAL, 1, PAID
    ),
)
# What the other sheets of the workbooks, and its makers, say is owed in all.
PRINTED = {
    ("2017/18", f"{REVENUE}: {OWED}"): 7_353_708_000,
    ("2018/19", f"{REVENUE}: {OWED}"): 10_144_201_000,
    ("2018/19", f"{REVENUE}: {INTEREST}"): 185_238_000,
    ("2018/19", f"{CAPITAL}: {OWED}"): 793_073_000,
}
# A workbook that only repeats the three years, by name and without codes.
SUMMARY = ("Organisation name", "2016/17", "2017/18", "2018/19", "Loans as % of income for 2018/19")


class Loans(Source):
    name = "dhsc_loans"
    title = "Loans to trusts from the Department of Health and Social Care"
    publisher = "Department of Health and Social Care, compiled by the BBC Shared Data Unit"
    standing = Standing.COMPILATION
    implements = (loans,)

    def recognise(self, document: Document) -> bool:
        return bool(lists_in(document)) or is_summary(document)

    def read(self, document: Document) -> Reading:
        found = lists_in(document)
        if not found:
            return Reading(
                {},
                left_out=without_loans(document, ()),
                notes=("a summary of the yearly workbooks by name of trust: load those instead",),
            )
        read = [amounts for wanted, sheet in found for amounts in amounts_of(wanted, sheet)]
        rows = pl.concat(frame for frame, _ in read)
        return Reading(
            {"loans": rows},
            left_out=(
                *(part for _, part in read if part.rows),
                *without_loans(document, tuple(s.name for _, s in found)),
            ),
            totals=totals_of({wanted.year for wanted, _ in found}),
        )


def lists_in(document: Document) -> list[tuple[LoanList, Sheet]]:
    found = []
    for wanted in LISTS:
        sheet = document.sheet(wanted.sheet)
        if sheet and sheet.has(wanted.code, wanted.owed):
            found.append((wanted, sheet))
    return found


def is_summary(document: Document) -> bool:
    return any(sheet.has(*SUMMARY) for sheet in document.sheets)


def amounts_of(wanted: LoanList, sheet: Sheet) -> list[tuple[pl.DataFrame, LeftOut]]:
    """What is owed on each loan, and the interest that was paid for it."""
    rows = sheet.table(sheet.header(wanted.code, wanted.owed))
    columns = {wanted.owed: OWED} | ({wanted.interest: INTEREST} if wanted.interest else {})
    found = []
    for column, what in columns.items():
        # Opening balance, drawings and repayments show that a dash is a loan that was repaid.
        repaid = pl.col(column).str.strip_chars() == "-"
        frame = rows.filter(~repaid.fill_null(False)).select(
            "sheet",
            "row",
            organisation=code_in(wanted.code),
            year=pl.lit(wanted.year),
            kind=pl.lit(f"{wanted.kind}: {what}"),
            loan=pl.concat_str(pl.col("sheet"), pl.lit(", row "), pl.col("row").cast(pl.String)),
            amount=in_pounds(column, times=wanted.pounds),
        )
        left = rows.height - frame.height
        found.append((frame, LeftOut(sheet.name, "repaid loans: '-' at the end of the year", left)))
    return found


def without_loans(document: Document, read: tuple[str, ...]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(sheet.name, "sums and lists by trust, which repeat the loans", max(sheet.cells.height - 1, 0))
        for sheet in document.sheets
        if sheet.name not in read and sheet.cells.height
    )


def totals_of(years: set[str]) -> tuple[Total, ...]:
    return tuple(
        Total(
            "loans",
            "amount",
            amount,
            where={"year": year, "kind": kind},
            tolerance=1e-6,
            said_by="the workbook",
        )
        for (year, kind), amount in PRINTED.items()
        if year in years
    )
