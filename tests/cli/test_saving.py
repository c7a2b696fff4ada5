"""The framework as a file: its ending says how."""

import json

import polars as pl
import pytest

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def asked_for(run):
    """The framework as JSON, which every file has to agree with."""
    return json.loads(run("framework", "--year", "2015/16", "--json").stdout)


def test_parquet_and_csv_and_json_have_one_row_a_figure(run, asked_for, tmp_path):
    for ending in ("parquet", "csv", "json"):
        run("framework", "--year", "2015/16", "--to", str(tmp_path / f"framework.{ending}"))

    parquet = pl.read_parquet(tmp_path / "framework.parquet")
    assert parquet["value"].to_list() == [row["value"] for row in asked_for]
    assert json.loads(parquet["provenance"][0]) == asked_for[0]["provenance"]
    assert len(pl.read_csv(tmp_path / "framework.csv", infer_schema_length=None)) == len(asked_for)
    assert json.loads((tmp_path / "framework.json").read_text("utf-8")) == asked_for


def test_html_is_the_page(run, tmp_path):
    run("framework", "--year", "2015/16", "--to", str(tmp_path / "framework.html"))

    page = (tmp_path / "framework.html").read_text("utf-8")
    assert "Single reporting framework, 2015/16" in page
    assert "Ashby Hospitals" in page


def test_an_unknown_ending_says_what_may_be_written(run, tmp_path):
    answer = run("framework", "--to", tmp_path / "framework.doc")

    assert answer.exit_code == 2
    assert "ends in none of: .html, .parquet, .csv, .json" in answer.output
    assert not (tmp_path / "framework.doc").exists()
