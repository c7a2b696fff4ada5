"""Who runs in the benchmark: each does the same job its own way and gives back what it found.

Libraries are imported inside: each contender runs in a fresh process and pays only for what it uses.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from collection import SPECIALISTS, type_of

MEASURES = ("cost_per_wau", "atc", "cost_index", "activity_per_cost", "wau")

# What the catalogue leaves out of both sides, written down once more by hand: that is the check.
LEFT_OUT_SERVICES = (
    "IAPTMHCC", "IAPTMHCCIA", "LSMHCC", "LSMHCCIA", "MSMHCC", "MSMHCCIA", "HSMHCC", "HSMHCCIA"
)  # fmt: skip

Numbers = dict[str, list[float]]
Job = Callable[[], Any]


def openefficiency(csv: list[Path], store: Path, threads: int) -> Job:
    """From the store to all measures of cost, through the door."""
    # The engine would load it with its first answer; how long Python takes to load is told by `whole`.
    import pyarrow  # noqa: F401

    from openefficiency.engine import Engine
    from openefficiency.measures.catalogue import catalogue
    from openefficiency.measures.door import Door
    from openefficiency.measures.evaluate import evaluate
    from openefficiency.store import Store
    from openefficiency.tasks.measuring import HeldTables

    measures = [catalogue()[name] for name in MEASURES]

    def job() -> Numbers:
        held = Store(store)
        door = Door(HeldTables(held, Engine(threads), held.releases()), type_of)
        values: Numbers = {}
        for result in [evaluate(measure, door) for measure in measures]:
            for organisation, year, value in result.rows.select("organisation", "year", "value").iter_rows():
                values.setdefault(f"{organisation} {year}", []).append(value)
        return values

    return job


def sql(csv: list[Path], store: Path, threads: int) -> Job:
    """The same by hand, over the same Parquet."""
    import duckdb

    files = [file.as_posix() for file in sorted(store.glob("releases/*/costs.parquet"))]
    specialists = ", ".join(f"'{letter}'" for letter in SPECIALISTS)
    query = f"""
        WITH comparable AS (
            SELECT organisation, year, actual_cost::DECIMAL(18, 4) AS cost,
                nullif(expected_cost, 0)::DECIMAL(18, 4) AS expected
            FROM read_parquet({files})
            WHERE basis = 'mff adjusted' AND department <> 'CF' AND currency <> 'UZ01Z'
                AND coalesce(supplier, '') <> 'out' AND coalesce(service, '') NOT IN {LEFT_OUT_SERVICES}
        ), sums AS (
            SELECT organisation, year, (sum(cost) FILTER (expected IS NOT NULL))::DOUBLE AS actual,
                (sum(expected) FILTER (cost IS NOT NULL))::DOUBLE AS expected, sum(cost)::DOUBLE AS total
            FROM comparable GROUP BY organisation, year
        ), constants AS (
            SELECT year, 3500 * sum(expected) / sum(actual) AS k FROM sums
            WHERE right(organisation, 1) NOT IN ({specialists}) GROUP BY year
        )
        SELECT organisation || ' ' || year, actual / (expected / k), actual / (expected * 3500 / k),
            100 * actual / expected, 1000000 * (expected / k) / actual, expected / k
        FROM sums JOIN constants USING (year) WHERE actual / total >= 0.9
    """

    def job() -> Numbers:
        with duckdb.connect(config={"threads": threads}) as connection:
            return {name: list(values) for name, *values in connection.execute(query).fetchall()}

    return job


def pandas(csv: list[Path], store: Path, threads: int) -> Job:
    """A script as an analyst writes it: read the csv, clean, group."""
    import pandas as pd

    def job() -> Numbers:
        values: Numbers = {}
        for path in csv:
            rows = pd.read_csv(path, na_values="*", dtype={"Currency code": str, "Service code": str})
            begins = path.name[6:10]
            values |= pandas_measures(rows, f"{begins}/{path.name[11:13]}")
        return values

    return job


def pandas_measures(rows: Any, year: str) -> Numbers:
    kept = rows[
        (rows["Department Code"] != "CF")
        & (rows["Currency code"] != "UZ01Z")
        & ~rows["Service code"].isin(LEFT_OUT_SERVICES)
    ]
    cost, expected = kept["MFFd Actual Cost"], kept["MFFd Expected Cost"].where(lambda cell: cell != 0)
    both = cost.notna() & expected.notna()
    sums = (
        kept.assign(actual=cost.where(both), expected=expected.where(both), total=cost)
        .groupby("Provider Code")[["actual", "expected", "total"]]
        .sum()
    )
    actual, expected = sums["actual"], sums["expected"]
    acute = ~sums.index.str[-1].isin(list(SPECIALISTS))
    k = 3500 * expected[acute].sum() / actual[acute].sum()
    sums["cost_per_wau"] = actual / (expected / k)
    sums["atc"] = actual / (expected * 3500 / k)
    sums["cost_index"] = 100 * actual / expected
    sums["activity_per_cost"] = 1_000_000 * (expected / k) / actual
    sums["wau"] = expected / k
    shown = sums[actual / sums["total"] >= 0.9]
    return {f"{code} {year}": list(row) for code, *row in shown[list(MEASURES)].itertuples()}


def load(csv: list[Path], store: Path, threads: int) -> Job:
    """Everything that a load does: recognise, check, quarantine, sort, write, hash, swap in."""
    import tempfile
    from datetime import datetime

    from openefficiency.engine import Engine
    from openefficiency.sources import known
    from openefficiency.store import Store
    from openefficiency.tasks import loading

    known.all_sources()

    def job() -> int:
        with tempfile.TemporaryDirectory() as home:
            reports = loading.load(
                csv[:1], store=Store(Path(home)), engine=Engine(threads), now=datetime(2026, 11, 25)
            )
            return sum(report.tables["costs"] + report.quarantined for report in reports)

    return job


def duckdb_typed(csv: list[Path], store: Path, threads: int) -> Job:
    return duckdb_reads(f"read_csv('{csv[0].as_posix()}')", threads)


def duckdb_text(csv: list[Path], store: Path, threads: int) -> Job:
    return duckdb_reads(f"read_csv('{csv[0].as_posix()}', all_varchar = true)", threads)


def duckdb_reads(rows: str, threads: int) -> Job:
    import duckdb

    def job() -> int:
        with duckdb.connect(config={"threads": threads}) as connection:
            connection.execute(f"CREATE TABLE found AS SELECT * FROM {rows}")
            return connection.execute("SELECT count(*) FROM found").fetchall()[0][0]

    return job


def duckdb_parquet(csv: list[Path], store: Path, threads: int) -> Job:
    """The end that a load has, and nothing else of it: the rows, sorted by organisation, as Parquet."""
    import tempfile

    import duckdb

    def job() -> int:
        with tempfile.TemporaryDirectory() as home, duckdb.connect(config={"threads": threads}) as connection:
            target = f"{Path(home).as_posix()}/costs.parquet"
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{csv[0].as_posix()}') ORDER BY \"Provider Code\") "
                f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
            )
            return connection.execute(f"SELECT count(*) FROM read_parquet('{target}')").fetchall()[0][0]

    return job


def read_bytes(csv: list[Path], store: Path, threads: int) -> Job:
    """The physical limit, from the memory of the operating system."""

    def job() -> int:
        with csv[0].open("rb") as file:
            while file.read(1024 * 1024):
                pass
        return 0

    return job


MEASURING = {"OpenEfficiency": openefficiency, "SQL by hand": sql, "pandas": pandas}
LOADING = {
    "OpenEfficiency load": load,
    "DuckDB csv, sniffed": duckdb_typed,
    "DuckDB csv, as text": duckdb_text,
    "DuckDB csv to sorted Parquet": duckdb_parquet,
    "bytes": read_bytes,
}
EVERYBODY = MEASURING | LOADING
