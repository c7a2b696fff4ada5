"""Compare OpenEfficiency with SQL by hand, with pandas and with DuckDB's own reader, on one big collection.

    python bench/collection_bench.py [--rows N] [--years N] [--rounds N] [--json FILE]

Every run is a fresh process; the contenders take turns, and each round turns the order round. Read the
ratios, not the seconds.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from collection import NEWEST, ROWS, write
from contenders import EVERYBODY, LOADING, MEASURING

FOLDER = Path(tempfile.gettempdir()) / "openefficiency-bench"
THREADS = (1, 2, 3, 4, 8)
# What each is measured against.
BASE = {
    "OpenEfficiency": "SQL by hand",
    "SQL by hand": "SQL by hand",
    "pandas": "OpenEfficiency",
    **dict.fromkeys(LOADING, "DuckDB csv, sniffed"),
}


def files_and_store(folder: Path, *, rows: int, years: int) -> tuple[list[Path], Path]:
    """The invented csv files, one a year, and a store into which they are loaded."""
    csv = [write(folder, rows=rows, year=NEWEST - back) for back in range(years)]
    store = folder / f"store-{rows}-{years}"
    if not (store / "releases").exists():
        from openefficiency.engine import Engine
        from openefficiency.store import Store
        from openefficiency.tasks import loading

        reports = loading.load(csv, store=Store(store), engine=Engine(), now=datetime(2026, 11, 25))
        assert all(report.state == loading.LOADED for report in reports), reports
    return csv, store


def run_here(name: str, csv: list[Path], store: Path, *, threads: int, again: int) -> dict:
    """Do one contender's job: the first time, and `again` times more in the same process."""
    job = EVERYBODY[name](csv, store, threads)
    times, processor = [], []
    for _ in range(1 + again):
        began, worked = time.perf_counter(), time.process_time()
        found = job()
        times.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    return {
        "cold": times[0],
        "warm": min(times[1:], default=None),
        "processor": processor[-1],
        "memory": peak_memory(),
        "found": found,
    }


def peak_memory() -> float | None:
    """In MB, of this process; not known on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def run(name: str, *, rows: int, years: int, threads: int, again: int = 0) -> dict:
    """One contender in a fresh process."""
    order = [sys.executable, __file__, "--rows", str(rows), "--years", str(years)]
    order += ["--one", name, "--threads", str(threads), "--again", str(again)]
    began = time.perf_counter()
    done = subprocess.run(order, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout) | {"whole": time.perf_counter() - began}


def all_rounds(asked: argparse.Namespace) -> dict[str, list[dict]]:
    # The first process makes what is missing; made here, its memory would be lent to every contender.
    run("bytes", rows=asked.rows, years=asked.years, threads=asked.threads)
    found: dict[str, list[dict]] = {name: [] for name in EVERYBODY}
    for number in range(asked.rounds):
        order = list(EVERYBODY) if number % 2 == 0 else list(reversed(EVERYBODY))
        for name in order:
            again = 3 if name in ("OpenEfficiency", "SQL by hand") else 0
            found[name].append(
                run(name, rows=asked.rows, years=asked.years, threads=asked.threads, again=again)
            )
            print(".", end="", flush=True, file=sys.stderr)
    return found


def differences(numbers: dict[str, dict]) -> list[str]:
    """Where contenders do not agree to nine digits."""
    first, *others = numbers
    problems = []
    for other in others:
        if numbers[first].keys() != numbers[other].keys():
            problems.append(f"{first} and {other} do not have the same organisations")
            continue
        problems += [
            f"{first} and {other} differ for {key}: {ours} and {numbers[other][key]}"
            for key, ours in numbers[first].items()
            if not alike(ours, numbers[other][key])
        ]
    return problems


def alike(ours: list[float | None], theirs: list[float | None]) -> bool:
    return all(
        mine is not None and yours is not None and math.isclose(mine, yours, rel_tol=1e-9)
        for mine, yours in zip(ours, theirs, strict=True)
    )


def check(rounds: dict[str, list[dict]], asked: argparse.Namespace) -> None:
    numbers = {name: rounds[name][0]["found"] for name in MEASURING}
    problems = differences(numbers)
    assert not problems, "\n".join(problems[:5])
    each = [
        run("OpenEfficiency", rows=asked.rows, years=asked.years, threads=threads)["found"]
        for threads in THREADS
    ]
    assert all(found == each[0] for found in each), "the last digits depend on the number of threads"
    loaded = {name: rounds[name][0]["found"] for name in LOADING if name != "bytes"}
    assert set(loaded.values()) == {asked.rows}, loaded
    print(
        f"Agreed to 9 digits: {', '.join(MEASURING)}, {len(each[0])} organisations and years, 5 measures.\n"
        f"The same to the last digit with {', '.join(map(str, THREADS))} threads.\n"
    )


def ratios(rounds: dict[str, list[dict]], name: str, column: str) -> list[float] | None:
    """Each round's own ratio, so that what else the machine did weighs on both sides."""
    base = [one[column] for one in rounds[BASE[name]]]
    own = [one[column] for one in rounds[name]]
    if None in own or None in base:
        return None
    return [mine / theirs for mine, theirs in zip(own, base, strict=True)]


def table(rounds: dict[str, list[dict]]) -> list[dict]:
    return [
        {
            "contender": name,
            "against": BASE[name],
            **{
                column: [min(found), median(found), max(found)]
                for column in ("cold", "warm", "whole", "processor")
                if (found := ratios(rounds, name, column))
            },
            "seconds": median(one["cold"] for one in runs),
            "memory": max(one["memory"] for one in runs) if runs[0]["memory"] else None,
        }
        for name, runs in rounds.items()
    ]


def printed(rows: list[dict]) -> str:
    columns = ("cold", "warm", "whole", "processor")
    lines = [
        f"| contender | against | {' | '.join(columns)} | s | peak MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        cells = [
            f"{row[name][1]:.2f} ({row[name][0]:.2f}-{row[name][2]:.2f})" if name in row else ""
            for name in columns
        ]
        memory = f"{row['memory']:.0f}" if row["memory"] else ""
        lines.append(
            f"| {row['contender']} | {row['against']} | {' | '.join(cells)} | {row['seconds']:.2f} | {memory} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--years", type=int, default=1, help="how many years lie in the store")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="also write everything here")
    parser.add_argument("--one", choices=EVERYBODY, help=argparse.SUPPRESS)
    parser.add_argument("--again", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        csv, store = files_and_store(FOLDER, rows=asked.rows, years=asked.years)
        print(json.dumps(run_here(asked.one, csv, store, threads=asked.threads, again=asked.again)))
        return
    rounds = all_rounds(asked)
    check(rounds, asked)
    found = table(rounds)
    machine = f"{os.cpu_count()} processors, {platform.platform()}, Python {platform.python_version()}"
    print(f"{asked.rows:,} rows, {asked.years} years, {asked.rounds} rounds; {machine}\n\n{printed(found)}")
    if asked.json:
        runs = {name: [{**one, "found": None} for one in some] for name, some in rounds.items()}
        asked.json.write_text(json.dumps({"machine": machine, "table": found, "runs": runs}, indent=1))


if __name__ == "__main__":
    main()
