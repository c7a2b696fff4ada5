"""Patients who no longer need to be in hospital, by acute trust: daily reports, added up by month."""

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.published.daily_reports import by_month
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.capacity import discharge_delays

FIGURE = "do_not_meet_criteria_to_reside"
COLUMNS = ("nhs_trust22_code", "date", FIGURE)


class CriteriaToReside(Source):
    name = "criteria_to_reside"
    title = "Acute discharge situation report: patients who do not meet the criteria to reside"
    publisher = "NHS England; compiled by the British Red Cross"
    standing = Standing.COMPILATION
    implements = (discharge_delays,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        months = by_month(rows.with_columns(organisation=code_in("nhs_trust22_code")), FIGURE)
        return Reading(
            {"discharge_delays": months.rows.rename({FIGURE: "delayed_days"})}, left_out=months.left_out
        )
