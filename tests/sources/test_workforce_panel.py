"""Staff by group and grade, gathered into quarters: each quarter is the sum of its months."""

import pytest

from openefficiency.errors import RefusedFile

HEADER = (
    '"","date","trust_code","Total","Professionally qualified clinical staff","HCHS Doctors","Consultant",'
    '"Associate Specialist","Specialty Doctor","Staff Grade","Specialty Registrar","Core Training",'
    '"Foundation Doctor Year 2","Foundation Doctor Year 1","Hospital Practitioner / Clinical Assistant",'
    '"Other and Local HCHS Doctor Grades","Nurses & health visitors","Midwives","Ambulance staff",'
    '"Scientific, therapeutic & technical staff","Support to clinical staff","Support to doctors, nurses & midwives",'
    '"Support to ambulance staff","Support to ST&T staff","NHS infrastructure support","Central functions",'
    '"Hotel, property & estates","Senior managers","Managers","Other staff or those with unknown classification",'
    '"managers","all_doctors","nurses"'
)
# Professionally qualified 60 (doctors 24, nurses 30, midwives 2, ambulance 1, scientific 3), support 25,
# infrastructure 12 and others 3.
MONTH = "60,24,10,1,2,1,5,2,1,1,0.5,0.5,30,2,1,3,25,20,1,4,12,6,4,1,1,3,2,48,30"
QUARTER = "180,72,30,3,6,3,15,6,3,3,1.5,1.5,90,6,3,9,75,60,3,12,36,18,12,3,3,9,6,144,90"


def panel(*rows: str) -> str:
    return "\n".join((HEADER, *rows))


def fte(found, group: str) -> list[tuple]:
    return sorted(
        row[:3] for row in found.rows("workforce", "start", "months", "fte", "group") if row[3] == group
    )


def test_a_quarter_is_divided_by_its_three_months(became, text_file):
    found = became(text_file(panel(f'"1",2019 Q2,"ra1",300,{QUARTER}')))

    assert found.source == "workforce_panel"
    assert [(str(day), *rest) for day, *rest in fte(found, "all")] == [("2019-04-01", 3, 300 / 3)]
    assert found.tables["workforce"]["organisation"].unique().to_list() == ["RA1"]


def test_the_first_and_the_last_quarter_hold_one_month_and_are_not_divided(became, text_file):
    found = became(
        text_file(
            panel(
                f'"1",2019 Q1,"RA1",100,{MONTH}',
                f'"2",2019 Q2,"RA1",300,{QUARTER}',
                f'"3",2023 Q3,"RA1",300,{QUARTER}',
                f'"4",2023 Q4,"RA1",100,{MONTH}',
            )
        )
    )

    assert [(str(day), *rest) for day, *rest in fte(found, "all")] == [
        ("2019-03-01", 1, 100),
        ("2019-04-01", 3, 100),
        ("2023-07-01", 3, 100),
        ("2023-10-01", 1, 100),
    ]


def test_a_last_quarter_that_has_become_full_is_refused(became, text_file):
    with pytest.raises(RefusedFile, match="does not hold one month only in 2023 Q4"):
        became(text_file(panel(f'"1",2023 Q3,"RA1",300,{QUARTER}', f'"2",2023 Q4,"RA1",300,{QUARTER}')))


def test_grades_are_parts_of_resident_and_of_other_doctors_and_no_group_holds_its_own_total(
    became, text_file
):
    found = became(text_file(panel(f'"1",2019 Q1,"RA1",100,{MONTH}')))

    def of(group):
        return sum(row[2] for row in fte(found, group))

    assert of("resident doctors") == 5 + 2 + 1 + 1
    assert of("specialty and other doctors") == 1 + 2 + 1 + 0.5 + 0.5
    assert (
        of("doctors") == of("consultants") + of("resident doctors") + of("specialty and other doctors") == 24
    )


def test_the_compilers_own_sums_are_left_out_and_counted(became, text_file):
    found = became(text_file(panel(f'"1",2019 Q1,"RA1",100,{MONTH}')))

    assert 48 not in found.tables["workforce"]["fte"].to_list()
    assert found.left_out[0].rows == 1
    assert "all_doctors counts each doctor twice" in found.left_out[0].reason


def test_a_figure_that_is_no_number_and_a_quarter_that_is_none_are_put_aside(became, text_file):
    found = became(
        text_file(panel(f'"1",2019 Q2,"RA1",oops,{QUARTER}', f'"2",spring 2019,"RA2",300,{QUARTER}'))
    )

    assert "fte is no number: oops" in found.reasons
    assert found.reasons.count("start is no day: spring 2019") == 27
    assert len(found.tables["workforce"]) == 26
