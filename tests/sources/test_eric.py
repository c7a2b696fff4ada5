"""The estates return (ERIC) as NHS Digital lays out its workbooks of 2013/14 to 2016/17."""

import pytest

from openefficiency.errors import RefusedFile

PLACE = ["Organisation Code", "Organisation Name", "Commissioning Region", "Organisation Type"]
SITE = [*PLACE, "Site Code", "Site Name", "Site Type"]
ASHBY = ["RZA", "ASHBY NHS TRUST", "LONDON COMMISSIONING REGION", "ACUTE - SMALL"]
BERROW = ["RZB", "BERROW NHS TRUST", "LONDON COMMISSIONING REGION", "CARE TRUST"]
ONE = [*ASHBY, "RZA01", "ASHBY GENERAL", "1. General acute hospital"]
SMALL = [*ASHBY, "AGGRE", "AGGREGATE SITE", "Aggregate Site"]
ANY_TRUST = [["", "", "", "", "Finance"], [*PLACE, "Fires recorded (No.)"], [*ASHBY, "0"]]
OF_2016 = "Incineration disposal cost (£)"


@pytest.fixture
def eric(workbook):
    """eric(labels, rows): a workbook of 2016/17 with this Site Data; other sheets may be given."""

    def write(labels, rows, *, trusts=None, above=(), year=OF_2016, pfi=None):
        above = [""] * 7 + list(above)
        cells = [above, [*SITE, *labels, year], *([*row, "0"] for row in rows)]
        sheets = {"Trust Data": trusts or ANY_TRUST, "Site Data": cells, "Disclaimer": [["Disclaimer"]]}
        return workbook(sheets | ({"PFI Data": pfi} if pfi else {}))

    return write


def amounts(found, **of):
    rows = found.tables["estates"].filter(**of)
    return rows.select("site", "label", "amount").rows()


def test_a_figure_of_a_site_keeps_its_label_its_unit_and_its_place(became, eric):
    found = became(eric(["Gross internal floor area (m²)"], [[*ONE, "1160"]]))

    row = found.tables["estates"].filter(item="gross_internal_area").row(0, named=True)
    assert found.source == "eric"
    assert row == {
        "organisation": "RZA",
        "year": "2016/17",
        "level": "site",
        "site": "RZA01",
        "site_name": "ASHBY GENERAL",
        "site_type": "1. General acute hospital",
        "item": "gross_internal_area",
        "label": "Gross internal floor area (m²)",
        "unit": "m2",
        "amount": 1160.0,
        "sheet": "Site Data",
        "row": 3,
    }


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Age profile - 2005 to present (%)", "2013/14"),
        ("Age profile - 2015 to present (%)", "2014/15"),
        ("Clinical waste cost (£)", "2015/16"),
        (OF_2016, "2016/17"),
    ],
)
def test_the_year_is_told_by_the_question_that_only_it_asks(became, eric, question, year):
    found = became(eric(["Occupied floor area (m²)"], [[*ONE, "9"]], year=question))

    assert set(found.tables["estates"]["year"]) == {year}


def test_a_workbook_of_a_year_that_nobody_knows_is_refused(became, eric):
    with pytest.raises(RefusedFile, match="cannot be told"):
        became(eric(["Occupied floor area (m²)"], [[*ONE, "9"]], year="Age profile - 2030 on (%)"))


def test_where_hard_fm_is_asked_in_parts_energy_water_and_sewage_belong_to_it(became, eric):
    labels = [
        "Estates and property maintenance (£)",
        "Grounds and gardens maintenance (£)",
        "Electro Bio Medical Equipment maintenance cost (£)",
        "Other Hard FM (Estates) costs (£)",
        "Energy costs (all energy supplies) (£)",
        "Water cost (£)",
        "Sewage cost (£)",
    ]
    found = became(eric(labels, [[*ONE, "100", "20", "3", "-4", "500", "60", "7"]]))

    hard = found.tables["estates"].filter(item="hard_fm_cost")["amount"]
    assert hard.sum() == 100 + 20 + 3 - 4 + 500 + 60 + 7
    assert amounts(found, item="energy_cost") == [("RZA01", "Energy costs (all energy supplies) (£)", 500.0)]
    assert found.tables["estates"].filter(item="water_cost")["amount"].sum() == 60 + 7


def test_where_soft_fm_is_asked_in_parts_it_is_all_of_them(became, eric):
    labels = [
        "Other Hard FM (Estates) costs (£)",
        "Other Soft FM (Hotel Services) costs (£)",
        "Cleaning service cost (£)",
        "Inpatient food service cost (£)",
        "Laundry and linen service cost (£)",
        "Portering service cost (£)",
    ]
    found = became(eric(labels, [[*ONE, "0", "1", "20", "300", "4000", "50000"]]))

    assert found.tables["estates"].filter(item="soft_fm_cost")["amount"].sum() == 54321


def test_where_hard_fm_is_asked_as_a_whole_energy_is_not_added_again(became, eric):
    labels = ["Hard FM (Estates) costs (£)", "Energy costs (all energy supplies) (£)"]
    found = became(eric(labels, [[*ONE, "1000", "500"]], year="Clinical waste cost (£)"))

    assert amounts(found, item="hard_fm_cost") == [("RZA01", "Hard FM (Estates) costs (£)", 1000.0)]


def test_the_whole_backlog_is_its_four_risks(became, eric):
    labels = [
        f"Cost to eradicate {risk} risk backlog (£)" for risk in ("high", "significant", "moderate", "low")
    ]
    found = became(eric(labels, [[*ONE, "1", "20", "300", "4000"]]))

    assert found.tables["estates"].filter(item="backlog_total")["amount"].sum() == 4321
    assert [amount for _, _, amount in amounts(found, item="backlog_high")] == [1.0]


def test_empty_and_under_used_space_become_square_metres_and_stay_percentages_too(became, eric):
    labels = ["Gross internal floor area (m²)", "Floor area - empty (%)", "Floor area - under used (%)"]
    found = became(eric(labels, [[*ONE, "2000", "5", "1.5"]]))

    assert amounts(found, item="empty_area") == [("RZA01", "Floor area - empty (%)", 2000 * 5 / 100)]
    assert amounts(found, item="underused_area") == [
        ("RZA01", "Floor area - under used (%)", 2000 * 1.5 / 100)
    ]
    assert amounts(found, item="other", unit="%") == [
        ("RZA01", "Floor area - empty (%)", 5.0),
        ("RZA01", "Floor area - under used (%)", 1.5),
    ]


def test_what_is_not_functionally_suitable_is_a_share_of_the_occupied_area(became, eric):
    labels = [
        "Gross internal floor area (m²)",
        "Occupied floor area (m²)",
        "Not functionally suitable - occupied floor area (%)",
    ]
    found = became(eric(labels, [[*ONE, "2000", "1500", "10"]]))

    assert [amount for _, _, amount in amounts(found, item="not_functionally_suitable_area")] == [150.0]


def test_subtotals_and_the_grand_total_of_2015_16_are_left_out_and_counted(became, eric):
    subtotal = ["RZA Result", "", "", "", "", "", "", "3"]
    total = ["Grand Total", "", "", "", "", "", "", "3"]
    rows = [[*ONE, "1"], [*SMALL, "2"], subtotal, total]
    found = became(eric(["Occupied floor area (m²)"], rows, year="Clinical waste cost (£)"))

    assert found.tables["estates"].filter(item="occupied_area")["amount"].to_list() == [1.0, 2.0]
    [left] = [part for part in found.left_out if "subtotals" in part.reason]
    assert left.rows == 2
    assert not [note for note in found.notes if "the grand total of the sheet" in note]


def test_a_load_that_misses_the_grand_total_says_so(became, eric):
    rows = [[*ONE, "1"], ["Grand Total", "", "", "", "", "", "", "3"]]
    found = became(eric(["Occupied floor area (m²)"], rows, year="Clinical waste cost (£)"))

    assert [note for note in found.notes if "Occupied floor area" in note and "prints 3.00" in note]


def test_the_columns_that_are_repeated_for_pfi_are_no_second_area_and_no_second_cost(became, eric):
    labels = [
        "Occupied floor area (m²)",
        "Cleaning service cost (£)",
        "Occupied floor area (m²)",
        "Cleaning services costs (£)",
    ]
    above = ["Areas", "Cleanliness", "PFI  Facilities and Services", ""]
    found = became(eric(labels, [[*ONE, "1500", "70", "900", "30"]], above=above))

    assert [amount for _, _, amount in amounts(found, item="occupied_area")] == [1500.0]
    assert [amount for _, _, amount in amounts(found, item="cleaning_cost")] == [70.0]
    assert ("RZA01", "PFI Facilities and Services: Occupied floor area (m²)", 900.0) in amounts(
        found, item="other"
    )


def test_two_pfi_schemes_of_one_site_are_kept_apart_and_never_added_to_the_site(became, eric):
    pfi = [
        ["", "", "", "", "", "", "", "", "", "PFI - Contractor Provided Services"],
        [*SITE, "Post Code", "Scheme Name", "Waste cost (£)"],
        [*ONE, "ZZ1 1ZZ", "PFI 1", "10"],
        [*ONE, "ZZ1 1ZZ", "PFI 2", "20"],
    ]
    found = became(eric(["Occupied floor area (m²)"], [[*ONE, "9"]], pfi=pfi))

    # All the waste cost there is for the site: what the year's own question gave.
    assert amounts(found, item="waste_cost") == [("RZA01", OF_2016, 0.0)]
    assert amounts(found, item="other", sheet="PFI Data") == [
        ("RZA01", "PFI 1: PFI - Contractor Provided Services: Waste cost (£)", 10.0),
        ("RZA01", "PFI 2: PFI - Contractor Provided Services: Waste cost (£)", 20.0),
    ]


def test_savings_that_were_planned_and_achieved_are_of_the_whole_trust(became, eric):
    trusts = [
        ["", "", "", "", "Finance", ""],
        [
            *PLACE,
            "Estates and Facilities savings from Cost Improvement Plans (£)",
            "Estates and Facilities planned savings from Cost Improvement Plans (£)",
        ],
        [*BERROW, "437000", "306000"],
    ]
    found = became(eric(["Occupied floor area (m²)"], [[*ONE, "9"]], trusts=trusts))

    rows = (
        found.tables["estates"].filter(level="trust").select("organisation", "site", "item", "amount").rows()
    )
    assert rows == [("RZB", None, "savings_achieved", 437000.0), ("RZB", None, "savings_planned", 306000.0)]


def test_not_applicable_is_no_zero_and_no_mistake(became, eric):
    found = became(
        eric(["Cleaning service cost (£)"], [[*ONE, "Not Applicable"], [*SMALL, "No Data Provided"]])
    )

    assert amounts(found, item="cleaning_cost") == []
    assert not found.reasons
    assert {(part.reason, part.rows) for part in found.left_out} == {
        ("cells with 'Not Applicable' in place of a figure", 1),
        ("cells with 'No Data Provided' in place of a figure", 1),
    }


def test_answers_in_words_are_no_figures(became, eric):
    found = became(eric(["Is there a charge for disabled parking (Yes/No/None)"], [[*ONE, "No"]]))

    assert set(found.tables["estates"]["label"]) == {OF_2016, "Fires recorded (No.)"}


def test_a_cell_that_is_no_number_is_put_aside_with_what_was_written(became, eric):
    found = became(eric(["Cleaning service cost (£)"], [[*ONE, "see note"]]))

    assert found.reasons == ["amount is no number: see note"]


def test_hard_fm_of_2013_14_is_not_called_hard_fm_because_half_of_it_is_finance(became, eric):
    trusts = [["", "", "", "", "Finance"], [*PLACE, "Total hard FM (estates) costs (£)"], [*ASHBY, "660000"]]
    found = became(
        eric(
            ["Occupied floor area (m²)"],
            [[*ONE, "9"]],
            trusts=trusts,
            year="Age profile - 2005 to present (%)",
        )
    )

    assert found.tables["estates"].filter(level="trust")["item"].to_list() == ["other"]
