"""A store in an empty folder, and published files drawn in few words."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from openefficiency.sources import vintages
from openefficiency.store import Store
from openefficiency.tables.known import table
from openefficiency.tasks import loading
from openefficiency.tasks.measuring import Held

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SICKNESS = "DATE,ORG_CODE,FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT"
QUARTERS = "date,trust_code,sick_ftes,total_ftes,sickness_rate"
FINANCE = "ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST"


@pytest.fixture
def noon() -> datetime:
    """When everything is loaded that says nothing else."""
    return NOON


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "home")


@pytest.fixture
def load(store, engine):
    """load(path, ..., at=day): what each file became."""

    def run(*paths: Path, at: datetime = NOON) -> list[loading.FileReport]:
        return loading.load(paths, store=store, engine=engine, now=at)

    return run


@pytest.fixture
def held(store, engine):
    """held(as_of=day): what the store holds."""

    def build(as_of: date | None = None) -> Held:
        return Held(store, engine, as_of, NOON.date())

    return build


@pytest.fixture
def stands(store, engine):
    """stands('absence', 'organisation', ...): rows of a table as they stand, in order."""

    def read(name: str, *columns: str, as_of: date | None = None) -> list[tuple]:
        query = vintages.query(table(name), store.releases(as_of), store.file)
        return sorted(engine.sql(query).pl().select(pl.col(columns)).rows(), key=str)

    return read


@pytest.fixture
def monthly(text_file):
    """monthly('28/02/2025 RA1 5 100', ...): sickness as NHS England publishes it each month."""
    return drawn(text_file, SICKNESS, end=",0")


@pytest.fixture
def quarterly(text_file):
    """quarterly('2025_Q1 RA1 5 100', ...): sickness as an analyst gathered it into quarters."""
    return drawn(text_file, QUARTERS, end=",0")


@pytest.fixture
def finance(text_file):
    """finance('RZA 2015 -1 100 -101', ...): income and costs in thousands, as a panel has them."""
    return drawn(text_file, FINANCE)


def drawn(text_file, header: str, *, end: str = ""):
    def write(*rows: str, name: str) -> Path:
        lines = [",".join(row.split()).replace("_", " ") + end for row in rows]
        return text_file("\n".join([header, *lines]), name=name)

    return write


@pytest.fixture
def every_byte(store):
    """every_byte(): what each file of the store (or of another one) holds, by its name."""

    def read(of: Store = store) -> dict[str, bytes]:
        return {
            file.relative_to(of.home).as_posix(): file.read_bytes()
            for file in sorted(of.home.rglob("*"))
            if file.is_file() and file.name != ".lock"
        }

    return read
