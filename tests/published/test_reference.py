"""Organisation reference data (ODS, NHS England, Nuffield Trust), March 2026 copy: who is who, and where."""

from datetime import date

import polars as pl
import pytest

pytestmark = pytest.mark.published

TRUSTS = {
    "etr_2016.csv": (239, date(2015, 9, 30)),
    "etr_2021.csv": (228, date(2021, 1, 31)),
    "etr_2022-23_original_headerless.csv": (211, date(2023, 6, 30)),
}


@pytest.mark.parametrize("file", TRUSTS)
def test_every_trust_of_the_register_is_read(became, published, file):
    found = became(published / "ods_reference" / file)

    trusts = found.tables["organisations"]
    assert found.source == "ods_trusts"
    assert (len(trusts), trusts["known_on"].unique().to_list()) == (TRUSTS[file][0], [TRUSTS[file][1]])
    assert trusts["opened"].null_count() == 0
    assert not found.reasons


def test_the_successions_are_the_25480_of_the_register(became, published):
    found = became(published / "ods_reference" / "lookup_trust_trust.csv")

    rows = found.tables["successions"]
    assert found.source == "ods_successions"
    assert (len(rows), found.left_out[0].rows) == (25_441, 25_480 - 25_441)
    assert rows.filter(old="RW6").select("new", "is_split").sort("new").rows() == [
        ("R0A", True),
        ("RM3", True),
    ]
    assert not found.reasons


def test_the_677_paths_of_change_hold_696_steps(became, published):
    found = became(published / "beds_theatres_kh03" / "all_org_changes_paths_2000_2018.csv")

    changes = found.tables["successions"]["change"].value_counts().sort("change").rows()
    assert found.source == "organisation_changes"
    assert sum(count for _, count in changes) == 696
    assert [change for change, _ in changes] == ["merger", "new code", "split"]
    assert not found.reasons


def test_of_151_acute_providers_17_are_specialist(became, published):
    found = became(published / "hospital_management_panel" / "nhs_provider.csv")

    assert found.source == "provider_types"
    assert dict(found.tables["organisations"]["type"].value_counts().rows()) == {
        "acute non-specialist": 134,
        "acute specialist": 17,
        "mental health": 52,
        "community": 20,
        "ambulance": 10,
        "commissioner": 198,
    }
    assert not found.reasons


def memberships(found, kind) -> tuple[int, int]:
    rows = found.tables["memberships"].filter(kind=kind)
    return rows["organisation"].n_unique(), rows["group"].n_unique()


def test_in_2018_137_acute_trusts_were_in_44_partnerships(became, published):
    found = became(published / "ods_reference" / "Trust-STP-lookup_2018.csv")

    assert found.source == "memberships_2018"
    assert memberships(found, "stp") == (137, 44)
    assert not found.reasons


def test_the_region_of_the_lookup_of_2018_is_wrong_for_97_of_136_trusts(published):
    lookup, register = (
        pl.read_csv(published / "ods_reference" / file, infer_schema_length=0)
        for file in ("Trust-STP-lookup_2018.csv", "etr_2016.csv")
    )
    codes = {"North": "Y54", "Midlands": "Y55", "London": "Y56", "South": "Y57"}
    region = pl.col("NHS England Region").str.extract(r"^(\w+)").replace_strict(codes)

    both = lookup.join(register, left_on="code", right_on="organisation_code")
    assert (len(both), both.filter(region != pl.col("national_grouping")).height) == (136, 97)


def test_in_2021_209_trusts_were_in_42_partnerships_and_214_in_regions(became, published):
    partnerships = became(published / "ods_reference" / "lookup_nhs_trusts22_stp21.csv")
    regions = became(published / "ods_reference" / "lookup_nhs_trusts22_nhs_region21.csv")

    assert (partnerships.source, memberships(partnerships, "stp")) == ("memberships_stp_2021", (209, 42))
    # Seven regions and Wales.
    assert (regions.source, memberships(regions, "region")) == ("memberships_region_2021", (214, 8))
    assert not partnerships.reasons + regions.reasons


SHARES = {
    "lookup_nhs_trusts22_icb22.csv": ("memberships_icb_patients", 138, 42),
    "NuffieldTrust_Trust_to_ICS_mapping.xlsx": ("memberships_ics_visits", 124, 42),
}


@pytest.mark.parametrize("file", SHARES)
def test_the_shares_of_every_trust_sum_to_one(became, published, file):
    found = became(published / "ods_reference" / file)

    sums = found.tables["memberships"].group_by("organisation").agg(pl.col("share").sum())
    assert (found.source, *memberships(found, "icb")) == SHARES[file]
    assert sums["share"].min() == pytest.approx(1, abs=1e-6)
    assert sums["share"].max() == pytest.approx(1, abs=1e-6)
    assert not found.reasons


def test_the_mapping_of_2025_names_one_provider_twice(became, published):
    found = became(published / "ods_reference" / "System-Mapping_trust_to_ICB_region_2025.csv")

    assert found.source == "memberships_system_mapping"
    assert (memberships(found, "icb"), memberships(found, "region")) == ((207, 42), (207, 7))
    assert [reason.split(" as row")[0] for reason in found.reasons] == ["the same again"] * 2


def test_the_peer_finder_adds_up_to_what_is_known_of_it(became, published):
    found = became(published / "ods_reference" / "nhse_trust_peer_finder_variables.csv")

    items = found.tables["peer_characteristics"]
    sums = dict(items.group_by("item").agg(pl.col("amount").sum()).rows())
    assert found.source == "peer_finder"
    assert (items["organisation"].n_unique(), items["item"].n_unique()) == (208, 21)
    assert sums["staff, full-time equivalents"] == pytest.approx(1.01e6, rel=0.005)
    assert sums["operating expenses"] == pytest.approx(83.1e9, rel=0.001)
    assert not found.reasons


def test_the_reference_file_repeats_2018_in_its_last_three_years(became, published):
    found = became(published / "ods_reference" / "trust_ref_file.csv")

    assert found.source == "trust_reference"
    assert len(found.tables["peer_characteristics"]) == 10_208
    assert found.left_out[0].rows == 3 * 248
    assert found.tables["peer_characteristics"]["year"].max() == "2018/19"
    assert not found.reasons


def test_catchments_of_1379_trust_years_are_read(became, published):
    found = became(published / "trust_quarterly_panel_2009_2023" / "trust_pop.csv")

    rows = found.tables["peer_characteristics"]
    assert (found.source, len(rows)) == ("trust_population", 1379)
    assert rows.filter(organisation="R0A", year="2020/21")["amount"].to_list() == [1_521_533]
    assert not found.reasons
