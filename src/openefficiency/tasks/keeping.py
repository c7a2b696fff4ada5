"""Look after the store: what is in it, where a figure came from, is it still whole, take something out."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
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
    wrong = gone(held.store) + [words for release in held.releases for words in changed(held.store, release)]
    if wrong:
        raise VerificationFailed(
            "The store is not as it was written.\n  given:    "
            + "\n            ".join(wrong)
            + "\n  possible: `openefficiency forget RELEASE` and load the file again."
        )
    kept = held.store.finished(fingerprint(held, THEN))
    if kept:
        fresh = work_out(held, organisations=THEN)
        if not (fresh.rows.equals(kept[0]) and fresh.origins.equals(kept[1])):
            raise VerificationFailed(
                "The kept figures are not the ones that follow from what is held.\n"
                f"  given:    {len(kept[0])} rows kept, {len(fresh.rows)} worked out again\n"
                f"  possible: delete the folder '{held.store.results_folder}'; the figures are then worked out again."
            )
    tables = sum(len(release.tables) for release in held.releases)
    return [
        f"{len(held.releases)} releases with {tables} tables are as they were written",
        "every kept figure was worked out again and is the same" if kept else "no figures are kept yet",
    ]


def gone(store: Store) -> list[str]:
    """Releases that the journal says were loaded, and that are neither there nor withdrawn."""
    loaded = {line["release"]: line["file"] for line in store.journal() if line["event"] == "loaded"}
    return [
        f"{name}: the release of '{file}' is gone"
        for name, file in loaded.items()
        if not store.has(name) and not list(store.withdrawn_folder.glob(f"{name}.*"))
    ]


def changed(store: Store, release: Release) -> list[str]:
    """What is not as it was when the release was loaded: figures, and rows that were put aside."""
    figures = [
        f"{release.id}: {name}.parquet is not what was stored"
        for name, holding in release.tables.items()
        if not unchanged(store.file(release, f"{name}.parquet"), holding.sha256)
    ]
    put_aside = [
        f"{release.id}: {name}.{kind}.parquet does not hold the {number} rows that were stored"
        for name, holding in release.tables.items()
        for kind, number in (("quarantine", holding.quarantined), ("flags", holding.flagged))
        if number and rows_in(store.file(release, f"{name}.{kind}.parquet")) != number
    ]
    return figures + put_aside


def unchanged(path: Path, sha256: str) -> bool:
    return path.exists() and content_hash(path) == sha256


def rows_in(path: Path) -> int | None:
    """How many rows a Parquet file says it holds; none where it cannot be read."""
    try:
        return pl.scan_parquet(path).select(pl.len()).collect().item()
    except (OSError, pl.exceptions.PolarsError):
        return None


def forget(store: Store, release_id: str, *, because: str, now: datetime) -> Release:
    """Withdraw a release; it is kept apart and the journal remembers why."""
    with store.writing():
        release = store.release(release_id)
        store.forget(release, because=because, at=now)
    return release


def quarantined(held: Held) -> pl.DataFrame:
    """Every row that was put aside, with the release and file it is from."""
    return kept_beside(held, "quarantine")


def kept_beside(held: Held, kind: str) -> pl.DataFrame:
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
