"""Trust accounts (TAC), illustrative forms of 2019/20 to 2023/24, list of sub codes and of providers."""

import csv

import pytest

from openefficiency.sources.published.trust_accounts_lines import CELLS
from openefficiency.sources.published.trust_accounts_names import code_of

pytestmark = pytest.mark.published


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_of_the_five_forms_is_known_and_gives_no_figures(became, published):
    forms = sorted((published / "finance" / "tac_illustrative_templates").glob("*.xlsx"))

    found = [became(form) for form in forms]
    assert len(found) == 5
    assert {(form.source, len(form.tables), form.notes) for form in found} == {
        ("trust_accounts", 0, ("an illustrative layout without figures",))
    }


def test_every_cell_we_read_stands_in_the_forms_under_the_label_we_give_it(published):
    rows = rows_of(published / "finance" / "tac_subcodes_by_year.csv")
    labels = {
        (row["WorkSheetName"][:5], row["SubCode"]): " ".join(row["subcode_label"].split()) for row in rows
    }

    assert {(cell.worksheet, cell.sub): cell.label for cell in CELLS}.items() <= labels.items()


def test_pay_agency_income_cost_and_surplus_are_asked_for_in_every_year(published):
    rows = rows_of(published / "finance" / "tac_subcodes_by_year.csv")
    years = {row["fy"] for row in rows}

    for cell in (cell for cell in CELLS if cell.lines != ("other",)):
        asked = {
            row["fy"]
            for row in rows
            if row["WorkSheetName"][:5] == cell.worksheet and row["SubCode"] == cell.sub
        }
        assert asked == years, cell


def test_all_294_providers_of_the_accounts_have_a_code(published):
    providers = rows_of(published / "finance" / "tac_dim_provider_2017-18_to_2023-24.csv")

    assert len(providers) == 294
    assert [row["org_name_raw"] for row in providers if not code_of(row["org_name_raw"])] == []
