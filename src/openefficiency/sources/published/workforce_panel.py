"""Staff by group and grade, 2019 to 2023: NHS Workforce Statistics, gathered into quarters by an analyst."""

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, divided, number_in, rows_under, stacked
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.workforce import workforce

GROUPS = {
    "Total": ("all", None),
    "Professionally qualified clinical staff": ("clinical professionals", None),
    "HCHS Doctors": ("doctors", None),
    "Consultant": ("consultants", None),
    "Associate Specialist": ("specialty and other doctors", "Associate Specialist"),
    "Specialty Doctor": ("specialty and other doctors", "Specialty Doctor"),
    "Staff Grade": ("specialty and other doctors", "Staff Grade"),
    "Hospital Practitioner / Clinical Assistant": (
        "specialty and other doctors",
        "Hospital Practitioner / Clinical Assistant",
    ),
    "Other and Local HCHS Doctor Grades": (
        "specialty and other doctors",
        "Other and Local HCHS Doctor Grades",
    ),
    "Specialty Registrar": ("resident doctors", "Specialty Registrar"),
    "Core Training": ("resident doctors", "Core Training"),
    "Foundation Doctor Year 2": ("resident doctors", "Foundation Doctor Year 2"),
    "Foundation Doctor Year 1": ("resident doctors", "Foundation Doctor Year 1"),
    "Nurses & health visitors": ("nurses and health visitors", None),
    "Midwives": ("midwives", None),
    "Ambulance staff": ("ambulance staff", None),
    "Scientific, therapeutic & technical staff": ("scientific, therapeutic and technical", None),
    "Support to clinical staff": ("support to clinical staff", None),
    "Support to doctors, nurses & midwives": ("support to doctors, nurses and midwives", None),
    "Support to ambulance staff": ("support to ambulance staff", None),
    "Support to ST&T staff": ("support to scientific staff", None),
    "NHS infrastructure support": ("infrastructure support", None),
    "Central functions": ("central functions", None),
    "Hotel, property & estates": ("hotel, property and estates", None),
    "Senior managers": ("senior managers", None),
    "Managers": ("managers", None),
    "Other staff or those with unknown classification": ("other", None),
}
COLUMNS = {label: {"group": group, "detail": detail} for label, (group, detail) in GROUPS.items()}

# Each quarter is the sum of its months. The months run from March 2019 to October 2023, so that the
# first and the last quarter hold one month only; the full quarter beside each is what proves it.
ONE_MONTH = {"2019 Q1": ("2019-03-01", "2019 Q2"), "2023 Q4": ("2023-10-01", "2023 Q3")}
MONTHS_OF_A_QUARTER = 3

KEPT = ("sheet", "row", "organisation", "start", "months")
PART_OF_A_QUARTER = (
    "An organisation that began or ended within a quarter has its average over the whole quarter: right where "
    "it is added to its successor, too small where it is looked at alone."
)
OWN_SUMS = "the compiler's own sums (managers, all_doctors, nurses); all_doctors counts each doctor twice"


class WorkforcePanel(Source):
    name = "workforce_panel"
    title = "Workforce by trust and quarter, 2019 to 2023"
    publisher = "NHS England, NHS Workforce Statistics; compiled by a Health Foundation analyst"
    standing = Standing.COMPILATION
    implements = (workforce,)

    def recognise(self, document: Document) -> bool:
        return document.first.has("date", "trust_code", *GROUPS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, "trust_code", *GROUPS)
        check_single_months(rows, document)
        rows = rows.with_columns(
            organisation=code_in("trust_code"), start=first_day("date"), months=months("date")
        ).with_columns(divided(label, by=pl.col("months")) for label in GROUPS)
        frame = stacked(rows, COLUMNS, keep=KEPT, value="fte").with_columns(headcount=pl.lit(None, pl.String))
        return Reading(
            {"workforce": frame},
            left_out=(LeftOut("", OWN_SUMS, len(rows)),),
            notes=(PART_OF_A_QUARTER,),
        )


def first_day(quarter: str) -> pl.Expr:
    """The first day of '2019 Q2', or of the one month that a quarter holds."""
    parts = pl.col(quarter).str.extract_groups(r"^(\d{4}) Q([1-4])$")
    year, number = (parts.struct.field(place).cast(pl.Int32, strict=False) for place in ("1", "2"))
    day = pl.date(year, number * 3 - 2, 1).cast(pl.String)
    single = pl.col(quarter).replace_strict({name: day for name, (day, _) in ONE_MONTH.items()}, default=None)
    return pl.coalesce(single, day, pl.col(quarter))


def months(quarter: str) -> pl.Expr:
    return pl.when(pl.col(quarter).is_in(list(ONE_MONTH))).then(1).otherwise(MONTHS_OF_A_QUARTER)


def check_single_months(rows: pl.DataFrame, document: Document) -> None:
    """A newer edition may fill these quarters: then dividing by one would treble the staff."""
    sums = dict(rows.group_by("date").agg(number_in("Total").sum()).rows())
    for quarter, (day, beside) in ONE_MONTH.items():
        if quarter in sums and beside in sums and sums[quarter] > sums[beside] / 2:
            raise RefusedFile(
                f"'{document.name}' does not hold one month only in {quarter}.\n"
                f"  given:    {sums[quarter]:,.0f} FTE in {quarter}, {sums[beside]:,.0f} in {beside}\n"
                f"  possible: the edition in which {quarter} is the month of {day} alone; "
                "tell us about a newer one, so that we can read it."
            )
