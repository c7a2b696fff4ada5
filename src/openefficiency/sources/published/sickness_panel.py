"""Sickness absence by trust and quarter, 2009 to 2023: NHS Digital, gathered by an analyst."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document, label
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.workforce import absence

# Both are FTE days, whatever they are called.
COLUMNS = ("date", "trust_code", "sick_ftes", "total_ftes", "sickness_rate")


class SicknessPanel(Source):
    name = "sickness_panel"
    title = "Sickness absence by trust and quarter, 2009 to 2023"
    publisher = "NHS Digital, Sickness Absence Rates; compiled by a Health Foundation analyst"
    standing = Standing.COMPILATION
    implements = (absence,)

    def recognise(self, document: Document) -> bool:
        # A wide file of the same compilation holds these columns among many others.
        header = document.first.header(*COLUMNS)
        return header is not None and set(filter(None, map(label, document.first.head[header]))) == set(
            COLUMNS
        )

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        first, after = first_day("date", quarters=0), first_day("date", quarters=1)
        return Reading(
            {
                "absence": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("trust_code"),
                    start=pl.coalesce(first.cast(pl.String), pl.col("date")),
                    months=pl.lit(3),
                    days=(after - first).dt.total_days(),
                    fte_days_lost=pl.col("sick_ftes"),
                    fte_days_available=pl.col("total_ftes"),
                )
            }
        )


def first_day(quarter: str, *, quarters: int) -> pl.Expr:
    """The first day of the calendar quarter that '2019 Q2' names, or of one some quarters later."""
    parts = pl.col(quarter).str.extract_groups(r"^(\d{4}) Q([1-4])$")
    year, number = (parts.struct.field(place).cast(pl.Int32, strict=False) for place in ("1", "2"))
    return pl.date(year, number * 3 - 2, 1).dt.offset_by(f"{3 * quarters}mo")
