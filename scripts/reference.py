"""Write docs/reference anew from the tables, the catalogue, the sources, the errors and the command line.

With --check nothing is written: a page that is not what it would be is named, and the exit code is 1.
"""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path

import click

from openefficiency import errors
from openefficiency.cli import main
from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.measure import Measure, Part
from openefficiency.measures.quality import collections
from openefficiency.sources.known import all_sources
from openefficiency.tables.known import all_tables

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
GENERATED = "<!-- Written by scripts/reference.py (`just docs`); change the source, not this page. -->"


def page(title: str, *parts: str) -> str:
    return "\n\n".join([GENERATED, f"# {title}", *parts]) + "\n"


def table(heads: tuple[str, ...], rows: list[tuple]) -> str:
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    lines += [" | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def commands() -> str:
    sections = [
        f"## `{name}`\n\n```text\n{help_of(command, name)}\n```" for name, command in main.commands.items()
    ]
    return page(
        "Commands",
        "Every command, as `--help` shows it. Results go to standard output, the rest to standard error.",
        *sections,
    )


def help_of(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=f"openefficiency {name}", max_content_width=100)
    context.terminal_width = 100
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def exit_codes() -> str:
    family = [
        thing
        for _, thing in inspect.getmembers(errors, inspect.isclass)
        if issubclass(thing, errors.OpenEfficiencyError)
    ]
    rows = [
        (error.exit_code, f"`{error.__name__}`", (error.__doc__ or "").strip().splitlines()[0])
        for error in family
    ]
    usage = [
        (0, "", "All went well; warnings are told and do not change the code."),
        (2, "", "The command line was not understood."),
    ]
    return page(
        "Exit codes",
        table(("Code", "Error", "Meaning"), sorted([*usage, *rows], key=lambda row: (row[0], row[1]))),
    )


def tables() -> str:
    sections = []
    for one in all_tables().values():
        rows = [
            (
                f"`{name}`",
                column.kind.value,
                column.meaning + (f" One of: {', '.join(column.allowed)}." if column.allowed else ""),
                "yes" if column.may_be_missing else "",
            )
            for name, column in one.columns.items()
        ]
        brought = " A trust may bring it on a template." if one.brought_by_trust else ""
        sections.append(
            f"## `{one.name}`\n\n{one.meaning}{brought}\n\nOne row for each: {', '.join(f'`{name}`' for name in one.grain)}. "
            f"Collection: {one.family}.\n\n{table(('Column', 'Kind', 'Meaning', 'May be missing'), rows)}"
        )
    return page("Tables", "What each table promises, whoever keeps the promise.", *sections)


def sources() -> str:
    rows = [
        (
            f"`{one.name}`",
            one.title,
            one.publisher,
            one.standing.name.lower().replace("_", " "),
            ", ".join(f"`{kept.name}`" for kept in one.implements),
        )
        for one in all_sources().values()
    ]
    return page(
        "Sources",
        "Which publications are known, each by its content. Standing: where two hold the same, publisher before compilation before third party.",
        table(("Source", "Publication", "Publisher", "Standing", "Tables"), rows),
    )


def measures() -> str:
    return page(
        "Measures",
        f"{len(catalogue())} measures, from the files of the catalogue.",
        *map(measure, catalogue().values()),
    )


def measure(one: Measure) -> str:
    facts = [
        ("Definition", definition(one)),
        ("Unit", one.unit),
        ("Better when", str(one.better_when)),
        ("For", ", ".join(one.org_types)),
        ("Rests on", ", ".join(one.families)),
        ("Author, checked by, review by", f"{one.author}; {one.checked_by}; {one.review_by}"),
        ("Version", str(one.version)),
        ("Sources", "; ".join(f"{source.title} (grade {source.grade})" for source in one.sources)),
    ]
    parts = [f"- `{name}`: {part_words(part)}" for name, part in one.parts.items()]
    return "\n\n".join(
        [
            f"## `{one.name}`: {one.title}",
            f"**{one.question}** {one.why_it_matters}",
            table(("", ""), facts),
            *(["\n".join(parts)] if parts else []),
            f"Read with care: {one.read_with_care}",
        ]
    )


def definition(one: Measure) -> str:
    ratio = f"({one.numerator}) / ({one.denominator})"
    if one.offset:
        ratio = f"{ratio} - {one.offset:g}"
    return f"`{ratio}`" if one.scale == 1 else f"`{one.scale:g} x {ratio}`"


def part_words(part: Part) -> str:
    way = (
        f"sum of `{part.sum}`"
        if part.sum
        else f"average of `{part.average}`"
        if part.average
        else f"`{part.only}`"
    )
    where = "; ".join(f"{column} {condition}" for column, condition in part.where.conditions)
    spread = f", divided by the sum of `{part.spread_over}`" if part.spread_over else ""
    return f"{way} in `{part.table}`{spread}{f', where {where}' if where else ''}"


def grades() -> str:
    rows = [(family, told["grade"], told["why"]) for family, told in collections().items()]
    return page("Quality of the collections", table(("Collection", "Grade", "Why"), rows))


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "exit-codes.md": exit_codes,
    "tables.md": tables,
    "sources.md": sources,
    "measures.md": measures,
    "quality.md": grades,
}


def write(check: bool) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    if check and stale:
        print(f"Not as generated: {', '.join(stale)}. Run `just docs` and commit.", file=sys.stderr)
        return 1
    print(f"{len(PAGES)} reference pages: {', '.join(stale) or 'none'} {'differ' if check else 'written'}")
    return 0


if __name__ == "__main__":
    sys.exit(write("--check" in sys.argv[1:]))
