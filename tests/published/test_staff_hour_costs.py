"""PSSRU unit costs as quoted: 19 roles, 16 of them with a cost."""

import pytest

pytestmark = pytest.mark.published


def test_sixteen_roles_have_a_cost_and_eight_of_them_borrow_it(became, published):
    found = became(published / "mff_and_deflators" / "pssru_unit_costs_2024.csv")

    rows = found.tables["staff_hour_costs"]
    assert (found.source, rows.height, set(rows["year"])) == ("staff_hour_costs", 16, {"2023/24"})
    assert rows["is_proxy"].sum() == rows["borrowed_from"].count() == 8
    assert rows.filter(role="GP")["cost_per_hour"].item() == 222.0
    assert not found.reasons
