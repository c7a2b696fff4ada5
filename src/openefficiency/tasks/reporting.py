"""The framework for a year, one measure for all years, and what is held for what."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from openefficiency.errors import NotFound
from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.framework import Cell
from openefficiency.measures.measure import Measure
from openefficiency.measures.quality import quality
from openefficiency.provenance import Origin, Provenance, package_version
from openefficiency.sources.source import Standing
from openefficiency.tables import year as financial_year
from openefficiency.tables.who import TYPES
from openefficiency.tasks.measuring import THEN, Finished, Held, finished

# What may be written for --type, and which types it means.
TYPE_WORDS: dict[str, tuple[str, ...]] = {
    "all": TYPES,
    "acute": ("acute non-specialist", "acute specialist"),
    **{name: (name,) for name in TYPES},
}


def types_meant(word: str) -> tuple[str, ...]:
    tidy = word.strip().lower().replace("_", " ")
    for name, types in TYPE_WORDS.items():
        if tidy.replace("-", " ") == name.replace("-", " "):
            return types
    raise NotFound(f"There is no type of organisation '{word}'.\n  possible: {', '.join(TYPE_WORDS)}")


@dataclass(frozen=True)
class Asked:
    """What a framework is asked for: a year (none: the latest held), types, or one organisation."""

    year: str | None = None
    type: str = "all"
    organisation: str | None = None
    organisations: str = THEN


def framework(held: Held, asked: Asked, *, done=lambda measure: None) -> list[Cell]:
    """Every measure of the framework side by side; a cell without its source has its reason."""
    figures = finished(held, organisations=asked.organisations, done=done)
    year = asked_year(figures, asked.year)
    shown = [measure for measure in catalogue().values() if measure.framework]
    return cells(held, figures, shown, year, asked)


def measure(held: Held, wanted: Measure, asked: Asked, *, done=lambda measure: None) -> list[Cell]:
    """One measure; without a year, of every year held."""
    figures = finished(held, organisations=asked.organisations, done=done)
    mine = Finished(
        figures.rows.filter(pl.col("measure") == wanted.name),
        figures.origins.filter(pl.col("measure") == wanted.name),
    )
    years = [asked_year(figures, asked.year)] if asked.year else years_held(mine, wanted, asked)
    return [cell for year in years for cell in cells(held, mine, [wanted], year, asked)]


def years_held(mine: Finished, wanted: Measure, asked: Asked) -> list[str]:
    """Every year of which there is a figure or a reason: of the one organisation, where one is asked for."""
    if not asked.organisation:
        return sorted(mine.rows["year"].unique())
    code = asked.organisation.upper()
    years = sorted(mine.rows.filter(pl.col("organisation") == code)["year"].unique())
    if not years:
        raise NotFound(
            f"Nothing is held of '{code}' for '{wanted.title}'.\n"
            f"  given:    {mine.rows['organisation'].n_unique()} organisations of the types: {', '.join(wanted.org_types)}\n"
            "  possible: a code that `openefficiency organisations TEXT` finds."
        )
    return years


def asked_year(figures: Finished, year: str | None) -> str:
    """The year as we write it; without one, the latest for which a headline figure is held."""
    if year:
        return financial_year.tidy(year)
    headline = [
        measure.name for measure in catalogue().values() if measure.group == "headline" and measure.framework
    ]
    shown = figures.rows.filter(pl.col("value").is_not_null() & pl.col("measure").is_in(headline))
    if shown.is_empty():
        raise NotFound(
            "Nothing is held from which a headline measure could be worked out.\n"
            f"  given:    {figures.rows['measure'].n_unique()} measures with rows\n"
            "  possible: load published files with `openefficiency load PATH`, or see `openefficiency demo`."
        )
    return str(shown["year"].max())


def cells(held: Held, figures: Finished, shown: list[Measure], year: str, asked: Asked) -> list[Cell]:
    rows = figures.rows.filter(pl.col("year") == year)
    organisations = chosen(held, rows, year, asked)
    origins = by_figure(figures.origins.filter(pl.col("year") == year))
    found = {(row["measure"], row["organisation"]): row for row in rows.iter_rows(named=True)}
    kinds = {name: held.register.type_of(name, year) for name in organisations}
    third_party = {release.id for release in held.releases if release.standing == Standing.THIRD_PARTY}
    return [
        cell(
            held,
            one,
            name,
            kinds[name],
            year,
            found.get((one.name, name)),
            origins.get((one.name, name), ()),
            third_party,
        )
        for name in organisations
        for one in shown
        if kinds[name] is None or kinds[name] in one.org_types
    ]


def chosen(held: Held, rows: pl.DataFrame, year: str, asked: Asked) -> list[str]:
    """The organisations of which anything is held in the year, of the types asked for."""
    names = rows["organisation"].unique().sort().to_list()
    types = types_meant(asked.type)
    if asked.organisation:
        wanted = asked.organisation.upper()
        if wanted not in names:
            raise NotFound(
                f"Nothing is held of '{wanted}' for {year}.\n"
                f"  possible: a code that `openefficiency organisations TEXT` finds; {len(names)} have figures in {year}."
            )
        return [wanted]
    # Whoever no register knows is shown when all are asked for, and never taken for a type.
    return [
        name
        for name in names
        if (kind := held.register.type_of(name, year)) in types or (kind is None and types == TYPES)
    ]


def by_figure(origins: pl.DataFrame) -> dict[tuple[str, str], tuple[Origin, ...]]:
    found: dict[tuple[str, str], list[Origin]] = {}
    columns = ("release", "table", "sheet", "first_row", "last_row", "rows")
    for row in origins.iter_rows(named=True):
        mine = found.setdefault((row["measure"], row["organisation"]), [])
        origin = Origin(**{name: row[name] for name in columns})
        if origin not in mine:
            mine.append(origin)
    return {key: tuple(values) for key, values in found.items()}


def cell(
    held: Held,
    one: Measure,
    organisation: str,
    kind: str | None,
    year: str,
    row: dict | None,
    origins: Iterable[Origin],
    third_party: set[str],
) -> Cell:
    row = row or {}
    origins = tuple(origins)
    value, reason = row.get("value"), row.get("reason")
    return Cell(
        organisation=organisation,
        name=held.register.name_of(organisation, year),
        type=kind,
        measure=one,
        period=f"{year}, {one.period_words}" if one.period_words else year,
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        value=value,
        reason=None if value is not None else reason or nothing_held(one, organisation, kind, year),
        coverage=row.get("coverage"),
        basis=row.get("basis") or "",
        flags=tuple(row.get("flags") or ()),
        quality=quality(
            one,
            overrides=held.regraded,
            third_party=any(origin.release in third_party for origin in origins),
        ),
        provenance=Provenance(
            origins=origins, measure=one.name, measure_version=one.version, package=package_version()
        ),
    )


def nothing_held(one: Measure, organisation: str, kind: str | None, year: str) -> str:
    if kind is None and set(one.org_types) != set(TYPES):
        return f"no register that is held tells what type of organisation {organisation} was in {year}"
    tables = sorted(
        {part.table for part in one.parts.values()} | {standard.table for standard in one.standards}
    )
    return f"{', '.join(tables)}: nothing held of {organisation} for {year}"
