"""Mortality, ratings and scores of the trust panel 2009-2018."""

from datetime import date


def test_mortality_is_of_the_financial_year_that_begins_in_its_year(became, text_file):
    found = became(
        text_file("""
            YEAR,ORG_CODE,SHMI
            2012,R1F,1.123
            2018,RA2,0.9447
            2018,RA3,94.47
        """)
    )

    assert found.source == "mortality_panel"
    assert found.rows("mortality", "organisation", "year", "ratio") == [
        ("R1F", "2012/13", 1.123),
        ("RA2", "2018/19", 0.9447),
    ]
    assert found.reasons == ["ratio is above 3: 94.47"]


def test_the_two_standards_come_in_two_files_of_one_publication(became, text_file):
    emergency = became(
        text_file("""
            YEAR,ORG_CODE,AE_SCORE
            2012,RFS,0.96
        """)
    )
    waits = became(
        text_file(
            """
            DATE,YEAR,ORG_CODE,N_TOTAL,N_18_WEEKS,RTT_SCORE
            31/03/2019,2018,R0A,1000,863,0.863
            31/03/2019,2018,RAE,0,0,0
            """,
            name="waits.csv",
        )
    )

    assert emergency.source == waits.source == "performance_panel"
    assert emergency.rows("performance", "organisation", "year", "standard", "share") == [
        ("RFS", "2012/13", "four_hours", 0.96)
    ]
    assert waits.rows("performance", "organisation", "year", "standard", "share") == [
        ("R0A", "2018/19", "eighteen_weeks", 0.863)
    ]
    assert [(left.reason, left.rows) for left in waits.left_out] == [("nobody was waiting: no share", 1)]


def test_a_rating_is_of_its_day_written_with_the_day_first(became, text_file):
    found = became(
        text_file("""
            ORG_CODE,DATE,POPULATION,QUESTION,RATING_SCORE
            1-102643363,10/02/2015,Overall,Safe,1
            RA2,05/11/2016,Overall,Well-led,3
            RA2,05/11/2016,Overall,Caring,5
        """)
    )

    assert found.source == "cqc_panel"
    assert sorted(found.rows("ratings", "organisation", "on", "service", "question", "score")) == [
        ("1-102643363", date(2015, 2, 10), "Overall", "Safe", 1.0),
        ("RA2", date(2016, 11, 5), "Overall", "Well-led", 3.0),
    ]
    assert found.reasons == ["score is above 3: 5"]
