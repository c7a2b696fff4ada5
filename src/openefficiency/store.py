"""Keeps releases as Parquet with their provenance: built beside, then swapped in.

A release is there when its folder is there, and its folder arrives whole by one rename. So a crash at
any moment leaves the store as it was, and nothing that was loaded is ever rewritten.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import filelock
import polars as pl

from openefficiency.errors import NotFound, StoreBusy, StoreError
from openefficiency.provenance import Release

FORMAT = 1
PATIENCE = 30.0
# Figures can be worked out again: nobody waits long to keep them.
PATIENCE_TO_KEEP = 1.0
# Finished figures of earlier states (as of a day, as of mergers) that are kept for the next question.
KEPT_RESULTS = 6


class Store:
    """The folder that OPENEFFICIENCY_HOME names."""

    def __init__(self, home: Path):
        self.home = Path(home)
        self.releases_folder = self.home / "releases"
        self.results_folder = self.home / "results"
        self.staging_folder = self.home / "staging"
        self.withdrawn_folder = self.home / "withdrawn"
        self.journal_file = self.home / "journal.jsonl"
        self.format_file = self.home / "store.json"
        self.grades_file = self.home / "quality.yaml"
        self.check_format()

    def check_format(self) -> None:
        if not self.format_file.exists():
            return
        found = told_by(self.format_file).get("format")
        if not isinstance(found, int):
            raise broken(self.format_file, given="no format in it")
        if found > FORMAT:
            raise StoreError(
                f"The store '{self.home}' was written by a newer OpenEfficiency.\n"
                f"  given:    format {found}; this version reads format {FORMAT}\n"
                "  possible: upgrade OpenEfficiency, or choose another store with OPENEFFICIENCY_HOME."
            )

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[None]:
        """Only one may write at a time: the next one waits, and then is told."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.home, error) from error
        lock = filelock.FileLock(self.home / ".lock")
        try:
            lock.acquire(timeout=patience)
        except filelock.Timeout:
            raise StoreBusy(
                f"Somebody else is writing to the store '{self.home}'.\n"
                f"  given:    waited {patience:g} seconds\n"
                "  possible: wait until the other load is done, or choose another store."
            ) from None
        try:
            if not self.format_file.exists():
                write_whole(self.format_file, json.dumps({"format": FORMAT}))
            self.clear_staging()
            yield
        except OSError as error:
            raise cannot_write(self.home, error) from error
        finally:
            lock.release()

    def clear_staging(self) -> None:
        """What a crash left half-built was never part of the store."""
        if self.staging_folder.exists():
            shutil.rmtree(self.staging_folder)

    def staging(self, release_id: str) -> Path:
        """An empty folder to build a release in."""
        folder = self.staging_folder / release_id
        if folder.exists():
            # A file before this one, with the same content, was refused while it was built.
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return folder

    def commit(self, release: Release) -> None:
        """Swap a built release in. Everything before this line may fail and leave no trace."""
        built = self.staging_folder / release.id
        write_whole(built / "release.json", json.dumps(release.to_json(), indent=1))
        for file in built.iterdir():
            to_disk(file)
        self.releases_folder.mkdir(exist_ok=True)
        built.replace(self.releases_folder / release.id)
        self.note("loaded", release.id, at=release.loaded_at, file=release.file)

    def has(self, release_id: str) -> bool:
        return (self.releases_folder / release_id / "release.json").exists()

    def releases(self, as_of: date | None = None) -> list[Release]:
        """What is held, oldest load first; with `as_of`, what was held at the end of that day."""
        found = [described(file) for file in sorted(self.releases_folder.glob("*/release.json"))]
        found = [release for release in found if as_of is None or release.loaded_at.date() <= as_of]
        return sorted(found, key=lambda release: (release.loaded_at, release.id))

    def release(self, release_id: str) -> Release:
        """The release of that id, or of the only id that begins so."""
        held = self.releases()
        found = [release for release in held if release.id.startswith(release_id)]
        if len(found) == 1:
            return found[0]
        raise NotFound(
            f"There is no one release called '{release_id}'.\n"
            f"  given:    {len(found)} of {len(held)} releases begin so\n"
            "  possible: the ids that `openefficiency status` shows."
        )

    def file(self, release: Release, name: str) -> Path:
        return self.releases_folder / release.id / name

    def forget(self, release: Release, *, because: str, at: datetime) -> None:
        """Withdraw a wrong load. It is kept apart, and the journal says why."""
        self.withdrawn_folder.mkdir(exist_ok=True)
        target = self.withdrawn_folder / f"{release.id}.{at:%Y%m%dT%H%M%S%f}"
        # The note comes first: nothing is ever withdrawn without its reason.
        self.note("forgotten", release.id, at=at, because=because)
        (self.releases_folder / release.id).replace(target)

    def finished(self, key: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
        """Figures worked out before for the same releases, catalogue and package, if they are kept."""
        folder = self.results_folder / key
        if not (folder / "rows.parquet").exists():
            return None
        try:
            return pl.read_parquet(folder / "rows.parquet"), pl.read_parquet(folder / "origins.parquet")
        except (OSError, pl.exceptions.PolarsError) as error:
            raise StoreError(
                f"The kept figures in '{folder}' cannot be read.\n  given:    {str(error).splitlines()[0]}\n"
                f"  possible: delete the folder '{self.results_folder}'; the figures are then worked out again."
            ) from error

    def keep_finished(self, key: str, *, rows: pl.DataFrame, origins: pl.DataFrame) -> None:
        """Keep finished figures; those of an earlier state of the store go. Readers never see half of them."""
        with self.writing(patience=PATIENCE_TO_KEEP):
            folder = self.staging(f"results-{key}")
            rows.write_parquet(folder / "rows.parquet")
            origins.write_parquet(folder / "origins.parquet")
            self.results_folder.mkdir(exist_ok=True)
            # The mark of a file manager may lie there too: only folders are ours.
            kept = [each for each in self.results_folder.iterdir() if each.is_dir() and each.name != key]
            for old in sorted(kept, key=lambda each: each.stat().st_mtime)[: -(KEPT_RESULTS - 1)]:
                shutil.rmtree(old)
            if not (self.results_folder / key).exists():
                folder.replace(self.results_folder / key)

    def note(self, event: str, release_id: str, *, at: datetime, **more: str) -> None:
        line = json.dumps({"at": at.isoformat(), "event": event, "release": release_id, **more})
        # Where the last line was cut off, this one must not hang on it.
        cut_off = self.journal_file.exists() and not self.journal_file.read_bytes().endswith(b"\n")
        with self.journal_file.open("a", encoding="utf-8") as journal:
            journal.write("\n" * cut_off + line + "\n")

    def journal(self) -> list[dict[str, str]]:
        if not self.journal_file.exists():
            return []
        return [as_event(line) for line in self.journal_file.read_text("utf-8").splitlines()]


def as_event(line: str) -> dict[str, str]:
    """A line of the journal; one that a crash cut off is shown as that."""
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return {"event": "cut off", "line": line}


def cannot_write(home: Path, error: OSError) -> StoreError:
    return StoreError(
        f"The store '{home}' cannot be written to.\n"
        f"  given:    {error.strerror or error}\n"
        "  possible: free some disk, or choose another store with OPENEFFICIENCY_HOME; nothing held was changed."
    )


def told_by(file: Path) -> dict[str, Any]:
    """What a small file of ours tells, or words that it tells nothing."""
    try:
        told = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise broken(file, given=str(error)) from error
    if not isinstance(told, dict):
        raise broken(file, given="no names and values")
    return told


def described(file: Path) -> Release:
    try:
        return Release.from_json(told_by(file))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise broken(file, given=f"{type(error).__name__}: {error}") from error


def broken(file: Path, *, given: str) -> StoreError:
    return StoreError(
        f"'{file}' is not as it was written.\n  given:    {given}\n"
        "  possible: put it back from a copy, or move its folder out of the store and load the file again."
    )


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is never seen half-written."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8")
    to_disk(beside)
    beside.replace(path)


def to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
