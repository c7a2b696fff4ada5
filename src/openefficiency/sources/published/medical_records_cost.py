"""What trusts spend on keeping medical records (ERIC, 2017/18 to 2023/24), compiled by year."""

import re

import polars as pl

from openefficiency.sources.cells import code_in, number_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing, Total
from openefficiency.tables.estates import estates

KEYS = ("trust_code", "trust_name")
PARTS = {"mrc_on": "Medical records cost - on-site", "mrc_off": "Medical records cost - off-site"}
NOT_ANSWERED = ("not applicable", "no data provided", "")


class MedicalRecordsCost(Source):
    name = "medical_records_cost"
    title = "ERIC: cost of medical records"
    publisher = "NHS Digital, compiled by NHS Tech (subject-mrc)"
    standing = Standing.COMPILATION
    implements = (estates,)

    def recognise(self, document: Document) -> bool:
        sheet = document.first
        return sheet.has(*KEYS) and any(years_of(list(row)) for row in sheet.head[:1])

    def read(self, document: Document) -> Reading:
        sheet = document.first
        rows = sheet.table(0)
        years = years_of(rows.columns)
        unasked = pl.concat(rows.filter(~answered(digits)).select("row") for digits in years)
        found = [part_of(rows.filter(answered(digits)), digits, part) for digits in years for part in PARTS]
        return Reading(
            {"estates": pl.concat(found)},
            left_out=(
                LeftOut(sheet.name, "trust-years with a zero in place of an answer", unasked.height),
                LeftOut(sheet.name, "totals of the two parts", rows.height * len(years)),
            ),
            totals=tuple(total_of(rows, digits) for digits in years),
        )


def years_of(columns: list[str]) -> list[str]:
    return [found[1] for name in columns if (found := re.fullmatch(r"mrc_total_(20\d{4})", name.strip()))]


def tidy(digits: str) -> str:
    return f"{digits[:4]}/{digits[4:]}"


def answered(digits: str) -> pl.Expr:
    """Whether a trust answered in that year.

    The compilers wrote 0 where a trust did not exist or gave no figure; then the kind of its records
    is missing too. A zero beside a kind of records is an answer.
    """
    kind = pl.col(f"mrc_type_{digits}").fill_null("").str.strip_chars().str.to_lowercase()
    zero = number_in(f"mrc_total_{digits}") == 0
    return ~(kind.is_in(NOT_ANSWERED) & zero.fill_null(False))


def part_of(rows: pl.DataFrame, digits: str, part: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("trust_code"),
        year=pl.lit(tidy(digits)),
        level=pl.lit("trust"),
        site=pl.lit(None, pl.String),
        site_name=pl.lit(None, pl.String),
        site_type=pl.lit(None, pl.String),
        item=pl.lit("medical_records_cost"),
        label=pl.lit(PARTS[part]),
        unit=pl.lit("£"),
        amount=pl.col(f"{part}_{digits}"),
    )


def total_of(rows: pl.DataFrame, digits: str) -> Total:
    printed = rows.select(number_in(f"mrc_total_{digits}").sum()).item()
    return Total(
        "estates",
        "amount",
        printed,
        where={"year": tidy(digits)},
        tolerance=1e-6,
        said_by="the column of totals",
    )
