"""What makes trusts comparable: the variables of NHS England's peer finder, about 2018/19."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, rows_under, scaled
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import peer_characteristics

COLUMNS = ("Procode", "Deprivation", "FTE staff", "Operating Expenses", "DTOCs")
# The list names no year; its staff, expenses and trusts are those of 2018/19.
YEAR = "2018/19"
ITEMS = {
    "Deprivation": "deprivation score",
    "Patients": "patients",
    "Attendances": "attendances",
    "FTE staff": "staff, full-time equivalents",
    "Diagnosis": "diagnosis",
    "Night beds": "night bed occupancy",
    "Day beds": "day bed occupancy",
    "Age 0-15": "share aged 0 to 15",
    "Age 60-74": "share aged 60 to 74",
    "No procedure": "no procedure",
    "Operating Expenses": "operating expenses",
    "Urban": "share urban",
    "Sites": "sites",
    "Sea distance": "sea distance",
    "MFF payment index": "market forces factor",
    "Degree of specialisation": "degree of specialisation",
    "StudentStaff": "student staff",
    "CCGs": "clinical commissioning groups",
    "Non-type 1 AE department": "has an A&E department that is not type 1",
    "Absence Rate": "sickness absence rate",
    "DTOCs": "delayed transfers of care, days",
}
# Expenses stand with a minus sign and in thousands.
UNITS = {"Operating Expenses": -1000}


class PeerFinder(Source):
    name = "peer_finder"
    title = "Trust peer finder variables"
    publisher = "NHS England; compiled by the Health Foundation"
    standing = Standing.COMPILATION
    implements = (peer_characteristics,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        cells = pl.concat(item(rows, column, name) for column, name in ITEMS.items())
        return Reading(
            {"peer_characteristics": cells.filter(figure_in("amount"))},
            left_out=left_out(cells.filter(~figure_in("amount")), "no figure for this characteristic"),
        )


def item(rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("Procode"),
        year=pl.lit(YEAR),
        item=pl.lit(name),
        amount=scaled(column, UNITS[column]) if column in UNITS else pl.col(column),
    )
