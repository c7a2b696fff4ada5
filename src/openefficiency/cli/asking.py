"""Commands that answer a question and change nothing."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from openefficiency import settings
from openefficiency.cli.output import NO_FIGURE, SAYS, formats, progress, show, write
from openefficiency.cli.saving import known_ending, save
from openefficiency.engine import Engine
from openefficiency.measures.catalogue import catalogue, named
from openefficiency.measures.framework import Cell, coverage_table, peers, reading_order, spreads
from openefficiency.present.formats import organisation_name, shown
from openefficiency.present.words import reading
from openefficiency.store import Store
from openefficiency.tables import year as financial_year
from openefficiency.tasks import keeping, oracle, reporting, suppression
from openefficiency.tasks.measuring import NOW, THEN, Held, finished

DAY = click.DateTime(["%Y-%m-%d"])


def held(as_of: datetime | None = None) -> Held:
    return Held(Store(settings.home()), Engine(), as_of.date() if as_of else None, date.today())


def asked(command: Callable) -> Callable:
    """The options of every question about figures."""
    for option in (
        click.option("--as-of", type=DAY, help="As the store stood at the end of that day, e.g. 2026-11-01."),
        click.option(
            "--as",
            "organisations",
            type=click.Choice([THEN, NOW]),
            default=THEN,
            show_default=True,
            help="Organisations as they were then, or merged into what they are now.",
        ),
        click.option("--org", "organisation", help="Only this organisation, by its code, e.g. RGT."),
        click.option(
            "--type",
            "kind",
            default="all",
            show_default=True,
            help="Only this type, e.g. acute, mental health, ambulance.",
        ),
        click.option("--year", help="Financial year, e.g. 2016/17 or 2016-17."),
    ):
        command = option(command)
    return command


def question(year, kind, organisation, organisations) -> reporting.Asked:
    return reporting.Asked(year=year, type=kind, organisation=organisation, organisations=organisations)


def screen_rows(cells: list[Cell], among: list[Cell]) -> list[dict[str, Any]]:
    """JSON rows with what a screen needs: the figure as people read it, and what it says among others."""
    places = spreads(among)
    return [
        cell.to_json()
        | {
            "figure": shown(cell.value, cell.measure.unit),
            "reading": reading(cell, places.get(peers(cell))),
            "quality_grade": cell.quality.grade,
        }
        for cell in sorted(cells, key=lambda cell: (cell.organisation, reading_order(cell.measure)))
    ]


@click.command()
@asked
@click.option(
    "--to",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=known_ending,
    help="Write to a file instead: .html (the page), .parquet, .csv or .json.",
)
@formats
def framework(year, kind, organisation, organisations, as_of, path, form):
    """All measures side by side, for a year: the single reporting framework.

    Without --year it is the latest year held. A cell without its source is empty, with the reason.

    Example:

    \b
        openefficiency framework --year 2016/17 --type acute
        openefficiency framework --org RGT --json
        openefficiency framework --year 2016/17 --to framework.html
    """
    with progress("Measures", len(catalogue())) as step:
        store = held(as_of)
        cells = reporting.framework(
            store, question(year, kind, organisation, organisations), done=lambda one: step(one.title)
        )
    if path:
        save(cells, path)
        SAYS.print(f"{len(cells)} figures are in {path}", markup=False)
        return
    if form:
        show([cell.to_json() for cell in cells], form=form, columns={})
        return
    if organisation:
        everybody = reporting.framework(store, question(cells[0].period[:7], "all", None, organisations))
        columns = {"title": "Measure", "figure": "Figure", "reading": "Reading", "quality_grade": "Quality"}
        show(screen_rows(cells, everybody), form=None, columns=columns, title=heading(cells))
        return
    show_side_by_side(cells)


def show_side_by_side(cells: list[Cell]) -> None:
    """The framework on a screen: organisations by headline measures, and which of these are one estimate."""
    show(side_by_side(cells), form=None, columns=side_by_side_columns(cells), title=heading(cells))
    titles = {cell.measure.name: cell.measure.title for cell in cells if cell.value is not None}
    for name in headline(cells):
        twins = [title for twin, title in titles.items() if catalogue()[twin].estimate == name]
        if twins:
            write(f"{', '.join(twins)}: {titles[name]} on other scales. Together they are one estimate.")


def heading(cells: list[Cell]) -> str:
    if not cells:
        return "No organisation of this type has figures in this year"
    names = {cell.organisation: cell.name for cell in cells}
    who = organisation_name(next(iter(names.values()))) if len(names) == 1 else f"{len(names)} organisations"
    year = cells[0].period.partition(",")[0]
    return f"Single reporting framework, {year}: {who}{' (invented hospitals)' if invented(cells) else ''}"


def invented(cells: list[Cell]) -> bool:
    return all(cell.organisation.startswith("Z") and len(cell.organisation) == 3 for cell in cells)


def headline(cells: list[Cell]) -> list[str]:
    """The headline measures, and the rest that fill the screen where a headline has no figure at all."""
    held_names = {cell.measure.name for cell in cells if cell.value is not None}
    found = {cell.measure.name: cell.measure for cell in cells}
    ordered = sorted(found.values(), key=reading_order)
    return [one.name for one in ordered if one.name in held_names][:8]


def side_by_side(cells: list[Cell]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for cell in cells:
        row = rows.setdefault(
            cell.organisation, {"organisation": cell.organisation, "name": organisation_name(cell.name)}
        )
        row[cell.measure.name] = shown(cell.value, cell.measure.unit) or NO_FIGURE
    return list(rows.values())


def side_by_side_columns(cells: list[Cell]) -> dict[str, str]:
    titles = {cell.measure.name: cell.measure.title for cell in cells}
    return {"organisation": "Code", "name": "Name", **{name: titles[name] for name in headline(cells)}}


@click.command()
@click.argument("name")
@asked
@formats
def measure(name, year, kind, organisation, organisations, as_of, form):
    """One measure, of every organisation; without --year, of every year held.

    Example:

    \b
        openefficiency measure revenue_per_wte --year 2018/19 --type acute
        openefficiency measure sickness_absence --org RGT --csv
    """
    wanted = named(name)
    with progress("Measures", len(catalogue())) as step:
        cells = reporting.measure(
            held(as_of),
            wanted,
            question(year, kind, organisation, organisations),
            done=lambda one: step(one.title),
        )
    rows = [cell.to_json() for cell in cells] if form else screen_rows(cells, cells)
    columns = {
        "organisation": "Code",
        "name": "Name",
        "period": "Period",
        "figure": wanted.title,
        "reason": "Why not",
    }
    show(rows, form=form, columns=columns, title=wanted.question)


@click.command()
@click.option("--year", help="Only this financial year, e.g. 2016/17.")
@formats
def coverage(year, form):
    """What is held for what: measure by year, with how many organisations have a figure.

    Example:

    \b
        openefficiency coverage --year 2016/17
    """
    with progress("Measures", len(catalogue())) as step:
        rows = coverage_table(finished(held(), done=lambda one: step(one.title)).rows).to_dicts()
    wanted = financial_year.tidy(year) if year else None
    rows = [row for row in rows if wanted in (None, row["year"])]
    columns = {
        "measure": "Measure",
        "year": "Year",
        "organisations": "With a figure",
        "without": "Without",
        "commonest_reason": "Commonest reason",
    }
    show(rows, form=form, columns=columns)


@click.command()
@click.option("--year", required=True, help="Financial year, e.g. 2024/25.")
@formats
def comparability(year, form):
    """How much of each organisation's cost can be compared, and how much the publisher hid.

    Example:

    \b
        openefficiency comparability --year 2024/25
    """
    rows = suppression.report(held(), financial_year.tidy(year))
    columns = {
        "organisation": "Code",
        "name": "Name",
        "total_cost": "Cost £",
        "comparable_cost": "Comparable £",
        "not_comparable_share": "Not comparable",
        "hidden_cells": "Hidden cells",
        "one_percent_error": "1% error moves cost per WAU by £",
        "basis": "From",
    }
    show(rows, form=form, columns=columns)


@click.command("oracle")
@click.option("--year", required=True, help="Financial year, e.g. 2024/25.")
@formats
def beside_published(year, form):
    """Our cost index beside the publisher's own (NCCI): where they differ by more than 0.5 points, it says so.

    Example:

    \b
        openefficiency oracle --year 2024/25
    """
    rows = oracle.compare_with_published(held(), financial_year.tidy(year))
    columns = {
        "organisation": "Code",
        "name": "Name",
        "ours": "Ours",
        "published": "Published",
        "difference": "Difference",
        "words": "What it says",
        "basis": "Ours is from",
    }
    show(rows, form=form, columns=columns, title=oracle.summary(rows))


@click.command()
@click.argument("text", default="")
@formats
def measures(text, form):
    """The catalogue of measures, or those that have TEXT in name, title or question.

    Example:

    \b
        openefficiency measures estates
    """
    rows = [
        one.model_dump(mode="json") | {"families": list(one.families)}
        for one in catalogue().values()
        if text.lower() in " ".join((one.name, one.title, one.question, *one.aka)).lower()
    ]
    columns = {
        "name": "Name",
        "title": "Title",
        "unit": "Unit",
        "better_when": "Better when",
        "question": "Question",
    }
    show(rows, form=form, columns=columns)


@click.command()
@click.argument("text")
@formats
def organisations(text, form):
    """Find the code of an organisation by a part of its name.

    Example:

    \b
        openefficiency organisations cambridge
    """
    names = ("organisation", "name", "type")
    rows = [dict(zip(names, found, strict=True)) for found in held().register.find(text)]
    show(rows, form=form, columns={"organisation": "Code", "name": "Name", "type": "Type"})


@click.command()
@click.argument("measure")
@click.argument("organisation")
@click.option("--year", help="Financial year, e.g. 2016/17; without it the latest.")
@click.option("--as-of", type=DAY, help="As the store stood at the end of that day.")
@formats
def trace(measure, organisation, year, as_of, form):
    """From a figure back to file, sheet and rows.

    Example:

    \b
        openefficiency trace revenue_per_wte RGT --year 2016/17
    """
    store = held(as_of)
    asked_for = reporting.Asked(year=year, organisation=organisation)
    cell = keeping.one_cell(reporting.measure(store, named(measure), asked_for), measure, organisation)
    rows = [vars(step) for step in keeping.trace(store, cell)]
    figure = f"{cell.measure.title} of {organisation_name(cell.name)}, {cell.period}: {shown(cell.value, cell.measure.unit) or cell.reason}"
    columns = {
        "file": "File",
        "sheet": "Sheet",
        "table": "Table",
        "first_row": "From row",
        "last_row": "To row",
        "rows": "Rows",
        "release": "Release",
    }
    show(rows, form=form, columns=columns, title=figure)
