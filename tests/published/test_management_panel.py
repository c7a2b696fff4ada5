"""Managers (4,371 rows) and consultants (3,110 rows), 2009/10 to 2018/19; all staff (1,547 rows) never."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


@pytest.mark.parametrize(
    ("file", "group", "rows", "first", "last"),
    [
        ("managers_simple_def.csv", "managers", 4371, 42722, 33465),
        ("consultants_simple_def.csv", "consultants", 3110, 34156, 47308),
    ],
)
def test_ten_years_are_read(became, published, file, group, rows, first, last):
    found = became(published / "hospital_management_panel" / file)

    staff = found.tables["yearly_staff"]
    fte = dict(staff.group_by("year").agg(pl.col("fte").sum().round(0)).rows())
    assert (found.source, len(staff), set(staff["group"])) == ("management_panel", rows, {group})
    assert (len(fte), fte["2009/10"], fte["2018/19"]) == (10, first, last)
    assert not found.reasons


def test_all_staff_are_recognised_and_not_loaded(became, published):
    found = became(published / "hospital_management_panel" / "all_staff_simple_def.csv")

    assert (found.source, found.tables, found.left_out[0].rows) == ("all_staff_panel", {}, 1547)
