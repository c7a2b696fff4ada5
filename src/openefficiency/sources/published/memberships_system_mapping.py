"""Integrated care board and region of every provider, as NHS England maps them."""

import re
from datetime import date

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("Code", "Name", "ICB Code", "ICB Name", "Region Name")
REGIONS = {
    "London Commissioning Region": "Y56",
    "South West Commissioning Region": "Y58",
    "South East Commissioning Region": "Y59",
    "Midlands Commissioning Region": "Y60",
    "East of England Commissioning Region": "Y61",
    "North West Commissioning Region": "Y62",
    "North East and Yorkshire Commissioning Region": "Y63",
}


class MembershipsSystemMapping(Source):
    name = "memberships_system_mapping"
    title = "System mapping: providers to ICBs and regions"
    publisher = "NHS England"
    standing = Standing.COMPILATION
    implements = (memberships,)
    scope_by = ("valid_from",)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        since = first_day_named(document)
        region = pl.col("Region Name").str.strip_chars()
        codes = {
            "icb": (code_in("ICB Code"), pl.col("ICB Name")),
            # A region that is not known has no code, and is put aside.
            "region": (region.replace_strict(REGIONS, default=None), region),
        }
        return Reading(
            {
                "memberships": pl.concat(
                    rows.select(
                        "sheet",
                        "row",
                        organisation=code_in("Code"),
                        kind=pl.lit(kind),
                        group=group,
                        group_name=name,
                        share=pl.lit(1.0),
                        basis=pl.lit("the whole organisation"),
                        valid_from=pl.lit(since),
                        valid_to=pl.lit(None, dtype=pl.Date),
                    )
                    for kind, (group, name) in codes.items()
                )
            }
        )


def first_day_named(document: Document) -> date:
    """The mapping tells no date at all; its name tells the year, which counts from April."""
    years = re.findall(r"(?<!\d)20\d\d(?!\d)", document.name)
    if len(set(years)) != 1:
        raise RefusedFile(
            f"'{document.name}' does not say of which year the mapping is.\n"
            f"  given:    {len(set(years))} years in the name, and none in the file\n"
            "  possible: rename the file so that its name holds one year, for example 2025."
        )
    return date(int(years[0]), 4, 1)
