"""How much of the cost says nothing about efficiency, because it cannot be compared.

A cell that the publisher hid, and one without an expected cost, leave both sides of every index. This is how
much they are, organisation by organisation.
"""

from typing import Any

import polars as pl

from openefficiency.measures.catalogue import named
from openefficiency.measures.counting import compare_with_standard
from openefficiency.measures.weighted_activity import with_constant
from openefficiency.tasks.measuring import Held

# The error that auditors called material: it moves cost per WAU by about £35.
ERROR = 0.01


def report(held: Held, year: str) -> list[dict[str, Any]]:
    """One row an organisation of the first standard that has the year; nothing is hidden by leaving it out."""
    for standard in named("cost_per_wau").standards:
        sums = compare_with_standard(standard, held.tables).filter(pl.col("year") == year)
        if len(sums):
            return [as_row(held, standard.basis, row) for row in whole(sums, held).iter_rows(named=True)]
    return []


def whole(sums: pl.DataFrame, held: Held) -> pl.DataFrame:
    amounts = ("actual", "expected", "total", "hidden", "compared", "rows")
    rows = sums.group_by("organisation", "year").agg(pl.col(*amounts).sum()).sort("organisation")
    return with_constant(rows, held.register.type_of)


def as_row(held: Held, basis: str, row: dict[str, Any]) -> dict[str, Any]:
    not_comparable = 1 - row["actual"] / row["total"] if row["total"] else None
    per_wau = row["k"] * row["actual"] / row["expected"] if row["expected"] and row["k"] else None
    return {
        "organisation": row["organisation"],
        "name": held.register.name_of(row["organisation"], row["year"]),
        "year": row["year"],
        "total_cost": round(row["total"] or 0),
        "comparable_cost": round(row["actual"] or 0),
        "not_comparable_share": None if not_comparable is None else round(not_comparable, 4),
        "hidden_cells": row["hidden"],
        "cells": row["rows"],
        "one_percent_error": None if per_wau is None else round(per_wau * ERROR, 2),
        "basis": basis,
    }
