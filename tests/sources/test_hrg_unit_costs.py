"""Unit costs of the national schedule, 2013/14 on, in one long table."""

import polars as pl

LABELS = "label HRG currencydescription unitcost servicecode servicedescription departmentcode departmentdescription type HRGyear"


def long_table(path, rows):
    pl.DataFrame(rows, schema=LABELS.split(), orient="row").write_parquet(path)
    return path


def test_the_year_without_a_workbook_is_loaded_and_the_others_counted(became, tmp_path):
    rows = [
        ("TotalHRGs2013", "AA22C", "Stroke", 100.5, None, None, None, None, "TotalHRGs", "2013"),
        ("EL2013", "AA22C", "Stroke", 110.5, None, None, None, None, "EL", "2013"),
        ("CHEM2013", "SB97Z", "Chemotherapy", 0.0, "Oth", "Other", None, None, "CHEM", "2013"),
        ("IMAG2013", "RD01A", "Scan", 50.0, None, None, "IMAGDA", "Direct", "IMAG", "2013"),
        ("EL2014", "AA22C", "Stroke", 120.5, None, None, None, None, "EL", "2014"),
        ("EL2014", "AA22C", "Stroke", 120.5, None, None, None, None, "EL", "20I3"),
    ]
    found = became(long_table(tmp_path / "any.parquet", rows))

    assert found.source == "hrg_unit_costs"
    assert found.rows(
        "national_costs", "year", "view", "department", "service", "currency", "unit_cost", "cost"
    ) == [
        ("2013/14", "total", "Total HRGs", None, "AA22C", 100.5, None),
        ("2013/14", "detail", "EL", None, "AA22C", 110.5, None),
        ("2013/14", "detail", "CHEM", "OTH", "SB97Z", 0.0, None),
        ("2013/14", "detail", "IMAGDA", None, "RD01A", 50.0, None),
    ]
    assert [(out.rows, "2014/15" in out.reason) for out in found.left_out] == [(1, True)]
    assert found.reasons == ["year is empty"]
