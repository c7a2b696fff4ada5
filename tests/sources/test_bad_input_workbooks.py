"""Bad workbooks and Parquet files: read as they were saved, put aside with their row, or refused in words."""

import struct
import subprocess
import sys
import zipfile

import polars as pl
import pytest
import xlsxwriter

from openefficiency.errors import OpenEfficiencyError
from openefficiency.sources.opening import open_document

HEADER = ["provider_code", "provider_name", "mff_factor"]


@pytest.fixture
def book(tmp_path):
    """book(lambda sheet: ...): a workbook whose one sheet, Factors, is filled in by the function."""

    def write(fill, *, name: str = "any-name.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as workbook:
            sheet = workbook.add_worksheet("Factors")
            sheet.write_row(0, 0, HEADER)
            fill(sheet)
        return tmp_path / name

    return write


@pytest.fixture
def refusal(engine):
    """refusal(path): the three parts in which a file is refused."""

    def words(path) -> list[str]:
        with pytest.raises(OpenEfficiencyError) as caught:
            open_document(path, engine=engine)
        what, given, possible = str(caught.value).splitlines()
        return [what, given.removeprefix("  given:    "), possible.removeprefix("  possible: ")]

    return words


def changed(path, member: str, change) -> None:
    """Write a workbook anew with one of its parts changed."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_formula_is_read_as_the_value_it_showed(became, book):
    def fill(sheet):
        sheet.write_row(1, 0, ["RCF", "Ashby"])
        sheet.write_formula(1, 2, "=1+0.01", value=1.01)

    assert became(book(fill)).rows("market_forces", "organisation", "factor") == [("RCF", 1.01)]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!"])
def test_a_cell_that_shows_an_error_is_put_aside_with_its_row(error, became, book):
    def fill(sheet):
        sheet.write_row(1, 0, ["RCF", "Ashby", 1.01])
        sheet.write_row(2, 0, ["RZ9", "Berrow"])
        sheet.write_formula(2, 2, "=A1/0", value=error)

    found = became(book(fill))
    assert found.quarantine.select("row", "reason").rows() == [(3, f"factor is no fraction: {error}")]
    assert found.rows("market_forces", "organisation") == [("RCF",)]


@pytest.mark.parametrize("value", [b"", b"<v></v>", b"<v/>"])
def test_formulas_that_nobody_calculated_are_refused_for_their_values_are_not_there(value, book, refusal):
    path = book(lambda sheet: sheet.write_formula(1, 2, "=1+0.01", value=1.01))
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>1.01</v>", value))

    assert refusal(path) == [
        "'any-name.xlsx' has formulas without their values.",
        "a workbook that a program wrote and nobody has calculated",
        "open it in Excel or LibreOffice, save it, and load it again.",
    ]


def test_a_formula_that_shows_an_empty_text_is_an_empty_cell(became, book):
    def fill(sheet):
        sheet.write_row(1, 0, ["RCF", "Ashby", 1.01])
        sheet.write_formula(1, 1, '=""', value="")

    path = book(fill)
    # As Excel writes it: a text, and an empty one.
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="B2"', b'r="B2" t="str"'))

    assert became(path).rows("market_forces", "organisation") == [("RCF",)]


def test_merged_cells_hold_their_value_once_and_the_other_rows_are_put_aside(became, book):
    def fill(sheet):
        sheet.merge_range("A2:A3", "RCF")
        sheet.write_row("B2", ["Ashby", 1.01])
        sheet.write_row("B3", ["Ashby East", 1.02])

    found = became(book(fill))
    assert found.rows("market_forces", "organisation", "factor") == [("RCF", 1.01)]
    assert found.quarantine.select("row", "reason").rows() == [(3, "organisation is empty")]


def test_rows_are_counted_as_the_spreadsheet_shows_them_below_empty_ones(became, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "low.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row("C5", HEADER)
        sheet.write_row("C6", ["RCF", "Ashby", 1.01])
        sheet.write_row("C8", ["RZ9", "Berrow", 9])

    found = became(tmp_path / "low.xlsx")
    assert found.rows("market_forces", "organisation", "row") == [("RCF", 6)]
    assert found.quarantine["row"].to_list() == [8]


def test_empty_sheets_and_sheets_of_charts_are_sheets_without_rows(engine, tmp_path, capfd):
    with xlsxwriter.Workbook(tmp_path / "charts.xlsx") as workbook:
        workbook.add_worksheet("Empty")
        sheet = workbook.add_worksheet("Factors")
        sheet.write_row(0, 0, [1, 2])
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Factors!$A$1:$B$1"})
        workbook.add_chartsheet("Chart").set_chart(chart)

    document = open_document(tmp_path / "charts.xlsx", engine=engine)
    assert {sheet.name: sheet.cells.height for sheet in document.sheets} == {
        "Empty": 0,
        "Factors": 1,
        "Chart": 0,
    }
    # The library would remark on the chart.
    assert capfd.readouterr().err == ""


def test_a_damaged_sheet_is_refused_and_not_read_as_empty(book, refusal):
    path = book(lambda sheet: [sheet.write_row(n, 0, ["RCF", "Ashby", 1.01]) for n in range(1, 50)])
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])

    assert refusal(path)[0] == "'any-name.xlsx' is not a workbook that can be read."


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(kept, book, refusal):
    path = book(lambda sheet: None)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])

    what, _, possible = refusal(path)
    assert what == "'any-name.xlsx' is not a workbook that can be read."
    assert "was the download cut off?" in possible


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_opened(book, refusal):
    path = book(lambda sheet: None)
    changed(path, "xl/theme/theme1.xml", lambda xml: b" " * 101_000_000)

    what, _, possible = refusal(path)
    assert what == "'any-name.xlsx' unpacks to more than a publication would."
    assert "at most 2,000,000,000 bytes" in possible


def test_a_bomb_that_says_it_is_small_is_refused_all_the_same(book, refusal):
    path = book(lambda sheet: None)
    changed(path, "xl/theme/theme1.xml", lambda xml: b" " * 101_000_000)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 101_000_000), struct.pack("<I", 10)))

    assert refusal(path)[0] == "'any-name.xlsx' unpacks to more than a publication would."


def test_one_cell_at_the_far_corner_is_refused_for_the_sheet_would_fill_the_memory(book, refusal):
    what, given, _ = refusal(book(lambda sheet: sheet.write(1_048_575, 16_383, "far")))

    assert what == "'any-name.xlsx' has a sheet that is too big to be held in memory."
    assert given == "cells as far as row 1,048,576 and column 16,384"


def old_excel(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file, the form of .xls and of every encrypted workbook: each stream 4,096 bytes long."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors, entries, content = [table, end], [entry("Root Entry", 5, end, 0, child=1)], b""
    for number, (name, given) in enumerate(streams.items(), start=1):
        entries.append(
            entry(name, 2, len(sectors), 4096, right=number + 1 if number < len(streams) else free)
        )
        sectors += [len(sectors) + step for step in range(1, 8)] + [end]
        content += given.ljust(4096, b"\0")
    entries += [bytes(128)] * (4 - len(entries))
    sectors += [free] * (128 - len(sectors))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return header + struct.pack("<128I", *sectors) + b"".join(entries) + content


def entry(
    name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    label = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBB3I", len(label), kind, 1, 0xFFFFFFFF, right, child)
    return label.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def test_a_workbook_with_a_password_is_refused_with_what_to_do(tmp_path, refusal):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(old_excel({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": b"secret"}))

    assert refusal(path) == [
        "'locked.xlsx' is protected by a password.",
        "an encrypted workbook",
        "open it with its password, save it without one, and load that file.",
    ]


def test_an_old_word_document_is_no_workbook(tmp_path, refusal):
    path = tmp_path / "report.doc"
    path.write_bytes(old_excel({"WordDocument": b"Ashby"}))

    assert refusal(path)[0] == "'report.doc' is not a workbook that can be read."


def test_a_new_word_document_is_not_known(tmp_path, engine):
    with zipfile.ZipFile(tmp_path / "report.docx", "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
        document.writestr("word/document.xml", "<w:document/>")

    assert open_document(tmp_path / "report.docx", engine=engine) is None


def test_a_workbook_that_brings_its_reader_down_is_refused_and_we_live(tmp_path, refusal, monkeypatch):
    path = tmp_path / "old.xls"
    path.write_bytes(old_excel({"Workbook": b"Ashby"}))
    # What a damaged .xls can do to the library: the program that opens it ends at once.
    monkeypatch.setattr("openefficiency.sources.suspect_workbooks.TRIAL", "import os; os.abort()")

    assert refusal(path)[1] == "a workbook with which the program that opened it broke down"


def test_what_the_library_did_not_expect_is_an_error_of_ours(book, refusal, monkeypatch):
    panic = type("PanicException", (BaseException,), {})

    def read(path):
        raise panic("range end index 20231 out of range for slice of length 7")

    monkeypatch.setattr("openefficiency.sources.opening.fastexcel.read_excel", read)
    assert refusal(book(lambda sheet: None))[1] == "range end index 20231 out of range for slice of length 7"


def test_who_stops_the_program_while_a_workbook_is_opened_is_heard(book, engine, monkeypatch):
    def read(path):
        raise KeyboardInterrupt

    monkeypatch.setattr("openefficiency.sources.opening.fastexcel.read_excel", read)
    with pytest.raises(KeyboardInterrupt):
        open_document(book(lambda sheet: None), engine=engine)


def test_cells_of_a_parquet_file_are_text_and_missing_ones_missing(became, tmp_path):
    frame = pl.DataFrame(
        {"provider_code": ["RCF", None], "provider_name": ["Ashby", "B"], "mff_factor": [1.01, 1.1]}
    )
    frame.write_parquet(tmp_path / "any-name.parquet")

    found = became(tmp_path / "any-name.parquet")
    assert found.rows("market_forces", "organisation", "factor") == [("RCF", 1.01)]
    assert found.reasons == ["organisation is empty"]


def test_a_parquet_file_that_was_cut_off_is_refused(tmp_path, refusal):
    path = tmp_path / "cut.parquet"
    pl.DataFrame({"provider_code": ["RCF"]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])

    assert refusal(path)[0] == "'cut.parquet' is not a Parquet file that can be read."


def test_a_parquet_file_that_is_damaged_in_the_middle_is_refused(tmp_path, refusal):
    path = tmp_path / "damaged.parquet"
    pl.DataFrame({"provider_code": [f"R{n}" for n in range(5000)]}).write_parquet(path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[100:2000] = bytes(1900)
    path.write_bytes(content)

    assert refusal(path)[0] == "'damaged.parquet' is not a Parquet file that can be read."


def test_opening_workbooks_is_silent(book):
    path = book(lambda sheet: None)
    words = (
        "import sys, logging; from pathlib import Path\n"
        "from openefficiency.engine import Engine; from openefficiency.sources.opening import open_document\n"
        "open_document(Path(sys.argv[1]), engine=Engine(threads=1))\n"
        "print(logging.getLogger('calamine.xls').isEnabledFor(logging.WARNING))"
    )
    done = subprocess.run(
        [sys.executable, "-c", words, str(path)], capture_output=True, text=True, check=True
    )

    assert (done.stdout.strip(), done.stderr) == ("False", "")
