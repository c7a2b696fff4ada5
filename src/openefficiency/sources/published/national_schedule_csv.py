"""National schedule of NHS costs 2023/24 and 2024/25, as one csv."""

import polars as pl

from openefficiency.sources.cells import financial_year_of_name, number_in
from openefficiency.sources.document import Document
from openefficiency.sources.published.cost_collection_layouts import DEPARTMENT_NAMES
from openefficiency.sources.source import Reading, Source, Standing, Total
from openefficiency.tables.costs import national_costs

COLUMNS = ("department_code", "currency_code", "currency_desc", "activity", "unit_cost", "cost")
ATTENDANCES = ("CL", "NCL")
# Outpatient attendances cost some £13bn a year; a copy of 2024/25 goes round that was cut off at £0.19bn.
LEAST_FOR_ATTENDANCES = 5e9
TRUNCATED = (
    "outpatient attendances (CL, NCL) are cut off in this file: £{0:.2f}bn, where about £13bn are expected; "
    "do not weight outpatient attendances with it"
)
# High cost drugs were not part of the schedule of 2023/24.
TOTALS = {"2023/24": 97.7e9}


class NationalScheduleCsv(Source):
    name = "national_schedule_csv"
    title = "National schedule of NHS costs"
    publisher = "NHS England"
    standing = Standing.COMPILATION
    implements = (national_costs,)

    def recognise(self, document: Document) -> bool:
        return document.form == "csv" and document.first.header(*COLUMNS) == 0

    def read(self, document: Document) -> Reading:
        year = financial_year_of_name(document)
        rows = document.first.table().select(
            "sheet",
            "row",
            "activity",
            "unit_cost",
            "cost",
            year=pl.lit(year),
            view=pl.lit("detail"),
            department=pl.col("department_code").str.strip_chars().replace(DEPARTMENT_NAMES),
            service=pl.lit(None, pl.String),
            currency=pl.col("currency_code").str.strip_chars(),
            description=pl.col("currency_desc"),
            **{
                name: pl.lit(None, pl.String)
                for name in ("lower_quartile", "upper_quartile", "bed_days", "submissions")
            },
        )
        return Reading(
            {"national_costs": rows},
            totals=tuple(
                Total("national_costs", "cost", printed, {"year": year}, 0.001, "NHS England, in billions,")
                for printed in [TOTALS.get(year)]
                if printed
            ),
            notes=(f"year: {year}, not told in the file, from the name '{document.name}'", *truncation(rows)),
        )


def truncation(rows: pl.DataFrame) -> tuple[str, ...]:
    cost = rows.filter(pl.col("department").is_in(ATTENDANCES)).select(number_in("cost").sum()).item()
    return (TRUNCATED.format(cost / 1e9),) if cost < LEAST_FOR_ATTENDANCES else ()
