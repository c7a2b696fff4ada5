"""Which rows of which releases make up a table today: newest wins, every vintage stays.

Within one source a newer release replaces what older ones said about the same scope (its period, and for
publications in parts the part). Between sources that hold the same organisation and period, the one
nearer to the publisher wins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openefficiency.engine import literal, quoted
from openefficiency.provenance import Release
from openefficiency.sources.checks import TYPES
from openefficiency.sources.handover import scope_columns, stored_columns
from openefficiency.tables.language import Table

FileOf = Callable[[Release, str], Path]


@dataclass(frozen=True)
class Piece:
    """What one release still says about a table. `scopes` is None where nothing was replaced."""

    release: Release
    scopes: tuple[tuple[str, ...], ...] | None
    every_scope: tuple[tuple[str, ...], ...]

    def periods(self) -> set[str]:
        return {scope[0] for scope in (self.scopes or self.every_scope)}


def pieces(table: Table, releases: list[Release]) -> list[Piece]:
    """The releases that speak for a table, with what each of them still speaks for."""
    holding = [
        release for release in releases if release.tables.get(table.name) and release.tables[table.name].rows
    ]
    last: dict[tuple, str] = {}
    for release in holding:
        for scope in release.tables[table.name].scopes:
            last[(release.source, scope)] = release.id
    found = []
    for release in holding:
        every = release.tables[table.name].scopes
        kept = tuple(scope for scope in every if last[(release.source, scope)] == release.id)
        if kept or not every:
            found.append(Piece(release, None if kept == every else kept, every))
    return found


def query(table: Table, releases: list[Release], file_of: FileOf) -> str:
    """SQL for the rows of a table as they stand, each with the release it is from."""
    chosen = pieces(table, releases)
    if not chosen:
        return empty(table)
    return "\nUNION ALL BY NAME\n".join(rows_of(table, piece, chosen, file_of) for piece in chosen)


def rows_of(table: Table, piece: Piece, chosen: list[Piece], file_of: FileOf) -> str:
    columns = ", ".join(quoted(name) for name in (*stored_columns(table), "sheet", "row"))
    conditions = [in_scope(table, piece), *nearer_to_the_publisher(table, piece, chosen, file_of)]
    where = " AND ".join(filter(None, conditions)) or "TRUE"
    return (
        f"SELECT {columns}, {literal(piece.release.id)} AS release "
        f"FROM {parquet(piece, table, file_of)} AS mine WHERE {where}"
    )


def parquet(piece: Piece, table: Table, file_of: FileOf) -> str:
    return f"read_parquet({literal(file_of(piece.release, f'{table.name}.parquet').as_posix())})"


def in_scope(table: Table, piece: Piece) -> str:
    if piece.scopes is None:
        return ""
    names = scope_columns(table, piece.release.scope_by)
    columns = ", ".join(f"{quoted(name)}::VARCHAR" for name in names)
    values = ", ".join(f"({', '.join(map(literal, scope))})" for scope in piece.scopes)
    return f"({columns}) IN ({values})"


def nearer_to_the_publisher(table: Table, piece: Piece, chosen: list[Piece], file_of: FileOf) -> list[str]:
    """Conditions that leave a row to a source nearer to the publisher that holds the same."""
    if not table.period or "organisation" not in table.columns:
        return []
    nearer = [
        other
        for other in chosen
        if rank(other) < rank(piece) and overlaps(other.periods(), piece.periods(), table)
    ]
    columns = ", ".join(map(quoted, ("organisation", *time_columns(table))))
    return [
        f"NOT EXISTS (SELECT 1 FROM (SELECT DISTINCT {columns} FROM {parquet(other, table, file_of)} "
        f"WHERE {in_scope(table, other) or 'TRUE'}) AS theirs "
        f"WHERE theirs.organisation = mine.organisation AND {same_time(table)})"
        for other in nearer
    ]


def rank(piece: Piece) -> tuple[int, str]:
    """Sources of one standing take turns by name, so that the choice is always the same."""
    return (piece.release.standing, piece.release.source)


def overlaps(these: set[str], those: set[str], table: Table) -> bool:
    """Whether periods may be the same time: a first sieve, before the rows themselves are asked."""
    if "months" not in table.columns:
        return bool(these & those)
    around = {month(day) + apart for day in these for apart in range(-11, 12)}
    return bool(around & {month(day) for day in those})


def month(day: str) -> int:
    return 12 * int(day[:4]) + int(day[5:7])


def time_columns(table: Table) -> tuple[str, ...]:
    return (table.period or "", *(("months",) if "months" in table.columns else ()))


def same_time(table: Table) -> str:
    if "months" not in table.columns:
        return f"theirs.{quoted(table.period or '')} = mine.{quoted(table.period or '')}"
    # A row may cover a year in one source, a quarter in another, a month in a third.
    return f"theirs.start < {end_of('mine')} AND mine.start < {end_of('theirs')}"


def end_of(row: str) -> str:
    return f"{row}.start + to_months({row}.months::INTEGER)"


def empty(table: Table) -> str:
    """A table that nobody has loaded has its columns and no rows."""
    cells = [f"NULL::{TYPES[column.kind]} AS {quoted(name)}" for name, column in table.columns.items()]
    if table.period == "start":
        cells.append("NULL::VARCHAR AS year")
    cells += ["NULL::VARCHAR AS sheet", "NULL::INTEGER AS row", "NULL::VARCHAR AS release"]
    return f"SELECT {', '.join(cells)} WHERE FALSE"
