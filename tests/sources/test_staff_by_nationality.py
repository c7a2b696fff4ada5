"""Staff by group and nationality, as NHS Digital published them in two workbooks' worth of one sheet."""

HEADER = ["Month", "Organisation code", "Organisation name", "Staff group", "Nationality", "FTE"]
NOTES = [["NHS Hospital and Community Health Services (HCHS)"], [], ["Notes:"]]


def book(*rows: tuple) -> dict:
    return {"Notes": NOTES, "Data": [HEADER, *map(list, rows)]}


def test_nationalities_are_added_up_and_groups_make_the_total(became, workbook):
    found = became(
        workbook(
            book(
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Midwives", "British", 40.5),
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Midwives", "Irish", 2),
                ("2017-SEP", "RA1", "Ashby NHS Trust", "HCHS doctors", "Unknown", 10),
                ("2018-JUN", "ra1", "Ashby NHS Trust", "Unknown", "British", 1),
            )
        )
    )

    assert found.source == "staff_by_nationality"
    assert sorted((str(day), *rest) for day, *rest in found.rows("workforce", "start", "group", "fte")) == [
        ("2017-09-01", "all", 40.5 + 2 + 10),
        ("2017-09-01", "doctors", 10),
        ("2017-09-01", "midwives", 40.5 + 2),
        ("2018-06-01", "all", 1),
        ("2018-06-01", "other", 1),
    ]


def test_with_one_cell_that_is_no_number_the_sums_it_belongs_to_are_put_aside(became, workbook):
    found = became(
        workbook(
            book(
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Midwives", "British", 40.5),
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Midwives", "Irish", "two"),
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Managers", "British", 5),
            )
        )
    )

    assert found.reasons == ["fte is no number: two", "fte is no number: two"]
    assert found.rows("workforce", "group", "fte") == [("managers", 5)]


def test_with_a_hidden_cell_the_sums_are_not_known(became, workbook):
    found = became(
        workbook(
            book(
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Midwives", "British", 40.5),
                ("2017-SEP", "RA1", "Ashby NHS Trust", "Midwives", "Irish", "*"),
            )
        )
    )

    assert sorted(found.rows("workforce", "group", "fte")) == [("all", None), ("midwives", None)]
