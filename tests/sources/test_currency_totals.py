"""What organisations spent in cells that were not hidden."""

import pytest

from openefficiency.sources import known
from openefficiency.sources.opening import open_document


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("Org code,Financial year,Actual cost,Activity", "currency_totals"),
        ("org_code,year,actual_cost_gbp,activity", "currency_totals_sample"),
    ],
)
def test_totals_are_read_in_both_layouts_and_said_to_be_understated(became, text_file, header, source):
    found = became(text_file(f"{header}\nra9,2023/24,1330292200,5911528\nRB9,2023/24,x,5"))

    assert found.source == source
    assert found.rows("cost_totals", "organisation", "year", "actual_cost", "activity") == [
        ("RA9", "2023/24", 1330292200.0, 5911528.0)
    ]
    assert found.reasons == ["actual_cost is no pounds: x"]
    assert "hid" in found.notes[0]


def test_derived_totals_that_count_what_was_hidden_as_nothing_are_not_loaded(engine, text_file):
    path = text_file("""
        org_code,org_name,Region,Trust_type,Trust_subtype,rc_actual_cost_total_m,rc_expected_cost_total_m,rc_cost_gap_m,rc_cost_gap_pct,rc_apc_actual_m,rc_apc_gap_pct,rc_op_actual_m,rc_op_gap_pct,rc_ae_actual_m,rc_ae_gap_pct
        RA9,ASHBY NHS TRUST,North West,Acute trust,Acute - Teaching,2435.05,2264.16,170.89,7.55,1194.32,30.03,449.69,3.44,157.83,-10.92
    """)

    assert known.recognise(open_document(path, engine=engine)) is None
