"""Kind of each NHS organisation, as the trust panel 2009-2018 knew them: acute, specialist and others."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import organisations

COLUMNS = ("ORG_CODE", "ORG_NAME", "ORG_TYPE", "SPECIALIST")
# The register holds for a panel from 2009 to 2018 and names no day: the middle of that time.
KNOWN_ON = date(2014, 3, 31)
TYPES = {
    ("Acute", "FALSE"): "acute non-specialist",
    ("Acute", "TRUE"): "acute specialist",
    ("Mental Health", "FALSE"): "mental health",
    ("Community Provider Trust", "FALSE"): "community",
    ("Ambulance", "FALSE"): "ambulance",
    ("Clinical Commissioning Group", "FALSE"): "commissioner",
}


class ProviderTypes(Source):
    name = "provider_types"
    title = "NHS organisations by kind, 2009-2018"
    publisher = "NHS England; compiled by M. Asaria"
    standing = Standing.COMPILATION
    implements = (organisations,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        kind = pl.col("ORG_TYPE").str.strip_chars() + "|" + pl.col("SPECIALIST").str.strip_chars()
        types = {f"{kind}|{specialist}": type_ for (kind, specialist), type_ in TYPES.items()}
        return Reading(
            {
                "organisations": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("ORG_CODE"),
                    known_on=pl.lit(KNOWN_ON),
                    register=pl.lit("trust panel 2009-2018"),
                    name=pl.col("ORG_NAME").str.strip_chars(),
                    # A new kind passes here and is caught by the check of allowed values.
                    type=kind.replace_strict(types, default=kind),
                    subtype=pl.lit(None, dtype=pl.String),
                    opened=pl.lit(None, dtype=pl.Date),
                    closed=pl.lit(None, dtype=pl.Date),
                )
            }
        )
