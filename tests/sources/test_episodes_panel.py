"""Episodes and admissions by provider and year, with blanks around some codes."""

HEADER = (
    "\ufeffYEAR,ORG_CODE,TOTAL_EPISODES,ADMISSIONS,MALE_ADMISSIONS,FEMALE_ADMISSIONS,"
    "0-14,15-29,30-44,45-59,60-74,75-89,90+"
)


def test_every_column_becomes_an_item_of_the_year(became, text_file):
    found = became(text_file(f"{HEADER}\n2012,RA1 ,120,100,40,60,1,2,3,4,50,30,10"))

    assert found.source == "episodes_panel"
    assert set(found.rows("yearly_admissions", "organisation", "year")) == {("RA1", "2012/13")}
    assert dict(found.rows("yearly_admissions", "item", "count")) == {
        "episodes": 120,
        "admissions": 100,
        "admissions, male": 40,
        "admissions, female": 60,
        "admissions, age 0-14": 1,
        "admissions, age 15-29": 2,
        "admissions, age 30-44": 3,
        "admissions, age 45-59": 4,
        "admissions, age 60-74": 50,
        "admissions, age 75-89": 30,
        "admissions, age 90+": 10,
    }


def test_a_code_with_blanks_that_contradicts_the_one_without_is_put_aside(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            2012,RA1 ,120,100,40,60,1,2,3,4,50,30,10
            2012,RA1,121,100,40,60,1,2,3,4,50,30,10
        """)
    )

    assert sum("contradict each other" in reason for reason in found.reasons) == 2
    assert "episodes" not in found.tables["yearly_admissions"]["item"].to_list()


def test_a_count_that_is_no_number_is_put_aside(became, text_file):
    found = became(text_file(f"{HEADER}\n2012,RA1,many,100,40,60,1,2,3,4,50,30,10"))

    assert found.reasons == ["count is no number: many"]
