"""A&E by provider, four generations of the workbook: each adds up to its printed England, and to its systems."""

from datetime import date

import polars as pl
import pytest

from openefficiency.sources.cells import number_in
from openefficiency.sources.opening import open_document

pytestmark = pytest.mark.published

FILES = {
    "Monthly-AE-April-2019-revised-220720-632O5.xls": (date(2019, 4, 1), 235, 42, "stp"),
    "March-2022-AE-by-provider-1SaO5.xls": (date(2022, 3, 1), 207, 42, "stp"),
    "March-2024-AE-revised-by-provider-dmurT.xls": (date(2024, 3, 1), 197, 42, "icb"),
    "April-26-AE-by-provider-v2-tKVXL.xls": (date(2026, 4, 1), 190, 36, "icb"),
}


def path_of(published, file):
    return published / "ae_attendances" / "publisher_format_samples" / file


@pytest.mark.parametrize("file", FILES)
def test_providers_add_up_to_england(became, published, file):
    month, providers, _, _ = FILES[file]
    found = became(path_of(published, file))

    assert found.source == "ae_workbook"
    assert len(found.tables["emergency_attendances"]) == 3 * providers
    assert len(found.tables["emergency_admission_waits"]) == providers
    assert set(found.tables["emergency_attendances"]["start"]) == {month}
    assert not [note for note in found.notes if "add up" in note]
    assert {reason[:22] for reason in found.reasons} == {"the same again as row "}


@pytest.mark.parametrize("file", FILES)
def test_every_organisation_is_in_one_system_and_the_systems_are_all_there(became, published, file):
    month, _, systems, kind = FILES[file]
    found = became(path_of(published, file)).tables["memberships"]

    mine = found.filter(kind=kind)
    assert (mine["group"].n_unique(), set(mine["valid_from"])) == (systems, {month})
    assert not mine["organisation"].is_duplicated().any()
    regions = found.filter(kind="region")
    assert regions["group"].n_unique() == (7 if kind == "icb" else 0)
    assert len(regions) == (len(mine) if kind == "icb" else 0)


@pytest.mark.parametrize("file", FILES)
def test_attendances_by_way_of_the_memberships_are_those_the_workbook_prints_by_system(
    became, published, engine, file
):
    kind = FILES[file][3]
    found = became(path_of(published, file))
    document = open_document(path_of(published, file), engine=engine)
    sheet = document.sheet("System Level Data") or document.sheet("STP Level Data")
    printed = sheet.table(sheet.header("Code", "Total attendances")).filter(pl.col("Code") != "-")

    members = found.tables["memberships"].filter(kind=kind)
    mine = found.tables["emergency_attendances"].join(members, on="organisation").group_by("group")
    assert dict(mine.agg(pl.col("attendances").sum()).rows()) == dict(
        printed.select("Code", number_in("Total attendances").cast(pl.Int64)).rows()
    )
