"""Cells that are added up, and months that stand in a name."""

from datetime import date

import polars as pl
import pytest

from openefficiency.sources.cells import added_up, divided, month_in


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Period: April 26", date(2026, 4, 1)),
        ("May-2025-AE.csv", date(2025, 5, 1)),
        ("MSitAE-SEPT-2025", date(2025, 9, 1)),
        ("June 2024, again: June 2024", date(2024, 6, 1)),
        ("April 2025 and May 2025", None),
        ("market 2025", None),
        ("no month", None),
    ],
)
def test_a_text_names_a_month_where_it_names_exactly_one(text, month):
    assert month_in(text) == month


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (["1", "2,000"], "2001.0"),
        (["1", None], "1.0"),
        ([None, None], None),
        (["1", "*"], "*"),
        (["1", "*", "oops"], "oops"),
    ],
)
def test_a_sum_is_known_where_every_cell_is_a_number_or_empty(cells, total):
    frame = pl.DataFrame({"of": ["a"] * len(cells), "cell": pl.Series(cells, dtype=pl.String)})

    assert frame.group_by("of").agg(added_up("cell"))["cell"].to_list() == [total]


def test_what_is_no_number_is_not_divided():
    frame = pl.DataFrame({"cell": ["85.54", "NA", None, "1,000"]})

    assert frame.select(divided("cell", by=100))["cell"].to_list() == ["0.8554", "NA", None, "10.0"]
