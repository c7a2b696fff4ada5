"""Why the $-delimited rewritings of ERIC are not loaded: in 2016/17 RWG invests £3 in its backlog."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_each_of_the_four_is_known_and_not_loaded(became, published):
    for path in sorted((published / "eric").glob("*dollar_delimited.csv")):
        found = became(path)
        assert (found.source, found.tables) == ("eric_trust_totals", {})


def test_the_rewriting_says_something_else_than_the_publisher(published, became):
    rewritten = pl.read_csv(
        published / "eric" / "ERIC-2016-17_trust_plus_site_totals_dollar_delimited.csv",
        separator="$",
        skip_rows=1,
        infer_schema_length=0,
        truncate_ragged_lines=True,
    )
    workbook = became(published / "eric" / "ERIC_2016-17_HospitalEstatesAndFacilitiesStatistics_13944.XLS")

    label = "Investment to reduce backlog maintenance (£)"
    assert rewritten.filter(pl.col("Organisation Code") == "RWG")[label].to_list() == ["3"]
    publisher = workbook.tables["estates"].filter(organisation="RWG", item="investment")
    assert publisher["amount"].to_list() == [3_351_000.0]
