"""Everything odd that is held: flagged in its own file, against other releases, or under an unknown code."""

import polars as pl

from openefficiency.engine import literal, quoted
from openefficiency.sources.plausibility import RULES, Rule
from openefficiency.tables.known import all_tables
from openefficiency.tables.language import Table
from openefficiency.tasks.keeping import kept_beside
from openefficiency.tasks.measuring import Held

COLUMNS = ("table", "rule", "asks", "sheet", "row", "organisation", "period", "seen", "release", "file")
ORPHAN = "a code that no register knows"
ORPHAN_ASKS = "Is it mistyped, or is a list of organisations missing?"


def flagged(held: Held) -> pl.DataFrame:
    """Every flag once, with the release and file of its row."""
    found = [
        kept_beside(held, "flags"),
        *(across(held, rule) for rule in RULES if rule.across),
        *orphans(held),
    ]
    rows = [frame.select(COLUMNS) for frame in found if len(frame)]
    if not rows:
        return pl.DataFrame()
    same = ["rule", "organisation", "period", "seen"]
    return pl.concat(rows, how="vertical_relaxed").unique(same, keep="first", maintain_order=True)


def across(held: Held, rule: Rule) -> pl.DataFrame:
    """A rule that looks back, put to all releases of a table together."""
    table = all_tables()[rule.table]
    view = f"({held.tables.query(rule.table)})"
    query = (
        f'SELECT DISTINCT {literal(rule.table)} AS "table", {literal(rule.name)} AS rule, {literal(rule.asks)} AS asks, '
        f"odd.*, whole.release FROM ({rule.query.format(t=view)}) odd "
        f"JOIN {view} whole ON whole.sheet = odd.sheet AND whole.row = odd.row "
        f"AND whole.organisation = odd.organisation AND whole.{quoted(table.period or '')}::VARCHAR = odd.period "
        "ORDER BY ALL"
    )
    return with_files(held, held.engine.sql(query).pl())


def orphans(held: Held) -> list[pl.DataFrame]:
    """Codes that stand in no list of organisations; nothing to ask while no list is held."""
    if not held.register.entries:
        return []
    mergers = held.tables.small("successions")
    known = {*held.register.entries, *(row[end] for row in mergers for end in ("old", "new"))}
    tables = [
        all_tables()[name] for name in sorted({name for release in held.releases for name in release.tables})
    ]
    seen = [unknown(held, table, known) for table in tables if says_who(table)]
    return [with_files(held, once_a_code(pl.concat(seen)))] if seen else []


def says_who(table: Table) -> bool:
    """Whether a table speaks of organisations; lists of organisations themselves are where codes come from."""
    return "organisation" in table.columns and table.family != "reference"


def unknown(held: Held, table: Table, known: set[str]) -> pl.DataFrame:
    """The first row of each unknown code in a table, and how many there are."""
    period = f"min({quoted(table.period)}::VARCHAR)" if table.period else "''"
    rows = held.engine.sql(
        "SELECT organisation, min(release) AS release, arg_min(sheet, release) AS sheet, arg_min(row, release) AS row, "
        f"count(*) AS rows, {period} AS period FROM ({held.tables.query(table.name)}) GROUP BY organisation ORDER BY ALL"
    ).pl()
    return rows.filter(~pl.col("organisation").is_in(list(known))).with_columns(table=pl.lit(table.name))


def once_a_code(rows: pl.DataFrame) -> pl.DataFrame:
    """One flag for each code, however many tables have it."""
    return rows.group_by("organisation", maintain_order=True).agg(
        pl.col("table", "release", "sheet", "row", "period").first(),
        rule=pl.lit(ORPHAN),
        asks=pl.lit(ORPHAN_ASKS),
        seen=pl.format("{} rows of {}", pl.col("rows").sum(), pl.col("table").str.join(", ")),
    )


def with_files(held: Held, rows: pl.DataFrame) -> pl.DataFrame:
    files = {release.id: release.file for release in held.releases}
    if rows.is_empty():
        return rows
    return rows.with_columns(file=pl.col("release").replace_strict(files, return_dtype=pl.String))
