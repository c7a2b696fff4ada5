"""What an hour of a member of staff costs."""

import pytest

from openefficiency.errors import RefusedFile

LIST = """
    practitioner_role_group,cost_per_hour_gbp,cost_per_minute_gbp,afc_band,is_proxy,proxy_source,pssru_table_ref,notes
    Nurse,47.00,0.78,Band 5,false,,Table 9.3.1,GP practice nurse. Cost per working hour excl. qualifications.
    HCA,39.00,0.65,Band 4,false,,Table 8.2.1,Staff Band 4. Cost per working hour 2023/24.
    Care Navigator,39.00,0.65,Band 4,true,HCA,Table 8.2.1,Proxied from HCA rate.
    Admin,,,,false,,,Admin roles are filtered out before costing.
"""


def test_a_borrowed_cost_says_from_whom_and_a_role_without_one_is_left_out(became, text_file):
    found = became(text_file(LIST))

    assert found.source == "staff_hour_costs"
    assert found.rows("staff_hour_costs", "year", "role", "cost_per_hour", "is_proxy", "borrowed_from") == [
        ("2023/24", "Nurse", 47.0, False, None),
        ("2023/24", "HCA", 39.0, False, None),
        ("2023/24", "Care Navigator", 39.0, True, "HCA"),
    ]
    assert [out.rows for out in found.left_out] == [1]


def test_without_a_year_in_the_notes_it_is_refused(became, text_file):
    with pytest.raises(RefusedFile, match="0 years in its notes: none"):
        became(text_file(LIST.replace(" 2023/24", "")))
