"""A&E attendances by provider and type of department, from the NHSRdatasets package."""

HEADER = "period,org_code,type,attendances,breaches,admissions"


def test_types_are_kinds_of_departments(became, text_file):
    found = became(
        text_file(f"""
            {HEADER}
            2017-03-01,RA1,1,21289.0,2879.0,5060.0
            2017-03-01,RA1,2,813.0,22.0,0.0
            2017-03-01,ra1,other,2850.0,6.0,0.0
        """)
    )

    assert found.source == "ae_panel"
    columns = ("organisation", "start", "department", "attendances", "over_four_hours", "admissions")
    rows = found.rows("emergency_attendances", *columns)
    assert sorted((name, str(day), *rest) for name, day, *rest in rows) == [
        ("RA1", "2017-03-01", "major", 21289, 2879, 5060),
        ("RA1", "2017-03-01", "minor", 2850, 6, 0),
        ("RA1", "2017-03-01", "single", 813, 22, 0),
    ]


def test_a_type_that_nobody_knows_is_put_aside(became, text_file):
    found = became(text_file(f"{HEADER}\n2017-03-01,RA1,5,1.0,0.0,0.0"))

    assert found.reasons == ["department is none of the known values: 5"]
