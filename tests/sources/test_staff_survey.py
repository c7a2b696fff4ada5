"""NHS Staff Survey, questions on managers: one column for each question and answer."""

QUESTIONS = ("7a", "7b", "7c", "7d", "7e", "7f", "7g", "8a", "8b", "8c", "8d")
MARKS = ("SD", "D", "NAND", "A", "SA", "N")
HEADER = "\ufeffORG_CODE,YEAR," + ",".join(f"{question}_{mark}" for question in QUESTIONS for mark in MARKS)
ASKED = "5,10,15,50,20,400"
NOT_ASKED = "NA,NA,NA,NA,NA,NA"


def survey(organisation: str, year: str, cells: dict[str, str]) -> str:
    return f"{organisation},{year}," + ",".join(cells.get(question, ASKED) for question in QUESTIONS)


def test_percents_become_shares_with_the_people_who_answered_beside_them(became, text_file):
    found = became(text_file(f"{HEADER}\n{survey('RA1', '2012', {})}"))

    assert found.source == "staff_survey"
    rows = found.rows("staff_survey", "organisation", "year", "question", "answer", "share", "respondents")
    assert {row for row in rows if row[2] == "7a"} == {
        ("RA1", "2012/13", "7a", "strongly disagree", 0.05, 400),
        ("RA1", "2012/13", "7a", "disagree", 0.10, 400),
        ("RA1", "2012/13", "7a", "neither", 0.15, 400),
        ("RA1", "2012/13", "7a", "agree", 0.50, 400),
        ("RA1", "2012/13", "7a", "strongly agree", 0.20, 400),
    }
    assert len(rows) == len(QUESTIONS) * 5


def test_a_question_that_was_not_asked_is_left_out_and_counted(became, text_file):
    found = became(text_file(f"{HEADER}\n{survey('RA1', '2012', {'7f': NOT_ASKED, '7g': NOT_ASKED})}"))

    assert [note.rows for note in found.left_out] == [2 * 5]
    assert len(found.tables["staff_survey"]) == 9 * 5


def test_a_share_above_all_and_a_share_that_is_no_number_are_put_aside(became, text_file):
    found = became(text_file(f"{HEADER}\n{survey('RA1', '2012', {'7a': '5,101,many,50,20,400'})}"))

    assert sorted(found.reasons) == ["share is above 1: 1.01", "share is no fraction: many"]
