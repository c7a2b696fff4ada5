"""What an hour of a member of staff costs: figures quoted from the PSSRU's unit costs."""

import re

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.costs import staff_hour_costs

COLUMNS = ("practitioner_role_group", "cost_per_hour_gbp", "is_proxy", "proxy_source", "notes")
# The year stands in the notes: 'Cost per working hour 2023/24.'
YEAR = re.compile(r"[Cc]ost per working hour (\d{4}/\d\d)")
NO_COST = "roles that the list gives no cost for"


class StaffHourCosts(Source):
    name = "staff_hour_costs"
    title = "Unit costs of health and social care: staff, per hour"
    publisher = "Personal Social Services Research Unit, University of Kent"
    licence = "quoted figures, with attribution to the PSSRU"
    standing = Standing.COMPILATION
    implements = (staff_hour_costs,)

    def recognise(self, document: Document) -> bool:
        return document.form == "csv" and document.first.header(*COLUMNS) == 0

    def read(self, document: Document) -> Reading:
        rows = document.first.table()
        unpriced = rows.filter(pl.col("cost_per_hour_gbp").is_null()).height
        kept = rows.filter(pl.col("cost_per_hour_gbp").is_not_null()).select(
            "sheet",
            "row",
            "is_proxy",
            year=pl.lit(year_of(rows, document)),
            role=pl.col("practitioner_role_group"),
            cost_per_hour=pl.col("cost_per_hour_gbp"),
            borrowed_from=pl.col("proxy_source"),
        )
        return Reading(
            {"staff_hour_costs": kept},
            left_out=(LeftOut("", NO_COST, unpriced),) if unpriced else (),
        )


def year_of(rows: pl.DataFrame, document: Document) -> str:
    years = sorted({found for note in rows["notes"].drop_nulls() for found in YEAR.findall(note)})
    if len(years) != 1:
        raise RefusedFile(
            f"'{document.name}' does not say which year its costs are of.\n"
            f"  given:    {len(years)} years in its notes: {', '.join(years) or 'none'}\n"
            "  possible: one year in the notes, for example 'Cost per working hour 2023/24'."
        )
    return years[0]
