"""Sickness absence by organisation, as NHS England publishes it each month."""

HEADER = (
    "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,"
    "FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT"
)


def test_the_last_day_of_a_month_becomes_the_first(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            28/02/2025,Y56,London,QKK,Ashby System,RA1,Ashby NHS Trust,Acute,1500.5,30000,5
            31/03/2025,Y56,London,QKK,Ashby System,ra2,Berrow NHS Trust,Acute,900,20000,4.5
        """)
    )

    assert found.source == "sickness"
    rows = found.rows(
        "absence", "organisation", "start", "months", "days", "fte_days_lost", "fte_days_available"
    )
    assert [(name, str(day), *rest) for name, day, *rest in rows] == [
        ("RA1", "2025-02-01", 1, 28, 1500.5, 30000),
        ("RA2", "2025-03-01", 1, 31, 900, 20000),
    ]


def test_a_day_that_is_none_and_a_hidden_figure_are_put_aside(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            31/02/2025,Y56,London,QKK,Ashby System,RA1,Ashby NHS Trust,Acute,1500.5,30000,5
            28/02/2025,Y56,London,QKK,Ashby System,RA2,Berrow NHS Trust,Acute,*,20000,*
        """)
    )

    assert len(found.tables["absence"]) == 0
    assert sorted(found.reasons) == ["fte_days_lost is empty", "start is no day: 31/02/2025; days is empty"]
