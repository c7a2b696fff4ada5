"""Income, operating cost and net position by trust, in thousands of pounds, costs below zero."""


def test_thousands_become_pounds_and_costs_positive(became, text_file):
    found = became(
        text_file("""
            ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST
            rza,2015,-1128.25,100000,-101000
        """)
    )

    assert found.source == "finance_panel"
    assert sorted(found.rows("accounts", "organisation", "year", "line", "code", "amount")) == [
        ("RZA", "2015/16", "operating_cost", "OP_COST", 101_000_000.0),
        ("RZA", "2015/16", "operating_income", "OP_INCOME", 100_000_000.0),
        ("RZA", "2015/16", "surplus", "FINANCIAL_POSITION", -1_128_250.0),
    ]


def test_three_zeros_of_a_dissolved_trust_are_no_figures(became, text_file):
    found = became(
        text_file("""
            ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST
            RZA,2015,0,0,0
            RZB,2015,-5,0,-5
        """)
    )

    assert set(found.tables["accounts"]["organisation"]) == {"RZB"}
    assert [part.rows for part in found.left_out] == [1]


def test_a_figure_that_is_none_is_put_aside_and_the_others_of_its_row_are_kept(became, text_file):
    found = became(
        text_file("""
            ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST
            RZA,2015,see note,100,-90
            RZB,2016,,100,-90
        """)
    )

    assert sorted(found.reasons) == ["amount is empty", "amount is no pounds: see note"]
    assert len(found.tables["accounts"]) == 4


def test_a_position_that_its_income_and_cost_cannot_make_is_asked_about(became, text_file):
    found = became(
        text_file("""
            ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST
            RZA,2010,-637,224635,-386049
        """)
    )

    assert len(found.tables["accounts"]) == 3
    assert "RZA 2010" in found.notes[0]


def test_a_year_that_is_none_is_put_aside(became, text_file):
    found = became(
        text_file("""
            ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST
            RZA,total,1,2,-1
        """)
    )

    assert len(found.reasons) == 3
    assert "year is not written like 2016/17: total" in found.reasons[0]
