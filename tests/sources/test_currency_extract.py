"""The busiest currencies of every organisation, and what is odd in them."""


def test_cost_is_activity_times_unit_cost_and_codes_stay_text(became, text_file):
    found = became(
        text_file("""
            Org code,Financial year,Currency code,Activity,Unit cost
            ra9,2023/24,AA22C,10,120.5
            RB9,2024/25,01,200,62.37
        """)
    )

    assert found.source == "currency_extract"
    assert found.rows(
        "currency_costs", "organisation", "year", "currency", "activity", "unit_cost", "cost"
    ) == [
        ("RA9", "2023/24", "AA22C", 10.0, 120.5, 10 * 120.5),
        ("RB9", "2024/25", "01", 200.0, 62.37, 200 * 62.37),
    ]
    assert "common basket" in found.notes[0]


def test_the_sample_of_one_organisation_has_its_columns_in_another_order(became, text_file):
    found = became(
        text_file("""
            org_code,currency_code,year,activity,unit_cost
            RA9,AA22C,2023/24,10,120.5
        """)
    )

    assert found.source == "currency_extract_sample"
    assert found.rows("currency_costs", "organisation", "year", "currency", "cost") == [
        ("RA9", "2023/24", "AA22C", 1205.0)
    ]


def test_rubbish_and_contradictions_are_put_aside(became, text_file):
    found = became(
        text_file("""
            Org code,Financial year,Currency code,Activity,Unit cost
            RA9,2023/24,AA22C,ten,120.5
            RA9,2023/24,AA22D,*,120.5
            RA9,2023/24,AA22E,10,120.5
            RA9,2023/24,AA22E,11,120.5
            RA9,2023/24,AA22F,10,120.5
        """)
    )

    assert found.rows("currency_costs", "currency") == [("AA22F",)]
    assert [reason.split(":")[0] for reason in found.reasons] == [
        "activity is no number",
        "activity is empty; cost is empty",
        "rows contradict each other about one organisation, year, currency",
        "rows contradict each other about one organisation, year, currency",
    ]


def flagged(found) -> dict[str, list[tuple]]:
    rows = found.flags.select("rule", "organisation", "period", "seen").sort("rule", "seen").rows()
    return {rule: [row[1:] for row in rows if row[0] == rule] for rule in {row[0] for row in rows}}


def test_what_is_possible_and_odd_is_kept_and_flagged(became, text_file):
    found = became(
        text_file("""
            Org code,Financial year,Currency code,Activity,Unit cost
            RA9,2023/24,AA22C,10,-120.5
            RA9,2023/24,AA22D,10,0
            RA9,2023/24,PATH04,5000,1.5
            RA9,2024/25,PATH04,5000,1.6
            RA9,2023/24,VC08Z,100,900
            RA9,2024/25,VC08Z,5000,18
            RA9,2024/25,WC07,829,550.58
            RA9,2024/25,WC21,829,550.58
        """)
    )

    assert len(found.tables["currency_costs"]) == 8
    flags = flagged(found)
    assert flags["negative unit cost"] == [("RA9", "2023/24", "AA22C at £-120.5")]
    assert flags["no cost"] == [("RA9", "2023/24", "AA22D: 10.0 at £0")]
    assert flags["the same as the year before"] == [("RA9", "2024/25", "PATH04: 5000.0")]
    assert flags["jump from the year before"] == [("RA9", "2024/25", "VC08Z: 100.0 then 5000.0")]
    assert len(flags["the same under two codes"]) == 2


def test_a_missing_year_is_a_question_and_a_gap_is_no_neighbour(became, text_file):
    found = became(
        text_file("""
            Org code,Financial year,Currency code,Activity,Unit cost
            RA9,2022/23,PATH04,5000,1.5
            RA9,2024/25,PATH04,5000,1.6
            RB9,2022/23,PATH04,5000,1.5
            RB9,2023/24,PATH04,6000,1.5
            RB9,2024/25,PATH04,7000,1.5
        """)
    )

    assert flagged(found) == {
        "a year that others have": [("RA9", "2023/24", "no row in 2023/24, rows in 2022/23, 2024/25")]
    }


def test_a_unit_cost_is_compared_with_what_others_have_in_the_same_year(became, text_file):
    others = "\n".join(f"RB{number},2024/25,N01A,100,70" for number in range(10))
    found = became(
        text_file(
            f"Org code,Financial year,Currency code,Activity,Unit cost\nRA9,2024/25,N01A,10,366357.94\n{others}"
        )
    )

    assert flagged(found)["unit cost far from the others"] == [
        ("RA9", "2024/25", "N01A: 10.0 at £366357.94, the middle is £70.0")
    ]


def test_a_return_of_which_half_is_gone_is_flagged(became, text_file):
    before = "\n".join(f"RA9,2022/23,AA{number}Z,{100 + number},70" for number in range(10, 15))
    found = became(
        text_file(
            f"Org code,Financial year,Currency code,Activity,Unit cost\n{before}\nRA9,2023/24,AA10Z,101,70\nRA9,2023/24,AA11Z,102,70"
        )
    )

    assert flagged(found) == {
        "far fewer currencies than the year before": [("RA9", "2023/24", "2 currencies, 5 the year before")]
    }
