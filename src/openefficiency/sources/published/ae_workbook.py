"""A&E attendances by provider, and which system each provider is in, published monthly as a workbook."""

from datetime import date

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, month_in, rows_under
from openefficiency.sources.document import Document, Sheet, label, plain
from openefficiency.sources.published.ae import COLUMNS, providers, reading_of
from openefficiency.sources.source import LeftOut, Reading, Source
from openefficiency.tables.activity import emergency_admission_waits, emergency_attendances
from openefficiency.tables.who import memberships

PROVIDERS = "Provider Level Data"
MAPPING = ("Org code", "Region", "Name", "STP")
BASIS = "provider site mapping"

# The codes of the regions stand in no sheet of the workbook.
REGIONS = {
    "London Commissioning Region": "Y56",
    "South West Commissioning Region": "Y58",
    "South East Commissioning Region": "Y59",
    "Midlands Commissioning Region": "Y60",
    "East of England Commissioning Region": "Y61",
    "North West Commissioning Region": "Y62",
    "North East and Yorkshire Commissioning Region": "Y63",
}

# Where each organisation is mapped, where the systems have their codes, and what kind of system it is.
# The older sheet still names the four regions of before April 2019: its regions are not read.
GENERATIONS = (
    ("System Mapping", "System Level Data", "icb"),
    ("STP Mapping", "STP Level Data", "stp"),
)


class EmergencyCareWorkbook(Source):
    name = "ae_workbook"
    title = "A&E attendances and emergency admissions, by provider, monthly workbook"
    publisher = "NHS England"
    implements = (emergency_attendances, emergency_admission_waits, memberships)
    scope_by = ("valid_from",)

    def recognise(self, document: Document) -> bool:
        sheet = document.sheet(PROVIDERS)
        return sheet is not None and sheet.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        sheet = document.sheet(PROVIDERS)
        assert sheet, "recognised by this sheet"
        month = month_of(sheet, document)
        rows = providers(sheet)
        activity = reading_of(rows, month=month, sheet=sheet.name)
        systems = systems_of(
            document, month=month, reporting=rows.select(code_in("Code")).to_series().drop_nulls().to_list()
        )
        return Reading(
            activity.tables | systems.tables,
            left_out=activity.left_out + systems.left_out,
            totals=activity.totals,
            notes=systems.notes,
        )


def month_of(sheet: Sheet, document: Document) -> date:
    """The month of the line 'Period:' above the table."""
    above = next((row for row in sheet.head if "period:" in map(plain, row)), ())
    month = month_in(" ".join(above))
    if not month:
        raise RefusedFile(
            f"'{document.name}' does not say which month it is about.\n"
            f"  given:    {' '.join(above).strip() or 'no line that begins with Period:'}\n"
            "  possible: a line 'Period:' above the table, with a month like April 2026."
        )
    return month


def systems_of(document: Document, *, month: date, reporting: list[str]) -> Reading:
    for mapping, level, kind in GENERATIONS:
        sheet, codes = document.sheet(mapping), document.sheet(level)
        if sheet and codes and sheet.has(*MAPPING) and codes.has("Code"):
            return mapped(sheet, codes_of_systems(codes), kind=kind, month=month, reporting=reporting)
    return Reading({}, notes=("No sheet says which system each organisation is in.",))


def codes_of_systems(sheet: Sheet) -> dict[str, str]:
    """The code of each system that there is in this month, by its name."""
    rows = rows_under(sheet, "Code")
    name = "System" if "System" in rows.columns else "STP"
    return {
        plain(system): code for code, system in rows.select("Code", name).drop_nulls().rows() if code != "-"
    }


def mapped(sheet: Sheet, codes: dict[str, str], *, kind: str, month: date, reporting: list[str]) -> Reading:
    given = rows_under(sheet, *MAPPING).filter(pl.col("Org code").is_not_null())
    names = pl.col("STP").map_elements(label, return_dtype=pl.String)
    rows = given.with_columns(
        organisation=code_in("Org code"),
        group_name=names,
        group=names.map_elements(plain, return_dtype=pl.String).replace_strict(codes, default=None),
        kind=pl.lit(kind),
    )
    gone = rows.filter(pl.col("group").is_null() & pl.col("group_name").is_not_null())
    kept = rows.filter(pl.col("group").is_not_null() | pl.col("group_name").is_null())
    frames = [kept, in_regions(kept)] if kind == "icb" else [kept]
    return Reading(
        {"memberships": pl.concat(membership(frame, month) for frame in frames)},
        left_out=tuple(
            LeftOut(sheet.name, f"mapped to a system that is no more: {name}", count)
            for name, count in gone.group_by("group_name", maintain_order=True).len().rows()
        ),
        notes=unmapped(set(reporting) - {"-"} - set(rows["organisation"])),
    )


def in_regions(rows: pl.DataFrame) -> pl.DataFrame:
    region = pl.col("Region").str.strip_chars()
    return rows.with_columns(
        group_name=region.str.replace(" Commissioning Region", "", literal=True),
        # A region that we do not know has no code: the row is put aside with that reason.
        group=region.replace_strict(REGIONS, default=None),
        kind=pl.lit("region"),
    )


def membership(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    return rows.select(
        "sheet",
        "row",
        "organisation",
        "kind",
        "group",
        "group_name",
        share=pl.lit(1.0),
        basis=pl.lit(BASIS),
        valid_from=pl.lit(month.isoformat()),
        valid_to=pl.lit(None, pl.String),
    )


def unmapped(codes: set[str]) -> tuple[str, ...]:
    if not codes:
        return ()
    return (f"Reporting, and mapped to no system: {', '.join(sorted(codes))}.",)
