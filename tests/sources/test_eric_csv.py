"""The estates return (ERIC) as a csv of sites and one of trusts, from 2017/18 on."""

import pytest

from openefficiency.errors import RefusedFile

SITES = (
    "Trust Code,Trust Name,Commissioning Region,Trust Type,Site Code,Site Name,Site Type,Tenure,Post Code,"
    "Gross internal floor area (m²),Cost to eradicate high risk backlog (£),Other Hard FM (Estates) costs (£),"
    "Gas costs (£),Electricity - green electricity tariff costs (£),Cleaning service cost (£)"
)
TRUSTS = "Trust Code,Trust Name,Commissioning Region,Trust Type,Investment to reduce backlog maintenance (£)"
NAME = "ERIC - 202324 - Site data.csv"


def amounts(found, item):
    return found.tables["estates"].filter(item=item).select("organisation", "site", "year", "amount").rows()


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_site_keeps_its_figures_in_either_encoding(became, text_file, encoding):
    found = became(
        text_file(
            f"""{SITES}
            rza,ASHBY NHS TRUST,LONDON,ACUTE - SMALL,rza01,ASHBY GENERAL,General acute,Freehold,ZZ1 1ZZ,"12,340","1,500,000",10,20,300,Not Applicable
            """,
            name=NAME,
            encoding=encoding,
        )
    )

    assert found.source == "eric_csv"
    assert amounts(found, "gross_internal_area") == [("RZA", "RZA01", "2023/24", 12340.0)]
    assert amounts(found, "backlog_high") == [("RZA", "RZA01", "2023/24", 1500000.0)]
    assert sum(amount for *_, amount in amounts(found, "energy_cost")) == 20 + 300
    assert sum(amount for *_, amount in amounts(found, "hard_fm_cost")) == 10 + 20 + 300
    assert amounts(found, "cleaning_cost") == []
    assert not found.reasons


def test_the_csv_of_trusts_is_of_the_level_of_trusts(became, text_file):
    found = became(
        text_file(
            f"""{TRUSTS}
            RZA,ASHBY NHS TRUST,LONDON,ACUTE - SMALL,"2,000"
            """,
            name="ERIC - 202324 - Trust data.csv",
        )
    )

    assert amounts(found, "investment") == [("RZA", None, "2023/24", 2000.0)]
    assert set(found.tables["estates"]["level"]) == {"trust"}


def test_a_cell_that_is_no_number_is_put_aside(became, text_file):
    found = became(
        text_file(f"{TRUSTS}\nRZA,ASHBY NHS TRUST,LONDON,ACUTE - SMALL,tbc", name="ERIC 2023-24.csv")
    )

    assert found.reasons == ["amount is no number: tbc"]


def test_a_name_without_a_year_is_refused_because_the_file_has_none(became, text_file):
    with pytest.raises(RefusedFile, match="does not say which financial year"):
        became(text_file(f"{TRUSTS}\nRZA,ASHBY NHS TRUST,LONDON,ACUTE - SMALL,1", name="estates.csv"))


def test_a_csv_of_sites_without_their_kinds_is_still_one_of_sites(became, text_file):
    found = became(
        text_file(
            """
            TRUST_CODE,TRUST_NAME,SITE_CODE,Oil costs (£)
            RZA,ASHBY NHS TRUST,RZA01,5
            RZA,ASHBY NHS TRUST,RZA02,6
            """,
            name=NAME,
        )
    )

    assert amounts(found, "energy_cost") == [
        ("RZA", "RZA01", "2023/24", 5.0),
        ("RZA", "RZA02", "2023/24", 6.0),
    ]


def test_a_part_of_hard_or_soft_fm_that_is_not_found_is_said(became, text_file):
    found = became(
        text_file(
            f"""{SITES}
            RZA,ASHBY NHS TRUST,LONDON,ACUTE - SMALL,RZA01,ASHBY GENERAL,General acute,Freehold,ZZ1 1ZZ,1,2,3,4,5,6
            """,
            name=NAME,
        )
    )

    [note] = found.notes
    assert "Grounds and gardens maintenance" in note
    assert "Portering" in note
    # Cleaning and energy are there.
    assert "Cleaning" not in note
    assert "energy" not in note
