"""Operating theatres: the publisher's sheets one below the other, the tidy table, and a panel."""

from datetime import date

import polars as pl

RAW = 'year_var,quarter_var,SHA,OrgID,Name,Number of operating theatres,"Of which, number of dedicated day case theatres",NA,SHA Code,Organisation Code,Organisation Name,Area Team Code,Area Team Name,Region Code,Region Name'


def test_headers_blank_rows_and_england_are_left_out_of_the_raw_sheets(became, text_file):
    found = became(
        text_file(f"""
            {RAW}
            2003,Q4,NA,Department of Health form QMCO,NA,Quarter Ending March 31st 2004,NA,NA,,,,,,,
            2003,Q4,NA,OrgID,Name,Number of operating theatres,"Of which, number of dedicated day case theatres",NA,,,,,,,
            2003,Q4,NA,NA,NA,NA,NA,NA,,,,,,,
            2003,Q4,NA,NA,England total,99,3,NA,,,,,,,
            2003,Q4,Q09,RE9,Ashby NHS Trust,9,3,NA,,,,,,,
            2013,Q1,,,,3115,3,NA,,NA,England (Excluding Independent Sector),NA,NA,,
            2013,Q1,,,,13,4,NA,,NA,England (Including Independent Sector),NA,NA,,
            2013,Q1,,,,13,4,NA,,RJR,BERROW NHS TRUST,Q44,AREA TEAM,,
            2013,Q1,,,,Data not returned,Data not returned,NA,,RTH,CALDER NHS TRUST,Q44,AREA TEAM,,
        """)
    )

    assert found.source == "theatres"
    assert sorted(found.rows("theatres", "organisation", "start", "kind", "theatres", "row")) == [
        ("RE9", date(2004, 1, 1), "day case", 3.0, 6),
        ("RE9", date(2004, 1, 1), "operating", 9.0, 6),
        ("RJR", date(2013, 4, 1), "day case", 4.0, 9),
        ("RJR", date(2013, 4, 1), "operating", 13.0, 9),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("England as a whole", 3),
        ("a header again", 2),
        ("an empty row", 1),
    ]
    assert found.reasons == ["theatres is no number: Data not returned"] * 2
    assert found.notes == (
        (
            "does not add up: theatres.theatres (start 2004-01-01, kind operating) is 9.00; "
            "row 5 (England total) prints 99.00"
        ),
    )


def test_the_tidy_table_is_the_same_publication(became, text_file):
    found = became(
        text_file("""
            year_var,quarter_var,SHA,organisation_code,organisation_name,area_team_code,area_team_name,region_code,region_name,nr_operating_theatres,nr_day_case_theatres
            2003,Q4,Q09,RE9,Ashby NHS Trust,,,,,"1,009",3
            2003,Q9,Q09,RE8,Berrow NHS Trust,,,,,1,3
        """)
    )

    assert found.source == "theatres"
    assert sorted(found.rows("theatres", "start", "kind", "theatres")) == [
        (date(2004, 1, 1), "day case", 3.0),
        (date(2004, 1, 1), "operating", 1009.0),
    ]
    assert found.reasons == ["start is no day: 2003 Q9"] * 2


def test_in_the_panel_three_quarters_after_a_year_is_the_january_before(became, tmp_path):
    path = tmp_path / "any-name.parquet"
    pl.DataFrame(
        {
            "date": [2016.0, 2017.75, 2018.1],
            "trust_code": ["RE9", "RE9", "RE9"],
            "values": [9.0, 10.0, 11.0],
            "metric": ["operating_theatres"] * 3,
        }
    ).write_parquet(path)

    found = became(path)

    assert found.source == "theatres_panel"
    assert found.rows("theatres", "start", "kind", "theatres") == [
        (date(2016, 4, 1), "operating", 9.0),
        (date(2017, 1, 1), "operating", 10.0),
    ]
    assert found.reasons == ["start is no day: 2018.1"]
