"""Row by row, does what a source hands over keep the promise of the table?

The rules are made from the columns of the table and run as one query. A row that breaks one goes into
quarantine with its reason; the file goes on.
"""

from datetime import date

from openefficiency.engine import literal, quoted
from openefficiency.tables.language import Column, Kind, Table

# What publishers write where there is no figure. An asterisk is a small number they have hidden.
MISSING = (
    "",
    "*",
    "-",
    "--",
    ".",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "not applicable",
    "not available",
    "..",
    ":",
    "#n/a",
)

TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.WHOLE: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.MONEY: "DOUBLE",
    Kind.FRACTION: "DOUBLE",
    Kind.DAY: "DATE",
    Kind.YES_NO: "BOOLEAN",
}

NUMERIC = (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.FRACTION)
EARLIEST = 1990


def present(name: str) -> str:
    """The cell without its blanks, or NULL where the publisher says that there is no figure."""
    cell = f"trim({quoted(name)}::VARCHAR)"
    marks = ", ".join(literal(mark) for mark in MISSING)
    return f"CASE WHEN lower({cell}) IN ({marks}) THEN NULL ELSE {cell} END"


def typed(name: str, column: Column, *, given: str) -> str:
    """The cell as what the column promises; NULL where it is missing or cannot be that."""
    wanted = TYPES[column.kind]
    if given in ("DOUBLE", "FLOAT"):
        # What a computation could not say (NaN) is no figure; DuckDB would take it for the greatest one.
        known = f"NOT isnan({quoted(name)})"
        if column.kind is Kind.WHOLE:
            # A cast would round 12.5 without a word.
            known += f" AND {quoted(name)} = floor({quoted(name)})"
        return f"TRY_CAST(CASE WHEN {known} THEN {quoted(name)} END AS {wanted})"
    if given != "VARCHAR":
        return f"TRY_CAST({quoted(name)} AS {wanted})"
    if column.kind is Kind.TEXT:
        return present(name)
    if column.kind is Kind.WHOLE:
        # 12.0 is a whole number, 12.5 is not.
        double = number(name)
        return f"CASE WHEN {double} = floor({double}) THEN TRY_CAST({double} AS BIGINT) END"
    if column.kind in NUMERIC:
        return number(name)
    if column.kind is Kind.DAY:
        return (
            f"coalesce(TRY_CAST({present(name)} AS DATE), TRY_CAST({present(name)} AS TIMESTAMP)::DATE, "
            f"try_strptime({present(name)}, ['%d/%m/%Y', '%Y%m%d', '%d-%m-%Y', '%d %B %Y'])::DATE)"
        )
    return f"TRY_CAST({present(name)} AS {wanted})"


def number(name: str) -> str:
    """The cell as a number: nearly all are plain ones, and only what is not is looked at as a printed one."""
    plain = f"TRY_CAST({quoted(name)} AS DOUBLE)"
    return f"CASE WHEN isfinite({plain}) THEN {plain} ELSE TRY_CAST({digits(name)} AS DOUBLE) END"


# Commas and blanks stand between thousands. 12,5 is no way to write 125: whoever wrote it meant 12.5.
PRINTED = r"^[-+]?\s*£?\s*[-+]?\s*([0-9]{1,3}([,\s][0-9]{3})+|[0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?$"


def digits(name: str) -> str:
    """The cell without the commas, blanks and pound signs of a printed number; NULL where it is none."""
    cell = present(name)
    return f"CASE WHEN regexp_matches({cell}, {literal(PRINTED)}) THEN regexp_replace({cell}, '[,£\\s]', '', 'g') END"


def broken_rules(table: Table, given: dict[str, str], *, today: date) -> dict[str, str]:
    """Reason (an SQL text) by condition (an SQL boolean); `t_<name>` is the typed cell.

    What is missing has no typed cell, so each condition that asks about the raw one asks for that first.
    """
    rules: dict[str, str] = {}
    for name, column in table.columns.items():
        rules |= rules_of(name, column, given=given[name])
    if "year" in table.columns:
        rules |= rules_of_year("t_year", today=today)
    if table.period == "start":
        # '01/04/24' is read as a day of the year 24.
        rules[f"year(t_start) < {EARLIEST}"] = f"'start lies before {EARLIEST}: ' || t_start::VARCHAR"
        rules["t_start > " + literal(today) + "::DATE"] = "'start lies in the future: ' || t_start::VARCHAR"
    return rules


def rules_of(name: str, column: Column, *, given: str) -> dict[str, str]:
    raw, value = present(name), f"t_{name}"
    shown = f"left({raw}, 60)"
    rules = {}
    if given in ("VARCHAR", "DOUBLE", "FLOAT") and column.kind is not Kind.TEXT:
        rules[f"{quoted(value)} IS NULL AND {raw} IS NOT NULL"] = (
            f"{literal(f'{name} is no {column.kind.value}: ')} || {shown}"
        )
    if not column.may_be_missing:
        rules[f"{quoted(value)} IS NULL AND {raw} IS NULL"] = literal(f"{name} is empty")
    if column.kind is Kind.TEXT:
        rules[f"length({quoted(value)}) > {column.longest}"] = (
            f"{literal(f'{name} is longer than {column.longest} characters: ')} || {shown}"
        )
    if column.kind in NUMERIC:
        rules[f"NOT isfinite({quoted(value)}::DOUBLE)"] = (
            f"{literal(f'{name} is not a finite number: ')} || {shown}"
        )
    if column.allowed:
        allowed = ", ".join(literal(word) for word in column.allowed)
        rules[f"{quoted(value)} NOT IN ({allowed})"] = (
            f"{literal(f'{name} is none of the known values: ')} || {shown}"
        )
    if column.least is not None:
        rules[f"{quoted(value)} < {column.least}"] = (
            f"{literal(f'{name} is below {column.least:g}: ')} || {shown}"
        )
    if column.most is not None:
        rules[f"{quoted(value)} > {column.most}"] = (
            f"{literal(f'{name} is above {column.most:g}: ')} || {shown}"
        )
    return rules


def rules_of_year(value: str, *, today: date) -> dict[str, str]:
    first = f"TRY_CAST(left({value}, 4) AS INTEGER)"
    second = f"TRY_CAST(right({value}, 2) AS INTEGER)"
    written = f"regexp_matches({value}, '^[0-9]{{4}}/[0-9]{{2}}$')"
    # Prices and plans are published for the year ahead, not for later ones.
    latest = today.year + 1
    return {
        f"NOT {written} OR ({first} + 1) % 100 <> {second}": f"'year is not written like 2016/17: ' || left({value}, 60)",
        f"{first} NOT BETWEEN {EARLIEST} AND {latest}": f"'year is not between {EARLIEST} and {latest}: ' || {value}",
    }


def typed_query(table: Table, given: dict[str, str], relation: str, *, today: date) -> str:
    """Every row with its typed cells and, where a rule is broken, the reason and the cells as given.

    Words and given cells are made for broken rows only: for every row they would cost more than all the rest.
    """
    cells = ",\n  ".join(
        f"{typed(name, column, given=given[name])} AS {quoted('t_' + name)}"
        for name, column in table.columns.items()
    )
    rules = broken_rules(table, given, today=today)
    broken = " OR ".join(f"({condition})" for condition in rules)
    reasons = ", ".join(f"CASE WHEN {condition} THEN {words} END" for condition, words in rules.items())
    values = ", ".join(f"{quoted('t_' + name)} AS {quoted(name)}" for name in table.columns)
    as_given = ", ".join(f"{literal(name)}: {quoted(name)}" for name in given)
    return (
        f"SELECT {values}, sheet::VARCHAR AS sheet, row::INTEGER AS row, reason,\n"
        f"CASE WHEN reason IS NOT NULL THEN to_json({{{as_given}}})::VARCHAR END AS given FROM (\n"
        f"SELECT *, CASE WHEN {broken} THEN nullif(concat_ws('; ', {reasons}), '') END AS reason\n"
        f"FROM (SELECT *, {cells} FROM {relation}))"
    )
