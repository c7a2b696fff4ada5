"""Where promise and keeper meet: a reading becomes Parquet, and what broke a rule a quarantine.

Nothing is lost: each row that is not taken stands in the quarantine with its sheet, row, reason and
cells as they were given.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from openefficiency.engine import Engine, literal, quoted
from openefficiency.provenance import Holding
from openefficiency.sources import checks
from openefficiency.sources.plausibility import flags
from openefficiency.sources.source import Frame, Reading, Source, Total
from openefficiency.tables.known import table as table_called
from openefficiency.tables.language import Table

PARQUET = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"


@dataclass(frozen=True)
class HandedOver:
    """What became of a reading: files in `folder`, and what was noticed on the way."""

    tables: dict[str, Holding]
    notes: tuple[str, ...]


def hand_over(source: Source, reading: Reading, *, folder: Path, engine: Engine, today: date) -> HandedOver:
    """Check every table of a reading and write it, its quarantine and its flags into `folder`."""
    tables, notes = {}, list(reading.notes)
    for name, frame in reading.tables.items():
        tables[name] = write_table(
            table_called(name), frame, source=source, folder=folder, engine=engine, today=today
        )
    notes += [words for total in reading.totals if (words := difference(total, folder=folder, engine=engine))]
    return HandedOver(tables, tuple(notes))


def write_table(
    table: Table, frame: Frame, *, source: Source, folder: Path, engine: Engine, today: date
) -> Holding:
    relation = as_relation(frame, engine)
    table.check_shape(relation.columns, source=source.name)
    given = dict(zip(relation.columns, map(str, relation.types), strict=True))
    relation.create_view("given_view", replace=True)
    # A text file is read, and its rows numbered, by one thread; from here on all of them work.
    engine.connection.execute("CREATE OR REPLACE TEMP TABLE given_rows AS SELECT * FROM given_view")
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE typed_rows AS "
        f"{checks.typed_query(table, given, 'given_rows', today=today)}"
    )
    engine.connection.execute("DROP TABLE given_rows; DROP VIEW given_view")
    mark_repeats(table, engine)
    quarantined = write_quarantine(table, folder, engine)
    path = folder / f"{table.name}.parquet"
    columns = ", ".join(quoted(name) for name in (*stored_columns(table), "sheet", "row"))
    order = ", ".join(quoted(name) for name in sort_by(table, engine))
    engine.connection.execute(
        f"COPY (SELECT {columns} FROM (SELECT *, {year_of(table)} FROM typed_rows WHERE reason IS NULL) "
        f"ORDER BY {order}) TO {literal(path)} {PARQUET}"
    )
    flagged = flags(table, path, folder=folder, engine=engine)
    holding = Holding(
        rows=count(engine, f"read_parquet({literal(path)})"),
        sha256=content_hash(path),
        scopes=scopes(table, source, path, engine),
        quarantined=quarantined,
        flagged=flagged,
    )
    engine.connection.execute("DROP TABLE typed_rows")
    return holding


def as_relation(frame: Frame, engine: Engine) -> duckdb.DuckDBPyRelation:
    if isinstance(frame, pl.DataFrame):
        return engine.connection.from_arrow(frame.to_arrow())
    return frame


def stored_columns(table: Table) -> list[str]:
    """The promised columns; a table with months or quarters also tells the financial year."""
    return [*table.columns, *(["year"] if table.period == "start" else [])]


def year_of(table: Table) -> str:
    if table.period != "start":
        return "NULL AS no_year"
    first = "(year(start) - CASE WHEN month(start) < 4 THEN 1 ELSE 0 END)"
    return f"{first}::VARCHAR || '/' || lpad((({first} + 1) % 100)::VARCHAR, 2, '0') AS year"


def sort_by(table: Table, engine: Engine) -> list[str]:
    first = [name for name in ("organisation", "year", "start") if name in table.columns]
    if not one_row_became_several(engine):
        return [*first, "sheet", "row"]
    # The rest of the grain puts them in one order for ever.
    rest = [name for name in table.grain if name not in first and name not in ("sheet", "row")]
    return [*first, "sheet", "row", *rest]


def one_row_became_several(engine: Engine) -> bool:
    return bool(
        engine.rows(
            "SELECT 1 FROM typed_rows WHERE reason IS NULL GROUP BY sheet, row HAVING count(*) > 1 LIMIT 1"
        )
    )


def mark_repeats(table: Table, engine: Engine) -> None:
    """Rows of one grain: the same again is kept once, rows that disagree are not kept at all."""
    grain = ", ".join(quoted(name) for name in table.grain)
    # One number is grouped sooner than eight texts. Two grains may share it: below, the texts decide.
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE suspects AS SELECT hash({grain}) AS suspect FROM typed_rows "
        "WHERE reason IS NULL GROUP BY suspect HAVING count(*) > 1"
    )
    cells = ", ".join(quoted(name) for name in table.columns)
    same = f"count(*) OVER (PARTITION BY {cells})"
    agree = "TRUE" if table.repeats_add_up else f"count(*) OVER (PARTITION BY {grain}) = {same}"
    engine.connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        SELECT id, CASE
            WHEN NOT agree THEN 'rows contradict each other about one {", ".join(table.grain)}: ' || all_rows
            WHEN place > 1 THEN 'the same again as row ' || first_row
        END AS reason
        FROM (
            SELECT rowid AS id, {agree} AS agree,
                row_number() OVER (PARTITION BY {cells} ORDER BY sheet, row, rowid) AS place,
                first_value(row) OVER (PARTITION BY {cells} ORDER BY sheet, row, rowid) AS first_row,
                left(string_agg(row::VARCHAR, ', ') OVER (PARTITION BY {grain}), 60) AS all_rows
            FROM typed_rows WHERE reason IS NULL AND hash({grain}) IN (FROM suspects)
        );
        UPDATE typed_rows SET reason = repeated.reason, given = to_json(typed_rows)::VARCHAR
        FROM repeated WHERE typed_rows.rowid = repeated.id AND repeated.reason IS NOT NULL;
        DROP TABLE repeated;
        DROP TABLE suspects
        """
    )


def write_quarantine(table: Table, folder: Path, engine: Engine) -> int:
    bad = count(engine, "typed_rows WHERE reason IS NOT NULL")
    if bad:
        engine.connection.execute(
            f'COPY (SELECT {literal(table.name)} AS "table", sheet, row, reason, given FROM typed_rows '
            "WHERE reason IS NOT NULL ORDER BY sheet, row, given) "
            f"TO {literal(folder / f'{table.name}.quarantine.parquet')} {PARQUET}"
        )
    return bad


def scopes(table: Table, source: Source, path: Path, engine: Engine) -> tuple[tuple[str, ...], ...]:
    """What this release speaks for: it replaces what an older one said about the same."""
    names = scope_columns(table, source.scope_by)
    if not names:
        return ()
    columns = ", ".join(f"{quoted(name)}::VARCHAR" for name in names)
    return tuple(engine.rows(f"SELECT DISTINCT {columns} FROM read_parquet({literal(path)}) ORDER BY ALL"))


def scope_columns(table: Table, scope_by: tuple[str, ...]) -> tuple[str, ...]:
    """The columns in which a release's scope is told, for this table."""
    period = (table.period,) if table.period else ()
    return (*period, *(name for name in scope_by if name in table.columns and name not in period))


def difference(total: Total, *, folder: Path, engine: Engine) -> str:
    """Words for a total that what was read does not add up to; none where it does."""
    path = folder / f"{total.table}.parquet"
    conditions = [
        f"{quoted(name)} IS NOT DISTINCT FROM {literal(value)}" for name, value in total.where.items()
    ]
    where = " AND ".join(conditions) or "TRUE"
    [(found,)] = engine.rows(
        f"SELECT sum({quoted(total.column)}::DECIMAL(28, 4))::DOUBLE FROM read_parquet({literal(path)}) WHERE {where}"
    )
    if found is not None and abs(found - total.printed) <= total.tolerance * max(abs(total.printed), 1):
        return ""
    asked = ", ".join(f"{name} {value}" for name, value in total.where.items()) or "all rows"
    return (
        f"does not add up: {total.table}.{total.column} ({asked}) is {found or 0:,.2f}; "
        f"{total.said_by} prints {total.printed:,.2f}"
    )


def count(engine: Engine, rows: str) -> int:
    return engine.rows(f"SELECT count(*) FROM {rows}")[0][0]


def content_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def commonest_reasons(folder: Path, *, engine: Engine) -> str:
    """Why most rows were put into quarantine, in words."""
    files = sorted(folder.glob("*.quarantine.parquet"))
    if not files:
        return ""
    listed = ", ".join(literal(file) for file in files)
    rows = engine.rows(
        f"SELECT split_part(split_part(reason, ';', 1), ':', 1) AS why, count(*) FROM read_parquet([{listed}]) "
        "GROUP BY why ORDER BY count(*) DESC, why LIMIT 3"
    )
    return "; ".join(f"{why} ({number})" for why, number in rows)


def all_organisations_like(pattern: str, folder: Path, *, engine: Engine) -> bool:
    """Whether there are organisations in what was written, and each code is of this kind."""
    found = False
    for file in sorted(folder.glob("*.parquet")):
        name = file.name.removesuffix(".parquet")
        if "." in name or "organisation" not in table_called(name).columns:
            continue
        [(rows, alike)] = engine.rows(
            f"SELECT count(*), count_if(regexp_matches(organisation, {literal(pattern)})) FROM read_parquet({literal(file)})"
        )
        if rows != alike:
            return False
        found = found or rows > 0
    return found
