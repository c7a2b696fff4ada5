"""Monthly hospital activity 2020/21: 14,086 rows of providers; near the printed national figures."""

import pytest

pytestmark = pytest.mark.published


def test_only_providers_are_read_and_come_near_the_national_figures(became, published):
    found = became(published / "activity_mar_hes" / "HES MAR 2020-21 M13.csv")

    rows = found.tables["activity"]
    assert (found.source, len(rows)) == ("mar_hes", 14086 * 20)
    assert sum(note.rows for note in found.left_out) == 15997 - 14086
    assert not found.reasons
    assert not [note for note in found.notes if "add up" in note]
    assert rows["start"].n_unique() == 12
    specific = rows.filter(point_of_delivery="non-elective", specialties="specific acute")["count"]
    # The printed one is 6,005,163.
    assert specific.sum() == 6_004_910
