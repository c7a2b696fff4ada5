"""National schedules 2013/14 to 2024/25: quantum £61.2bn, 64.2bn, 65.8bn, 68.0bn, then 97.7bn and 99.2bn."""

import polars as pl
import pytest

from openefficiency.sources.opening import open_document

pytestmark = pytest.mark.published

WORKBOOKS = {
    # Year: (quantum in £bn, rows of detail, rows of totals).
    "2014-15": (61.2, 24980, 3204),
    "2015-16": (64.2, 25237, 3244),
    "2016-17": (65.8, 25572, 3266),
    "2017-18": (68.0, 26914, 3681),
}
FOLDER = "reference_costs_national"


def workbook_of(published, year):
    return published / FOLDER / f"National_schedule_of_reference_costs_{year}.xlsx"


@pytest.mark.parametrize("year", WORKBOOKS)
def test_details_add_up_to_the_printed_quantum_and_to_every_sheet_of_the_index(became, published, year):
    quantum, details, totals = WORKBOOKS[year]
    found = became(workbook_of(published, year))

    rows = found.tables["national_costs"]
    assert found.source == "national_schedule"
    assert (rows.filter(view="detail").height, rows.filter(view="total").height) == (details, totals)
    assert round(rows.filter(view="detail")["cost"].sum() / 1e9, 1) == quantum
    assert set(rows["year"]) == {year.replace("-", "/")}
    # Every total that the workbook prints was compared, to the penny: none is said not to add up.
    assert not found.notes
    assert not found.reasons


@pytest.mark.parametrize("year", WORKBOOKS)
def test_every_line_of_the_index_but_the_three_groups_is_checked(engine, published, year):
    from openefficiency.sources.published.national_schedule import NationalSchedule

    reading = NationalSchedule().read(open_document(workbook_of(published, year), engine=engine))
    index = reading.tables["national_totals"]
    details = {
        sheet
        for sheet, view in reading.tables["national_costs"].select("sheet", "view").rows()
        if view == "detail"
    }
    checked = {
        total.where["sheet"]
        for total in reading.totals
        if total.where.get("view") == "detail" and "sheet" in total.where
    }

    assert checked == details
    assert sum(total.said_by == "the index" for total in reading.totals) == index.height - 3


@pytest.mark.parametrize(
    ("name", "year", "rows", "billions", "notes"),
    [
        ("ncc_2023-24_national_schedule.csv", "2023/24", 11303, 97.7, 1),
        ("ncc_2024-25_national_schedule.csv", "2024/25", 13362, 99.2, 2),
    ],
)
def test_the_csv_schedules_hold_what_they_are_known_to_hold(
    became, published, name, year, rows, billions, notes
):
    found = became(published / FOLDER / name)

    costs = found.tables["national_costs"]
    assert (found.source, costs.height, set(costs["year"])) == ("national_schedule_csv", rows, {year})
    assert round(costs["cost"].sum() / 1e9, 1) == billions
    assert len(found.notes) == notes
    assert not found.reasons
    product = costs.filter(pl.col("activity").is_not_null() & (pl.col("cost") > 0))
    assert (product["activity"] * product["unit_cost"] / product["cost"] - 1).abs().max() < 0.001


def test_outpatient_attendances_of_2024_are_said_to_be_cut_off(became, published):
    found = became(published / FOLDER / "ncc_2024-25_national_schedule.csv")

    attendances = found.tables["national_costs"].filter(pl.col("department").is_in(["CL", "NCL"]))
    assert (attendances.height, round(attendances["cost"].sum() / 1e9, 2)) == (40, 0.19)
    assert "cut off in this file: £0.19bn" in found.notes[1]


def test_the_long_table_gives_2013_and_leaves_the_rest_to_the_workbooks(became, published):
    found = became(published / FOLDER / "hrg_unit_costs_2013-14_to_2017-18_long.parquet")

    rows = found.tables["national_costs"]
    assert (found.source, rows.height, set(rows["year"])) == ("hrg_unit_costs", 22826, {"2013/14"})
    assert rows.height + sum(out.rows for out in found.left_out) == 133868
    assert not found.reasons


@pytest.mark.parametrize(
    ("year", "shared"), [("2014-15", 23), ("2015-16", 24), ("2016-17", 24), ("2017-18", 25)]
)
def test_the_long_table_agrees_with_the_workbooks_where_both_hold_a_year(became, published, year, shared):
    long = pl.read_parquet(published / FOLDER / "hrg_unit_costs_2013-14_to_2017-18_long.parquet")
    admitted = ["EL", "NEL", "NES", "DC", "EL_XS", "NEL_XS", "RP", "OPROC"]
    theirs = long.filter((pl.col("HRGyear") == year[:4]) & pl.col("type").is_in(admitted)).select(
        "unitcost", department="type", service="servicecode", currency="HRG"
    )
    ours = became(workbook_of(published, year)).tables["national_costs"].filter(view="detail")
    both = theirs.join(ours, on=["department", "service", "currency"], nulls_equal=True)

    assert both.height == theirs.height > shared * 900
    assert (both["unitcost"] - both["unit_cost"]).abs().max() < 1e-6
