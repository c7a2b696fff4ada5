"""Open a file as a document: find out what it is from its first bytes, not from its name."""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import duckdb
import fastexcel
import polars as pl

from openefficiency.engine import Engine, literal
from openefficiency.errors import UnreadableFile
from openefficiency.sources.delimited import SNIFFED, encoding_of, exactly, open_csv
from openefficiency.sources.document import HEAD, Document, Sheet
from openefficiency.sources.suspect_workbooks import refuse_crash, refuse_suspect
from openefficiency.sources.unpacking import EMPTY_ZIP, ZIP, kind_of_zip, names_in

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = {ZIP: "zip", EMPTY_ZIP: "zip", OLD_EXCEL: "excel", b"PAR1": "parquet"}
# JSON, and a web page: often one that says that the publication has moved.
NO_ROWS = (b"{", b"[", b"<")

# The library that reads workbooks remarks on formats of dates and on sheets of charts, a line for each.
logging.getLogger("calamine").setLevel(logging.ERROR)

# Excel writes these words into a cell that holds an error; as text they are no number.
CELL_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def form_of(path: Path, name: str = "") -> str:
    """zip, excel, parquet, csv; or 'unknown' for what is no text and nothing else we read."""
    name = name or path.name
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    for magic, form in MAGIC.items():
        if start.startswith(magic):
            return kind_of_zip(path) if magic == ZIP else form
    if not start.strip():
        raise UnreadableFile(
            f"'{name}' is empty.\n  given:    {path.stat().st_size} bytes without content\n"
            "  possible: csv, Excel, Parquet, or a zip of these; was the download cut off?"
        )
    if start.lstrip().startswith(NO_ROWS):
        return "unknown"
    return "csv" if encoding_of(start) else "unknown"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_document(path: Path, *, engine: Engine, name: str = "") -> Document | None:
    """The document, or None for a form of file that we do not read."""
    name = name or path.name
    form = form_of(path, name)
    if form not in OPENERS:
        return None
    return Document(
        path=path,
        name=name,
        form=form,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        sheets=OPENERS[form](path, name, engine),
    )


def open_excel(path: Path, name: str, engine: Engine) -> tuple[Sheet, ...]:
    del engine
    if is_zipped(path):
        refuse_suspect(path, name=name)
    if not is_checked_whole(path):
        refuse_crash(path, name=name)
    try:
        book = fastexcel.read_excel(path)
        return tuple(excel_sheet(book, sheet) for sheet in book.sheet_names)
    except fastexcel.FastExcelError as error:
        raise unreadable_workbook(name, error) from error
    except BaseException as error:
        # What the library did not expect comes as no ordinary error, and under no name that can be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable_workbook(name, error) from error


def is_checked_whole(path: Path) -> bool:
    """Whether how far its sheets reach was looked at already: in .xlsx, where they are text."""
    return is_zipped(path) and any(name == "xl/workbook.xml" for name in names_in(path))


def is_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


def excel_sheet(book: fastexcel.ExcelReader, name: str) -> Sheet:
    return Sheet(
        name=name,
        head=head_of(excel_cells(book, name, rows=HEAD)),
        read_cells=lambda: excel_cells(book, name, rows=None),
    )


def excel_cells(book: fastexcel.ExcelReader, name: str, *, rows: int | None) -> pl.DataFrame:
    # Skipping no row keeps the empty ones at the top, so that rows are counted as Excel counts them.
    sheet = book.load_sheet(name, header_row=None, dtypes="string", n_rows=rows, skip_rows=0)
    batch, errors = sheet.to_arrow_with_errors()
    frame = pl.DataFrame(pl.from_arrow(batch))
    frame.columns = [f"c{place}" for place in range(frame.width)]
    if errors:
        frame = with_cell_errors(frame, errors.errors)
    return numbered(frame)


def with_cell_errors(frame: pl.DataFrame, errors: list) -> pl.DataFrame:
    """Say #REF! where the library has left a hole."""
    columns: dict[int, dict[int, str]] = {}
    for error in errors:
        row, column = error.offset_position
        kind = error.detail.partition("Error(")[2].partition(")")[0]
        columns.setdefault(column, {})[row] = CELL_ERRORS.get(kind, "#ERROR!")
    for column, marks in columns.items():
        cells = frame.to_series(column).cast(pl.String).to_list()
        for row, mark in marks.items():
            cells[row] = mark
        frame = frame.with_columns(pl.Series(frame.columns[column], cells, dtype=pl.String))
    return frame


def unreadable_workbook(name: str, error: BaseException) -> UnreadableFile:
    text = str(error)
    if "assword" in text or "ncrypt" in text:
        return UnreadableFile(
            f"'{name}' is protected by a password.\n"
            "  given:    an encrypted workbook\n"
            "  possible: open it with its password, save it without one, and load that file."
        )
    return UnreadableFile(
        f"'{name}' is not a workbook that can be read.\n"
        f"  given:    {text.splitlines()[0] if text else 'no further word'}\n"
        "  possible: a whole .xlsx, .xls, .xlsb or .ods file; was the download cut off?"
    )


def open_parquet(path: Path, name: str, engine: Engine) -> tuple[Sheet, ...]:
    def cells(rows: int | None) -> pl.DataFrame:
        limit = f"limit {rows}" if rows is not None else ""
        try:
            return with_header(
                engine.sql(f"select * from read_parquet({literal(exactly(path))}) {limit}").pl()
            )
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise unreadable_parquet(name, error) from error

    return (Sheet(name="", head=head_of(cells(HEAD)), read_cells=lambda: cells(None)),)


def with_header(frame: pl.DataFrame) -> pl.DataFrame:
    """As it would stand in a csv file: the names of the columns as the first row."""
    header = pl.DataFrame([frame.columns], schema=[f"c{n}" for n in range(frame.width)], orient="row")
    body = frame.select(pl.all().cast(pl.String).name.map(lambda name: name))
    body.columns = header.columns
    return numbered(pl.concat([header, body]))


def unreadable_parquet(name: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"'{name}' is not a Parquet file that can be read.\n  given:    {str(error).splitlines()[0]}\n"
        "  possible: a whole Parquet file with plain columns; was the download cut off?"
    )


def head_of(cells: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    rows = cells.drop("row").head(HEAD).rows()
    return tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    text = [pl.col(name).cast(pl.String).replace("", None) for name in frame.columns]
    return frame.select(text).with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))


OPENERS: dict[str, Callable[[Path, str, Engine], tuple[Sheet, ...]]] = {
    "csv": open_csv,
    "excel": open_excel,
    "parquet": open_parquet,
}
