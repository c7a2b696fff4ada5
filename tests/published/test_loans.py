"""DHSC loans 2016/17 to 2018/19 (BBC Shared Data Unit): revenue support of £7.35bn, then £10.14bn."""

import polars as pl
import pytest

pytestmark = pytest.mark.published

REVENUE = "interim revenue support: owed at the end of the year"
NORMAL = "normal course of business: owed at the end of the year"


@pytest.fixture
def loans(became, published):
    return lambda name: became(published / "finance" / "dhsc_loans" / name)


def sums(found) -> dict[str, float]:
    return dict(found.tables["loans"].group_by("kind").agg(pl.col("amount").sum()).rows())


def test_the_loans_of_2016_17_add_up_to_the_sheet_of_sums(loans):
    found = loans("NHS_debt_2016_17.xlsx")

    total = sums(found)
    assert total == {REVENUE: 4_723_027_000, NORMAL: 3_049_002_000}
    # The sheet of sums adds the revenue loans of the normal course of business: £181.9m.
    assert total[REVENUE] + 181_902_000 == 4_904_929_000
    assert (len(found.tables["loans"]), found.reasons, found.notes) == (700, [], ())


def test_the_loans_of_2017_18_add_up_to_the_total_of_the_workbook(loans):
    found = loans("NHS_debt_2017_18_.xlsx")

    assert sums(found) == {REVENUE: 7_353_708_000}
    assert (len(found.tables["loans"]), found.reasons, found.notes) == (993 - 15, [], ())


def test_the_loans_of_2018_19_and_their_interest_add_up_to_the_total_of_the_workbook(loans):
    found = loans("NHS_debt_2018_19.xlsx")

    total = sums(found)
    assert total[REVENUE] == 10_144_201_000
    assert total["interim capital support: owed at the end of the year"] == 793_073_000
    assert total["interim revenue support: interest paid in the year"] == 185_238_000
    assert (len(found.tables["loans"]), found.reasons, found.notes) == ((1707 + 358 + 111) * 2, [], ())


def test_the_summary_is_not_loaded_beside_the_loans(loans):
    found = loans("NHS_loans_-_ALL_DATA.xlsx")

    assert (found.source, found.tables) == ("dhsc_loans", {})
