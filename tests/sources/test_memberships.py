"""To which partnership, board and region a trust belonged, as six lookups have it."""

from datetime import date

import pytest

from openefficiency.errors import RefusedFile


def test_in_2018_a_trust_has_a_partnership_and_no_region_is_taken(became, text_file):
    found = became(
        text_file("""
            NHS England Region,Trust,code,STP,STP_code
            South Of England Commissioning Region,Ashby NHS Trust,RN3,"Bath, Swindon and Wiltshire",E54000040
            Midlands And East Of England Commissioning Region,Berrow NHS Trust,RN4,No code,NA
        """)
    )

    assert found.source == "memberships_2018"
    assert found.rows("memberships", "organisation", "kind", "group", "share", "valid_from", "valid_to") == [
        ("RN3", "stp", "E54000040", 1.0, date(2018, 4, 1), date(2021, 3, 31)),
    ]
    assert found.reasons == ["group is empty"]
    assert "region" in found.notes[0].lower()


def test_the_partnerships_of_2021_end_where_boards_begin(became, text_file):
    found = became(
        text_file("""
            nhs_trust22_name,nhs_trust22_code,stp21_name,stp21_code
            Ashby NHS Trust,R0A,Ashby and Berrow Partnership,E54000007
        """)
    )

    assert found.source == "memberships_stp_2021"
    assert found.rows("memberships", "organisation", "kind", "group", "valid_from", "valid_to") == [
        ("R0A", "stp", "E54000007", date(2021, 4, 1), date(2022, 6, 30))
    ]


def test_a_trust_in_wales_belongs_to_a_region_without_a_name(became, text_file):
    found = became(
        text_file("""
            nhs_trust22_code,nhs_trust22_name,nhs_region21_nhs_code,nhs_region21_ons_code,nhs_region21_name,status
            R0A,Ashby NHS Trust,Y62,E40000010,North West,open
            RT4,Calder Wales NHS Trust,W00,NA,NA,open
        """)
    )

    assert found.source == "memberships_region_2021"
    assert found.rows("memberships", "organisation", "group", "group_name") == [
        ("R0A", "Y62", "North West"),
        ("RT4", "W00", None),
    ]


def test_shares_of_patients_say_that_they_are_and_stay_apart_from_shares_of_visits(
    became, text_file, workbook
):
    patients = became(
        text_file("""
            nhs_trust22_code,icb22_code,proportion_trust_came_from_icb
            R0A,E54000008,0.25
            R0A,E54000010,0.75
            R0A,E54000011,1.2
        """)
    )
    visits = became(
        workbook(
            {
                "Notes": [["Notes"], ["Weighting", "Proportion of activity to be apportioned to an ICS"]],
                "Trust_ICS_weights_suppressed": [
                    [
                        "Trust_code",
                        "Trust_name",
                        "Trust_ICS_N",
                        "ICS_code1",
                        "ICS_code2",
                        "ICS_name",
                        "Type1_ED_activity",
                        "Weighting",
                    ],
                    ["R0A", "Ashby NHS Trust", 1, "E54000008", "QOP", "Ashby ICB", 71760, 0.9],
                    ["R0A", "Ashby NHS Trust", 2, "E54000010", "QRL", "Berrow ICB", 4810, 0.1],
                ],
            },
            name="visits.xlsx",
        )
    )

    assert (patients.source, visits.source) == ("memberships_icb_patients", "memberships_ics_visits")
    assert patients.rows("memberships", "group", "share") == [("E54000008", 0.25), ("E54000010", 0.75)]
    assert patients.reasons == ["share is above 1: 1.2"]
    assert visits.rows("memberships", "group", "share", "row") == [("QOP", 0.9, 2), ("QRL", 0.1, 3)]
    assert patients.rows("memberships", "basis")[0][0].startswith("patients:")
    assert visits.rows("memberships", "basis")[0][0].startswith("visits:")


SYSTEM_MAPPING = """
    Code,Name,ICB Code,ICB Name,Region Name
    RC9,Ashby NHS Foundation Trust,QHG,"NHS Ashby, Berrow And Calder Integrated Care Board",East of England Commissioning Region
    RC9,Ashby NHS Foundation Trust,QHG,"NHS Ashby, Berrow And Calder Integrated Care Board",East of England Commissioning Region
"""


def test_a_mapping_counts_from_april_of_the_year_that_its_name_tells(became, text_file):
    found = became(text_file(SYSTEM_MAPPING, name="mapping_2025.csv"))

    assert found.source == "memberships_system_mapping"
    assert sorted(found.rows("memberships", "organisation", "kind", "group", "valid_from")) == [
        ("RC9", "icb", "QHG", date(2025, 4, 1)),
        ("RC9", "region", "Y61", date(2025, 4, 1)),
    ]
    assert found.reasons == ["the same again as row 2"] * 2


def test_a_mapping_of_no_year_is_refused(became, text_file):
    with pytest.raises(RefusedFile, match="does not say of which year"):
        became(text_file(SYSTEM_MAPPING, name="mapping.csv"))
