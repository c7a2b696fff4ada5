"""National schedule of reference costs 2014/15 to 2017/18, the publisher's workbooks."""

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import code_in, financial_years, number_in
from openefficiency.sources.document import Document, Sheet, label, plain
from openefficiency.sources.published.cost_collection_layouts import DEPARTMENTS
from openefficiency.sources.source import LeftOut, Reading, Source, Total
from openefficiency.tables.costs import national_costs, national_totals

TITLE = "national schedule of reference costs"
COLLECTION = "National schedule of reference costs"
INDEX = "Index"
UNIT_COST = "National Average Unit Cost"
# Promised column by the labels it goes under; the activity has too many names (FCEs, attendances, tests,
# cluster days), and stands before the unit cost in all of them.
LABELS = {
    "currency": ("currency code",),
    "description": ("currency description",),
    "service": ("service code",),
    "department": ("department code",),
    "cost": ("total cost", "total costs"),
    "lower_quartile": ("lower quartile unit cost",),
    "upper_quartile": ("upper quartile unit cost",),
    "bed_days": ("number of inlier bed days",),
    "submissions": ("no. data submissions", "number data submissions", "number of data submissions"),
}
# A sheet that adds up several sheets: what is totalled, and its labels for currency and description.
TOTAL_LABELS = (
    ("currency", "currency description"),
    ("currency code", "currency description"),
    ("service code", "service description"),
)
# Outpatient attendances are added up over all currencies of a service.
ALL_CURRENCIES = "all"
BESIDE = "departments beside the total: they repeat the sheet of each department"
FOOTNOTE = "footnote below the table"
# The workbook prints many digits: what was read adds up to the penny, not to half a per cent.
TO_THE_PENNY = 1e-9
QUANTUM = "Total Quantum"
# What the index of 2015/16 calls a sheet, and what the sheet is called.
MISSPELT = {"OPPROC": "OPROC"}


class NationalSchedule(Source):
    name = "national_schedule"
    title = "National schedule of reference costs"
    publisher = "Department of Health; NHS Improvement"
    implements = (national_costs, national_totals)

    def recognise(self, document: Document) -> bool:
        index = document.sheet(INDEX)
        return (
            document.form == "excel"
            and index is not None
            and TITLE in plain(title_of(index))
            and index.has(INDEX, "Description", "Total Cost")
        )

    def read(self, document: Document) -> Reading:
        index = document.sheet(INDEX)
        assert index, "only a recognised document is read"
        year = year_of(index, document)
        details = [detail(sheet) for sheet in document.sheets if is_detail(sheet)]
        totals = [total(sheet) for sheet in document.sheets if is_total(sheet)]
        footnotes = [notes(sheet) for sheet in document.sheets if is_detail(sheet)]
        rows = pl.concat(details + totals, how="diagonal").with_columns(year=pl.lit(year))
        printed = printed_totals(index, year)
        return Reading(
            {"national_costs": rows, "national_totals": printed},
            left_out=(
                *(beside(sheet) for sheet in document.sheets if is_total(sheet)),
                *(note for note in footnotes if note.rows),
            ),
            totals=(*checks(printed, document), *sheet_checks(document)),
        )


def title_of(index: Sheet) -> str:
    return next((cell for row in index.head for cell in row if cell), "")


def year_of(index: Sheet, document: Document) -> str:
    """Only the index can be trusted: one sheet of 2015/16 is headed 2014-15."""
    years = financial_years(title_of(index))
    if len(years) != 1:
        raise RefusedFile(
            f"'{document.name}' does not say which financial year it is about.\n"
            f"  given:    the title '{title_of(index)}' on the sheet Index\n"
            "  possible: a title that holds one year, for example 2017-18."
        )
    return years[0]


def is_detail(sheet: Sheet) -> bool:
    return sheet.has("Currency Code", UNIT_COST)


def is_total(sheet: Sheet) -> bool:
    return plain(sheet.name).startswith("total ")


def detail(sheet: Sheet) -> pl.DataFrame:
    """One department's currencies. Columns without a label are left: one holds the cost of another year."""
    header, labels = header_of(sheet)
    places = {plain(text): text for text in reversed(labels)}
    found = {name: pl.col(places[text]) for name, texts in LABELS.items() for text in texts if text in places}
    unit_cost = places[plain(UNIT_COST)]
    rows = sheet.table(header).filter(~is_footnote(labels))
    return with_all_columns(
        rows.select(
            "sheet",
            "row",
            **found,
            activity=pl.col(labels[labels.index(unit_cost) - 1]),
            unit_cost=pl.col(unit_cost),
        ),
        sheet,
    )


def header_of(sheet: Sheet) -> tuple[int, list[str]]:
    header = sheet.header("Currency Code", UNIT_COST)
    assert header is not None, "only a sheet of details has a detail"
    return header, sheet.labels(header)


def is_footnote(labels: list[str]) -> pl.Expr:
    """Words in the first column, and in no other."""
    return pl.all_horizontal(pl.col(name).is_null() for name in labels[1:])


def notes(sheet: Sheet) -> LeftOut:
    header, labels = header_of(sheet)
    return LeftOut(sheet.name, FOOTNOTE, sheet.table(header).filter(is_footnote(labels)).height)


def with_all_columns(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """The promised columns; the years without a total cost have activity times average unit cost."""
    absent = [name for name in LABELS if name not in rows.columns]
    department = pl.coalesce(pl.col("department"), pl.lit(sheet.name))
    return (
        rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
        .with_columns(
            pl.col("currency").str.strip_chars(),
            code_in("service"),
            department=department.str.strip_chars().replace(DEPARTMENTS),
            view=pl.lit("detail"),
        )
        .with_columns(
            cost=pl.coalesce("cost", (number_in("activity") * number_in("unit_cost")).cast(pl.String))
        )
    )


def total_header(sheet: Sheet) -> int:
    return next(place for labels in TOTAL_LABELS if (place := sheet.header(*labels, "Unit Cost")) is not None)


def total(sheet: Sheet) -> pl.DataFrame:
    """The first three figures of a sheet of totals: activity, unit cost and cost over all departments."""
    header = total_header(sheet)
    code, description, activity, unit_cost, cost = sheet.labels(header)[:5]
    by_service = plain(code) == "service code"
    absent = ("lower_quartile", "upper_quartile", "bed_days", "submissions")
    return sheet.table(header).select(
        "sheet",
        "row",
        currency=pl.lit(ALL_CURRENCIES) if by_service else pl.col(code).str.strip_chars(),
        service=code_in(code) if by_service else pl.lit(None, pl.String),
        description=pl.col(description),
        department=pl.lit(label(sheet.name).replace("'", "")),
        activity=pl.col(activity),
        unit_cost=pl.col(unit_cost),
        cost=pl.col(cost),
        view=pl.lit("total"),
        **{name: pl.lit(None, pl.String) for name in absent},
    )


def beside(sheet: Sheet) -> LeftOut:
    """Figures, not rows: each department beside the total has three in every row."""
    header = total_header(sheet)
    groups = sum(plain(text).startswith("unit cost") for text in sheet.labels(header)) - 1
    return LeftOut(sheet.name, BESIDE, groups * sheet.table(header).height)


def printed_totals(index: Sheet, year: str) -> pl.DataFrame:
    """The lines of the index: the cost of each sheet, and its activity where that is printed."""
    header = index.header(INDEX, "Description", "Total Cost") or 0
    lines = index.table(header).rename(lambda text: plain(text) if text not in ("sheet", "row") else text)
    item = pl.col("index").str.strip_chars()
    amounts = [
        lines.filter(pl.col("total cost").is_not_null()).select(
            "sheet", "row", item=item, amount="total cost"
        ),
        lines.filter(pl.col("total activity").is_not_null()).select(
            "sheet", "row", item=item + ": Total Activity", amount="total activity"
        ),
    ]
    return pl.concat(amounts).with_columns(year=pl.lit(year), collection=pl.lit(COLLECTION))


def checks(printed: pl.DataFrame, document: Document) -> list[Total]:
    """What the index prints, for the sheets that it names and for the whole collection."""
    found = []
    for item, amount in printed.select("item", "amount").rows():
        name, _, activity = item.partition(":")
        sheet = document.sheet(MISSPELT.get(name, name))
        where = {"view": "detail"} | ({"sheet": sheet.name} if sheet else {})
        if name == QUANTUM or (sheet and is_detail(sheet)):
            column = "activity" if activity else "cost"
            found.append(Total("national_costs", column, float(amount), where, TO_THE_PENNY, "the index"))
    return found


def sheet_checks(document: Document) -> list[Total]:
    """Each sheet of totals prints its own sum above the header, over the column of costs."""
    found = []
    for sheet in filter(is_total, document.sheets):
        above = [row[4] for row in sheet.head[: total_header(sheet)] if row[4].replace(".", "").isdigit()]
        where = {"view": "total", "sheet": sheet.name}
        found += [
            Total("national_costs", "cost", float(cell), where, TO_THE_PENNY, "its head") for cell in above
        ]
    return found
