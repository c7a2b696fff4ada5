"""Write figures to a file; its ending says how: .html is the page, .parquet and .csv one row a figure, .json all."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import polars as pl

from openefficiency.cli.output import as_csv, as_text, flat
from openefficiency.measures.framework import Cell
from openefficiency.present.page import framework_page


def as_parquet(cells: list[Cell], path: Path) -> None:
    """Columns of plain values; what is nested (quality, provenance) is JSON text, as in the csv."""
    rows = [{name: flat(value) for name, value in cell.to_json().items()} for cell in cells]
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(path)


def as_json(cells: list[Cell], path: Path) -> None:
    rows = [cell.to_json() for cell in cells]
    path.write_text(json.dumps(rows, indent=1, default=as_text, ensure_ascii=False), encoding="utf-8")


def as_csv_file(cells: list[Cell], path: Path) -> None:
    path.write_text(as_csv([cell.to_json() for cell in cells]), encoding="utf-8", newline="")


def as_page(cells: list[Cell], path: Path) -> None:
    path.write_text(framework_page(cells), encoding="utf-8")


WRITERS: dict[str, Callable[[list[Cell], Path], None]] = {
    ".html": as_page,
    ".parquet": as_parquet,
    ".csv": as_csv_file,
    ".json": as_json,
}


def known_ending(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """Refuse an unknown ending before any work is done."""
    del context, parameter
    if path is not None and path.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"'{path.name}' ends in none of: {', '.join(WRITERS)}")
    return path


def save(cells: list[Cell], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[path.suffix.lower()](cells, path)
