"""Monthly Activity Return, April 2016 and March 2017: every count adds up to the printed total of England."""

import polars as pl
import pytest

pytestmark = pytest.mark.published

FILES = {"MAR_Prov-Web-file-April-16-5485-1.xls": 5264, "MAR_Prov-Web-file-March-17-4896.xls": 5250}


@pytest.mark.parametrize("file", FILES)
def test_providers_add_up_to_england(became, published, file):
    found = became(published / "activity_mar_hes" / "publisher_format_samples" / file)

    assert (found.source, len(found.tables["activity"])) == ("mar", FILES[file])
    assert not found.reasons
    assert not [note for note in found.notes if "add up" in note]


def test_who_did_not_send_a_return_is_said(became, published):
    folder = published / "activity_mar_hes" / "publisher_format_samples"
    found = became(folder / "MAR_Prov-Web-file-March-17-4896.xls")

    assert found.notes == (
        "Note: Gloucestershire Hospitals NHS Foundation Trust did not submit due to operational issues",
    )


@pytest.mark.parametrize("file", FILES)
def test_the_panel_says_the_same_about_the_same_month(became, published, file):
    folder = published / "activity_mar_hes"
    mine = became(folder / "publisher_format_samples" / file).tables["activity"]
    panel = became(folder / "mar_monthly_activity_by_provider_2012-04_to_2017-03.parquet").tables["activity"]

    keys = ["organisation", "start", "point_of_delivery", "specialties"]
    both = mine.join(panel, on=keys, suffix="_of_panel")
    assert len(both) == len(mine)
    assert both.filter(pl.col("count") != pl.col("count_of_panel")).is_empty()
