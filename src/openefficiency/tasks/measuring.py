"""Work out what is asked from what is held, and keep it finished for the next time."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import narwhals as nw
import polars as pl

from openefficiency import measures, tables
from openefficiency import organisations as who
from openefficiency.engine import Engine
from openefficiency.errors import StoreBusy
from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.door import Door, same
from openefficiency.measures.evaluate import evaluate
from openefficiency.measures.measure import Measure
from openefficiency.measures.quality import regraded
from openefficiency.organisations.mergers import Mergers, Succession
from openefficiency.organisations.register import Entry, Register
from openefficiency.provenance import Release, package_version
from openefficiency.sources import vintages
from openefficiency.store import Store
from openefficiency.tables.known import all_tables

THEN, NOW = "then", "now"


class HeldTables(Mapping[str, nw.LazyFrame]):
    """Every table as it stands in the store, lazy until a measure asks for it."""

    def __init__(self, store: Store, engine: Engine, releases: list[Release]):
        self.store, self.engine, self.releases = store, engine, releases

    def __getitem__(self, name: str) -> nw.LazyFrame:
        return self.engine.lazy(self.query(name))

    def __iter__(self) -> Iterator[str]:
        return iter(all_tables())

    def __len__(self) -> int:
        return len(all_tables())

    def query(self, name: str) -> str:
        return vintages.query(all_tables()[name], self.releases, self.store.file)

    def small(self, name: str) -> list[dict]:
        """All rows of a small table, as plain values."""
        return self.engine.sql(self.query(name)).pl().to_dicts()


@dataclass(frozen=True)
class Held:
    """What a store holds as of a day: its tables, and who is who."""

    store: Store
    engine: Engine
    as_of: date | None
    today: date

    @cached_property
    def releases(self) -> list[Release]:
        return self.store.releases(self.as_of)

    @cached_property
    def tables(self) -> HeldTables:
        return HeldTables(self.store, self.engine, self.releases)

    @cached_property
    def register(self) -> Register:
        names = ("organisation", "known_on", "name", "type", "subtype", "opened", "closed")
        return Register(
            Entry(**{name: row[name] for name in names}) for row in self.tables.small("organisations")
        )

    @cached_property
    def mergers(self) -> Mergers:
        return Mergers(
            Succession(row["old"], row["new"], row["on"], bool(row["is_split"]))
            for row in self.tables.small("successions")
        )

    @cached_property
    def regraded(self) -> dict[str, str]:
        """Grades of collections that this store sets in its quality.yaml."""
        file = self.store.grades_file
        return regraded(file.read_text("utf-8"), file=str(file)) if file.exists() else {}

    def door(self, organisations: str = THEN) -> Door:
        follow = same if organisations == THEN else lambda name: self.mergers.became(name, by=self.today)
        return Door(self.tables, self.register.type_of, follow)


@dataclass(frozen=True)
class Finished:
    """Hand-over 1 of every measure: `rows` and `origins` have the column `measure` beside those of a Result."""

    rows: pl.DataFrame
    origins: pl.DataFrame


def fingerprint(held: Held, organisations: str) -> str:
    """What the finished figures depend on: what is held, the catalogue, this package."""
    told = json.dumps(
        [
            [release.id for release in held.releases],
            [measure.model_dump_json() for measure in catalogue().values()],
            package_version(),
            code(),
            organisations,
            str(held.today) if organisations == NOW else "",
        ]
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def code() -> str:
    """A hash of the code that works figures out: a mended method must never leave an old figure standing."""
    rooms = [Path(room.__path__[0]) for room in (measures, who, tables)]
    files = [file for room in rooms for kind in ("*.py", "*.yaml") for file in sorted(room.rglob(kind))]
    files.append(Path(vintages.__file__))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def finished(
    held: Held, *, organisations: str = THEN, done: Callable[[Measure], None] = lambda measure: None
) -> Finished:
    """The figures of every measure, from the store if they are still true, else worked out and kept."""
    key = fingerprint(held, organisations)
    kept = held.store.finished(key)
    if kept is None:
        worked_out = work_out(held, organisations=organisations, done=done)
        # Somebody who loads keeps others from keeping figures, never from seeing them.
        with suppress(StoreBusy):
            held.store.keep_finished(key, rows=worked_out.rows, origins=worked_out.origins)
        return worked_out
    return Finished(*kept)


def work_out(
    held: Held, *, organisations: str, done: Callable[[Measure], None] = lambda measure: None
) -> Finished:
    door = held.door(organisations)
    rows, origins = [], []
    for measure in catalogue().values():
        result = evaluate(measure, door)
        name = pl.lit(measure.name).alias("measure")
        rows.append(result.rows.select(name, pl.all()))
        origins.append(result.origins.select(name, pl.all()))
        done(measure)
    return Finished(pl.concat(rows), pl.concat(origins))
