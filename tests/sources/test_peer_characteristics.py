"""What makes trusts comparable: catchments, and the variables of the peer finder."""


def test_a_catchment_is_that_of_the_financial_year_which_its_year_begins(became, text_file):
    found = became(
        text_file("""
            CatchmentYear,TrustCode,trust_total_catchment
            2020,R0A,1521533
            2019,R0A,1494170
            soon,R0A,1
        """)
    )

    assert found.source == "trust_population"
    assert found.rows("peer_characteristics", "organisation", "year", "item", "amount") == [
        ("R0A", "2019/20", "catchment population", 1494170.0),
        ("R0A", "2020/21", "catchment population", 1521533.0),
    ]
    assert found.reasons[0].startswith("year is not written like 2016/17: soon")


PEERS = "Procode,Deprivation,Patients,Attendances,FTE staff,Diagnosis,Night beds,Day beds,Age   0-15,Age   60-74,No procedure,Operating Expenses,Urban,Sites,Sea distance,MFF payment index,Degree of specialisation,StudentStaff,CCGs,Non-type 1 AE department,Absence Rate,DTOCs"


def test_expenses_are_whole_pounds_and_positive_and_a_blank_is_no_figure(became, text_file):
    found = became(
        text_file(
            f"{PEERS}\nR0A,31.1,618470,2741425,19128.3,0.18,0.9,    ,0.17,0.19,0.41,-1642518,0.96,155,24,1.16,678526.86,0.02,198,1,0.05,2632"
        )
    )

    assert found.source == "peer_finder"
    items = dict(found.rows("peer_characteristics", "item", "amount"))
    assert items["operating expenses"] == 1642518 * 1000
    assert items["share aged 0 to 15"] == 0.17
    assert items["night bed occupancy"] == 0.9
    assert "day bed occupancy" not in items
    assert [(left.reason, left.rows) for left in found.left_out] == [("no figure for this characteristic", 1)]


def test_expenses_that_are_no_number_are_put_aside(became, text_file):
    found = became(
        text_file(
            f"{PEERS}\nR0A,31.1,618470,2741425,19128.3,0.18,0.9,0.7,0.17,0.19,0.41,lots,0.96,155,24,1.16,678526.86,0.02,198,1,0.05,2632"
        )
    )

    assert found.reasons == ["amount is no fraction: lots"]


def test_the_reference_file_gives_what_varies_by_year_and_not_2018_again(became, text_file):
    found = became(
        text_file("""
            year,procode,deprivation_peers,fte_staff_peers,name,postcode,open_date,close_date,MH_trust_flag,catchment_cat,age_00_04_cat,age_05_14_cat,age_15_24_cat,age_25_64_cat,age_65_74_cat,age_75_plus_cat,sex_m_cat,patients_admitted_cat
            2018,R0A,31.1,19128.3,ASHBY NHS TRUST,AS1 1AA,20171001,NA,0,910480,0.08,0.16,0.16,0.48,0.07,0.05,0.51,333596
            2019,R0A,31.1,19128.3,ASHBY NHS TRUST,AS1 1AA,20171001,NA,0,910480,0.08,0.16,0.16,0.48,0.07,0.05,0.51,333596
            2018,R0B,31.1,19128.3,BERROW NHS TRUST,AS1 1AA,20171001,NA,0,NA,NA,NA,NA,NA,NA,NA,NA,400
        """)
    )

    assert found.source == "trust_reference"
    rows = found.rows("peer_characteristics", "organisation", "year", "item", "amount")
    assert len(rows) == 9 + 1
    assert ("R0A", "2018/19", "catchment population, reference file", 910480.0) in rows
    assert ("R0B", "2018/19", "patients admitted", 400.0) in rows
    assert [(left.reason, left.rows) for left in found.left_out] == [
        ("the figures of 2018 again", 1),
        ("no figure for this characteristic", 8),
    ]
