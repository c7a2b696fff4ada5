"""Diagnostic tests done by provider and month (DM01), 2018-2024, compiled."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import diagnostics

COLUMNS = ("trust_code", "date", "non_obstetric_ultrasound", "urodynamics", "all_diagnostics_tests")
# A file that has this too is a join of many panels, which are read each on its own.
JOINED = "covid_flag"
# March 2018 stands under longer names than the months after it.
TESTS = {
    "audiology": ("audiology_assessments", "audiology_audiology_assessments"),
    "barium enema": ("barium_enema",),
    "colonoscopy": ("colonoscopy",),
    "computed tomography": ("ct", "computed_tomography"),
    "cystoscopy": ("cystoscopy",),
    "dexa scan": ("dexa_scan",),
    "echocardiography": ("echocardiography", "cardiology_echocardiography"),
    "electrophysiology": ("electrophysiology", "cardiology_electrophysiology"),
    "flexible sigmoidoscopy": ("flexi_sigmoidoscopy",),
    "gastroscopy": ("gastroscopy",),
    "magnetic resonance imaging": ("mri", "magnetic_resonance_imaging"),
    "non-obstetric ultrasound": ("non_obstetric_ultrasound",),
    "peripheral neurophysiology": ("peripheral_neurophys", "neurophysiology_peripheral_neurophysiology"),
    "sleep studies": ("sleep_studies", "respiratory_physiology_sleep_studies"),
    "urodynamics": ("urodynamics", "urodynamics_pressures_flows"),
    "all": ("all_diagnostics_tests", "total"),
}


class DiagnosticsPanel(Source):
    name = "diagnostics_panel"
    title = "Diagnostic activity by provider, 2018-2024"
    publisher = "NHS England; compiled by the Health Foundation"
    standing = Standing.COMPILATION
    implements = (diagnostics,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS) and not document.first.has(JOINED)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        cells = pl.concat(tests_of(rows, test, columns) for test, columns in TESTS.items())
        return Reading(
            {"diagnostics": cells.filter(figure_in("tests"))},
            left_out=left_out(cells.filter(~figure_in("tests")), "no figure for this test"),
        )


def tests_of(rows: pl.DataFrame, test: str, columns: tuple[str, ...]) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        organisation=code_in("trust_code"),
        start="date",
        test=pl.lit(test),
        tests=pl.coalesce(columns),
    )
