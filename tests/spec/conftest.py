"""Tables as drawings: the words of a test are turned into lazy tables on DuckDB, never on Polars alone."""

import itertools

import polars as pl
import pytest

from openefficiency.measures.catalogue import read
from openefficiency.measures.door import Door
from openefficiency.sources.checks import TYPES
from openefficiency.sources.vintages import empty
from openefficiency.tables.known import all_tables

NOTHING = "-"
DRAWINGS = itertools.count()


class Drawn(dict):
    """Tables by name; one that is not drawn is empty."""

    def __init__(self, engine, drawings: dict[str, str]):
        super().__init__({name: as_lazy(engine, name, drawing) for name, drawing in drawings.items()})
        self.engine = engine

    def __missing__(self, name):
        return self.engine.lazy(empty(all_tables()[name]))


def as_lazy(engine, name: str, drawing: str):
    """Columns by their heads, cells by blanks; ~ stands for a blank inside a cell, - for a missing one."""
    lines = [line.split() for line in drawing.strip().splitlines()]
    head, rows = lines[0], lines[1:]
    table = all_tables()[name]
    frame = pl.DataFrame(
        {
            column: [None if row[place] == NOTHING else row[place].replace("~", " ") for row in rows]
            for place, column in enumerate(head)
        },
        schema=dict.fromkeys(head, pl.String),
    )
    view = f"drawn_{name}_{next(DRAWINGS)}"
    engine.connection.register(view, frame.to_arrow())
    cells = [
        f"TRY_CAST({column if column in head else 'NULL'} AS {TYPES[promised.kind]}) AS {column}"
        for column, promised in table.columns.items()
    ]
    if table.period == "start":
        first = "(year(start::DATE) - CASE WHEN month(start::DATE) < 4 THEN 1 ELSE 0 END)"
        cells.append(f"{first}::VARCHAR || '/' || lpad((({first} + 1) % 100)::VARCHAR, 2, '0') AS year")
    cells.append("'drawn' AS release, '' AS sheet, (row_number() OVER ())::INTEGER AS row")
    return engine.lazy(f"SELECT {', '.join(cells)} FROM {view}")


@pytest.fixture
def door(engine):
    """door(types={'RAA': ...}, table='''drawing'''): the tables and types that a measure may ask for."""

    def build(*, types=None, follow=None, **drawings):
        known = types or {}
        more = {"follow": follow} if follow else {}
        return Door(
            Drawn(engine, drawings), lambda name, year: known.get(name, "acute non-specialist"), **more
        )

    return build


@pytest.fixture
def a_measure():
    """a_measure('''yaml'''): a measure with the words that every measure needs, and these keys."""

    def build(text: str, *, name: str = "drawn"):
        lines = text.strip("\n").splitlines()
        indent = len(lines[0]) - len(lines[0].lstrip())
        body = "\n".join(line[indent:] for line in lines)
        return read(f"{WORDS}{body}\n", file=f"{name}.yaml")

    return build


WORDS = """
title: Drawn
question: What is drawn?
why_it_matters: It is a test.
read_with_care: Always.
group: workforce
unit: fraction
better_when: lower
author: A. Analyst
checked_by: C. Clinician
review_by: 2027-04-01
sources: [{title: Ours, grade: I}]
"""
