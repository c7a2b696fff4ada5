"""Open a file as a document: find out what it is from its first bytes, not from its name."""

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import duckdb
import fastexcel
import polars as pl

from openefficiency.engine import Engine, literal
from openefficiency.errors import UnreadableFile
from openefficiency.sources.document import HEAD, Document, Sheet, distinct, label

SNIFFED = 256 * 1024
DELIMITERS = (",", "\t", "$", ";", "|")

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = {b"PK\x03\x04": "zip", OLD_EXCEL: "excel", b"PAR1": "parquet"}

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


def form_of(path: Path) -> str:
    """zip, excel, parquet, csv; or 'unknown' for what is no text and nothing else we read."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    for magic, form in MAGIC.items():
        if start.startswith(magic):
            return "excel" if form == "zip" and holds_a_workbook(path) else form
    if not start.strip():
        raise UnreadableFile(
            f"'{path.name}' is empty.\n  given:    {path.stat().st_size} bytes without content\n"
            "  possible: csv, Excel, Parquet, or a zip of these; was the download cut off?"
        )
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    return "unknown" if b"\x00" in start else "csv"


def holds_a_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    return any(part in start for part in (b"[Content_Types].xml", b"xl/workbook", b"opendocument"))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_document(path: Path, *, engine: Engine, name: str = "") -> Document | None:
    """The document, or None for a form of file that we do not read."""
    name = name or path.name
    form = form_of(path)
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
    try:
        book = fastexcel.read_excel(path)
        return tuple(excel_sheet(book, sheet) for sheet in book.sheet_names)
    except fastexcel.FastExcelError as error:
        raise unreadable_workbook(name, error) from error


def excel_sheet(book: fastexcel.ExcelReader, name: str) -> Sheet:
    return Sheet(
        name=name,
        head=head_of(excel_cells(book, name, rows=HEAD)),
        read_cells=lambda: excel_cells(book, name, rows=None),
    )


def excel_cells(book: fastexcel.ExcelReader, name: str, *, rows: int | None) -> pl.DataFrame:
    try:
        sheet = book.load_sheet(name, header_row=None, dtypes="string", n_rows=rows)
    except fastexcel.FastExcelError:
        # An empty sheet, or a sheet of charts only.
        return pl.DataFrame({"row": []}, schema={"row": pl.Int64})
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


def unreadable_workbook(name: str, error: Exception) -> UnreadableFile:
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
        frame = engine.sql(f"select * from read_parquet({literal(path)}) {limit}").pl()
        header = pl.DataFrame(
            [frame.columns], schema=[f"c{n}" for n in range(frame.width)], orient="row"
        )
        body = frame.select(pl.all().cast(pl.String).name.map(lambda name: name))
        body.columns = header.columns
        return numbered(pl.concat([header, body]))

    try:
        return (Sheet(name="", head=head_of(cells(HEAD)), read_cells=lambda: cells(None)),)
    except duckdb.Error as error:
        raise UnreadableFile(
            f"'{name}' is not a Parquet file that can be read.\n"
            f"  given:    {str(error).splitlines()[0]}\n"
            "  possible: a whole Parquet file; was the download cut off?"
        ) from error


def open_csv(path: Path, name: str, engine: Engine) -> tuple[Sheet, ...]:
    encoding, delimiter, head = sniffed(path)
    read = csv_reader(path, encoding, delimiter, engine)
    names = [f"c{place}" for place in range(max((len(row) for row in head), default=1))]

    def cells() -> pl.DataFrame:
        try:
            return read(-1, names).pl().drop("sheet")
        except duckdb.Error as error:
            if "unicode" not in str(error).lower() and "utf" not in str(error).lower():
                raise
            # Some files begin in one encoding and go on in another: every byte is a character here.
            return csv_reader(path, "latin-1", delimiter, engine)(-1, names).pl().drop("sheet")

    return (
        Sheet(
            name="",
            head=tuple(tuple(row) for row in head),
            read_cells=named_errors(cells, name),
            read_lazily=lambda header: read(header, distinct([label(cell) for cell in head[header]])),
        ),
    )


def named_errors(cells: Callable[[], pl.DataFrame], name: str) -> Callable[[], pl.DataFrame]:
    def read() -> pl.DataFrame:
        try:
            return cells()
        except duckdb.Error as error:
            raise UnreadableFile(
                f"'{name}' is not a csv file that can be read.\n"
                f"  given:    {str(error).splitlines()[0]}\n"
                "  possible: text with one row a line and the same delimiter throughout."
            ) from error

    return read


def csv_reader(
    path: Path, encoding: str, delimiter: str, engine: Engine
) -> Callable[[int, list[str]], duckdb.DuckDBPyRelation]:
    """Rows below a header as text, numbered as an editor shows them, blank cells missing."""

    def read(header: int, names: list[str]) -> duckdb.DuckDBPyRelation:
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
        return engine.sql(
            f"select *, '' as sheet, row_number() over () + {header + 1} as row "
            f"from read_csv({literal(path)}, header = false, skip = {header + 1}, "
            f"columns = {{{columns}}}, auto_detect = false, delim = {literal(delimiter)}, "
            f"quote = '\"', escape = '\"', encoding = {literal(encoding)}, null_padding = true, "
            "strict_mode = false, max_line_size = 4000000)"
        )

    return read


def sniffed(path: Path) -> tuple[str, str, list[list[str]]]:
    """Encoding, delimiter, and the first rows of a text file."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    encoding, text = decoded(start)
    if len(start) == SNIFFED:
        text = text[: text.rfind("\n") + 1] or text
    lines = [line for line in text.splitlines()[:HEAD] if line.strip()]
    delimiter = max(DELIMITERS, key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2])
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))[:HEAD]
    return encoding, delimiter, rows


def decoded(start: bytes) -> tuple[str, str]:
    """The engine's name for the encoding, and the text."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", start.decode("utf-16", errors="ignore")
    try:
        # The last character may have been cut in two.
        return "utf-8", start[:-4].decode("utf-8-sig") + start[-4:].decode("utf-8", errors="ignore")
    except UnicodeDecodeError:
        return "latin-1", start.decode("latin-1")


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
