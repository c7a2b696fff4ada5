"""What all tests share: an engine, files made from a drawing, and what a file becomes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from openefficiency.engine import Engine
from openefficiency.sources import handover, known
from openefficiency.sources.opening import open_document

TODAY = date(2026, 11, 25)
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(threads=2)


@dataclass(frozen=True)
class Became:
    """What a file became: its source, rows by table, quarantine and flags, and what was said."""

    source: str
    tables: dict[str, pl.DataFrame]
    quarantine: pl.DataFrame
    flags: pl.DataFrame
    notes: tuple[str, ...]
    left_out: tuple

    def rows(self, table: str, *columns: str) -> list[tuple]:
        return self.tables[table].select(columns).rows() if columns else self.tables[table].rows()

    @property
    def reasons(self) -> list[str]:
        return self.quarantine["reason"].to_list() if len(self.quarantine) else []


@pytest.fixture
def became(engine, tmp_path):
    """became(path): recognise, read, check and hand over one file, as `load` does."""

    def load(path: Path, *, today: date = TODAY) -> Became:
        document = open_document(path, engine=engine)
        source = known.recognise(document) if document else None
        assert source, f"no source knows {path}"
        folder = tmp_path / f"became-{path.stem}"
        folder.mkdir()
        reading = source.read(document)
        done = handover.hand_over(source, reading, folder=folder, engine=engine, today=today)
        return Became(
            source.name,
            {name: pl.read_parquet(folder / f"{name}.parquet") for name in done.tables},
            gathered(folder, "quarantine"),
            gathered(folder, "flags"),
            done.notes,
            reading.left_out,
        )

    return load


def gathered(folder: Path, kind: str) -> pl.DataFrame:
    found = sorted(folder.glob(f"*.{kind}.parquet"))
    return pl.concat(pl.read_parquet(path) for path in found) if found else pl.DataFrame()


@pytest.fixture
def text_file(tmp_path):
    """text_file('a,b\\n1,2'): a text file with these lines, blanks at their ends taken away."""

    def write(text: str, *, name: str = "any-name.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        lines = [line.strip() for line in text.strip().splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    """workbook({'Sheet': [[...], ...]}): an Excel file with these cells; None leaves a cell empty."""

    def write(sheets: dict[str, list[list]], *, name: str = "any-name.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


@pytest.fixture(scope="session")
def published() -> Path:
    """The real published files beside the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the published files are not beside this checkout (../shared/data)")
    return SHARED_DATA
