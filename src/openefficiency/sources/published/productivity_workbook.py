"""NHS England's productivity workbook: growth of activity and of resources, by trust."""

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, figure_in, financial_years, left_out, number_in, rows_under
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.productivity import productivity_growth
from openefficiency.tables.year import first_calendar_year, named

ACTIVITY, RESOURCE = "Cost weighted activity growth", "Real terms resource growth"
PUBLISHED = "Productivity growth estimate"
COLUMNS = ("Org code", ACTIVITY, RESOURCE, PUBLISHED)
# The published growth is worked out from the other two; with rounded figures it may be off by this.
ROUNDING = 0.002


class ProductivityWorkbook(Source):
    name = "productivity_workbook"
    title = "NHS productivity growth estimates, by trust"
    publisher = "NHS England"
    implements = (productivity_growth,)

    def recognise(self, document: Document) -> bool:
        return growth_sheet(document) is not None

    def read(self, document: Document) -> Reading:
        sheet = growth_sheet(document)
        assert sheet, "the document was recognised by this sheet"
        year = year_of(sheet, document)
        rows = rows_under(sheet, *COLUMNS)
        trusts = rows.filter(figure_in("Org code"))
        refuse_other_units(trusts, document)
        return Reading(
            {
                "productivity_growth": trusts.select(
                    "sheet",
                    "row",
                    organisation=code_in("Org code"),
                    year=pl.lit(year),
                    activity_growth=ACTIVITY,
                    resource_growth=RESOURCE,
                    published_growth=PUBLISHED,
                    against=pl.lit(named(first_calendar_year(year) - 1)),
                )
            },
            left_out=left_out(rows.filter(~figure_in("Org code")), "no organisation: a total or a note"),
        )


def growth_sheet(document: Document) -> Sheet | None:
    return next((sheet for sheet in document.sheets if sheet.has(*COLUMNS)), None)


def year_of(sheet: Sheet, document: Document) -> str:
    """The later of the years that stand above the table: growth is told against the year before."""
    above = " ".join(" ".join(row) for row in sheet.head[: sheet.header(*COLUMNS)])
    years = sorted(financial_years(above))
    if not years:
        raise RefusedFile(
            f"'{document.name}' does not say which year its growth is about.\n"
            f"  given:    no financial year above the table of the sheet '{sheet.name}'\n"
            "  possible: the workbook as NHS England publishes it, with 2024/25 or the like in its title."
        )
    return years[-1]


def refuse_other_units(trusts: pl.DataFrame, document: Document) -> None:
    """5.7 for 5.7% would be read as 570%; the published growth betrays it."""
    worked_out = (1 + number_in(ACTIVITY)) / (1 + number_in(RESOURCE)) - 1
    off = trusts.select((worked_out - number_in(PUBLISHED)).abs().median()).item()
    if off is not None and off > ROUNDING:
        raise RefusedFile(
            f"'{document.name}' is not in the unit that is expected.\n"
            f"  given:    growth that differs by {off:.3f} from (1 + activity) / (1 + resource) - 1\n"
            "  possible: growth as fractions, 0.057 or 5.7% as Excel holds it, and not the number 5.7."
        )
