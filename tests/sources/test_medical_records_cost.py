"""The cost of medical records (ERIC), compiled as one row a trust with columns by year."""

HEADER = (
    "trust_code,trust_name,mrc_off_202223,mrc_off_202324,mrc_on_202223,mrc_on_202324,"
    "mrc_service_provision_202223,mrc_service_provision_202324,mrc_type_202223,mrc_type_202324,"
    "mrc_total_202223,mrc_total_202324"
)


def test_the_two_parts_of_each_year_are_one_item(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            rza,ASHBY NHS TRUST,100.0,200.0,1000.0,2000.0,Internal,Internal,3. Mixed,1. Paper,1100.0,2200.0
        """)
    )

    assert found.source == "medical_records_cost"
    assert found.tables["estates"].sort("year", "amount").select(
        "organisation", "year", "item", "unit", "amount"
    ).rows() == [
        ("RZA", "2022/23", "medical_records_cost", "£", 100.0),
        ("RZA", "2022/23", "medical_records_cost", "£", 1000.0),
        ("RZA", "2023/24", "medical_records_cost", "£", 200.0),
        ("RZA", "2023/24", "medical_records_cost", "£", 2000.0),
    ]
    assert not found.notes


def test_a_zero_without_a_kind_of_records_is_no_answer(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            RZA,ASHBY NHS TRUST,0.0,0.0,0.0,0.0,,Internal,,2. Electronic,0.0,0.0
            RZB,BERROW NHS TRUST,0.0,0.0,0.0,0.0,,,Not Applicable,No Data Provided,0.0,0.0
        """)
    )

    # Only the trust that says what its records are has said that they cost nothing.
    assert found.rows("estates", "organisation", "year", "amount") == [("RZA", "2023/24", 0.0)] * 2
    assert [part.rows for part in found.left_out if "zero" in part.reason] == [3]


def test_parts_that_do_not_make_the_total_are_said(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            RZA,ASHBY NHS TRUST,100.0,200.0,1000.0,2000.0,,,3. Mixed,3. Mixed,1100.0,9999.0
        """)
    )

    assert len(found.notes) == 1
    assert "2023/24" in found.notes[0]


def test_a_cost_that_is_no_number_is_put_aside(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            RZA,ASHBY NHS TRUST,none given,200.0,1000.0,2000.0,,,3. Mixed,3. Mixed,1000.0,2200.0
        """)
    )

    assert found.reasons == ["amount is no number: none given"]
