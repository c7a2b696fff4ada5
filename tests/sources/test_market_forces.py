"""The market forces factor, as NHS England lists it."""


def test_each_provider_gets_its_factor(became, text_file):
    found = became(
        text_file("""
            provider_code,provider_name,mff_factor
            RCF,Ashby NHS Trust,1.012977
            rp4,Berrow NHS Foundation Trust,1.179944
        """)
    )

    assert found.source == "market_forces"
    assert found.rows("market_forces", "organisation", "year", "factor") == [
        ("RCF", "2026/27", 1.012977),
        ("RP4", "2026/27", 1.179944),
    ]


def test_a_factor_that_cannot_be_is_put_aside_with_its_row(became, text_file):
    found = became(
        text_file("""
            provider_code,provider_name,mff_factor
            RCF,Ashby NHS Trust,1.012977
            RZ9,Berrow NHS Foundation Trust,101.2
        """)
    )

    assert found.quarantine.select("row", "reason").rows() == [(3, "factor is above 1.5: 101.2")]


def test_a_list_that_names_its_years_is_of_those_years(became, text_file):
    found = became(
        text_file("""
            provider_code,provider_name,financial_year,mff_factor
            RCF,Ashby NHS Trust,2023/24,1.01
            RCF,Ashby NHS Trust,2024-25,1.02
            RCF,Ashby NHS Trust,someday,1.03
        """)
    )

    assert found.rows("market_forces", "year", "factor") == [("2023/24", 1.01), ("2024/25", 1.02)]
    assert found.reasons == ["year is not written like 2016/17: someday"]


def test_a_row_without_a_year_among_those_that_have_one_is_put_aside(became, text_file):
    found = became(
        text_file("""
            provider_code,provider_name,financial_year,mff_factor
            RCF,Ashby NHS Trust,2023/24,1.01
            RP4,Berrow NHS Trust,,1.02
        """)
    )

    assert found.reasons == ["year is empty"]
