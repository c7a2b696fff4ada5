"""Commands that bring something in, look after the store, or take something out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import polars as pl

from openefficiency import settings
from openefficiency.cli.asking import held
from openefficiency.cli.output import SAYS, formats, progress, show
from openefficiency.engine import Engine
from openefficiency.measures.quality import collections
from openefficiency.sources import fetching
from openefficiency.sources.local.blank import write_blank
from openefficiency.store import Store
from openefficiency.tables.known import all_tables, table
from openefficiency.tasks import flagging, keeping, loading


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@formats
def load(paths, form):
    """Load published files, folders or zips; each is recognised by what is in it.

    Lists for every file what it became, what was put aside and what is not known. A bad file never stops the
    others. Exit code 0 even with warnings; 13 if not one file could be taken or was already held.

    Example:

    \b
        openefficiency load ~/Downloads/ERIC_2016-17.XLS
        openefficiency load published-files/ --json
    """
    with progress("Loading") as step:
        reports = loading.load(
            paths,
            store=Store(settings.home()),
            engine=Engine(),
            now=datetime.now(UTC),
            seen=lambda report: step(report.file),
        )
    show([as_row(report) for report in reports], form=form, columns=LOAD_COLUMNS)
    SAYS.print(summary(reports))
    if not any(report.state in (loading.LOADED, loading.HELD, loading.NOTHING) for report in reports):
        raise click.exceptions.Exit(13)


LOAD_COLUMNS = {
    "file": "File",
    "state": "State",
    "source": "Publication",
    "became": "Became (rows)",
    "quarantined": "Put aside",
    "left_out": "Left out",
    "flagged": "Flagged",
    "said": "Notes",
}


def as_row(report: loading.FileReport) -> dict[str, Any]:
    return {
        "file": report.file,
        "state": report.state,
        "source": report.source,
        "release": report.release,
        "became": ", ".join(f"{name} {rows:,}" for name, rows in report.tables.items()),
        "tables": report.tables,
        "quarantined": report.quarantined,
        "flagged": report.flagged,
        "left_out": sum(left.rows for left in report.left_out),
        "left_out_why": [f"{left.sheet}: {left.reason} ({left.rows})" for left in report.left_out],
        "said": report.problem or "; ".join(report.notes),
    }


def summary(reports: list[loading.FileReport]) -> str:
    states = (loading.LOADED, loading.HELD, loading.NOTHING, loading.UNKNOWN, loading.REFUSED)
    counts = {state: sum(report.state == state for report in reports) for state in states}
    told = ", ".join(f"{number} {state}" for state, number in counts.items() if number) or "no file found"
    rows = sum(sum(report.tables.values()) for report in reports)
    aside = sum(report.quarantined for report in reports)
    return f"{len(reports)} files: {told}. {rows:,} rows taken, {aside:,} put aside (see `openefficiency quarantine`)."


@click.command()
@click.argument("sources", nargs=-1)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("published-files"),
    show_default=True,
)
@click.option("--list", "only_list", is_flag=True, help="Only list the register of addresses.")
@formats
def fetch(sources, into, only_list, form):
    """Download publications that the register of addresses names: all, or those of SOURCES.

    A broken download is taken up where it stopped; what is already there is not fetched again.

    Example:

    \b
        openefficiency fetch --list
        openefficiency fetch cost_collection --into published-files
    """
    known = fetching.addresses()
    entries = [entry for entry in known if not sources or entry.source in sources]
    if not entries:
        names = ", ".join(sorted({entry.source for entry in known}))
        raise click.UsageError(f"No address is known of {', '.join(sources)}; known: {names}")
    if only_list:
        columns = {
            "source": "Source",
            "title": "Title",
            "year": "Year",
            "checked": "Checked",
            "url": "Address",
        }
        show([vars(entry) for entry in entries], form=form, columns=columns)
        return
    done, problems = fetch_each([entry for entry in entries if not entry.page], into)
    rows = [
        {
            "file": str(one.path),
            "state": one.state,
            "bytes": one.size,
            "sha256": one.sha256,
            "warning": one.address.warning,
        }
        for one in done
    ]
    show(rows, form=form, columns={"file": "File", "state": "State", "bytes": "Bytes", "warning": "Beware"})
    for problem in problems:
        SAYS.print(str(problem), markup=False)
    if problems:
        raise click.exceptions.Exit(problems[0].exit_code)


def fetch_each(
    entries: list[fetching.Address], into: Path
) -> tuple[list[fetching.Fetched], list[fetching.FetchError]]:
    """What is here now, and what could not be had; the one never keeps the other away."""
    told: set[str] = set()
    with progress("Fetching", len(entries)) as step:

        def seen(address: fetching.Address, done: int, of: int | None) -> None:
            del done, of
            if address.url not in told:
                told.add(address.url)
                step(address.title)

        try:
            return fetching.fetch(entries, into=into, progress=seen), []
        except fetching.Unfetched as some:
            return some.fetched, some.problems


@click.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As the store stood at the end of that day.")
@formats
def status(as_of, form):
    """What is held: releases, vintages, tables, rows, and how far each collection can be trusted.

    Example:

    \b
        openefficiency status
    """
    rows = [
        {
            "release": release.id,
            "source": release.source,
            "title": release.title,
            "publisher": release.publisher,
            "licence": release.licence,
            "file": release.file,
            "loaded_at": release.loaded_at.isoformat(timespec="seconds"),
            "periods": periods(release),
            "tables": {name: holding.rows for name, holding in release.tables.items()},
            "rows": sum(holding.rows for holding in release.tables.values()),
            "quarantined": sum(holding.quarantined for holding in release.tables.values()),
            "flagged": sum(holding.flagged for holding in release.tables.values()),
            "quality": {
                family: collections()[family]["grade"]
                for family in sorted({all_tables()[name].family for name in release.tables})
            },
            "invented": release.invented,
            "notes": list(release.notes),
        }
        for release in held(as_of).releases
    ]
    columns = {
        "release": "Release",
        "title": "Publication",
        "periods": "Periods",
        "rows": "Rows",
        "quarantined": "Put aside",
        "flagged": "Flagged",
        "loaded_at": "Loaded",
    }
    show(rows, form=form, columns=columns, title=f"Store {settings.home()}: {len(rows)} releases")


def periods(release) -> str:
    found = sorted({scope[0] for holding in release.tables.values() for scope in holding.scopes if scope[0]})
    return "" if not found else found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"


@click.command()
@click.argument("name", required=False)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=Path(), show_default="here")
@click.option("--form", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
def template(name, into, form):
    """Write a blank template for what only a trust itself has; without NAME, of every local table.

    Example:

    \b
        openefficiency template pharmacy_stock --into templates
    """
    local = [one for one in all_tables().values() if one.brought_by_trust]
    wanted = [table(name)] if name else local
    if not all(one.brought_by_trust for one in wanted):
        raise click.UsageError(
            f"'{name}' is not brought by trusts; possible: {', '.join(one.name for one in local)}"
        )
    into.mkdir(parents=True, exist_ok=True)
    for one in wanted:
        path = into / f"{one.name}.{form}"
        write_blank(one.name, path)
        click.echo(path)


@click.command()
@click.option("--table", "name", help="Only rows of this table.")
@formats
def quarantine(name, form):
    """Every row that was put aside: file, sheet, row, reason, and the cells as they were given.

    Example:

    \b
        openefficiency quarantine --csv > put-aside.csv
    """
    show(
        of_table(keeping.quarantined(held()), name),
        form=form,
        columns={"file": "File", "sheet": "Sheet", "row": "Row", "reason": "Reason"},
    )


@click.command()
@click.option("--table", "name", help="Only flags of this table.")
@formats
def flags(name, form):
    """Every figure that is possible and odd, with the question to ask about it.

    Example:

    \b
        openefficiency flags --json
    """
    columns = {
        "organisation": "Code",
        "period": "Period",
        "rule": "Odd",
        "seen": "What was seen",
        "asks": "Question",
        "row": "Row",
    }
    show(of_table(flagging.flagged(held()), name), form=form, columns=columns)


def of_table(rows: pl.DataFrame, name: str | None) -> list[dict[str, Any]]:
    if name:
        # One that is misspelt has no row either, and must not look as if nothing were wrong with it.
        table(name)
    return [row for row in rows.to_dicts() if name in (None, row["table"])]


@click.command()
@click.argument("release")
@click.option("--because", required=True, help="Why, for the journal.")
def forget(release, because):
    """Withdraw a wrong load. It is kept apart, and the journal says why.

    Example:

    \b
        openefficiency forget eric-1a2b3c --because "draft file loaded by mistake"
    """
    gone = keeping.forget(Store(settings.home()), release, because=because, now=datetime.now(UTC))
    click.echo(f"{gone.id} ({gone.file}) is withdrawn and no figure rests on it any more.")


@click.command()
def verify():
    """Check that the store is as it was written, and that every kept figure follows from it.

    Example:

    \b
        openefficiency verify
    """
    for words in keeping.verify(held()):
        click.echo(words)
