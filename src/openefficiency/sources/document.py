"""A file as given: opened, divided into sheets, its cells as text.

Nothing here knows what the cells mean. Formulas are read as the value they showed when the file was
saved; no macro is ever run. A cell that shows an error (#REF!) stays what it is: text that is no
number, so that the row goes into quarantine and is not read as empty.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
import polars as pl

# Headers of publications stand within this many rows of the top.
HEAD = 40
# Put before every cell of a row with more cells than its file has columns: they stand under wrong labels.
TOO_LONG = "#ROW TOO LONG: "


def label(text: str | None) -> str:
    """A header cell without its line breaks, stray and double blanks."""
    return " ".join((text or "").replace("﻿", "").split())


def plain(text: str | None) -> str:
    """A header cell to compare by: case, blanks, underscores and hyphens do not matter."""
    return " ".join(label(text).lower().replace("_", " ").replace("-", " ").split())


def distinct(labels: list[str]) -> list[str]:
    """Names for columns: an empty one gets a number, a repeated one a count: 'Cost (2)'."""
    seen: dict[str, int] = {}
    names = []
    for position, text in enumerate(labels):
        name = text or f"column {position + 1}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; a csv or Parquet file is one sheet.

    `head` is the first rows, as text, for recognising. `rows` count from 1, as a spreadsheet shows
    them. `cells` has all rows as text in columns c0, c1, ... and `row`; use `table` instead.
    `usual_width` is how many cells most rows have, where rows may differ in that (text files).
    """

    name: str
    head: tuple[tuple[str, ...], ...]
    read_cells: Callable[[], pl.DataFrame] = field(repr=False)
    read_lazily: Callable[[int], duckdb.DuckDBPyRelation] | None = field(default=None, repr=False)
    usual_width: int | None = None

    @cached_property
    def cells(self) -> pl.DataFrame:
        return self.read_cells()

    def header(self, *labels: str) -> int | None:
        """Where (from 0) the first row stands that holds all these labels; None if there is none."""
        wanted = {plain(text) for text in labels}
        return next(
            (place for place, row in enumerate(self.head) if wanted <= {plain(cell) for cell in row}),
            None,
        )

    def has(self, *labels: str) -> bool:
        return self.header(*labels) is not None

    def labels(self, header: int | None = 0) -> list[str]:
        """The names of the columns, given where the header stands."""
        assert header is not None, f"sheet '{self.name}' was recognised without its header"
        return distinct([label(cell) for cell in self.head[header]])

    def table(self, header: int | None = 0, names: list[str] | None = None) -> pl.DataFrame:
        """The rows below the header, as text, under its labels, with `sheet` and `row`.

        Rows without any content are left away. For a sheet without a header give `header=-1` and
        `names`. The cells of a row with too many of them are marked, so that it goes into quarantine.
        """
        assert header is not None, f"sheet '{self.name}' was recognised without its header"
        cells = self.cells.slice(header + 1)
        columns = [name for name in cells.columns if name != "row"]
        names = distinct(names) if names else self.labels(header)
        cells = marked(cells, beyond=columns[max(self.usual_width or len(columns), len(names)) :])
        names += [f"column {number + 1}" for number in range(len(names), len(columns))]
        content = pl.any_horizontal(pl.col(name).is_not_null() for name in columns)
        return (
            cells.filter(content)
            .rename(dict(zip(columns, names, strict=False)))
            .with_columns(sheet=pl.lit(self.name), row=pl.col("row"))
        )

    def lazy(self, header: int = 0) -> duckdb.DuckDBPyRelation:
        """As `table`, for a file too big to hold in memory: read by the engine as it goes."""
        assert self.read_lazily, "only csv files can be read lazily"
        return self.read_lazily(header)


def marked(cells: pl.DataFrame, *, beyond: list[str]) -> pl.DataFrame:
    """A row with more cells than there are columns has moved under wrong labels: say so in each cell."""
    if not beyond:
        return cells
    moved = pl.any_horizontal(pl.col(name).is_not_null() for name in beyond)
    return cells.with_columns(
        pl.when(moved).then(TOO_LONG + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in cells.columns
        if name != "row"
    )


@dataclass(frozen=True)
class Document:
    """One file, or one file out of a zip.

    `name` is what to call it in messages; `sha256` is of its content.
    """

    path: Path
    name: str
    form: str
    size: int
    sha256: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; case and blanks do not matter."""
        return next((sheet for sheet in self.sheets if plain(sheet.name) == plain(name)), None)

    @property
    def first(self) -> Sheet:
        return self.sheets[0]
