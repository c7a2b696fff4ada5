"""Share of each trust's A&E visits by integrated care system (Nuffield Trust)."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

COLUMNS = ("Trust_code", "ICS_code1", "ICS_code2", "ICS_name", "Type1_ED_activity", "Weighting")
# The weights were published in 2023 for the systems as they are since this day.
FROM = date(2022, 7, 1)


class MembershipsIcsVisits(Source):
    name = "memberships_ics_visits"
    title = "Trust to ICS mapping, weighted by visits to major A&E departments"
    publisher = "Nuffield Trust"
    standing = Standing.THIRD_PARTY
    implements = (memberships,)

    def recognise(self, document: Document) -> bool:
        return weights(document) is not None

    def read(self, document: Document) -> Reading:
        sheet = weights(document)
        assert sheet, "the document was recognised by this sheet"
        rows = rows_under(sheet, *COLUMNS)
        return Reading(
            {
                "memberships": rows.select(
                    "sheet",
                    "row",
                    organisation=code_in("Trust_code"),
                    kind=pl.lit("icb"),
                    group=code_in("ICS_code2"),
                    group_name="ICS_name",
                    share="Weighting",
                    # Visits are rounded to ten and small ones are hidden by the publisher.
                    basis=pl.lit("visits: share of the trust's visits to major A&E departments"),
                    valid_from=pl.lit(FROM),
                    valid_to=pl.lit(None, dtype=pl.Date),
                )
            }
        )


def weights(document: Document) -> Sheet | None:
    return next((sheet for sheet in document.sheets if sheet.has(*COLUMNS)), None)
