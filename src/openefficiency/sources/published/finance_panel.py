"""Income, operating cost and net position by trust, 2010/11 to 2018/19, compiled for a research panel."""

import polars as pl

from openefficiency.sources.cells import code_in, in_pounds, number_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.money import accounts

COLUMNS = ("ORG_CODE", "YEAR", "FINANCIAL_POSITION", "OP_INCOME", "OP_COST")
# Our line, and what makes thousands pounds and costs positive.
LINES = {
    "OP_INCOME": ("operating_income", 1000),
    "OP_COST": ("operating_cost", -1000),
    "FINANCIAL_POSITION": ("surplus", 1000),
}


class FinancePanel(Source):
    name = "finance_panel"
    title = "Financial positions of trusts"
    publisher = "NHS Improvement, compiled by Asaria, McGuire and Street"
    standing = Standing.COMPILATION
    implements = (accounts,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        sheet = document.first
        rows = sheet.table(sheet.header(*COLUMNS))
        # A trust that had been dissolved stands with three zeros: no figure, not a figure of nothing.
        nothing = pl.all_horizontal((number_in(name) == 0).fill_null(False) for name in LINES)
        kept = rows.filter(~nothing)
        return Reading(
            {"accounts": pl.concat(line_of(kept, column) for column in LINES)},
            left_out=(
                LeftOut(sheet.name, "dissolved trusts with nothing but zeros", rows.height - kept.height),
            ),
            notes=contradictions(kept),
        )


def line_of(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    line, times = LINES[column]
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("ORG_CODE"),
        year=year_from("YEAR"),
        line=pl.lit(line),
        code=pl.lit(column),
        label=pl.lit(column),
        amount=in_pounds(column, times=times),
    )


def year_from(column: str) -> pl.Expr:
    """YEAR is the first of the two: the deficit of £2.4bn of 2015/16 stands under 2015."""
    first = pl.col(column).str.strip_chars()
    second = ((first.cast(pl.Int64, strict=False) + 1) % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str(first, second, separator="/").fill_null(first)


def contradictions(rows: pl.DataFrame) -> tuple[str, ...]:
    """Rows whose income less costs is far from their own net position: a question to the publisher."""
    income, cost, position = (number_in(name) for name in ("OP_INCOME", "OP_COST", "FINANCIAL_POSITION"))
    odd = rows.filter((income + cost - position).abs() > income.abs() / 2).filter(income > 0)
    return tuple(
        f"row {row}: {organisation} {year} has an income of £{got} thousand, costs of £{spent} thousand "
        f"and still a net position of £{left} thousand"
        for row, organisation, year, got, spent, left in odd.select(
            "row", "ORG_CODE", "YEAR", "OP_INCOME", "OP_COST", "FINANCIAL_POSITION"
        ).rows()
    )
