"""National Cost Collection Index (NCCI): nine indices a provider, and in detail by department and service."""

from dataclasses import dataclass

import polars as pl

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import figure_in, left_out, number_in, scaled, stacked
from openefficiency.sources.document import Document, Sheet, label, plain
from openefficiency.sources.published import ncci_by_service
from openefficiency.sources.published.ncci_cells import (
    EVERYBODY,
    one_of,
    organisation_in,
    pot_named,
    times,
    words_of,
    year_cell,
    year_told,
)
from openefficiency.sources.source import LeftOut, Reading, Source
from openefficiency.tables.costs import published_indices

CODES = ("provider code", "org code", "organisation code", "trust code")
NAMES = ("provider name", "org name", "organisation name", "trust name", "provider")
YEARS = ("financial year", "year")
# Nine are published. A list of costs or of activity by some of them is not the index.
FEWEST_POTS = 6
UNADJUSTED = ("unadjusted", "not adjusted", "non mff", "without mff")
# No whole organisation is a fifth, or five times, as dear as the average: such a figure is a slip.
WHOLE_BETWEEN = (20, 500)


@dataclass(frozen=True)
class Wide:
    """A sheet with one column an index, and which of its columns is what."""

    sheet: Sheet
    header: int
    code: str
    name: str | None
    year: str | None
    pots: dict[str, list[str]]
    others: tuple[str, ...]

    @property
    def is_unadjusted(self) -> bool:
        cells = [cell for row in self.sheet.head[: self.header] for cell in row]
        said = plain(" ".join([self.sheet.name, *cells]))
        return any(words in said for words in UNADJUSTED)

    def table(self) -> pl.DataFrame:
        return self.sheet.table(self.header)


class Ncci(Source):
    """Both layouts are one source: of two, one would push the other's rows about the same trust aside."""

    name = "ncci"
    title = "National Cost Collection Index"
    publisher = "NHS England"
    implements = (published_indices,)
    scope_by = ("detail",)

    def recognise(self, document: Document) -> bool:
        return ncci_by_service.is_in(document) or bool(wide_sheets(document))

    def read(self, document: Document) -> Reading:
        adjusted = [wide for wide in wide_sheets(document) if not wide.is_unadjusted]
        readings = [read_sheet(wide, document) for wide in adjusted]
        if ncci_by_service.is_in(document):
            readings.append(ncci_by_service.read(document))
        columns = ["sheet", "row", *published_indices.columns]
        frames = [reading.tables["published_indices"] for reading in readings]
        tables = [frame.select(columns) for frame in frames if isinstance(frame, pl.DataFrame)]
        return Reading(
            {"published_indices": pl.concat(tables)} if tables else {},
            left_out=(*unadjusted(document), *(out for reading in readings for out in reading.left_out)),
            notes=tuple(note for reading in readings for note in reading.notes),
        )


def wide_sheets(document: Document) -> list[Wide]:
    return [wide for sheet in document.sheets if (wide := wide_of(sheet))]


def wide_of(sheet: Sheet) -> Wide | None:
    places = (place for place, row in enumerate(sheet.head) if any(plain(cell) in CODES for cell in row))
    return next(filter(None, (wide_at(sheet, place) for place in places)), None)


def wide_at(sheet: Sheet, header: int) -> Wide | None:
    labels = sheet.labels(header)
    codes = [text for text in labels if plain(text) in CODES]
    pots: dict[str, list[str]] = {}
    for text in labels:
        if pot := pot_of_label(text):
            pots.setdefault(pot, []).append(text)
    if "total" not in pots or len(pots) < FEWEST_POTS:
        return None
    name, year = (first_of(labels, words) for words in (NAMES, YEARS))
    known = {codes[0], name, year, *(text for texts in pots.values() for text in texts)}
    # What has no label has no index: 'column 12' is our own word for it.
    others = tuple(text for text in labels if text not in known and text in map(label, sheet.head[header]))
    return Wide(sheet, header, codes[0], name, year, pots, others)


def first_of(labels: list[str], words: tuple[str, ...]) -> str | None:
    return next((text for text in labels if plain(text) in words), None)


def pot_of_label(text: str) -> str | None:
    """The pot of a column; one that says no more than 'NCCI' is the index of everything."""
    if "ncci" in plain(text).split() and not words_of(text):
        return "total"
    return pot_named(text)


def unadjusted(document: Document) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(
            wide.sheet.name, "index from which the market forces factor is not taken out", len(wide.table())
        )
        for wide in wide_sheets(document)
        if wide.is_unadjusted
    )


def read_sheet(wide: Wide, document: Document) -> Reading:
    columns = {pot: the_one(texts, document) for pot, texts in wide.pots.items()}
    rows = wide.table()
    empty = ~pl.any_horizontal(figure_in(text) for text in columns.values()) & ~code_like(wide.code)
    everybody = about_everybody(wide) & ~empty
    providers = rows.filter(~empty & ~everybody)
    median = providers.select(number_in(columns["total"]).median() / 100).item()
    by = times(median, document)
    notes = [f"sheet '{wide.sheet.name}': no index known in the column '{text}'" for text in wide.others]
    if by != 1:
        notes.append(f"the index is written as a ratio on 1, and was multiplied by {by}")
    return Reading(
        {"published_indices": indices(providers, wide, columns, by=by, document=document)},
        left_out=(
            *left_out(rows.filter(empty), "title or note without figures"),
            *left_out(rows.filter(everybody), "all providers together"),
        ),
        notes=tuple(notes),
    )


def about_everybody(wide: Wide) -> pl.Expr:
    """The row of England: by its code, or by its name where it has none."""
    named = one_of(wide.name, EVERYBODY) & pl.col(wide.code).is_null() if wide.name else pl.lit(False)
    return one_of(wide.code, EVERYBODY) | named


def code_like(name: str) -> pl.Expr:
    """A provider without any index keeps its row; a sentence below the table does not."""
    return pl.col(name).str.strip_chars().str.contains(r"^[A-Za-z0-9]{3}$").fill_null(False)


def the_one(labels: list[str], document: Document) -> str:
    if len(labels) > 1:
        raise RefusedFile(
            f"'{document.name}' has several columns for one index.\n"
            f"  given:    {', '.join(labels)}\n"
            "  possible: keep the column from which the market forces factor is taken out, of one year."
        )
    return labels[0]


def indices(
    providers: pl.DataFrame, wide: Wide, columns: dict[str, str], *, by: int, document: Document
) -> pl.DataFrame:
    year = year_cell(wide.year) if wide.year else pl.lit(year_of(wide, document))
    rows = providers.with_columns(year=year, organisation=organisation_in(wide.code))
    meaning = {text: {"pot": pot} for pot, text in columns.items()}
    long = stacked(rows, meaning, keep=("sheet", "row", "organisation", "year"), value="index")
    return long.with_columns(
        in_points(by),
        detail=pl.lit("pot"),
        department=pl.lit(None, pl.String),
        service=pl.lit(None, pl.String),
        actual_cost=pl.lit(None, pl.String),
        expected_cost=pl.lit(None, pl.String),
    ).with_columns(index=possible())


def year_of(wide: Wide, document: Document) -> str:
    covers = [sheet for sheet in document.sheets if not wide_of(sheet)]
    return year_told(document, wide.sheet, wide.header, covers=covers)


def in_points(by: int) -> pl.Expr:
    return pl.col("index") if by == 1 else scaled("index", by)


def possible() -> pl.Expr:
    """What cannot be the index of a pot is marked, so that the check meets it: care is never for nothing."""
    least, most = WHOLE_BETWEEN
    index = number_in("index")
    slip = (index <= 0) | ((pl.col("pot") == "total") & ~index.is_between(least, most))
    return pl.when(slip).then(pl.lit("cannot be: ") + pl.col("index")).otherwise(pl.col("index"))
