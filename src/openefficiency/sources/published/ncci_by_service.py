"""The National Cost Collection Index by department and service: one row each, with both costs."""

import polars as pl

from openefficiency.sources.cells import figure_in, left_out, number_in, scaled
from openefficiency.sources.document import Document, Sheet, plain
from openefficiency.sources.published.ncci_cells import (
    EVERYBODY,
    TOTALS,
    one_of,
    organisation_in,
    pot_named,
    times,
    year_cell,
    year_told,
)
from openefficiency.sources.source import Reading

# The publication has Activity, Unit_Cost, Variance and Variance_Percent beside these.
COLUMNS = ("Provider", "Mapping_Pot", "Service", "Department", "Actual_Cost", "Expected_Cost", "NCCI")
YEARS = ("year", "financial year")
LEVELS = ("Mapping_Pot", "Service", "Department")
FIGURES = ("Actual_Cost", "Expected_Cost", "NCCI")
# Points by which a printed index may miss the costs beside it: it is printed with few places.
ROUNDING = 1.0


def is_in(document: Document) -> bool:
    return sheet_of(document) is not None


def sheet_of(document: Document) -> Sheet | None:
    return next((sheet for sheet in document.sheets if sheet.has(*COLUMNS)), None)


def read(document: Document) -> Reading:
    sheet = sheet_of(document)
    assert sheet, "only a recognised document is read"
    header = sheet.header(*COLUMNS)
    rows = under_our_labels(sheet.table(header))
    empty = ~pl.any_horizontal(figure_in(name) for name in FIGURES) & pl.col("Mapping_Pot").is_null()
    subtotal = one_of("Provider", EVERYBODY) | pl.any_horizontal(one_of(name, TOTALS) for name in LEVELS)
    subtotal = subtotal & ~empty
    detail = rows.filter(~empty & ~subtotal)
    by = times(detail.select((number_in("NCCI") / of_the_costs()).median()).item(), document)
    year = year_of(detail, document, sheet, header or 0)
    return Reading(
        {"published_indices": indices(detail, year=year, by=by)},
        left_out=(
            *left_out(rows.filter(empty), "title or note without figures"),
            *left_out(rows.filter(subtotal), "subtotal, which repeats the rows of its services"),
        ),
        notes=notes(detail, by=by),
    )


def under_our_labels(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns as they are called here, however the file writes their blanks and capitals."""
    ours = {plain(name): name for name in COLUMNS}
    return rows.rename({name: ours[plain(name)] for name in rows.columns if plain(name) in ours})


def of_the_costs() -> pl.Expr:
    """The index that follows from the two costs; none where one is missing or nothing was expected."""
    expected = number_in("Expected_Cost")
    return pl.when(expected > 0).then(
        pl.when(number_in("Actual_Cost") > 0).then(100 * number_in("Actual_Cost") / expected)
    )


def year_of(rows: pl.DataFrame, document: Document, sheet: Sheet, header: int) -> pl.Expr:
    column = next((name for name in rows.columns if plain(name) in YEARS), None)
    covers = [other for other in document.sheets if not other.has(*COLUMNS)]
    return year_cell(column) if column else pl.lit(year_told(document, sheet, header, covers=covers))


def indices(rows: pl.DataFrame, *, year: pl.Expr, by: int) -> pl.DataFrame:
    pots = rows["Mapping_Pot"].drop_nulls().unique().to_list()
    known = {pot: name for pot in pots if (name := pot_named(pot))}
    return rows.select(
        "sheet",
        "row",
        organisation=organisation_in("Provider"),
        year=year,
        detail=pl.lit("service"),
        pot=pl.col("Mapping_Pot").replace(known),
        department=pl.col("Department"),
        service=pl.col("Service"),
        index=pl.col("NCCI") if by == 1 else scaled("NCCI", by),
        actual_cost=pl.col("Actual_Cost"),
        expected_cost=pl.col("Expected_Cost"),
    )


def notes(rows: pl.DataFrame, *, by: int) -> tuple[str, ...]:
    apart = rows.filter((number_in("NCCI") * by - of_the_costs()).abs() > ROUNDING).height
    found = []
    if by != 1:
        found.append(f"the index is written as a ratio on 1, and was multiplied by {by}")
    if apart:
        found.append(f"{apart} rows print an index that is not 100 times actual over expected cost")
    return tuple(found)
