"""Every real published file passes the door: opened or not known, none refused, no row marked as moved."""

from pathlib import Path

import polars as pl
import pytest

from openefficiency.sources import known
from openefficiency.sources.document import TOO_LONG
from openefficiency.sources.opening import open_document
from openefficiency.sources.patient_data import refuse_patient_data
from openefficiency.sources.unpacking import found_in

pytestmark = pytest.mark.published

# Lists of addresses that no source reads (yet) are the only ones with postcodes that may be refused.
HAVE_POSTCODES = {"etr_2016.csv", "etr_2021.csv", "trust_ref_file.csv"}


def test_every_file_is_opened_and_none_is_about_patients(published, engine, tmp_path):
    opened = 0
    for found in found_in([published], into=tmp_path):
        assert not found.problem, found.problem
        document = open_document(found.path, engine=engine, name=found.name)
        if not document:
            assert Path(found.name).suffix in (".rda", ".json")
            continue
        opened += 1
        source = known.recognise(document)
        places = source.may_hold_postcodes if source else Path(found.name).name in HAVE_POSTCODES
        refuse_patient_data(document, may_hold_postcodes=places)
    assert opened > 150


def test_no_row_of_a_csv_file_has_more_cells_than_its_columns(published, engine):
    for path in sorted(published.rglob("*.csv")):
        table = open_document(path, engine=engine).first.table()
        assert table.filter(pl.any_horizontal(pl.col(pl.String).str.starts_with(TOO_LONG))).is_empty(), (
            path.name
        )


def test_old_workbooks_are_opened_without_remarks(published, engine, capfd):
    for path in sorted((published / "eric").glob("*.XLS")):
        open_document(path, engine=engine)

    assert capfd.readouterr().err == ""
