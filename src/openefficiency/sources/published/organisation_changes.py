"""Mergers, splits and new codes of English NHS organisations 2000-2018, with what kind each was."""

import polars as pl

from openefficiency.sources.cells import code_in, figure_in, left_out, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import successions

COLUMNS = ("old_code", "new_code_1", "date_change_1", "change_type_1", "final_code")
# A row is a path of up to three steps, each from the code before it.
STEPS = {"new_code_1": "old_code", "new_code_2": "new_code_1", "new_code_3": "new_code_2"}
CHANGES = {"merger": "merger", "name_change": "new code", "split": "split"}
STEP = ("old", "new", "on", "change")


class OrganisationChanges(Source):
    name = "organisation_changes"
    title = "Organisation changes 2000-2018"
    publisher = "NHS Digital, Organisation Data Service; compiled by S. Burn"
    standing = Standing.COMPILATION
    implements = (successions,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, *COLUMNS)
        steps = pl.concat(step(rows, new=new, old=old) for new, old in STEPS.items())
        once = steps.unique(STEP, keep="first", maintain_order=True)
        return Reading(
            {
                "successions": once.with_columns(
                    is_split=(pl.col("change") == "split") | (pl.col("new").n_unique().over("old") > 1)
                )
            },
            left_out=left_out(
                steps.join(once, on=["row", *STEP], how="anti"), "the same step on another path"
            ),
        )


def step(rows: pl.DataFrame, *, new: str, old: str) -> pl.DataFrame:
    number = new[-1]
    change = pl.col(f"change_type_{number}")
    return rows.filter(figure_in(new)).select(
        "sheet",
        "row",
        old=code_in(old),
        new=code_in(new),
        on=pl.col(f"date_change_{number}"),
        change=change.replace_strict(CHANGES, default=change),
    )
