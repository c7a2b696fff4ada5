"""Templates that a trust fills in: what becomes of them, and what is said where they were changed."""

import csv
from datetime import date

import fastexcel
import pytest

from openefficiency.errors import NotFound, RefusedFile
from openefficiency.sources.local.blank import blank, write_blank, write_filled
from openefficiency.sources.local.labels import LABELS, TABLES
from openefficiency.sources.opening import open_document
from openefficiency.tables.language import Kind

ROWS = {
    "procurement": [("ZA0", "2024/25", "consumables", "1,000,000", "800000", "900000", "")],
    "product_prices": [("ZA0", "2024/25", "00123", "Gloves", "4.50", "200")],
    "corporate_functions": [("ZA0", "2024/25", "Finance", "£2,000,000", "500000", "100000")],
    "pharmacy_stock": [("ZA0", "2024/25", "1500000", "30000000")],
    "pharmacy_time": [("ZA0", "2024/25", "80000", "100000")],
    "diagnostic_costs": [("ZA0", "2024/25", "Pathology", "12000000", "6000000")],
    "rostering": [("ZA0", "2024-04-01", "Elm", "3000", "1500", "750")],
    "staff_costs": [("ZA0", "2024/25", "medical", "90000000", "4000000", "6000000", "950")],
    "savings": [("ZA0", "2024/25", "20000000", "15000000", "9000000")],
}

BECAME = {
    "procurement": ("ZA0", "2024/25", "consumables", 1_000_000.0, 800_000.0, 900_000.0, None),
    "product_prices": ("ZA0", "2024/25", "00123", "Gloves", 4.5, 200.0, 4.5 * 200),
    "corporate_functions": ("ZA0", "2024/25", "finance", 2e6, 5e5, 1e5, 2e6 + 5e5 - 1e5),
    "pharmacy_stock": ("ZA0", "2024/25", 1.5e6, 3e7),
    "pharmacy_time": ("ZA0", "2024/25", 8e4, 1e5),
    "diagnostic_costs": ("ZA0", "2024/25", "pathology", 1.2e7, 6e6),
    "rostering": ("ZA0", date(2024, 4, 1), "Elm", 3000.0, 1500.0, 3000.0 + 1500, 750.0),
    "staff_costs": ("ZA0", "2024/25", "medical", 9e7, 4e6, 6e6, 9e7 + 4e6 + 6e6, 950.0),
    "savings": ("ZA0", "2024/25", 2e7, 1.5e7, 9e6),
}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("table", LABELS)
def test_a_filled_template_becomes_the_promised_row(became, tmp_path, table, ending):
    path = tmp_path / f"anything.{ending}"
    write_filled(table, ROWS[table], path)

    found = became(path)

    assert found.source == "local_template"
    assert found.rows(table, *TABLES[table].columns) == [BECAME[table]]
    assert not found.reasons


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("table", LABELS)
def test_a_blank_template_holds_nothing_and_says_so(became, tmp_path, table, ending):
    path = tmp_path / f"blank.{ending}"
    write_blank(table, path)

    found = became(path)

    assert found.tables[table].is_empty()
    assert found.notes == (f"the template '{table}' holds no rows",)


def test_without_its_first_line_a_template_is_known_by_its_labels(became, text_file):
    found = became(text_file(f"{','.join(blank('pharmacy_stock'))}\nza0 ,2024-25,15,300"))

    assert found.rows("pharmacy_stock", "organisation", "year") == [("ZA0", "2024/25")]


def test_the_first_line_may_be_typed_without_quotes_and_columns_may_change_places(became, text_file):
    found = became(
        text_file("""
            OpenEfficiency template: pharmacy_stock, version 1,,
            Issues in the last twelve months (£),Stock value (£),Financial year,organisation code
            300,15,2024/25,ZA0
        """)
    )

    assert found.rows("pharmacy_stock", "stock_value", "issues", "row") == [(15.0, 300.0, 3)]


def test_other_labels_without_the_first_line_are_no_template(engine, text_file):
    from openefficiency.sources.known import recognise

    path = text_file("Organisation code,Financial year,Stock value (£)\nZA0,2024/25,15")

    assert recognise(open_document(path, engine=engine)) is None


def test_a_wrong_label_is_named_with_what_is_possible(became, text_file):
    path = text_file("""
        "OpenEfficiency template: pharmacy_stock, version 1"
        Organisation code,Financial year,Stock worth,Issues in the last twelve months (£)
        ZA0,2024/25,15,300
    """)

    with pytest.raises(RefusedFile) as error:
        became(path)

    assert str(error.value).splitlines() == [
        "'any-name.csv' has other columns than the template 'pharmacy_stock'.",
        "  missing:   Stock value (£)",
        "  not known: Stock worth",
        "  twice:     none",
        f"The columns are: {', '.join(blank('pharmacy_stock'))}. Start from a blank template.",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("OpenEfficiency template: pharmacy_stock, version 2", "given:    version 2"),
        ("OpenEfficiency template: crystal_balls, version 1", "given:    crystal_balls"),
    ],
)
def test_a_template_of_another_version_or_table_is_refused(became, text_file, line, says):
    with pytest.raises(RefusedFile, match=says):
        became(text_file(f'"{line}"\n{",".join(blank("pharmacy_stock"))}\nZA0,2024/25,15,300'))


def test_a_cell_that_is_no_number_is_put_aside_and_not_read_as_nothing(became, tmp_path):
    path = tmp_path / "costs.csv"
    write_filled("corporate_functions", [("ZA0", "2024/25", "finance", "two million", "5", "0")], path)

    found = became(path)

    assert found.tables["corporate_functions"].is_empty()
    assert found.reasons == ["pay is no pounds: two million; cost is empty"]


def test_an_empty_cell_is_not_nought(became, tmp_path):
    path = tmp_path / "costs.csv"
    write_filled("corporate_functions", [("ZA0", "2024/25", "finance", "2", "5", "")], path)

    assert became(path).reasons == ["income is empty; cost is empty"]


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        (
            "corporate_functions",
            ("ZA0", "2024/25", "catering", "2", "5", "0"),
            "function is none of the known values: catering",
        ),
        ("pharmacy_stock", ("ZA0", "24/25", "15", "300"), "year is not written like 2016/17: 24/25"),
        ("pharmacy_stock", ("ZA0", "2024/25", "-15", "300"), "stock_value is below 0: -15"),
        (
            "rostering",
            ("ZA0", "sometime", "Elm", "1", "1", "1"),
            "start is no day: sometime (the year has four digits)",
        ),
        (
            "rostering",
            ("ZA0", "01/04/24", "Elm", "1", "1", "1"),
            "start is no day: 01/04/24 (the year has four digits)",
        ),
    ],
)
def test_what_may_not_stand_there_is_put_aside_with_its_reason(became, tmp_path, table, row, reason):
    path = tmp_path / "filled.csv"
    write_filled(table, [row], path)

    assert became(path).reasons == [reason]


@pytest.mark.parametrize("written", ["2024-04-15", "15/04/2024", "April 2024", "Apr 2024", "1 April 2024"])
def test_a_month_may_be_written_in_many_ways(became, tmp_path, written):
    path = tmp_path / "rostering.csv"
    write_filled("rostering", [("ZA0", written, "Elm", "1", "1", "1")], path)

    assert became(path).rows("rostering", "start") == [(date(2024, 4, 1),)]


def test_two_rows_that_disagree_about_one_thing_are_both_put_aside(became, tmp_path):
    path = tmp_path / "stock.csv"
    write_filled("pharmacy_stock", [("ZA0", "2024/25", "15", "300"), ("ZA0", "2024-25", "16", "300")], path)

    assert len(became(path).reasons) == 2


def test_several_templates_may_come_in_one_workbook(became, workbook):
    found = became(
        workbook(
            {
                table: [[f"OpenEfficiency template: {table}, version 1"], blank(table), list(ROWS[table][0])]
                for table in ("pharmacy_stock", "pharmacy_time")
            }
        )
    )

    assert [len(rows) for rows in found.tables.values()] == [1, 1]


def test_an_excel_template_explains_every_column(tmp_path):
    write_blank("corporate_functions", path := tmp_path / "blank.xlsx")

    cells = (
        fastexcel.read_excel(path)
        .load_sheet("What goes where", header_row=None, dtypes="string")
        .to_polars()
        .rows()
    )

    assert [row[0] for row in cells[2:]] == blank("corporate_functions")
    assert cells[4][3].startswith("one of: finance, human resources")
    assert cells[5] == (
        "Pay (£)",
        "Pay.",
        "£ (never thousands)",
        "any amount, 0 or more; must be filled, with 0 where there is none",
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_blank_template_is_the_same_file_whenever_it_is_written(tmp_path, ending):
    for name in ("one", "two"):
        write_blank("rostering", tmp_path / f"{name}.{ending}")

    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_a_template_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(NotFound, match="there are: procurement, product_prices"):
        blank("crystal_balls")


def test_a_template_has_no_other_form_than_csv_and_excel(tmp_path):
    with pytest.raises(NotFound, match=r"possible: \.csv, \.xlsx"):
        write_blank("rostering", tmp_path / "rostering.docx")


def test_every_column_of_a_local_table_has_a_label_or_is_worked_out():
    from openefficiency.sources.local.labels import DERIVED

    for table, labels in LABELS.items():
        assert labels.keys() | DERIVED.get(table, {}).keys() == TABLES[table].columns.keys()


def test_every_table_that_a_trust_brings_has_a_template():
    from openefficiency.tables.known import all_tables

    assert set(LABELS) == {table.name for table in all_tables().values() if table.brought_by_trust}
    assert {column.kind for table in TABLES.values() for column in table.columns.values()} <= {
        Kind.TEXT,
        Kind.NUMBER,
        Kind.MONEY,
        Kind.DAY,
    }


def test_a_written_csv_can_be_read_back_with_its_pound_signs(tmp_path):
    write_blank("pharmacy_stock", path := tmp_path / "stock.csv")

    with path.open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file))[1] == blank("pharmacy_stock")
