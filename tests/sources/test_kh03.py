"""Beds open and occupied: KH03 in its layouts, and the panels that were made of it."""

from datetime import date

import polars as pl

KINDS = ("total", "general_acute", "learn_disabil", "maternity", "mental_illness")
QUARTERLY = [
    "year",
    "period_end",
    "org_code",
    "org_name",
    *(f"{kind}_on_beds_available" for kind in KINDS),
    *(f"{kind}_on_beds_occupied" for kind in KINDS),
    *(f"{kind}_on_beds_percent_occupied" for kind in KINDS),
    "quarter",
    *(f"{kind}_day_beds_available" for kind in KINDS),
    *(f"{kind}_day_beds_occupied" for kind in KINDS),
    *(f"{kind}_day_beds_percent_occupied" for kind in KINDS),
]


def quarter(text_file, *rows, name="kh03.csv"):
    """Each row: year, month, code, name, quarter, 5 open overnight, 5 occupied, 5 day, 5 occupied."""
    lines = [
        ",".join([*row[:4], *row[5:10], *row[10:15], *["NA"] * 5, row[4], *row[15:25], *["NA"] * 5])
        for row in rows
    ]
    return text_file("\n".join([",".join(QUARTERLY), *lines]), name=name)


OPEN, OCCUPIED = ["110", "90", "5", "10", "5"], ["100", "85", "5", "6", "4"]
DAY, NO_DAY = ["8", "8", "0", "0", "0"] * 2, ["NA"] * 10


def test_the_fourth_quarter_ended_in_march_of_the_year_it_names(became, text_file):
    found = became(
        quarter(
            text_file,
            ["2021", "March", "RBL", "ASHBY", "Q4", *OPEN, *OCCUPIED, *DAY],
            ["2021", "June", "rbl", "ASHBY", "Q1", *OPEN, *OCCUPIED, *DAY],
        )
    )

    assert found.source == "kh03"
    wanted = found.tables["beds"].filter(sector="general and acute", stay="overnight")
    assert wanted.select("organisation", "start", "year", "months", "available", "occupied").rows() == [
        ("RBL", date(2021, 1, 1), "2020/21", 3.0, 90.0, 85.0),
        ("RBL", date(2021, 4, 1), "2021/22", 3.0, 90.0, 85.0),
    ]
    assert len(found.tables["beds"]) == 2 * 5 * 2


def test_england_has_no_code_and_is_held_against_the_sum_not_added(became, text_file):
    found = became(
        quarter(
            text_file,
            ["2019", "September", "RBL", "ASHBY", "Q2", *OPEN, *OCCUPIED, *NO_DAY],
            ["2019", "September", "RBT", "BERROW", "Q2", *OPEN, *OCCUPIED, *NO_DAY],
            [
                "2019",
                "September",
                "NA",
                "ENGLAND",
                "Q2",
                "220",
                "180",
                "10",
                "20",
                "10",
                "200",
                "999",
                "10",
                "12",
                "8",
                *NO_DAY,
            ],
        )
    )

    assert sorted(set(found.rows("beds", "organisation"))) == [("RBL",), ("RBT",)]
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("England as a whole", 1),
        ("no figure for this kind of bed", 2 * 5),
    ]
    assert found.notes == (
        (
            "does not add up: beds.occupied (start 2019-07-01, sector general and acute, stay overnight) "
            "is 170.00; row 4 (England) prints 999.00"
        ),
    )


def test_a_month_or_a_figure_that_is_none_is_put_aside(became, text_file):
    found = became(
        quarter(
            text_file,
            ["2019", "Smarch", "RBL", "ASHBY", "Q2", *OPEN, *OCCUPIED, *NO_DAY],
            ["2019", "June", "RBT", "BERROW", "Q1", "many", *OPEN[1:], *OCCUPIED, *NO_DAY],
        )
    )

    assert sorted(set(found.reasons)) == ["available is no number: many", "start is no day: 2019-Smarch-01"]


YEARLY = [
    "year",
    "org_code",
    "org_name",
    *(f"{kind}_on_beds_available" for kind in KINDS),
    *(f"{kind}_on_beds_occupied" for kind in KINDS),
    *(f"{kind}_on_beds_percent_occupied" for kind in KINDS),
    "total_day_beds_available",
]


def test_before_2010_a_year_is_the_mean_of_twelve_months_from_april(became, text_file):
    found = became(
        text_file(
            "\n".join(
                [
                    ",".join(YEARLY),
                    ",".join(["2003", "5A1", "ASHBY PCT", *OPEN, *OCCUPIED, *["NA"] * 5, "3"]),
                    ",".join(["2003", "NA", "ENGLAND", *OPEN, *OCCUPIED, *["NA"] * 5, "4"]),
                ]
            )
        )
    )

    assert found.source == "kh03_2000_10"
    assert found.tables["beds"].filter(sector="all").select(
        "organisation", "start", "months", "stay", "available", "occupied"
    ).sort("stay").rows() == [
        ("5A1", date(2003, 4, 1), 12.0, "day", 3.0, None),
        ("5A1", date(2003, 4, 1), 12.0, "overnight", 110.0, 100.0),
    ]
    assert len(found.notes) == 1
    assert "stay day) is 3.00; row 3 (England) prints 4.00" in found.notes[0]


def test_the_label_of_a_quarter_is_right_where_its_dates_are_a_year_early(became, tmp_path):
    path = tmp_path / "any-name.parquet"
    common = {"org_code": "R0A", "org_name": "ASHBY", "available_total": 90.0, "occupied_total": 85.0}
    pl.DataFrame(
        [
            {"quarter": "2021-22 Q4", "period_start": date(2021, 1, 1), "period_end": date(2021, 3, 31), **common,
             "specialty_group": "general_and_acute", "specialty_code": "100", "specialty_name": "General Surgery", "occupied": 12.5},
            {"quarter": "2021-22 Q1", "period_start": date(2021, 4, 1), "period_end": date(2021, 6, 30), **common,
             "specialty_group": "maternity", "specialty_code": "501", "specialty_name": "Obstetrics", "occupied": 3.5},
            {"quarter": "winter", "period_start": date(2021, 4, 1), "period_end": date(2021, 6, 30), **common,
             "specialty_group": "maternity", "specialty_code": "501", "specialty_name": "Obstetrics", "occupied": 3.5},
        ]
    ).write_parquet(path)  # fmt: skip

    found = became(path)

    assert found.source == "kh03_by_specialty"
    assert found.rows("beds_by_specialty", "start", "year", "sector", "specialty", "occupied") == [
        (date(2021, 4, 1), "2021/22", "maternity", "501", 3.5),
        (date(2022, 1, 1), "2021/22", "general and acute", "100", 12.5),
    ]
    assert found.reasons == ["start is no day: winter"]


PANEL = "org_code,period,org_name,financial_year,fy_quarter,kh03_avail_all_avg_beds,kh03_occ_all_avg_beds,kh03_occ_all_rate,kh03_avail_ga_avg_beds,kh03_occ_ga_avg_beds,kh03_occ_ga_rate,kh03_avail_mat_avg_beds,kh03_occ_mat_avg_beds,kh03_avail_acute_avg_beds,kh03_occ_acute_avg_beds,kh03_occ_acute_rate,kh03_occ_adult_ga_rate,ae_type1_attendances,ae_waits_12hr_decision_to_admit,ae_type1_pct_4hr,canc_cancelled_ops,canc_breaches_28d,canc_pct_not_treated_28_days,uec_financial_year,uec_fy_quarter,uec_uec_nctr_mean,uec_uec_nctr_max,uec_uec_days"


def panel_row(code, period, cancelled, general=100):
    year, number = period.split()
    return f"{code},{period},NAME,{year},{number},1.5,1.2,0.8,{general},90,0.9,10,6,{general + 10},96,0.9,0.9,,,,{cancelled},4,0.02,,,,,"


def test_the_panel_gives_two_kinds_of_beds_and_never_its_spoilt_column_of_all(became, text_file):
    found = became(
        text_file(
            "\n".join(
                [
                    PANEL,
                    panel_row("NAN", "2024-25 Q4", "", general=101),
                    panel_row("R0A", "2024-25 Q4", "503.0"),
                    panel_row("RX1", "2024-25 Q4", ""),
                ]
            )
        )
    )

    assert found.source == "kh03_quarterly_panel"
    assert sorted(found.rows("beds", "organisation", "start", "sector", "available")) == [
        ("R0A", date(2025, 1, 1), "general and acute", 100.0),
        ("R0A", date(2025, 1, 1), "maternity", 10.0),
        ("RX1", date(2025, 1, 1), "general and acute", 100.0),
        ("RX1", date(2025, 1, 1), "maternity", 10.0),
    ]
    assert found.rows("cancelled_operations", "organisation", "cancelled", "not_treated_in_28_days") == [
        ("R0A", 503.0, 4.0)
    ]
    assert [left.reason for left in found.left_out] == [
        "England as a whole",
        "no cancelled operations reported",
    ]
    assert [note.split(";")[1] for note in found.notes] == [
        " row 2 (England) prints 101.00",
        " row 2 (England) prints 10.00",
    ]


def test_a_quarter_in_which_every_trust_has_an_even_number_was_counted_twice(became, text_file):
    twice = [panel_row(f"R{number:02}", "2022-23 Q1", f"{2 * number}.0") for number in range(1, 21)]
    once = [panel_row("R01", "2023-24 Q1", "4.0"), panel_row("R02", "2023-24 Q1", "6.0")]

    found = became(text_file("\n".join([PANEL, *twice, *once])))

    assert found.rows("cancelled_operations", "organisation", "start") == [
        ("R01", date(2023, 4, 1)),
        ("R02", date(2023, 4, 1)),
    ]
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("cancelled operations of a quarter that were counted twice", 20)
    ]


def test_overnight_beds_of_2014_q4_are_those_of_january_2015(became, text_file):
    found = became(
        text_file("""
            "","date","trust_code","occupied_beds","bed_capacity"
            "1",2014 Q1,"RBL",635.9,768.2
            "2",2014 Q4,"RBL",674.9,773.5
        """)
    )

    assert found.source == "overnight_beds_panel"
    assert found.rows("beds", "organisation", "start", "year", "available", "occupied") == [
        ("RBL", date(2014, 4, 1), "2014/15", 768.2, 635.9),
        ("RBL", date(2015, 1, 1), "2014/15", 773.5, 674.9),
    ]


def test_beds_of_the_trust_panel_are_those_of_april_to_june(became, text_file):
    found = became(
        text_file(
            "YEAR,ORG_CODE,BEDS,BEDS_OCCUPIED_PERCENT\n2010,5KG,7,0.43\n2011, RBL ,756,0.82\n2012,RBT,some,0.9"
        )
    )

    assert found.source == "beds_panel"
    assert found.rows("beds", "organisation", "start", "months", "sector", "available", "occupied") == [
        ("5KG", date(2010, 4, 1), 3.0, "all", 7.0, None),
        ("RBL", date(2011, 4, 1), 3.0, "all", 756.0, None),
    ]
    assert found.reasons == ["available is no number: some"]
