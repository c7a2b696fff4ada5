"""Managers and consultants by trust and year; and the file of all staff, of which nothing may be used."""


def test_managers_and_consultants_come_in_two_files(became, text_file):
    managers = became(text_file("\ufeffYEAR,ORG_CODE,SIMPLE_MANAGERS_FTE\n2009, ra1 ,55.5", name="a.csv"))
    consultants = became(text_file("\ufeffYEAR,ORG_CODE,SIMPLE_CONSULTANTS_FTE\n2018,RA1,9", name="b.csv"))

    columns = ("organisation", "year", "group", "fte")
    assert managers.source == consultants.source == "management_panel"
    assert managers.rows("yearly_staff", *columns) == [("RA1", "2009/10", "managers", 55.5)]
    assert consultants.rows("yearly_staff", *columns) == [("RA1", "2018/19", "consultants", 9)]


def test_a_code_that_a_spreadsheet_took_for_a_number_is_mended_and_said(became, text_file):
    found = became(text_file("YEAR,ORG_CODE,SIMPLE_MANAGERS_FTE\n2009,50,55.5"))

    assert found.tables["yearly_staff"]["organisation"].to_list() == ["5E1"]
    assert found.notes == ("The code 50 in 1 rows is read as 5E1.",)


def test_a_year_or_a_figure_that_is_none_is_put_aside(became, text_file):
    found = became(text_file("YEAR,ORG_CODE,SIMPLE_MANAGERS_FTE\nlast,RA1,5\n2009,RA1,few"))

    assert sorted(found.reasons) == ["fte is no number: few", "year is not written like 2016/17: last"]


def test_nothing_is_loaded_of_all_staff_and_it_is_said_why(became, text_file):
    found = became(text_file("\ufeffORG_CODE,SIMPLE_ALL_STAFF_FTE,YEAR\nRA1,2404.1,2009\nRA2,6316.2,2009"))

    assert (found.source, found.tables) == ("all_staff_panel", {})
    assert found.left_out[0].rows == 2
    assert found.notes[0].startswith("Nothing is loaded from this file")
