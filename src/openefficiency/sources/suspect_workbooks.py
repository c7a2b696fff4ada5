"""Workbooks that would harm or mislead when they are opened: looked for before they are.

The library that reads workbooks holds a sheet as one rectangle, up to its farthest cell, and ends the
whole program when that does not fit in memory.
"""

import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from openefficiency.errors import RefusedFile, UnreadableFile
from openefficiency.sources.unpacking import BROKEN, GB, PIECE, refuse_bomb, words_of

MOST_UNPACKED = 2 * GB
# A full sheet of Excel has 17,180 million cells; the largest publication here has 2 million.
MOST_CELLS = 100_000_000
# What may be cut in two where one piece of a sheet ends and the next begins.
LONGEST_CELL = 1000

ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
# A formula without the value that it showed; a text (t="str") may well be empty.
UNSAVED = re.compile(rb'<c (?:(?!t="str")[^>])*><f(?:[^>]*/>|[^>]*(?<!/)>[^<]*</f>)(?:<v></v>|<v ?/>)?</c>')

# Run in a program of its own, so that only that one ends.
TRIAL = """
import sys, fastexcel
try:
    book = fastexcel.read_excel(sys.argv[1])
    for name in book.sheet_names:
        book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0)
except Exception:
    sys.exit(1)
except BaseException:
    sys.exit(2)
"""
PATIENCE = 300


@dataclass
class Reach:
    """How far the cells of a sheet reach."""

    rows: int = 0
    columns: int = 0

    def include(self, piece: bytes) -> None:
        for letters, row in set(ADDRESS.findall(piece)):
            self.rows = max(self.rows, int(row))
            self.columns = max(self.columns, column_number(letters))


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def refuse_suspect(path: Path, *, name: str) -> None:
    """Refuse a zipped workbook that would fill the memory, or whose formulas have no values."""
    packed, size = path.stat().st_size, 0
    try:
        with zipfile.ZipFile(path) as book, path.open("rb") as file:
            for member in book.infolist():
                look = Look(name, member.filename)
                for piece in really_in(member, file):
                    size += len(piece)
                    refuse_bomb(size, packed=packed, name=name, most=MOST_UNPACKED)
                    look.at(piece)
    except BROKEN as error:
        raise UnreadableFile(
            f"'{name}' is not a workbook that can be read.\n  given:    {words_of(error)}\n"
            "  possible: a whole .xlsx, .xls, .xlsb or .ods file; was the download cut off?"
        ) from error


class Look:
    """Goes through a member of a workbook piece by piece; only at sheets written as text is there much to see."""

    def __init__(self, book: str, member: str):
        self.book = book
        self.is_sheet = member.startswith("xl/worksheets/") and member.endswith(".xml")
        self.reach, self.before = Reach(), b""

    def at(self, piece: bytes) -> None:
        if not self.is_sheet:
            return
        seen = self.before + piece
        self.before = seen[-LONGEST_CELL:]
        self.reach.include(seen)
        if self.reach.rows * self.reach.columns > MOST_CELLS:
            raise RefusedFile(
                f"'{self.book}' has a sheet that is too big to be held in memory.\n"
                f"  given:    cells as far as row {self.reach.rows:,} and column {self.reach.columns:,}\n"
                f"  possible: at most {MOST_CELLS:,} cells; delete what stands far from the table, and save."
            )
        if b"<f" in seen and UNSAVED.search(seen):
            raise RefusedFile(
                f"'{self.book}' has formulas without their values.\n"
                "  given:    a workbook that a program wrote and nobody has calculated\n"
                "  possible: open it in Excel or LibreOffice, save it, and load it again."
            )


def really_in(member: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    """What a member unpacks to, in pieces.

    The library that opens workbooks goes by what is there, so the declared size must not end the count,
    as it does in `zipfile`.
    """
    file.seek(member.header_offset)
    local = file.read(30)
    # The lengths of the name and of the extra field stand at bytes 26 and 28.
    file.seek(int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little"), 1)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    left = member.compress_size
    while left > 0:
        packed = file.read(min(PIECE, left))
        if not packed:
            raise EOFError("the file ends early")
        left -= len(packed)
        if inflate is None:
            yield packed
        while inflate and packed and not inflate.eof:
            yield inflate.decompress(packed, PIECE)
            packed = inflate.unconsumed_tail


def refuse_crash(path: Path, *, name: str) -> None:
    """Refuse a workbook whose opening ends the program, as a damaged .xls can: tried in another program."""
    if not sys.executable:
        return
    try:
        tried = subprocess.run(
            [sys.executable, "-I", "-c", TRIAL, str(path)], capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise damaged(name, f"not opened after {PATIENCE} seconds") from error
    # 0 is well, 1 an error that opening it here will say in its own words, 2 one that is no ordinary error.
    if tried.returncode not in (0, 1):
        raise damaged(name, "a workbook with which the program that opened it broke down")


def damaged(name: str, given: str) -> UnreadableFile:
    return UnreadableFile(
        f"'{name}' is not a workbook that can be read.\n  given:    {given}\n"
        "  possible: a whole .xlsx, .xls, .xlsb or .ods file; download it again, or save it as .xlsx."
    )
