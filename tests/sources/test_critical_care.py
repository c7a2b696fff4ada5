"""Critical care beds, 2002-2020."""

from datetime import date

HEADER = '"org_code","number_of_adult_critical_care_beds_open","date","month","year","number_of_paediatric_intensive_care_beds_open","number_of_neonatal_critical_care_cots_or_beds_open","number_of_adult_critical_care_beds_occupied","number_of_paediatric_intensive_care_beds_occupied","number_of_neonatal_critical_care_cots_or_beds_occupied","adult_critical_care_beds_percent_occupied","paediatric_intensive_care_beds_percent_occupied","neonatal_critical_care_cots_or_beds_percent_occupied","number_of_non_medical_critical_care_transfers","exp_problematic_org_change","org_name","unproblematic_org_change","exp_unproblematic_org_change"'


def test_each_kind_of_bed_is_a_row_and_what_was_not_counted_is_missing(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            "R1A",12,2010-08-01,"August",2010,2,6,10,1,5,0.83,0.5,0.83,0,0,"ASHBY",0,0
            "R1A",11,2005-01-01,"January",2005,NA,NA,NA,NA,NA,NA,NA,NA,NA,0,"ASHBY",0,0
            "R1B",lots,2005-01-01,"January",2005,NA,NA,NA,NA,NA,NA,NA,NA,NA,0,"BERROW",0,0
        """)
    )

    assert found.source == "critical_care"
    assert sorted(found.rows("critical_care_beds", "start", "kind", "available", "occupied"), key=str) == [
        (date(2005, 1, 1), "adult", 11.0, None),
        (date(2010, 8, 1), "adult", 12.0, 10.0),
        (date(2010, 8, 1), "neonatal", 6.0, 5.0),
        (date(2010, 8, 1), "paediatric", 2.0, 1.0),
    ]
    assert found.reasons == ["available is no number: lots"]


def test_england_and_health_authorities_under_a_trusts_name_are_not_added(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            "R1A",12,2010-08-01,"August",2010,2,6,10,1,5,0.83,0.5,0.83,0,0,"ASHBY",0,0
            NA,15,2010-08-01,"August",2010,2,6,10,1,5,0.83,0.5,0.83,0,0,"ENGLAND",0,0
            "ENG",3427,2019-11-01,"November",2019,2,6,10,1,5,0.83,0.5,0.83,0,0,"ENGLAND",0,0
            "Q30",229,2007-07-01,"July",2007,NA,NA,NA,NA,NA,NA,NA,NA,NA,0,"ASHBY",0,0
        """)
    )

    assert set(found.rows("critical_care_beds", "organisation")) == {("R1A",)}
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("England as a whole", 2),
        ("a strategic health authority as a whole", 1),
    ]
    assert found.notes == (
        (
            "does not add up: critical_care_beds.available (start 2010-08-01, kind adult) is 12.00; "
            "row 3 (England) prints 15.00"
        ),
    )
