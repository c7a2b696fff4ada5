"""Joiners, leavers and staff in post by staff group, published monthly by NHS England."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source
from openefficiency.tables.workforce import turnover, workforce

COLUMNS = ("PERIOD", "TYPE", "REPORTING_ORG_CODE", "BENCHMARK_GROUP", "STAFF_GROUP_1_NAME", "HC", "FTE")

GROUPS = {
    # The total is the sum of the groups below, and resident doctors are in none of them.
    "All staff groups": "all except resident doctors",
    "HCHS Doctors (exc. Resident doctors and equivalents)": "doctors except resident doctors",
    "Nurses & health visitors": "nurses and health visitors",
    "Midwives": "midwives",
    "Ambulance staff": "ambulance staff",
    "Scientific, therapeutic & technical staff": "scientific, therapeutic and technical",
    "Support to doctors, nurses & midwives": "support to doctors, nurses and midwives",
    "Support to ambulance staff": "support to ambulance staff",
    "Support to ST&T staff": "support to scientific staff",
    "Central functions": "central functions",
    "Hotel, property & estates": "hotel, property and estates",
    "Senior managers": "senior managers",
    "Managers": "managers",
    "Unknown classification": "other",
}

JOINERS, LEAVERS = "Joiners", "Leavers"
AT_END, AT_START = "Denominator at end of period", "Denominator at start of period"
READ = (JOINERS, LEAVERS, AT_END)

KEYS = ("organisation", "PERIOD", "group")
# '202510 to 202511': between the staff in post at the end of the one month and of the other.
PERIOD = r"^\s*(\d{6}) to (\d{6})\s*$"


class Turnover(Source):
    name = "turnover"
    title = "NHS workforce turnover benchmarking, by staff group and organisation"
    publisher = "NHS England"
    implements = (turnover, workforce)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        given = rows_under(document.first, *COLUMNS)
        rows = given.with_columns(
            organisation=code_in("REPORTING_ORG_CODE"),
            group=pl.col("STAFF_GROUP_1_NAME").replace(GROUPS),
            detail=pl.lit(None, pl.String),
        )
        return Reading(
            {"turnover": movements(rows), "workforce": staff_in_post(rows)},
            left_out=left_out(rows),
        )


def movements(rows: pl.DataFrame) -> pl.DataFrame:
    """Joiners, leavers and staff of one organisation and group, side by side.

    No row of joiners is not a zero: it stays missing.
    """
    return (
        rows.filter(pl.col("TYPE").is_in(READ))
        .group_by(KEYS, maintain_order=True)
        .agg(
            pl.col("sheet", "row", "detail").first(),
            joiners=cell("HC", JOINERS),
            leavers=cell("HC", LEAVERS),
            joiners_fte=cell("FTE", JOINERS),
            leavers_fte=cell("FTE", LEAVERS),
            in_post=cell("HC", AT_END),
            in_post_fte=cell("FTE", AT_END),
        )
        .with_columns(start=text(month(1).dt.offset_by("1mo")), months=months_between())
    )


def staff_in_post(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("TYPE") == AT_END).select(
        "sheet",
        "row",
        "organisation",
        "group",
        "detail",
        start=text(month(2)),
        fte=pl.col("FTE"),
        headcount=pl.col("HC"),
        months=pl.lit(1),
    )


def cell(column: str, kind: str) -> pl.Expr:
    """The cell of that kind; two that disagree become a text that is no number, so that they are put aside."""
    return pl.col(column).filter(pl.col("TYPE") == kind).unique(maintain_order=True).str.join(" and ")


def month(place: int) -> pl.Expr:
    return (pl.col("PERIOD").str.extract(PERIOD, place) + "01").str.to_date("%Y%m%d", strict=False)


def text(day: pl.Expr) -> pl.Expr:
    return pl.coalesce(day.cast(pl.String), pl.col("PERIOD"))


def months_between() -> pl.Expr:
    years = month(2).dt.year() - month(1).dt.year()
    return 12 * years + month(2).dt.month().cast(pl.Int32) - month(1).dt.month()


def left_out(rows: pl.DataFrame) -> tuple[LeftOut, ...]:
    kinds = pl.col("TYPE")
    reasons = {
        "staff in post at the start of the period: the end of the one before": kinds == AT_START,
        "TYPE is none that we know": ~kinds.is_in((*READ, AT_START)) | kinds.is_null(),
    }
    counts = {reason: len(rows.filter(which)) for reason, which in reasons.items()}
    return tuple(LeftOut("", reason, count) for reason, count in counts.items() if count)
