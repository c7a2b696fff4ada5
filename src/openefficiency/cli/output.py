"""Results go to standard output, as a table, JSON or csv; everything else goes to standard error."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

SAYS = Console(stderr=True, highlight=False)

Rows = list[dict[str, Any]]
NO_FIGURE = "–"


def formats(command: Callable) -> Callable:
    """--json and --csv, on every command that prints results."""
    command = click.option("--csv", "form", flag_value="csv", help="Print csv.")(command)
    return click.option("--json", "form", flag_value="json", help="Print JSON, for machines.")(command)


def show(rows: Rows, *, form: str | None, columns: dict[str, str], title: str = "") -> None:
    """Print rows. `columns` are those of the table on screen, with their headings; JSON and csv have all."""
    printers: dict[str | None, Callable[[], str]] = {
        # Where the terminal or pipe has a code page, escapes keep what machines read whole.
        "json": lambda: json.dumps(
            rows, indent=1, default=as_text, ensure_ascii=not knows_every_character(), allow_nan=False
        ),
        "csv": lambda: as_csv(rows),
        None: lambda: as_table(rows, columns, title),
    }
    write(printers[form]())


def knows_every_character() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


def write(text: str) -> None:
    """Print to a terminal or pipe that may not know every character, or may be closed early."""
    try:
        click.echo(text.rstrip("\n"))
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        click.echo(text.rstrip("\n").encode(encoding, "replace").decode(encoding))


def as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def as_csv(rows: Rows) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: flat(row.get(name)) for name in names} for row in rows)
    return out.getvalue()


def flat(value: Any) -> Any:
    nested = isinstance(value, dict | list | tuple)
    return json.dumps(value, default=as_text, ensure_ascii=False) if nested else value


def as_table(rows: Rows, columns: dict[str, str], title: str) -> str:
    table = Table(header_style="bold", show_edge=False)
    for name, heading in columns.items():
        right = bool(rows) and all(is_figure(row.get(name)) for row in rows)
        # A name is cut off rather than broken: it stands whole in the csv, the JSON and on the page.
        named = (
            {"no_wrap": True, "max_width": 44, "overflow": "ellipsis"}
            if name == "name"
            else {"overflow": "fold"}
        )
        table.add_column(heading, justify="right" if right else "left", **named)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(cell_text(row.get(name)) for name in columns))
    width = Console().width if sys.stdout.isatty() else 160
    # What stands in a file is shown as it is: [brackets] and :colons: are no marks of ours.
    out = Console(
        file=io.StringIO(),
        width=max(width, 80),
        highlight=False,
        color_system=None,
        markup=False,
        emoji=False,
    )
    if title:
        # Not as the title of the table, which would be cut to the width of a narrow one.
        out.print(title)
    out.print(table)
    return out.file.getvalue()  # type: ignore[attr-defined]


def is_figure(value: Any) -> bool:
    text = str(value)
    return isinstance(value, int | float) or text == NO_FIGURE or text.lstrip("-£")[:1].isdigit()


def cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """A bar for work that may take longer than a second. The caller tells each step that is done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=SAYS, transient=True, disable=not SAYS.is_terminal) as bar:
        task = bar.add_task(words, total=total)

        def step(what: str) -> None:
            bar.update(task, advance=1, description=f"{words}: {what[-60:]}")

        yield step
