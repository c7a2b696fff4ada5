"""Price indices, in the two layouts they come in."""

import pytest

INDICES = """
    fiscal_year_start,fiscal_year,gdp_deflator,cpi_index,cpih_index,is_forecast
    2023,2023-24,96.1117,131.6750,129.8667,false
    2024,2024-25,100.0000,134.7833,134.0417,false
    2025,2025-26,103.2388,,,true
    2099,2099-00,x,,,true
"""
TREASURY = [
    ["GDP DEFLATORS AT MARKET PRICES, AND MONEY GDP"],
    [None],
    ["Forecast data are consistent with OBR Budget 2020 EFO data as at 11 March 2020"],
    ["Financial year", None, None, None, None, None, "Calendar year"],
    [None, "GDP deflator at market prices ", None, "Money GDP (3), (4)"],
    [
        "Financial year",
        "2018-19 = 100",
        "per cent change on previous year",
        "Cash",
        None,
        None,
        "Calendar year",
        "2019 = 100",
        "per cent change on previous year",
    ],
    ["1989-90", 51.28195, 7.75, 628384, None, None, "1989", 49.67, 7.8],
    ["1999-00", 68.51835, 0.4, 1054782, None, None, "1999", 67.5, 0.9],
    ["2018-19", 100, 2.14, 2167319, None, None, "2018", 98.2, 2.1],
    ["2019-20 (1), (2)", "-", 2, 2228673, None, None, "2019", 100, 1.9],
    ["2020-21 (1), (2)", "-", 10, 2304464, None, None, "2020 (1), (2)", "-", 2],
    ["Sources and footnotes:"],
    ["(1)", "For years 2019-20 to 2020-21 only changes are shown."],
]


def test_each_index_becomes_a_series_and_a_year_without_a_figure_none(became, text_file):
    found = became(text_file(INDICES))

    assert found.source == "cost_indices"
    rows = found.tables["deflators"].sort("series", "year")
    assert rows.select("series", "year", "index", "is_forecast").rows() == [
        ("cpi", "2023/24", 131.675, False),
        ("cpi", "2024/25", 134.7833, False),
        ("cpih", "2023/24", 129.8667, False),
        ("cpih", "2024/25", 134.0417, False),
        ("gdp", "2023/24", 96.1117, False),
        ("gdp", "2024/25", 100.0, False),
        ("gdp", "2025/26", 103.2388, True),
    ]
    assert set(rows["published"]) == {"GDP deflator 2024-25 = 100"}
    assert [out.rows for out in found.left_out] == [4]
    assert found.reasons == ["index is no fraction: x; year is not between 1990 and 2027: 2099/00"]


def test_the_treasurys_forecasts_are_chained_from_the_changes_that_it_prints(became, workbook):
    found = became(workbook({"11032020 deflator update": TREASURY}))

    assert found.source == "gdp_deflators"
    assert found.rows("deflators", "year", "is_forecast") == [
        ("1999/00", False),
        ("2018/19", False),
        ("2019/20", True),
        ("2020/21", True),
    ]
    assert found.tables["deflators"]["index"].to_list() == pytest.approx(
        [68.51835, 100, 100 * 1.02, 100 * 1.02 * 1.10]
    )
    assert found.rows("deflators", "published")[0] == ("2018-19 = 100, as at 11 March 2020",)
    assert [out.rows for out in found.left_out] == [1, 2]
    assert not found.reasons


def test_an_index_that_is_no_number_is_not_taken_for_a_forecast(became, workbook):
    bad = [[*row[:1], "#REF", *row[2:]] if row[0] == "2018-19" else row for row in TREASURY]
    found = became(workbook({"11032020 deflator update": bad}))

    assert "index is no fraction: #REF" in found.reasons
