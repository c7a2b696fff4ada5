"""Text files: their encoding, delimiter and rows.

A plain one is read by the engine as it lies there, strictly. One that is odd (another encoding, blank
lines, line breaks in cells, rows of many lengths) is written out plainly first, so that its rows are
counted as a spreadsheet counts them and no cell is lost or moved unseen.
"""

import codecs
import csv
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import polars as pl

from openefficiency.engine import Engine, literal, quoted
from openefficiency.errors import RefusedFile, UnreadableFile
from openefficiency.sources.document import HEAD, TOO_LONG, Sheet, distinct, label

PIECE = 1024 * 1024
SNIFFED = 256 * 1024
DELIMITERS = (",", "\t", "$", ";", "|")
# A line of a publication has some thousand characters; a spreadsheet has at most so many columns.
LONGEST_LINE = 4_000_000
MOST_COLUMNS = 16_384
# What is bigger is read as it goes (`Sheet.lazy`) or not at all: as text it fills several times its size.
MOST_AT_ONCE = 500_000_000

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
# Without a mark: Latin letters have one empty byte each, before or after.
HALF_EMPTY = {0: "utf-16-be", 1: "utf-16-le"}


def as_windows_text(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 comes from an English Windows, even in the middle of a UTF-8 file."""
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return "".join(letter_of(byte) for byte in bad), error.end


def letter_of(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error("as_windows_text", as_windows_text)


def encoding_of(start: bytes) -> str | None:
    """What Python calls the encoding of a file that begins so; None if it is no text."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding
    if b"\x00" not in start:
        return "utf-8-sig"
    for offset, encoding in HALF_EMPTY.items():
        empty = start[offset::2]
        if empty.count(0) > 0.9 * len(empty) and start[1 - offset :: 2].count(0) == 0:
            return encoding
    return None


def open_csv(path: Path, name: str, engine: Engine) -> tuple[Sheet, ...]:
    text = Text(path, name, *form_of_text(path))
    plain = looks_plain(text)
    head = list(islice(text.rows(), HEAD))
    usual = usual_width(Counter(len(row) for row in head))
    rows = Rows(path, text.delimiter, max(1, *map(len, head)), usual, name, engine)
    if not (plain and rows.are_regular()):
        rows = rewritten(text, engine)
    return (
        Sheet(
            name="",
            head=tuple(tuple(row) for row in head),
            read_cells=rows.at_once,
            read_lazily=lambda header: rows.lazily(head[header], header),
            usual_width=rows.usual,
        ),
    )


@dataclass(frozen=True)
class Text:
    """A text file as Python reads it, row by row."""

    path: Path
    name: str
    encoding: str
    delimiter: str

    def lines(self) -> Iterator[str]:
        errors = "as_windows_text" if self.encoding == "utf-8-sig" else "strict"
        with self.path.open(encoding=self.encoding, errors=errors, newline="") as file:
            for number, line in enumerate(file, start=1):
                if "\x00" in line:
                    raise self.unreadable(f"line {number} holds bytes that are no text")
                yield line

    def rows(self) -> Iterator[list[str]]:
        reader = csv.reader(self.lines(), delimiter=self.delimiter, strict=True)
        try:
            for row in reader:
                if len(row) > MOST_COLUMNS:
                    raise self.unreadable(f"line {reader.line_num} has {len(row):,} columns")
                yield row
        except (csv.Error, UnicodeError) as error:
            raise self.unreadable(f"line {reader.line_num}: {error}") from error

    def unreadable(self, given: str) -> UnreadableFile:
        return UnreadableFile(
            f"'{self.name}' is not a csv file that can be read.\n  given:    {given}\n"
            f"  possible: text with one row a line, quotes that are closed, lines of at most {LONGEST_LINE:,} "
            f"characters and {MOST_COLUMNS:,} columns."
        )


def form_of_text(path: Path) -> tuple[str, str]:
    """Encoding and delimiter: the mark that stands in most of the first lines."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    encoding = encoding_of(start) or "utf-8-sig"
    text = start[: len(start) // 2 * 2].decode(encoding, errors="replace")
    lines = [line for line in text.splitlines() if line.strip()][:HEAD] or [""]
    return encoding, max(
        DELIMITERS, key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2]
    )


def looks_plain(text: Text) -> bool:
    """UTF-8 throughout, no blank line, line breaks of one kind; refuses what is no text at all."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    plain, line, last = text.encoding == "utf-8-sig", 0, b"\n"
    with text.path.open("rb") as file:
        while piece := file.read(PIECE):
            first, _, _ = piece.partition(b"\n")
            if line + len(first) > LONGEST_LINE:
                raise text.unreadable("a line that is longer")
            line = line + len(piece) if first == piece else len(piece) - piece.rfind(b"\n")
            if text.encoding == "utf-8-sig" and b"\x00" in piece:
                raise text.unreadable("bytes that are no text; was the download cut off?")
            plain = plain and is_plain(last + piece) and decodes(decoder, piece)
            last = piece[-3:]
    return plain


def is_plain(piece: bytes) -> bool:
    """No blank line, and no line break of a third kind; a pair may be cut at either end of the piece."""
    pairs = piece.count(b"\r\n")
    blank = any(breaks in piece for breaks in (b"\n\n", b"\n\r", b"\r\r"))
    return (
        not blank
        and piece.count(b"\r") - pairs <= piece.endswith(b"\r")
        and piece.count(b"\n") - pairs in (0, 1, piece.count(b"\n"))
    )


def decodes(decoder: codecs.IncrementalDecoder, piece: bytes) -> bool:
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Rows:
    """A plain file as the engine reads it: every cell as text, blank ones missing, rows numbered."""

    path: Path
    delimiter: str
    width: int
    usual: int
    name: str
    engine: Engine
    # Holds the folder of a rewritten file for as long as somebody may read it.
    kept: object = None

    def at_once(self) -> pl.DataFrame:
        size = self.path.stat().st_size
        if size > MOST_AT_ONCE:
            raise RefusedFile(
                f"'{self.name}' is too big to be held in memory.\n  given:    {size:,} bytes\n"
                f"  possible: at most {MOST_AT_ONCE:,} bytes for this publication; is it the right file?"
            )
        try:
            return self.engine.sql(f"select * from {self.query()}").pl()
        except duckdb.Error as error:
            raise self.unreadable(error) from error

    def lazily(self, header: list[str], place: int) -> duckdb.DuckDBPyRelation:
        columns = [f"c{number}" for number in range(self.width)]
        names = distinct([label(cell) for cell in header] + [""] * (self.width - len(header)))
        beyond = columns[max(self.usual, len(header)) :]
        cells = ", ".join(
            f"{self.cell(column, beyond)} as {quoted(name)}"
            for column, name in zip(columns, names, strict=False)
        )
        return self.engine.sql(
            f"select {cells}, '' as sheet, row from {self.query()} "
            f"where row > {place + 1} and coalesce({', '.join(columns)}) is not null"
        )

    def cell(self, column: str, beyond: list[str]) -> str:
        if not beyond:
            return column
        return f"case when coalesce({', '.join(beyond)}, '') = '' then {column} else {literal(TOO_LONG)} || {column} end"

    def are_regular(self) -> bool:
        """Is no row longer than the first ones, no quote left open, no line break in a cell?"""
        try:
            self.engine.rows(f"select count(*) from {self.query()}")
        except duckdb.Error:
            return False
        return True

    def query(self) -> str:
        columns = ", ".join(f"c{number}: 'VARCHAR'" for number in range(self.width))
        # A rewritten file has rows of one length, and may have line breaks in cells: padding cannot have both.
        return (
            f"(select *, row_number() over () as row from read_csv({literal(exactly(self.path))}, header = false, "
            f"columns = {{{columns}}}, auto_detect = false, delim = {literal(self.delimiter)}, quote = '\"', "
            f"escape = '\"', null_padding = {self.kept is None}, strict_mode = true, compression = 'none', "
            f"max_line_size = {2 * LONGEST_LINE}, buffer_size = {4 * LONGEST_LINE}))"
        )

    def unreadable(self, error: Exception) -> UnreadableFile:
        return UnreadableFile(
            f"'{self.name}' is not a csv file that can be read.\n  given:    {str(error).splitlines()[0]}\n"
            "  possible: text with one row a line and the same delimiter throughout."
        )


def rewritten(text: Text, engine: Engine) -> Rows:
    """The same cells as plain UTF-8: one comma, one length of rows, a blank line as a row of blanks."""
    lengths = Counter(len(row) for row in text.rows())
    width = max(1, *lengths)
    folder = Folder()
    path = folder.path / "rewritten.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(row + [""] * (width - len(row)) for row in text.rows())
    return Rows(path, ",", width, usual_width(lengths), text.name, engine, kept=folder)


class Folder:
    """A folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="openefficiency-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def usual_width(lengths: Counter[int]) -> int:
    """How many cells most rows have, blank lines apart; of as many, the ones that came first."""
    del lengths[0]
    return lengths.most_common(1)[0][0] if lengths else 1


def exactly(path: Path) -> str:
    """The path for the engine, which would take some marks in a name as a pattern for other files."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
