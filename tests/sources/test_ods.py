"""Trusts and successions, as the Organisation Data Service lists them, and the kinds of providers."""

from datetime import date

import pytest

from openefficiency.errors import RefusedFile

HEADER = "organisation_code,name,national_grouping,high_level_health_geography,address_1,address_2,address_3,address_4,address_5,postcode,open_date,close_date"


def test_trusts_open_and_close_and_the_last_such_day_dates_the_list(became, text_file):
    found = became(
        text_file(f"""
            {HEADER},,,,,,,,,,,,
            R1A,ASHBY NHS TRUST,Y55,Q77,1 HIGH STREET,,,ASHBY,,AS1 1AA,20110701,,,,,,,,,,,0,,F
            r1b,BERROW NHS TRUST,Y57,Q70,2 LOW ROAD,,,BERROW,,BE1 1BB,20110401,20150930,,,,,,,,,,0,,J
        """)
    )

    assert found.source == "ods_trusts"
    assert found.rows("organisations", "organisation", "name", "known_on", "type", "opened", "closed") == [
        ("R1A", "ASHBY NHS TRUST", date(2015, 9, 30), None, date(2011, 7, 1), None),
        ("R1B", "BERROW NHS TRUST", date(2015, 9, 30), None, date(2011, 4, 1), date(2015, 9, 30)),
    ]


def test_the_publishers_own_list_has_no_header(became, text_file):
    found = became(
        text_file("""
            "R1A","ASHBY NHS TRUST","Y62","QOP","1 HIGH STREET","","","ASHBY","","AS1 1AA","20171001","","","","","","","","","","","0","","B","","",""
            "R1B","BERROW NHS TRUST","W00","QHM","2 LOW ROAD","","","BERROW","","BE1 1BB","20190401","20230331","","","","","","","","","","0","","A","","",""
        """)
    )

    assert found.rows("organisations", "organisation", "known_on", "closed", "row") == [
        ("R1A", date(2023, 3, 31), None, 1),
        ("R1B", date(2023, 3, 31), date(2023, 3, 31), 2),
    ]


def test_a_list_of_trusts_without_any_date_is_refused(became, text_file):
    with pytest.raises(RefusedFile, match="does not tell when any trust opened or closed"):
        became(text_file(f"{HEADER}\nR1A,ASHBY NHS TRUST,Y55,Q77,,,,,,AS1 1AA,,"))


def test_who_went_to_two_was_split_and_who_succeeds_itself_is_no_succession(became, text_file):
    found = became(
        text_file("""
            old_code,new_code,date
            RW6,RM3,2021-10-01
            RW6,R0A,2021-10-01
            rbz,RH8,2022-04-01
            RH8,RH8,2022-04-01
            RXX,RYY,next spring
        """)
    )

    assert found.source == "ods_successions"
    assert sorted(found.rows("successions", "old", "new", "on", "is_split")) == [
        ("RBZ", "RH8", date(2022, 4, 1), False),
        ("RW6", "R0A", date(2021, 10, 1), True),
        ("RW6", "RM3", date(2021, 10, 1), True),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("an organisation that succeeds itself", 1)
    ]
    assert found.reasons == ["on is no day: next spring"]


def test_a_path_of_changes_becomes_its_steps_each_once(became, text_file):
    found = became(
        text_file("""
            "old_code","new_code_0","new_code_1","date_change_1","change_type_1","new_code_2","date_change_2","change_type_2","new_code_3","date_change_3","change_type_3","final_code","experiences_split","direct_path_complicated","adjacent_to_complicated","part_of_complicated_path"
            "0AF","0AF","0CE",2012-10-01,"merger","0CY",2014-10-01,"name_change",NA,NA,NA,"0CY",0,"no",0,0
            "0AN","0AN","0CE",2012-10-01,"merger","0CY",2014-10-01,"name_change",NA,NA,NA,"0CY",0,"no",0,0
            "5C7","5C7","5NC",2003-04-01,"split",NA,NA,NA,NA,NA,NA,"5NC",1,"no",0,1
        """)
    )

    assert found.source == "organisation_changes"
    assert sorted(found.rows("successions", "old", "new", "on", "change", "is_split")) == [
        ("0AF", "0CE", date(2012, 10, 1), "merger", False),
        ("0AN", "0CE", date(2012, 10, 1), "merger", False),
        ("0CE", "0CY", date(2014, 10, 1), "new code", False),
        ("5C7", "5NC", date(2003, 4, 1), "split", True),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [("the same step on another path", 1)]


def test_acute_providers_are_specialist_or_not_and_a_new_kind_is_put_aside(became, text_file):
    found = became(
        text_file(
            "ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST\n"
            "00D ,NHS Ashby CCG ,Clinical Commissioning Group,YDF30,FALSE\n"
            "RAN,Berrow Eye Hospital,Acute,YDF30,TRUE\n"
            " RAX ,Calder Hospital,Acute,YDF30,FALSE\n"
            "RZZ,Dene Spa,Spa,YDF30,FALSE"
        )
    )

    assert found.source == "provider_types"
    assert sorted(found.rows("organisations", "organisation", "name", "type")) == [
        ("00D", "NHS Ashby CCG", "commissioner"),
        ("RAN", "Berrow Eye Hospital", "acute specialist"),
        ("RAX", "Calder Hospital", "acute non-specialist"),
    ]
    assert found.tables["organisations"]["known_on"].unique().to_list() == [date(2014, 3, 31)]
    assert found.reasons == ["type is none of the known values: Spa|FALSE"]
