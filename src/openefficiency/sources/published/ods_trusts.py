"""NHS trusts as the Organisation Data Service lists them (etr), with or without a header."""

import re
from datetime import date, datetime

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.who import organisations

COLUMNS = ("organisation_code", "name", "national_grouping", "high_level_health_geography", "open_date")
# The publisher's own file has no header: 27 columns, of which these are known by their places.
WIDTH = 27
NAMES = [
    "organisation_code",
    "name",
    "national_grouping",
    "high_level_health_geography",
    *(f"address_{line}" for line in range(1, 6)),
    "postcode",
    "open_date",
    "close_date",
]
TRUST_CODE, GROUPING, DAY = re.compile(r"[RT]\w{2}$"), re.compile(r"[YW]\d\d$"), re.compile(r"\d{8}$")


class OdsTrusts(Source):
    name = "ods_trusts"
    title = "ODS: NHS trusts (etr)"
    publisher = "NHS England, Organisation Data Service"
    implements = (organisations,)
    may_hold_postcodes = True

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS) or is_headerless(document.first)

    def read(self, document: Document) -> Reading:
        sheet = document.first
        rows = sheet.table(-1, names=NAMES) if is_headerless(sheet) else rows_under(sheet, *COLUMNS)
        return Reading(
            {
                "organisations": rows.select(
                    "sheet",
                    "row",
                    "name",
                    organisation=code_in("organisation_code"),
                    known_on=pl.lit(last_day_told(rows, document)),
                    register=pl.lit("ODS trusts"),
                    # The list does not tell acute trusts from others.
                    type=pl.lit(None, dtype=pl.String),
                    subtype=pl.lit(None, dtype=pl.String),
                    opened="open_date",
                    closed="close_date",
                )
            }
        )


def is_headerless(sheet: Sheet) -> bool:
    rows = [row for row in sheet.head if any(row)]
    return bool(rows) and all(
        len(row) == WIDTH and TRUST_CODE.match(row[0]) and GROUPING.match(row[2]) and DAY.match(row[10])
        for row in rows
    )


def last_day_told(rows: pl.DataFrame, document: Document) -> date:
    """The list names no day of its own; it is true on the last day on which it lets a trust open or close."""
    told = [text for text in [*rows["open_date"], *rows["close_date"]] if text and DAY.match(text)]
    if not told:
        raise RefusedFile(
            f"'{document.name}' does not tell when any trust opened or closed.\n"
            f"  given:    {len(rows)} trusts without a date\n"
            "  possible: the etr file of the Organisation Data Service, with dates like 20171001."
        )
    return datetime.strptime(max(told), "%Y%m%d").date()
