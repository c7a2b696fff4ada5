"""Monthly hospital activity derived from Hospital Episode Statistics, published by NHS Digital."""

import polars as pl

from openefficiency.sources.cells import code_in, number_in, rows_under, stacked
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Total
from openefficiency.tables.activity import activity

SPECIALTIES = {"Specific acute specialties": "specific acute", "All specialties": "all"}
POINTS = {
    "Ordinary Elective": "elective ordinary",
    "Daycase Elective": "day case",
    "Elective total": "elective total",
    "Non-Elective": "non-elective",
    "First attendances seen - GP referrals": "gp referrals seen",
    "First attendances seen - other referrals": "other referrals seen",
    "First attendances seen total": "first outpatient",
    "First attendances DNA": "first outpatient not attended",
    "Subsequent attendances seen": "follow-up outpatient",
    "Subsequent attendances DNA": "follow-up outpatient not attended",
}
COLUMNS = {
    f"{written}: {label}": {"point_of_delivery": point, "specialties": which}
    for written, which in SPECIALTIES.items()
    for label, point in POINTS.items()
}
HEADER = ("Activity Month", "Organisation breakdown", "Org Code", *COLUMNS)
LEVEL = "Organisation breakdown"
ROUNDED = (
    "Figures of providers are rounded to the nearest 5 and small ones are hidden: sums of providers come near "
    "the national figure, and do not meet it."
)


class MonthlyActivityFromEpisodes(Source):
    name = "mar_hes"
    title = "Monthly hospital activity from Hospital Episode Statistics"
    publisher = "NHS Digital"
    implements = (activity,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*HEADER)

    def read(self, document: Document) -> Reading:
        given = rows_under(document.first, *HEADER)
        rows = given.filter(pl.col(LEVEL) == "Provider").with_columns(
            organisation=code_in("Org Code"), start=first_day("Activity Month")
        )
        others = given.filter(pl.col(LEVEL).ne_missing("Provider"))
        keep = ("sheet", "row", "organisation", "start")
        return Reading(
            {"activity": stacked(rows, COLUMNS, keep=keep, value="count")},
            left_out=tuple(
                LeftOut("", f"not by provider: {level}", count)
                for level, count in others.group_by(LEVEL, maintain_order=True).len().rows()
            ),
            totals=totals(given.filter(pl.col(LEVEL) == "National")),
            notes=(ROUNDED,),
        )


def first_day(month: str) -> pl.Expr:
    day = ("1 " + pl.col(month)).str.to_date("%d %b %Y", strict=False)
    return pl.coalesce(day.cast(pl.String), pl.col(month))


def totals(nation: pl.DataFrame) -> tuple[Total, ...]:
    if nation.is_empty():
        return ()
    printed = nation.select(number_in(label).sum() for label in COLUMNS).row(0, named=True)
    return tuple(
        Total("activity", "count", figure, where=COLUMNS[label]) for label, figure in printed.items()
    )
