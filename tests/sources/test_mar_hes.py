"""Monthly hospital activity from Hospital Episode Statistics: several levels in one file."""

POINTS = (
    "Ordinary Elective",
    "Daycase Elective",
    "Elective total",
    "Non-Elective",
    "First attendances seen - GP referrals",
    "First attendances seen - other referrals",
    "First attendances seen total",
    "First attendances DNA",
    "Subsequent attendances seen",
    "Subsequent attendances DNA",
)
HEADER = ",".join(
    (
        "Financial Year,Reporting Period,Activity Month,Organisation breakdown,Org Code,Org Name,Region Code,Region Name",
        *(f"Specific acute specialties: {point}" for point in POINTS),
        *(f"All specialties: {point}" for point in POINTS),
    )
)
SPECIFIC, ALL = "5,10,15,20,25,30,55,40,45,50", "105,110,215,120,125,130,255,140,145,150"
NATIONAL = f"2020-21,13,Apr 2020,National,All,-,-,-,{SPECIFIC},{ALL}"
ASHBY = f"2020-21,13,Apr 2020,Provider,ra1,ASHBY NHS TRUST,Y56,LONDON,{SPECIFIC},{ALL}"


def test_only_the_rows_of_providers_are_loaded_the_other_levels_are_counted(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            {NATIONAL}
            2020-21,13,Apr 2020,Region of Provider,-,-,Y56,LONDON,{SPECIFIC},{ALL}
            2020-21,13,Apr 2020,CCG,01A,CALDER CCG,Y56,LONDON,{SPECIFIC},{ALL}
            {ASHBY}
        """)
    )

    assert found.source == "mar_hes"
    assert [(note.reason, note.rows) for note in found.left_out] == [
        ("not by provider: National", 1),
        ("not by provider: Region of Provider", 1),
        ("not by provider: CCG", 1),
    ]
    assert set(found.rows("activity", "organisation", "row")) == {("RA1", 5)}


def test_each_count_is_of_a_point_of_delivery_and_of_some_specialties(became, text_file):
    found = became(text_file(f"{HEADER}\n{ASHBY}"))

    counts = {row[:2]: row[2] for row in found.rows("activity", "point_of_delivery", "specialties", "count")}
    assert counts[("elective total", "specific acute")] == 15
    assert counts[("non-elective", "all")] == 120
    assert counts[("first outpatient", "all")] == 255
    assert counts[("follow-up outpatient not attended", "specific acute")] == 50
    assert len(counts) == 20
    assert {str(day) for (day,) in found.rows("activity", "start")} == {"2020-04-01"}


def test_a_hidden_count_is_missing_and_not_zero(became, text_file):
    hidden = ASHBY.replace("LONDON,5,", "LONDON,*,")
    found = became(text_file(f"{HEADER}\n{hidden}"))

    assert found.tables["activity"].filter(
        point_of_delivery="elective ordinary", specialties="specific acute"
    )["count"].to_list() == [None]
    assert not found.reasons


def test_providers_far_from_the_national_figure_are_said(became, text_file):
    found = became(text_file(f"{HEADER}\n{NATIONAL}\n{ASHBY.replace('LONDON,5,', 'LONDON,6,')}"))

    [note] = [note for note in found.notes if note.startswith("does not add up")]
    assert "(point_of_delivery elective ordinary, specialties specific acute) is 6.00" in note
    assert note.endswith("the file itself prints 5.00")


def test_a_month_that_is_none_is_put_aside(became, text_file):
    found = became(text_file(f"{HEADER}\n{ASHBY.replace('Apr 2020', 'Easter 2020')}"))

    assert set(found.reasons) == {"start is no day: Easter 2020"}
