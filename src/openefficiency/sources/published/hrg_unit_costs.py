"""Unit costs of the national schedule of reference costs, 2013/14 to 2017/18 in one long table."""

import polars as pl

from openefficiency.sources.cells import code_in
from openefficiency.sources.document import Document
from openefficiency.sources.published.cost_collection_layouts import DEPARTMENTS
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.costs import national_costs

COLUMNS = (
    "label",
    "HRG",
    "currencydescription",
    "unitcost",
    "servicecode",
    "departmentcode",
    "type",
    "HRGyear",
)
# Of the later years the publisher's own workbooks are at hand, with activity and cost. The national table
# knows no organisation by which the nearer source could win, so that both would stand side by side.
IN_WORKBOOKS = ("2014", "2015", "2016", "2017")
ELSEWHERE = "unit costs of {}/{:02d} stand with activity and cost in the publisher's own national schedule"
ABSENT = ("activity", "cost", "lower_quartile", "upper_quartile", "bed_days", "submissions")


class HrgUnitCosts(Source):
    name = "hrg_unit_costs"
    title = "National schedule of reference costs, unit costs only"
    publisher = "Department of Health"
    standing = Standing.COMPILATION
    implements = (national_costs,)

    def recognise(self, document: Document) -> bool:
        return document.form == "parquet" and document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        rows = document.first.table()
        first = pl.col("HRGyear").cast(pl.Int64, strict=False)
        second = (first + 1).mod(100).cast(pl.String).str.zfill(2)
        kept = rows.filter(~in_workbooks()).select(
            "sheet",
            "row",
            year=pl.col("HRGyear") + "/" + second,
            view=pl.when(pl.col("type") == "TotalHRGs").then(pl.lit("total")).otherwise(pl.lit("detail")),
            department=pl.coalesce("departmentcode", "type").replace(
                {"TotalHRGs": "Total HRGs"} | DEPARTMENTS
            ),
            service=code_in("servicecode"),
            currency=pl.col("HRG").str.strip_chars(),
            description=pl.col("currencydescription"),
            unit_cost=pl.col("unitcost"),
            **{name: pl.lit(None, pl.String) for name in ABSENT},
        )
        return Reading({"national_costs": kept}, left_out=elsewhere(rows))


def in_workbooks() -> pl.Expr:
    return pl.col("HRGyear").is_in(IN_WORKBOOKS).fill_null(False)


def elsewhere(rows: pl.DataFrame) -> tuple[LeftOut, ...]:
    """What is left to the workbooks, counted by year."""
    others = rows.filter(in_workbooks()).group_by("HRGyear").len().sort("HRGyear")
    return tuple(
        LeftOut("", ELSEWHERE.format(year, (int(year) + 1) % 100), count) for year, count in others.rows()
    )
