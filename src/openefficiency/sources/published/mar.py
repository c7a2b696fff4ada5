"""Monthly Activity Return by provider, published by NHS England."""

from datetime import date

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, month_in, number_in, rows_under, stacked
from openefficiency.sources.document import Document, Sheet, plain
from openefficiency.sources.source import LeftOut, Reading, Source, Total
from openefficiency.tables.activity import activity

ACUTE, ALL = "general and acute", "all"
ITEMS = {
    "Elective G&A Ordinary Admissions (FFCEs)": ("elective ordinary", ACUTE),
    "Elective G&A Daycase Admissions (FFCEs)": ("day case", ACUTE),
    "Elective G&A Total Admissions (FFCEs)": ("elective total", ACUTE),
    "Elective G&A Planned Ordinary Admissions (FFCEs)": ("elective planned ordinary", ACUTE),
    "Elective G&A Planned Daycase Admissions (FFCEs)": ("elective planned day case", ACUTE),
    "Elective G&A Planned Total Admissions (FFCEs)": ("elective planned total", ACUTE),
    "Elective G&A Admissions (FFCEs) -NHS Treatment Centres (TCs)": ("treatment centre", ACUTE),
    "Total Non-elective G&A Admissions (FFCEs)": ("non-elective", ACUTE),
    "GP Referrals Made (All specialties)": ("gp referrals made", ALL),
    "GP Referrals Seen (All specialties)": ("gp referrals seen", ALL),
    "GP Referrals Made (G&A)": ("gp referrals made", ACUTE),
    "GP Referrals Seen (G&A)": ("gp referrals seen", ACUTE),
    "Other Referrals Made (G&A)": ("other referrals made", ACUTE),
    "All 1st Outpatient Attendances (G&A)": ("first outpatient", ACUTE),
}
COLUMNS = {
    label: {"point_of_delivery": point, "specialties": which} for label, (point, which) in ITEMS.items()
}
HEADER = ("Year", "Period", "Region Code", "Region Name", "Org Code", "Org Name", *ITEMS)
KEPT = ("sheet", "row", "organisation", "start")

NATION = pl.col("Org Code").is_null() & (pl.col("Org Name") == "England")
# A sentence below the table stands alone in its row.
WORDS = pl.coalesce("Year", "Period", "Region Code", "Region Name")
REMARK = pl.all_horizontal(pl.col("Org Code", "Org Name", *ITEMS).is_null())


class MonthlyActivityReturn(Source):
    name = "mar"
    title = "Monthly hospital activity, by provider (Monthly Activity Return)"
    publisher = "NHS England"
    implements = (activity,)

    def recognise(self, document: Document) -> bool:
        sheet = document.sheet("Provider")
        return sheet is not None and sheet.has(*HEADER)

    def read(self, document: Document) -> Reading:
        sheet = document.sheet("Provider")
        assert sheet, "recognised by this sheet"
        given = rows_under(sheet, *HEADER)
        month = month_of(sheet, document)
        nation, remarks = given.filter(NATION), given.filter(REMARK)
        rows = given.filter(~NATION & ~REMARK).with_columns(
            organisation=code_in("Org Code"), start=pl.lit(month.isoformat())
        )
        return Reading(
            {"activity": stacked(rows, COLUMNS, keep=KEPT, value="count")},
            left_out=tuple(
                LeftOut(sheet.name, reason, len(found))
                for reason, found in (("the total of England", nation), ("a remark below the table", remarks))
                if len(found)
            ),
            totals=totals(nation),
            notes=tuple(remarks.select(WORDS.str.strip_chars()).to_series()) + contradictions(rows, month),
        )


def month_of(sheet: Sheet, document: Document) -> date:
    """The month of the line 'Period:' above the table."""
    above = next((row for row in sheet.head if "period:" in map(plain, row)), ())
    month = month_in(" ".join(above))
    if not month:
        raise RefusedFile(
            f"'{document.name}' does not say which month it is about.\n"
            f"  given:    {' '.join(above).strip() or 'no line that begins with Period:'}\n"
            "  possible: a line 'Period:' above the table, with a month like April 2016."
        )
    return month


def totals(nation: pl.DataFrame) -> tuple[Total, ...]:
    printed = nation.select(number_in(label) for label in ITEMS).rows(named=True)
    return tuple(
        Total("activity", "count", figure, where=COLUMNS[label], tolerance=0)
        for row in printed
        for label, figure in row.items()
        if figure is not None
    )


def contradictions(rows: pl.DataFrame, month: date) -> tuple[str, ...]:
    """Rows whose own year and month are not those of the title; the title is believed."""
    names = rows.select("Year", "Period").unique().drop_nulls()
    odd = [f"{year} {name}" for year, name in names.rows() if not agrees(year, name, month)]
    return tuple(f"The title says {month:%B %Y}, rows say {said}." for said in odd)


def agrees(year: str, name: str, month: date) -> bool:
    first = month.year if month.month >= 4 else month.year - 1
    return name.strip().lower()[:3] == f"{month:%b}".lower() and year.strip().startswith(str(first))
