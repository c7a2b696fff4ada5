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


# The year before a row's own, as text, so that a gap of a year is never taken for a neighbour.
YEAR_BEFORE = (
    "(left(year, 4)::INTEGER - 1)::VARCHAR || '/' || lpad((left(year, 4)::INTEGER % 100)::VARCHAR, 2, '0')"
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
        asks="Did the way of counting change? A hundredfold or more.",
        query=(
            "SELECT n.sheet, n.row, n.organisation, n.year AS period, "
            "n.currency || ': ' || b.activity || ' then ' || n.activity AS seen "
            f"FROM (SELECT *, {YEAR_BEFORE} AS year_before FROM {{t}}) n JOIN {{t}} b "
            "ON b.organisation = n.organisation AND b.currency = n.currency AND b.year = n.year_before "
            "WHERE greatest(n.activity, b.activity) >= 100 * greatest(least(n.activity, b.activity), 1)"
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
)


def flags(table: Table, path: Path, *, folder: Path, engine: Engine) -> int:
    """Put every rule of the table to its rows, write what answered, and count it."""
    asked = [rule for rule in RULES if rule.table == table.name]
    if not asked:
        return 0
    rows = f"read_parquet({literal(path)})"
    answers = " UNION ALL ".join(
        f"SELECT {literal(table.name)} AS \"table\", {literal(rule.name)} AS rule, {literal(rule.asks)} AS asks, "
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
