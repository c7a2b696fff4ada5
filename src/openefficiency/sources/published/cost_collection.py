"""The cost collection by organisation: reference costs and National Cost Collection, 2008/09 on."""

from dataclasses import dataclass

from duckdb import DuckDBPyRelation

from openefficiency.engine import literal, quoted
from openefficiency.sources.cells import financial_year_of_name
from openefficiency.sources.document import Document, Sheet, plain
from openefficiency.sources.published.cost_collection_layouts import (
    ADJUSTED,
    DEPARTMENTS,
    EXCESS,
    LABELS,
    MEMO_WORDS,
    MONEY_LABELS,
    SUPPLIERS,
    TRUST,
)
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.costs import costs

NEEDED = ("organisation", "department", "currency", "activity")
EXCESS_NEEDED = ("excess_activity", "excess_unit_cost")
# The layout with finished episodes, or with four activity columns, was used in this year only.
YEAR_OF_EPISODES = "2008/09"
EPISODE_LABELS = ("fce", "fces", "activityp1")

NO_TRUST = "another organisation than an NHS trust"
MEMORANDUM = "memorandum: the publisher does not count the row"
HEADER_AGAIN = "second line of the header"


@dataclass(frozen=True)
class Layout:
    """Where the header stands, and which of its labels holds what."""

    header: int
    columns: dict[str, str]
    adjusted: bool
    second_line: bool

    def cell(self, role: str) -> str:
        """SQL for the cell of a role, without blanks; NULL where the layout has no such column."""
        return f"trim({quoted(self.columns[role])})" if role in self.columns else "NULL::VARCHAR"

    def number(self, role: str) -> str:
        return f"TRY_CAST(replace({self.cell(role)}, ',', '') AS DOUBLE)"

    def has(self, *roles: str) -> bool:
        return all(role in self.columns for role in roles)

    @property
    def counts_spells(self) -> bool:
        """2011/12 was also published by spell: eleven columns, no service."""
        return self.has("bed_days", "excess_bed_days") and not self.has("service")

    @property
    def counts_episodes(self) -> bool:
        return squeezed(self.columns["activity"]) in EPISODE_LABELS


class CostCollection(Source):
    name = "cost_collection"
    title = "National Cost Collection and reference costs, organisation level"
    publisher = "NHS England"
    implements = (costs,)
    scope_by: tuple[str, ...] = ("basis",)

    def recognise(self, document: Document) -> bool:
        layout = layout_of(document)
        return layout is not None and not layout.counts_spells and not layout.counts_episodes

    def read(self, document: Document) -> Reading:
        layout = layout_of(document)
        assert layout, "only a recognised document is read"
        given = document.first.lazy(layout.header)
        basis, why = basis_of(layout, document)
        notes = [f"basis: {basis}, {why}"]
        year = layout.cell("year")
        if not layout.has("year"):
            year = literal(self.year_of_name(document))
            notes.append(f"year: {year[1:-1]}, not told in the file, from the name '{document.name}'")
        rows = rows_of(given, layout, basis=basis, year=year)
        return Reading({"costs": rows}, left_out=left_out(layout, document.first), notes=tuple(notes))

    def year_of_name(self, document: Document) -> str:
        return financial_year_of_name(document)


class CostCollectionOfEpisodes(CostCollection):
    """2008/09 came in two files: what they say about each department stands beside the other's."""

    name = "cost_collection_2008_09"
    title = "Reference costs 2008/09, organisation level"
    publisher = "Department of Health"
    scope_by = ("basis", "department")

    def recognise(self, document: Document) -> bool:
        layout = layout_of(document)
        return layout is not None and layout.counts_episodes

    def year_of_name(self, document: Document) -> str:
        return YEAR_OF_EPISODES


class CostCollectionOfSpells(CostCollection):
    """Spells repeat the admitted part of the same year's episodes, so where both are held episodes win."""

    name = "cost_collection_spells"
    title = "Reference costs 2011/12 by spell, organisation level"
    publisher = "Department of Health"
    standing = Standing.COMPILATION

    def recognise(self, document: Document) -> bool:
        layout = layout_of(document)
        return layout is not None and layout.counts_spells


def squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


def layout_of(document: Document) -> Layout | None:
    """The layout of a csv with one row for each organisation, department, service and currency."""
    if document.form != "csv":
        return None
    sheet = document.first
    return next(filter(None, (layout_at(sheet, place) for place in range(len(sheet.head)))), None)


def layout_at(sheet: Sheet, header: int) -> Layout | None:
    labels = {squeezed(text): text for text in reversed(sheet.labels(header))}
    adjusted = any(text.startswith(ADJUSTED) for text in labels)
    money = {
        role: tuple(f"{ADJUSTED}{name}" if adjusted else name for name in names)
        for role, names in MONEY_LABELS.items()
    }
    columns = {
        role: labels[name]
        for role, names in (LABELS | money).items()
        for name in reversed(names)
        if name in labels
    }
    if not set(NEEDED) <= set(columns) or not {"actual_cost", "unit_cost"} & set(columns):
        return None
    return Layout(
        header, columns, adjusted, second_line=header_goes_on(sheet, header, columns["organisation"])
    )


def header_goes_on(sheet: Sheet, header: int, organisation: str) -> bool:
    """Some releases have a second line of labels: it has no code of an organisation in it."""
    if header + 1 >= len(sheet.head):
        return False
    line = dict(zip(sheet.labels(header), sheet.head[header + 1], strict=False))
    code = squeezed(line.get(organisation, ""))
    return code in LABELS["organisation"] or (
        not code and not any(c.isdigit() for c in "".join(line.values()))
    )


def basis_of(layout: Layout, document: Document) -> tuple[str, str]:
    """Whether the market forces factor was taken out, and how we know."""
    if layout.adjusted:
        return "mff adjusted", "by its column labels"
    name = squeezed(document.name)
    if "mff" in name.replace("nomff", "").replace("unmff", ""):
        return "mff adjusted", f"by its name '{document.name}'; the columns do not say so"
    return "unadjusted", "no column says that the market forces factor was taken out"


def rows_of(given: DuckDBPyRelation, layout: Layout, *, basis: str, year: str) -> DuckDBPyRelation:
    """The promised columns out of the cells as text; nothing is read yet."""
    kept = given.filter(" AND ".join(conditions(layout)))
    rows = kept.project(listed(cells(layout, basis=basis, year=year)))
    if not layout.has(*EXCESS_NEEDED):
        return rows
    filled = f"coalesce(nullif({layout.cell('excess_activity')}, '0'), nullif({layout.cell('excess_unit_cost')}, '0'), '') <> ''"
    return rows.union(kept.filter(filled).project(listed(excess_cells(layout, basis=basis, year=year))))


def cells(layout: Layout, *, basis: str, year: str) -> dict[str, str]:
    """SQL by promised column."""
    department = mapped(f"upper({layout.cell('department')})", DEPARTMENTS)
    return keys(layout, basis=basis, year=year) | {
        "department": department,
        "activity": layout.cell("activity"),
        "unit_cost": layout.cell("unit_cost"),
        "national_unit_cost": layout.cell("national_unit_cost"),
        "actual_cost": actual_cost(layout),
        "expected_cost": layout.cell("expected_cost"),
        "bed_days": bed_days(layout),
        "is_excess": f"coalesce(suffix({department}, {literal(EXCESS)}), FALSE)",
    }


def excess_cells(layout: Layout, *, basis: str, year: str) -> dict[str, str]:
    """2008/09 has the excess bed days beside the episodes: they become rows of their own, as later."""
    return cells(layout, basis=basis, year=year) | {
        "department": mapped(f"upper({layout.cell('department')})", DEPARTMENTS) + f" || {literal(EXCESS)}",
        "activity": layout.cell("excess_activity"),
        "unit_cost": layout.cell("excess_unit_cost"),
        "actual_cost": f"({layout.number('excess_activity')} * {layout.number('excess_unit_cost')})::VARCHAR",
        "national_unit_cost": "NULL::VARCHAR",
        "expected_cost": "NULL::VARCHAR",
        "bed_days": "NULL::VARCHAR",
        "is_excess": "TRUE",
    }


def keys(layout: Layout, *, basis: str, year: str) -> dict[str, str]:
    return {
        "organisation": f"upper({layout.cell('organisation')})",
        "year": rf"regexp_replace({year}, '^(\d{{4}})\D?(?:\d\d)?(\d\d)$', '\1/\2')",
        "basis": literal(basis),
        "service": f"upper({layout.cell('service')})",
        "currency": layout.cell("currency"),
        "supplier": mapped(f"upper({layout.cell('supplier')})", SUPPLIERS),
        "pot": layout.cell("pot"),
    }


def listed(cells: dict[str, str]) -> str:
    return ", ".join(f"{sql} AS {quoted(name)}" for name, sql in cells.items()) + ", sheet, row"


def mapped(value: str, words: dict[str, str]) -> str:
    """A word that is not known stays what it is: the check of allowed values decides."""
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(ours)}" for word, ours in words.items())
    return f"(CASE {value} {cases} ELSE {value} END)"


def actual_cost(layout: Layout) -> str:
    """The file's own cost; activity times unit cost where it has none. A hidden cost (*) stays hidden."""
    product = f"({layout.number('activity')} * {layout.number('unit_cost')})::VARCHAR"
    own = layout.cell("actual_cost")
    return f"CASE WHEN nullif({own}, '') IS NULL THEN {product} ELSE {own} END"


def bed_days(layout: Layout) -> str:
    """A spell has no row of its own for excess bed days, so that all its bed days are in one."""
    if not layout.counts_spells:
        return layout.cell("bed_days")
    both = f"{layout.number('bed_days')} + coalesce({layout.number('excess_bed_days')}, 0)"
    return f"coalesce(({both})::VARCHAR, {layout.cell('bed_days')})"


def conditions(layout: Layout) -> list[str]:
    """What keeps a row in: a trust's own row, no memorandum, below the header."""
    below = [f"row > {layout.header + (2 if layout.second_line else 1)}"]
    return below + [f"NOT ({condition})" for condition in reasons(layout).values()]


def reasons(layout: Layout) -> dict[str, str]:
    """What keeps a row out, by the reason to give; each row has one reason."""
    found = {}
    if layout.has("organisation_type"):
        kind = layout.cell("organisation_type")
        found[NO_TRUST] = f"coalesce(nullif(upper({kind}), ''), {literal(TRUST)}) <> {literal(TRUST)}"
    if layout.has("memo"):
        words = ", ".join(map(literal, MEMO_WORDS))
        memo = f"coalesce(upper({layout.cell('memo')}) IN ({words}), FALSE)"
        found[MEMORANDUM] = " AND ".join([memo, *(f"NOT ({other})" for other in found.values())])
    return found


def left_out(layout: Layout, sheet: Sheet) -> tuple[LeftOut, ...]:
    """Counts in one pass, and only for the layouts that have rows to leave out: the file is big."""
    found = [LeftOut(sheet.name, HEADER_AGAIN, 1)] if layout.second_line else []
    why = reasons(layout)
    if why:
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in why.values())
        [numbers] = sheet.lazy(layout.header).aggregate(counts).fetchall()
        found += [
            LeftOut(sheet.name, reason, rows) for reason, rows in zip(why, numbers, strict=True) if rows
        ]
    return tuple(found)
