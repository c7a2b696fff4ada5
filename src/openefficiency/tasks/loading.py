"""Load files: find, recognise, read, check, and swap each in as one release."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from openefficiency.engine import Engine
from openefficiency.errors import OpenEfficiencyError, RefusedFile
from openefficiency.provenance import Release, package_version
from openefficiency.sources import handover, known
from openefficiency.sources.document import Document
from openefficiency.sources.opening import open_document
from openefficiency.sources.patient_data import refuse_patient_data
from openefficiency.sources.source import LeftOut, Reading, Source
from openefficiency.sources.unpacking import Found, found_in
from openefficiency.store import Store

LOADED, HELD, NOTHING, UNKNOWN, REFUSED = "loaded", "already held", "no figures", "not known", "refused"

# No trust's code begins so: figures of invented hospitals are marked wherever they are shown.
INVENTED = "^Z[0-9A-Z]{2}$"


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What one file became."""

    file: str
    state: str
    source: str | None = None
    release: str | None = None
    tables: dict[str, int] = field(default_factory=dict)
    quarantined: int = 0
    flagged: int = 0
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def has_warnings(self) -> bool:
        return bool(self.quarantined or self.notes or self.problem or self.state in (UNKNOWN, REFUSED))


def load(
    paths: Iterable[Path],
    *,
    store: Store,
    engine: Engine,
    now: datetime,
    seen: Callable[[FileReport], None] = lambda report: None,
) -> list[FileReport]:
    """Load everything in files, folders and zips. One bad file never stops the others."""
    reports: list[FileReport] = []
    with store.writing(), tempfile.TemporaryDirectory(prefix="openefficiency-") as folder:
        for found in found_in(paths, into=Path(folder)):
            # Of two files that say something of the same, the later counts; within one load, too.
            at = now + timedelta(microseconds=len(reports))
            reports.append(load_one(found, store=store, engine=engine, now=at))
            seen(reports[-1])
    return reports


def load_one(found: Found, *, store: Store, engine: Engine, now: datetime) -> FileReport:
    try:
        if found.problem:
            raise found.problem
        document = open_document(found.path, engine=engine, name=found.name)
        source = known.recognise(document) if document else None
        if not document or not source:
            if document:
                refuse_patient_data(document, may_hold_postcodes=True)
            return FileReport(file=found.name, state=UNKNOWN)
        refuse_patient_data(document, may_hold_postcodes=source.may_hold_postcodes)
        return take(document, source, store=store, engine=engine, now=now)
    except OpenEfficiencyError as error:
        return FileReport(file=found.name, state=REFUSED, problem=str(error))


def take(document: Document, source: Source, *, store: Store, engine: Engine, now: datetime) -> FileReport:
    release_id = f"{source.name}-{document.sha256[:12]}"
    if store.has(release_id):
        return FileReport(file=document.name, state=HELD, source=source.name, release=release_id)
    reading = source.read(document)
    if not reading.tables:
        return FileReport(
            file=document.name,
            state=NOTHING,
            source=source.name,
            notes=reading.notes,
            left_out=reading.left_out,
        )
    return keep(document, source, reading, release_id=release_id, store=store, engine=engine, now=now)


def keep(
    document: Document,
    source: Source,
    reading: Reading,
    *,
    release_id: str,
    store: Store,
    engine: Engine,
    now: datetime,
) -> FileReport:
    """Check, write beside, and swap in; a file of which no row can be taken is refused whole."""
    folder = store.staging(release_id)
    done = handover.hand_over(source, reading, folder=folder, engine=engine, today=now.date())
    if not any(holding.rows for holding in done.tables.values()):
        reasons = handover.commonest_reasons(folder, engine=engine)
        store.clear_staging()
        raise nothing_taken(document, source, sum(held.quarantined for held in done.tables.values()), reasons)
    release = Release(
        id=release_id,
        source=source.name,
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        standing=int(source.standing),
        file=document.name,
        sha256=document.sha256,
        loaded_at=now,
        package=package_version(),
        invented=handover.all_organisations_like(INVENTED, folder, engine=engine),
        scope_by=source.scope_by,
        tables=done.tables,
        left_out=tuple((left.sheet, left.reason, left.rows) for left in reading.left_out),
        notes=done.notes,
    )
    store.commit(release)
    return FileReport(
        file=document.name,
        state=LOADED,
        source=source.name,
        release=release_id,
        tables={name: holding.rows for name, holding in done.tables.items()},
        quarantined=sum(holding.quarantined for holding in done.tables.values()),
        flagged=sum(holding.flagged for holding in done.tables.values()),
        left_out=reading.left_out,
        notes=done.notes,
    )


def nothing_taken(document: Document, source: Source, rows: int, reasons: str) -> RefusedFile:
    if not rows:
        return RefusedFile(
            f"'{document.name}' is '{source.title}' without a single row of figures.\n"
            "  given:    headings only\n"
            "  possible: a file that is filled in below its headings."
        )
    return RefusedFile(
        f"No row of '{document.name}' could be taken as '{source.title}'.\n"
        f"  given:    {rows} rows; {reasons}\n"
        "  possible: the publication as its publisher gives it; nothing of this file was kept."
    )
