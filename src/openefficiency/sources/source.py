"""A source keeps the promises of one or more tables, out of one kind of published file."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import duckdb
import polars as pl

from openefficiency.sources.document import Document
from openefficiency.tables.language import Table

# Text as it stands in the file, or values that are already of the promised kind; with the columns
# `sheet` and `row` beside the promised ones.
Frame = pl.DataFrame | duckdb.DuckDBPyRelation

OPEN_GOVERNMENT = "Open Government Licence v3.0"


class Standing(IntEnum):
    """How near a file is to its publisher. Where two sources hold the same thing, the nearer wins."""

    PUBLISHER = 1
    COMPILATION = 2
    THIRD_PARTY = 3


@dataclass(frozen=True)
class LeftOut:
    """Rows that are no data: subtotals, grand totals, notes, repeated blocks. Counted, not lost."""

    sheet: str
    reason: str
    rows: int


@dataclass(frozen=True)
class Total:
    """A total that the publisher prints: what was read has to add up to it.

    `where` picks the rows (column: value) of `column` in `table` that belong to it.
    """

    table: str
    column: str
    printed: float
    where: dict[str, Any] = field(default_factory=dict)
    tolerance: float = 0.005
    said_by: str = "the file itself"


@dataclass(frozen=True)
class Reading:
    """What a source made of a document."""

    tables: dict[str, Frame]
    left_out: tuple[LeftOut, ...] = ()
    totals: tuple[Total, ...] = ()
    notes: tuple[str, ...] = ()


class Source:
    """Subclass it, name the tables it `implements`, and give it `recognise` and `read`.

    A document is recognised by what is in it, never by the name of the file. Nothing above this
    folder knows which source a row came from, except by its provenance.
    """

    name: str
    title: str
    publisher: str
    licence: str = OPEN_GOVERNMENT
    standing: Standing = Standing.PUBLISHER
    implements: tuple[Table, ...] = ()
    # A newer release replaces what an older one of this source said about the same ... (columns).
    # Left empty, it is the period of the table. A publication that comes in parts adds to it.
    scope_by: tuple[str, ...] = ()
    # Addresses of places (sites, head offices) may stand in the file; of patients never.
    may_hold_postcodes: bool = False

    def recognise(self, document: Document) -> bool:
        raise NotImplementedError

    def read(self, document: Document) -> Reading:
        raise NotImplementedError
