"""Referral to treatment by provider, treatment function and month, 2018-2024, compiled."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import waiting_times

COLUMNS = ("date", "treatment_function_code", "trust_code", "incomplete_pathways_with_dta")
PATHWAYS = {
    "admitted": "completed_pathways_for_admitted_patients",
    "non-admitted": "completed_pathways_for_non_admitted_patients",
    "incomplete": "incomplete_pathways",
    "incomplete with decision to admit": "incomplete_pathways_with_dta",
    "new": "new_rtt_periods_all_patients",
}


class RttPanel(Source):
    name = "rtt_panel"
    title = "Referral to treatment by provider and treatment function, 2018-2024"
    publisher = "NHS England; compiled by the Health Foundation"
    standing = Standing.COMPILATION
    implements = (waiting_times,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS).with_columns(
            organisation=code_in("trust_code"),
            treatment_function=treatment_function("treatment_function_code"),
        )
        cells = pl.concat(pathways_of(rows, pathway) for pathway in PATHWAYS)
        return Reading(
            {"waiting_times": cells.filter(figure_in("pathways"))},
            left_out=left_out(cells.filter(~figure_in("pathways")), "no such pathways"),
        )


def treatment_function(name: str) -> pl.Expr:
    """C_100 is 100; C_999 is the total over all."""
    return code_in(name).str.replace("^C_", "").str.replace("^999$", "all")


def pathways_of(rows: pl.DataFrame, pathway: str) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        "organisation",
        "treatment_function",
        start="date",
        pathway=pl.lit(pathway),
        pathways=pl.col(PATHWAYS[pathway]),
        # How long they waited is not in the panel.
        within_18_weeks=pl.lit(None, dtype=pl.Float64),
        over_52_weeks=pl.lit(None, dtype=pl.Float64),
    )
