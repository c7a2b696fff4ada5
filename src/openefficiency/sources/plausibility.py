"""What is possible and still odd: kept, counted, and flagged with its sheet and row.

A flag is a question to the publisher, not a verdict. Each rule is a query over one table; `{t}` is the
table, and the answer has sheet, row, organisation, period and what was seen.
"""

from dataclasses import dataclass
from pathlib import Path

from openefficiency.engine import Engine, literal
from openefficiency.tables.language import Table


@dataclass(frozen=True)
class Rule:
    """A question that is put to every row of a table."""

    name: str
    table: str
    asks: str
    query: str
    # Whether it compares a row with an earlier one, and so has to be put to all releases together as well.
    across: bool = False


# The year before a row's own, as text, so that a gap of a year is never taken for a neighbour.
YEAR_BEFORE = (
    "(left(year, 4)::INTEGER - 1)::VARCHAR || '/' || lpad((left(year, 4)::INTEGER % 100)::VARCHAR, 2, '0')"
)

CURRENCIES = (
    "SELECT organisation, year, min(sheet) AS sheet, min(row) AS row, count(*) AS currencies "
    "FROM {t} GROUP BY organisation, year"
)
AREAS = (
    "SELECT organisation, year, level, min(sheet) AS sheet, min(row) AS row, sum(amount) AS area "
    "FROM {t} WHERE item = 'gross_internal_area' GROUP BY organisation, year, level"
)

RULES = (
    Rule(
        name="negative unit cost",
        table="currency_costs",
        asks="Is the sign right?",
        query="SELECT sheet, row, organisation, year AS period, currency || ' at £' || unit_cost AS seen FROM {t} WHERE unit_cost < 0",
    ),
    Rule(
        name="no cost",
        table="currency_costs",
        asks="Was something really done for nothing?",
        query="SELECT sheet, row, organisation, year AS period, currency || ': ' || activity || ' at £0' AS seen FROM {t} WHERE unit_cost = 0 AND activity > 0",
    ),
    Rule(
        name="jump from the year before",
        table="currency_costs",
        asks="Did the way of counting change? Fiftyfold or more.",
        across=True,
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.year AS period, "
            "n.currency || ': ' || b.activity || ' then ' || n.activity AS seen "
            f"FROM (SELECT *, {YEAR_BEFORE} AS year_before FROM {{t}}) n JOIN {{t}} b "
            "ON b.organisation = n.organisation AND b.currency = n.currency AND b.year = n.year_before "
            "WHERE greatest(n.activity, b.activity) >= 50 * greatest(least(n.activity, b.activity), 1)"
        ),
    ),
    Rule(
        name="the same under two codes",
        table="currency_costs",
        asks="Was one figure entered twice?",
        query=(
            "SELECT a.sheet, a.row, a.organisation, a.year AS period, "
            "a.currency || ' and ' || b.currency || ': ' || a.activity || ' at £' || a.unit_cost AS seen "
            "FROM {t} a JOIN {t} b ON a.organisation = b.organisation AND a.year = b.year "
            "AND a.activity = b.activity AND a.unit_cost = b.unit_cost AND a.currency <> b.currency "
            "WHERE a.activity >= 10 AND a.unit_cost <> 0"
        ),
    ),
    Rule(
        name="the same as the year before",
        table="currency_costs",
        asks="Was last year's activity copied?",
        across=True,
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.year AS period, n.currency || ': ' || n.activity AS seen "
            f"FROM (SELECT *, {YEAR_BEFORE} AS year_before FROM {{t}}) n JOIN {{t}} b "
            "ON b.organisation = n.organisation AND b.currency = n.currency AND b.year = n.year_before "
            "WHERE n.activity = b.activity AND n.activity >= 1000"
        ),
    ),
    Rule(
        name="unit cost far from the others",
        table="currency_costs",
        asks="Is it the same thing that others count? Fifty times the middle, or a fiftieth.",
        query=(
            "SELECT sheet, row, organisation, year AS period, "
            "currency || ': ' || activity || ' at £' || unit_cost || ', the middle is £' || round(middle, 2) AS seen FROM ("
            "SELECT *, median(unit_cost) OVER (PARTITION BY year, currency) AS middle, "
            "count(*) OVER (PARTITION BY year, currency) AS others FROM {t}) "
            "WHERE others >= 10 AND middle > 0 AND unit_cost > 0 "
            "AND (unit_cost >= 50 * middle OR unit_cost <= middle / 50)"
        ),
    ),
    Rule(
        name="a year that others have",
        table="currency_costs",
        asks="Did it exist and report? Missing is not zero.",
        query=(
            "SELECT o.sheet, o.row, o.organisation, y.year AS period, 'no row in ' || y.year || ', rows in ' || o.years AS seen "
            "FROM (SELECT DISTINCT year FROM {t}) y CROSS JOIN ("
            "SELECT organisation, min(sheet) AS sheet, min(row) AS row, "
            "string_agg(DISTINCT year, ', ' ORDER BY year) AS years FROM {t} GROUP BY organisation) o "
            "WHERE NOT contains(o.years, y.year)"
        ),
    ),
    Rule(
        name="far fewer currencies than the year before",
        table="currency_costs",
        asks="Is the return whole? Fewer than half are left.",
        across=True,
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.year AS period, "
            "n.currencies || ' currencies, ' || b.currencies || ' the year before' AS seen "
            f"FROM (SELECT *, {YEAR_BEFORE} AS year_before FROM ({CURRENCIES})) n JOIN ({CURRENCIES}) b "
            "ON b.organisation = n.organisation AND b.year = n.year_before "
            "WHERE 2 * n.currencies < b.currencies"
        ),
    ),
    Rule(
        name="negative cost",
        table="costs",
        asks="Is the sign right?",
        query="SELECT sheet, row, organisation, year AS period, currency || ' at £' || actual_cost AS seen FROM {t} WHERE actual_cost < 0",
    ),
    Rule(
        name="cost without activity",
        table="costs",
        asks="What was paid for?",
        query="SELECT sheet, row, organisation, year AS period, currency || ' costs £' || actual_cost AS seen FROM {t} WHERE activity = 0 AND actual_cost > 0",
    ),
    Rule(
        name="cost is not activity times unit cost",
        table="costs",
        asks="Which of the three is wrong? More than 1% and £1,000 apart.",
        query=(
            "SELECT sheet, row, organisation, year AS period, "
            "currency || ': ' || activity || ' at £' || unit_cost || ' is not £' || actual_cost AS seen FROM {t} "
            "WHERE abs(activity * unit_cost - actual_cost) > greatest(0.01 * abs(actual_cost), 1000)"
        ),
    ),
    Rule(
        name="unit cost far from the national",
        table="costs",
        asks="Is it the same thing that others count? Fifty times the national average, or a fiftieth.",
        query=(
            "SELECT sheet, row, organisation, year AS period, currency || ': ' || activity || ' at £' || "
            "round(actual_cost / activity, 2) || ', the national average is £' || national_unit_cost AS seen FROM {t} "
            "WHERE activity > 0 AND actual_cost > 0 AND national_unit_cost > 0 "
            "AND actual_cost NOT BETWEEN activity * national_unit_cost / 50 AND activity * national_unit_cost * 50"
        ),
    ),
    Rule(
        name="a third more or fewer staff than the month before",
        table="workforce",
        asks="Was there a merger, or is a part missing?",
        across=True,
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.start::VARCHAR AS period, "
            "round(b.fte, 1) || ' then ' || round(n.fte, 1) || ' full-time equivalents' AS seen "
            "FROM {t} n JOIN {t} b ON b.organisation = n.organisation AND b.start = n.start - INTERVAL 1 MONTH "
            'AND b."group" = n."group" AND b.detail IS NOT DISTINCT FROM n.detail AND b.months = n.months '
            "WHERE n.\"group\" = 'all' AND abs(n.fte - b.fte) >= b.fte / 3 AND b.fte > 0"
        ),
    ),
    Rule(
        name="income a quarter more or less than the year before",
        table="accounts",
        asks="Was there a merger, a transfer of services, or a slip of thousands?",
        across=True,
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.year AS period, "
            "'£' || round(b.amount / 1e6, 1) || 'm then £' || round(n.amount / 1e6, 1) || 'm' AS seen "
            f"FROM (SELECT *, {YEAR_BEFORE} AS year_before FROM {{t}} WHERE line = 'operating_income') n "
            "JOIN (SELECT * FROM {t} WHERE line = 'operating_income') b "
            "ON b.organisation = n.organisation AND b.year = n.year_before "
            "WHERE abs(n.amount - b.amount) > 0.25 * b.amount AND b.amount > 0"
        ),
    ),
    Rule(
        name="area a tenth more or less than the year before",
        table="estates",
        asks="Did buildings come or go, or was it measured anew?",
        across=True,
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.year AS period, "
            "n.level || ' rows: ' || round(b.area) || ' m2 then ' || round(n.area) AS seen "
            f"FROM (SELECT *, {YEAR_BEFORE} AS year_before FROM ({AREAS})) n JOIN ({AREAS}) b "
            "ON b.organisation = n.organisation AND b.level = n.level AND b.year = n.year_before "
            "WHERE abs(n.area - b.area) > 0.1 * b.area"
        ),
    ),
)


def flags(table: Table, path: Path, *, folder: Path, engine: Engine) -> int:
    """Put every rule of the table to its rows, write what answered, and count it."""
    asked = [rule for rule in RULES if rule.table == table.name]
    if not asked:
        return 0
    rows = f"read_parquet({literal(path)})"
    answers = " UNION ALL ".join(
        f'SELECT {literal(table.name)} AS "table", {literal(rule.name)} AS rule, {literal(rule.asks)} AS asks, '
        f"sheet, row, organisation, period, seen FROM ({rule.query.format(t=rows)})"
        for rule in asked
    )
    target = folder / f"{table.name}.flags.parquet"
    engine.connection.execute(
        f"COPY ({answers} ORDER BY rule, sheet, row, seen) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
    )
    found = engine.rows(f"SELECT count(*) FROM read_parquet({literal(target)})")[0][0]
    if not found:
        target.unlink()
    return found
