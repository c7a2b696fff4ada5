"""How much of the cost says nothing about efficiency, because it cannot be compared.

A cell that the publisher hid, and one without an expected cost, leave both sides of every index. This is how
much they are, organisation by organisation.
"""

from typing import Any

import polars as pl

from openefficiency.measures.catalogue import named
from openefficiency.measures.door.standards import of_standards
from openefficiency.tasks.measuring import Held

# The error that auditors called material: it moves cost per WAU by about £35.
ERROR = 0.01


def report(held: Held, year: str) -> list[dict[str, Any]]:
    """One row an organisation with any cost in the year; nobody is hidden by being left out."""
    rows = of_standards(named("cost_per_wau").standards, held.door())
    assert rows is not None, "cost per WAU is compared with a standard"
    mine = rows.filter(pl.col("year") == year).sort("organisation")
    return [as_row(held, row) for row in mine.iter_rows(named=True)]


def as_row(held: Held, row: dict[str, Any]) -> dict[str, Any]:
    actual, expected, total = row["actual"], row["expected"], row["total"]
    per_wau = row["k"] * actual / expected if expected and row["k"] else None
    return {
        "organisation": row["organisation"],
        "name": held.register.name_of(row["organisation"], row["year"]),
        "year": row["year"],
        "total_cost": None if total is None else round(total),
        "comparable_cost": None if actual is None else round(actual),
        "not_comparable_share": round(1 - (actual or 0.0) / total, 4) if total else None,
        "cells_compared": row["compared"],
        "hidden_cells": row["hidden"],
        "one_percent_error": None if per_wau is None else round(per_wau * ERROR, 2),
        "basis": row["basis"],
    }
