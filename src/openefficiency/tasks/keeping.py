"""Look after the store: what is in it, where a figure came from, is it still whole, take something out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from openefficiency.engine import literal
from openefficiency.errors import NotFound, VerificationFailed
from openefficiency.measures.catalogue import named
from openefficiency.measures.framework import Cell
from openefficiency.provenance import Release
from openefficiency.sources.handover import content_hash
from openefficiency.store import Store
from openefficiency.tasks.measuring import THEN, Held, fingerprint, work_out


@dataclass(frozen=True)
class Traced:
    """One stretch of a publisher's sheet on which a figure rests, with its first rows as stored."""

    file: str
    publisher: str
    title: str
    release: str
    loaded_at: str
    table: str
    sheet: str
    first_row: int
    last_row: int
    rows: int
    shown: tuple[dict[str, Any], ...]


def trace(held: Held, cell: Cell, *, rows: int = 5) -> list[Traced]:
    """From a figure back to file, sheet and rows."""
    releases = {release.id: release for release in held.releases}
    return [
        Traced(
            file=releases[origin.release].file,
            publisher=releases[origin.release].publisher,
            title=releases[origin.release].title,
            release=origin.release,
            loaded_at=releases[origin.release].loaded_at.isoformat(timespec="seconds"),
            table=origin.table,
            sheet=origin.sheet,
            first_row=origin.first_row,
            last_row=origin.last_row,
            rows=origin.rows,
            shown=stored_rows(held, releases[origin.release], origin, cell.organisation, rows),
        )
        for origin in cell.provenance.origins
    ]


def stored_rows(
    held: Held, release: Release, origin, organisation: str, limit: int
) -> tuple[dict[str, Any], ...]:
    path = held.store.file(release, f"{origin.table}.parquet").as_posix()
    found = held.engine.sql(
        f"SELECT * FROM read_parquet({literal(path)}) WHERE organisation = {literal(organisation)} "
        f"AND sheet = {literal(origin.sheet)} AND row BETWEEN {origin.first_row} AND {origin.last_row} "
        f"ORDER BY row LIMIT {limit}"
    ).pl()
    return tuple(found.to_dicts())


def verify(held: Held) -> list[str]:
    """Compare every file with the hash it was stored with, and every kept figure with a fresh one.

    Returns what was found in order, in words; raises if anything is not as it was.
    """
    wrong = [
        f"{release.id}: {name}.parquet is not what was stored"
        for release in held.releases
        for name, holding in release.tables.items()
        if not unchanged(held.store, release, name, holding.sha256)
    ]
    kept = held.store.finished(fingerprint(held, THEN))
    if kept and not wrong:
        fresh = work_out(held, organisations=THEN)
        if not (fresh.rows.equals(kept[0]) and fresh.origins.equals(kept[1])):
            wrong.append("the kept figures are not the ones that follow from what is held")
    if wrong:
        raise VerificationFailed(
            "The store is not as it was written.\n  given:    "
            + "\n            ".join(wrong)
            + "\n  possible: `openefficiency forget RELEASE` and load the file again."
        )
    tables = sum(len(release.tables) for release in held.releases)
    return [
        f"{len(held.releases)} releases with {tables} tables are as they were written",
        "every kept figure was worked out again and is the same" if kept else "no figures are kept yet",
    ]


def unchanged(store: Store, release: Release, name: str, sha256: str) -> bool:
    path = store.file(release, f"{name}.parquet")
    return path.exists() and content_hash(path) == sha256


def forget(store: Store, release_id: str, *, because: str, now: datetime) -> Release:
    """Withdraw a release; it is kept apart and the journal remembers why."""
    with store.writing():
        release = store.release(release_id)
        store.forget(release, because=because, at=now)
    return release


def put_aside(held: Held, kind: str) -> pl.DataFrame:
    """All rows in quarantine, or all flags, with the release and file they are from."""
    found = [
        pl.read_parquet(file).with_columns(release=pl.lit(release.id), file=pl.lit(release.file))
        for release in held.releases
        for file in sorted(held.store.file(release, "").glob(f"*.{kind}.parquet"))
    ]
    return pl.concat(found) if found else pl.DataFrame()


def one_cell(cells: list[Cell], measure: str, organisation: str) -> Cell:
    if not cells:
        raise NotFound(f"There is no figure of '{organisation}' for '{named(measure).title}'.")
    return cells[-1]
