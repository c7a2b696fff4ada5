"""Opens DuckDB behind Narwhals; nobody else knows which engine it is.

(The sources, which only ever read files on this machine, use its connection for SQL.)
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw

from openefficiency import settings


class Engine:
    """One DuckDB, in memory: what lasts is Parquet. No extension is used, so none is fetched."""

    def __init__(self, threads: int | None = None):
        self.connection = duckdb.connect(
            config={
                "threads": threads or settings.threads(),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self.connection.execute("set preserve_insertion_order = true")
        # Where nobody's file is run (a notebook, python -c) it would be drawn into the results.
        self.connection.execute("set enable_progress_bar = false")

    def sql(self, query: str, parameters: list[Any] | None = None) -> duckdb.DuckDBPyRelation:
        return self.connection.sql(query, params=parameters) if parameters else self.connection.sql(query)

    def rows(self, query: str, parameters: list[Any] | None = None) -> list[tuple]:
        return self.connection.execute(query, parameters or []).fetchall()

    def lazy(self, query: str) -> nw.LazyFrame:
        """A query that has not been run, for any stage to build upon."""
        return nw.from_native(self.connection.sql(query))


def quoted(name: str) -> str:
    """A name, safe as an identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path | int | float | bool | date | None) -> str:
    """A value, safe in SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
