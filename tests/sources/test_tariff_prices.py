"""Prices of the national tariff by HRG and setting."""

HEADER = "HRG Code,Outpatient,combined_tariff_change,HRG name,Year,Outpatient_tariff,Combined,Non_emergency_Tariff,Emergency_Tariff,Day_case_Tariff,Subchapter,Subchapter Description,Chapter,Chapter name"


def test_a_price_of_nothing_is_no_price(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            AA22C,,0.01,"Stroke, with CC Score 14+",2017/18,0.0,8207.0,0.0,"9,766.0",,AA,Nervous System Procedures,A,Nervous System
        """)
    )

    assert found.source == "tariff_prices"
    assert dict(found.rows("prices", "setting", "price")) == {
        "outpatient procedure": None,
        "day case or elective": 8207.0,
        "elective": None,
        "day case": None,
        "emergency": 9766.0,
    }
    assert found.rows("prices", "year", "currency")[0] == ("2017/18", "AA22C")


def test_a_price_that_is_no_number_goes_into_quarantine(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            AA22C,,0.01,Stroke,2017/18,0.0,see note,0.0,9766.0,0.0,AA,Nervous System Procedures,A,Nervous System
        """)
    )

    assert found.reasons == ["price is no pounds: see note"]
