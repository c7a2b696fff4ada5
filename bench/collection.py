"""An invented cost collection by organisation, as big as a real year: NHS England's 2024/25 layout as csv.

The same rows every time, on every machine and version: all numbers follow from the number of the row by whole
arithmetic. The national average is that of the rows themselves, so that expected cost adds up to actual cost.
"""

import argparse
from pathlib import Path

import duckdb

ROWS = 1_700_000
ORGANISATIONS = 206
CURRENCIES = 3_000
# Each currency is seen in so many pairs of department and service: 45,000 kinds of row.
PLACES = 15

NEWEST = 2024
# What stands for the register: a code that ends so is an acute specialist trust, all others are not specialist.
SPECIALISTS = "DHLPTX"

# The last but one is what the comparison leaves out by rule.
DEPARTMENTS = ("DC", "EI", "NEI_L", "NEI_S", "CL", "NCL", "CF", "OPROC")
POTS = ("01_EI", "02_NEI", "03_OP", "04_OPROC", "05_CC", "06_EM", "07_CHS", "08_OTHER")

LAYOUTS = {
    1: """
        code AS "Provider Code", department AS "Department Code", service AS "Service code",
        currency AS "Currency code", shown_activity AS "Activity", unit_cost AS "Unit cost",
        shown_mean AS "National Mean", shown_cost AS "Actual Cost", shown_expected AS "Expected Cost",
        pot AS "Mapping Pot", scaled AS "Scaled MFF"
    """,
    2: """
        code AS "Provider Code", department AS "Department Code", service AS "Service code",
        currency AS "Currency code", shown_activity AS "Activity", local_cost AS "Actual Cost",
        local_unit_cost AS "Unit cost", shown_mean AS "MFFd National Mean", shown_cost AS "MFFd Actual Cost",
        shown_expected AS "MFFd Expected Cost", pot AS "Mapping Pot"
    """,
}


def type_of(code: str, year: str) -> str:
    return "acute specialist" if code[-1] in SPECIALISTS else "acute non-specialist"


def write(folder: Path, *, rows: int = ROWS, year: int = NEWEST, part: int = 2) -> Path:
    """Write one file of the collection into `folder`, or leave the one of that size that is there.

    Part 1 is at local prices; in part 2 the market forces factor is taken out.
    """
    path = folder / f"{rows}" / f"NCC_FY{year}-{(year + 1) % 100}_Org_File{part}.csv"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with duckdb.connect() as connection:
        connection.execute(MACROS)
        connection.execute(
            f"COPY (SELECT {LAYOUTS[part]} FROM ({cells(rows, year=year, part=part)}) ORDER BY row) "
            f"TO '{beside.as_posix()}' (FORMAT csv, HEADER)"
        )
    beside.replace(path)
    return path


MACROS = """
    -- Between 0 and 1, even and without pattern enough for a benchmark.
    CREATE MACRO chance(n, salt) AS
        (((n * 2654435761 + salt * 40503) % 4294967296) * 22695477 + 1) % 4294967296 / 4294967296.0;
    CREATE MACRO letter(n) AS substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (n % 26)::INTEGER + 1, 1);
    CREATE MACRO code_of(organisation) AS
        'Z' || letter(organisation // 26) || letter(organisation);
    CREATE MACRO currency_of(kind) AS CASE WHEN kind % 3000 = 7 THEN 'UZ01Z' ELSE
        letter(kind % 3000 // 100) || letter(kind % 3000 // 7) || lpad((kind % 3000 % 100)::VARCHAR, 2, '0')
        || letter(kind % 3000 // 500) END;
    CREATE MACRO service_of(kind) AS
        CASE kind // 3000 * 8 + kind % 8 WHEN 119 THEN 'IAPTMHCC' ELSE (100 + kind // 3000 * 8 + kind % 8)::VARCHAR END;
"""


def cells(rows: int, *, year: int, part: int) -> str:
    """SQL for every row: what it is, and its cells as text. Small activity is hidden, as the publisher does.

    One row in a thousand is a second part of the row before it: same organisation, same everything, as
    in the real files.
    """
    factor = "1" if part == 2 else "scaled"
    first = (NEWEST - year) * rows
    return f"""
        WITH numbered AS (
            SELECT i AS row, CASE WHEN i % 1000 = 999 THEN i - 1 ELSE i END AS n FROM range({first}, {first + rows}) t(i)
        ), placed AS (
            SELECT row, n % {ORGANISATIONS} AS organisation,
                (n // {ORGANISATIONS} * 7919 + n % {ORGANISATIONS} * 104729) % {CURRENCIES * PLACES} AS kind
            FROM numbered
        ), counted AS (
            SELECT row, kind, code_of(organisation) AS code, service_of(kind) AS service,
                currency_of(kind) AS currency,
                ['{"', '".join(DEPARTMENTS)}'][(kind // 3 % {len(DEPARTMENTS)})::INTEGER + 1] AS department,
                ['{"', '".join(POTS)}'][(kind % {len(POTS)})::INTEGER + 1] AS pot,
                1 + floor(400 * chance(row, 1) * chance(row, 1) * chance(row, 1) * chance(row, 1))::INTEGER AS activity,
                (0.92 + organisation * 7 % 37 * 0.005)::DECIMAL(9, 4) AS scaled,
                (80 + 6000 * chance(kind, 2) * chance(kind, 3)) * (0.85 + 0.3 * chance(organisation, 4))
                * (0.7 + 0.6 * chance(row, 5)) AS price
            FROM placed
        ), costed AS (
            SELECT *, (price * {factor})::DECIMAL(12, 2) AS unit_cost,
                (activity * unit_cost)::DECIMAL(18, 2) AS cost, activity <= 5 AS hidden,
                (price * scaled)::DECIMAL(12, 2) AS local_unit_cost FROM counted
        ), averaged AS (
            SELECT *, (sum(cost) FILTER (NOT hidden) OVER (PARTITION BY department, service, currency))::DOUBLE
                / (sum(activity) FILTER (NOT hidden) OVER (PARTITION BY department, service, currency))::DOUBLE AS mean
            FROM costed
        )
        SELECT *,
            CASE WHEN hidden THEN '*' ELSE activity::VARCHAR END AS shown_activity,
            CASE WHEN hidden THEN '*' ELSE mean::DECIMAL(12, 4)::VARCHAR END AS shown_mean,
            CASE WHEN hidden AND row % 3 = 0 THEN '*' ELSE cost::VARCHAR END AS shown_cost,
            CASE WHEN hidden AND row % 3 = 0 THEN '*' ELSE (activity * local_unit_cost)::VARCHAR END AS local_cost,
            CASE WHEN hidden THEN '*' ELSE (mean * activity)::DECIMAL(18, 2)::VARCHAR END AS shown_expected
        FROM averaged
    """


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--year", type=int, default=NEWEST, help="the year in which it begins")
    parser.add_argument("--part", type=int, default=2, choices=LAYOUTS, help="1 at local prices, 2 adjusted")
    asked = parser.parse_args()
    print(write(asked.folder, rows=asked.rows, year=asked.year, part=asked.part))


if __name__ == "__main__":
    main()
