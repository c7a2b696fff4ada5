"""Patients discharged, by acute trust: daily reports, added up by month."""

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.published.daily_reports import by_month
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import discharges

FIGURE, BY_FIVE = "discharged_total", "discharged_by_1700"
COLUMNS = ("nhs_trust22_code", "date", BY_FIVE, FIGURE)


class DischargedPatients(Source):
    name = "discharged_patients"
    title = "Acute discharge situation report: patients discharged"
    publisher = "NHS England; compiled by the British Red Cross"
    standing = Standing.COMPILATION
    implements = (discharges,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        # The hour was collected until May 2023; it is missing from then on, not zero.
        months = by_month(rows.with_columns(organisation=code_in("nhs_trust22_code")), FIGURE, (BY_FIVE,))
        return Reading({"discharges": months.rows.rename({FIGURE: "discharged"})}, left_out=months.left_out)
