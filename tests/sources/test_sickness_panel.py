"""Sickness absence gathered into calendar quarters: FTE days, though the columns say FTE."""

from openefficiency.sources.opening import open_document
from openefficiency.sources.published.sickness_panel import SicknessPanel

HEADER = '"","date","trust_code","sick_ftes","total_ftes","sickness_rate"'


def test_days_lost_and_days_available_of_a_calendar_quarter(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            "1",2019 Q1,"RA1",360,9000,0.04
            "2",2020 Q1,"ra2",364,9100,0.04
            "3",2020 Q3,"RA1",368,9200,0.04
        """)
    )

    assert found.source == "sickness_panel"
    rows = found.rows(
        "absence", "organisation", "start", "months", "days", "fte_days_lost", "fte_days_available"
    )
    assert sorted((name, str(day), *rest) for name, day, *rest in rows) == [
        ("RA1", "2019-01-01", 3, 31 + 28 + 31, 360, 9000),
        ("RA1", "2020-07-01", 3, 31 + 31 + 30, 368, 9200),
        ("RA2", "2020-01-01", 3, 31 + 29 + 31, 364, 9100),
    ]


def test_a_quarter_that_is_none_and_a_missing_figure_are_put_aside(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            "1",2019 Q5,"RA1",360,9000,0.04
            "2",2019 Q1,"RA1",NA,9000,NA
        """)
    )

    assert len(found.tables["absence"]) == 0
    assert sorted(found.reasons) == ["fte_days_lost is empty", "start is no day: 2019 Q5; days is empty"]


def test_a_wide_file_that_holds_these_columns_too_is_another_one(text_file, engine):
    path = text_file(f"{HEADER},all_ftes\n1,2019 Q1,RA1,360,9000,0.04,100")

    assert not SicknessPanel().recognise(open_document(path, engine=engine))
