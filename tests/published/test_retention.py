"""NHS stability index 2017/18: 429 organisations, 21 of them dissolved with nobody left."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_all_organisations_are_read(became, published):
    found = became(published / "hospital_management_panel" / "stability.csv")

    shares = found.tables["retention"]["stability"]
    assert (found.source, len(shares), (shares == 0).sum()) == ("retention", 429, 21)
    trusts = found.tables["retention"].filter(pl.col("organisation").str.starts_with("R"))
    assert 0.84 < trusts["stability"].median() < 0.88
    assert not found.reasons
