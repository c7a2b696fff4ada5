"""Totals of the cells that were not hidden: 1,033 rows; four organisations are held twice and agree."""

import pytest

from openefficiency.sources import known
from openefficiency.sources.opening import open_document

pytestmark = pytest.mark.published


def test_all_totals_are_read_and_the_sample_agrees(became, published):
    found = became(published / "ncc_currency_extract" / "ncc_totals_by_organisation_2020-21_to_2024-25.csv")
    sample = became(published / "ncc_org_level_sample" / "ncc_org_totals_4trusts.csv")
    columns = ("organisation", "year", "actual_cost", "activity")

    assert (found.source, len(found.tables["cost_totals"])) == ("currency_totals", 1033)
    assert ("R0A", "2024/25", 2156220854.0, 15181772.0) in found.rows("cost_totals", *columns)
    assert (sample.source, len(sample.tables["cost_totals"])) == ("currency_totals_sample", 20)
    assert set(sample.rows("cost_totals", *columns)) <= set(found.rows("cost_totals", *columns))
    assert not found.reasons


def test_the_derived_totals_are_nobodys(engine, published):
    path = published / "ncc_org_level_sample" / "ncc_2024-25_trust_totals_mff_adjusted_derived.csv"

    assert known.recognise(open_document(path, engine=engine)) is None
