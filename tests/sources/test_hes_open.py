"""HES open data of England: months in the file, whole years here."""

ITEMS = (
    "FCE,FCEs_With_Procedure,Ordinary_Admission_Episodes,FCE_DAY_CASES,FCE_DAY_WITH_PROCEDURE,FAE,EMERGENCY,"
    "Total_Appointments,Attended_Appointments,DNA_Appointments,First_Attendance,Follow_Up_Attendance"
)
BY_AGE = f"Month_Ending,FY_Start_Date,FY_End_Date,PARTYEAR,Age_Band,{ITEMS}"
BY_FUNCTION = (
    f"PARTYEAR,Month_Ending,FY_Start_Date,FY_End_Date,TRETSPEF,TRETSPEF_DESCRIPTION,{ITEMS},Latest_Month_Flag"
)
LAST_DAYS = [
    "30APR",
    "31MAY",
    "30JUN",
    "31JUL",
    "31AUG",
    "30SEP",
    "31OCT",
    "30NOV",
    "31DEC",
    "31JAN",
    "28FEB",
    "31MAR",
]


def by_age(*, months: int = 12, cells: str = "10,2,3,4,5,6,7,8,9,10,11,12") -> str:
    rows = [f"{day}2021,01APR2020,31MAR2021,202013,01. 0 - 4,{cells}" for day in LAST_DAYS[:months]]
    return "\n".join((BY_AGE, *rows))


def test_twelve_months_are_added_up_to_a_year(became, text_file):
    found = became(text_file(by_age()))

    assert found.source == "hes_open"
    rows = found.rows("national_activity", "year", "split", "category", "item", "count")
    assert ("2020/21", "age band", "0-4", "episodes", 12 * 10) in rows
    assert ("2020/21", "age band", "0-4", "follow-up attendances", 12 * 12) in rows
    assert len(rows) == 12


def test_a_year_of_eleven_months_is_left_out_and_counted(became, text_file):
    found = became(text_file(by_age(months=11)))

    assert len(found.tables["national_activity"]) == 0
    assert [note.rows for note in found.left_out] == [11]


def test_empty_cells_add_nothing_and_where_all_are_empty_the_sum_is_missing(became, text_file):
    months = [
        f"202013,{day}21,01APR20,31MAR21,319,Respite Care,{4 if day == '30APR' else ''},0,221,0,0,221,0,,,,,,"
        for day in LAST_DAYS
    ]
    found = became(text_file("\n".join((BY_FUNCTION, *months))))

    counts = dict(found.rows("national_activity", "item", "count"))
    assert set(found.rows("national_activity", "split", "category")) == {("treatment function", "319")}
    assert (counts["episodes"], counts["appointments"]) == (4, None)


def test_with_one_cell_that_is_no_number_the_year_is_put_aside(became, text_file):
    text = by_age().replace(
        "31MAR2021,01APR2020,31MAR2021,202013,01. 0 - 4,10",
        "31MAR2021,01APR2020,31MAR2021,202013,01. 0 - 4,ten",
    )
    found = became(text_file(text))

    assert found.reasons == ["count is no number: ten"]
