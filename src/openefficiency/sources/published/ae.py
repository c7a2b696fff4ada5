"""A&E attendances and emergency admissions by provider, published monthly by NHS England as csv."""

from datetime import date

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import INSIDE, code_in, month_in, number_in, rows_under
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import LeftOut, Reading, Source, Total
from openefficiency.tables.activity import emergency_admission_waits, emergency_attendances

# Each label stands three times in a row: attendances, those within four hours, those over four hours.
DEPARTMENTS = {
    "Type 1 Departments - Major A&E": "major",
    "Type 2 Departments - Single Specialty": "single",
    "Type 3 Departments - Other A&E/Minor Injury Unit": "minor",
}
ADMISSIONS = {
    "major": "Emergency Admissions via Type 1 A&E",
    "single": "Emergency Admissions via Type 2 A&E",
    "minor": "Emergency Admissions via Type 3 and 4 A&E",
}
WAITS = {
    "over_four_hours": "Number of patients spending >4 hours from decision to admit to admission",
    "over_twelve_hours": "Number of patients spending >12 hours from decision to admit to admission",
    "emergency_admissions": "Total Emergency Admissions",
}
OTHERS = ("Code", "Region", "Name", "Total Attendances > 4 hours", *ADMISSIONS.values(), *WAITS.values())
COLUMNS = (*DEPARTMENTS, *OTHERS)
# In some months the dash of the labels was replaced by a 0.
WITH_NOUGHTS = (*(label.replace("Departments -", "Departments 0") for label in DEPARTMENTS), *OTHERS)

NATION = (pl.col("Code").str.strip_chars() == "-") & (pl.col("Name").str.strip_chars() == "England")


class EmergencyCare(Source):
    name = "ae"
    title = "A&E attendances and emergency admissions, by provider, monthly"
    publisher = "NHS England"
    implements = (emergency_attendances, emergency_admission_waits)

    def recognise(self, document: Document) -> bool:
        return document.form == "csv" and (document.first.has(*COLUMNS) or document.first.has(*WITH_NOUGHTS))

    def read(self, document: Document) -> Reading:
        rows = providers(document.first)
        return reading_of(rows, month=month_of_name(document), sheet="")


def providers(sheet: Sheet) -> pl.DataFrame:
    """The rows under the header, with the labels of the newer files."""
    rows = rows_under(sheet, *(COLUMNS if sheet.has(*COLUMNS) else WITH_NOUGHTS))
    return rows.rename({name: name.replace("Departments 0 ", "Departments - ") for name in rows.columns})


def month_of_name(document: Document) -> date:
    """These files do not say in themselves which month they are about; only their names do."""
    # The innermost name counts, where the file came out of a zip.
    month = next(filter(None, map(month_in, reversed(INSIDE.split(document.name)))), None)
    if not month:
        raise RefusedFile(
            f"'{document.name}' does not say which month it is about.\n"
            "  given:    no month in the file, and not exactly one in its name\n"
            "  possible: rename the file so that its name holds the month, for example May-2025-AE.csv."
        )
    return month


def reading_of(rows: pl.DataFrame, *, month: date, sheet: str) -> Reading:
    """What the rows of providers of one month say; the row of England becomes totals."""
    nation = rows.filter(NATION)
    rows = rows.filter(NATION.not_().fill_null(True)).with_columns(
        organisation=code_in("Code"), start=pl.lit(month.isoformat())
    )
    return Reading(
        {"emergency_attendances": attendances(rows), "emergency_admission_waits": waits(rows)},
        left_out=(LeftOut(sheet, "the total of England", len(nation)),) if len(nation) else (),
        totals=totals(nation),
    )


def attendances(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        rows.select(
            "sheet",
            "row",
            "organisation",
            "start",
            department=pl.lit(department),
            attendances=pl.col(label),
            over_four_hours=pl.col(f"{label} (3)"),
            admissions=pl.col(ADMISSIONS[department]),
        )
        for label, department in DEPARTMENTS.items()
    )


def waits(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "sheet", "row", "organisation", "start", **{name: pl.col(label) for name, label in WAITS.items()}
    )


def totals(nation: pl.DataFrame) -> tuple[Total, ...]:
    printed = nation.select(pl.all().exclude("sheet", "row").replace("-", None))
    departments = [
        (column, department, figure(printed, label))
        for kind, department in DEPARTMENTS.items()
        for column, label in (
            ("attendances", kind),
            ("over_four_hours", f"{kind} (3)"),
            ("admissions", ADMISSIONS[department]),
        )
    ]
    return tuple(
        Total("emergency_attendances", column, number, where={"department": department}, tolerance=0)
        for column, department, number in departments
        if number is not None
    ) + tuple(
        Total("emergency_admission_waits", name, number, tolerance=0)
        for name, label in WAITS.items()
        if (number := figure(printed, label)) is not None
    )


def figure(printed: pl.DataFrame, label: str) -> float | None:
    return printed.select(number_in(label)).row(0)[0] if len(printed) else None
