"""The financial year that the name of a file tells."""

from pathlib import Path

import pytest

from openefficiency.errors import RefusedFile
from openefficiency.sources.cells import financial_year_of_name, financial_years
from openefficiency.sources.document import Document


def called(name: str) -> Document:
    return Document(Path("any"), name, "csv", 0, "", ())


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("NCC_FY2024-25_Org_File1.csv", "2024/25"),
        ("Organisation_level_source_data_1_2324 v2.csv", "2023/24"),
        ("NCC_Schedule_1920_Org_level_Data_1 v2.csv", "2019/20"),
        ("Organisation_level_source_data_1_2021 v2.csv", "2020/21"),
        ("reference costs 2008-2009.csv", "2008/09"),
        ("costs 1999-00.csv", "1999/00"),
        # The archive is named after the year before its content.
        ("NCC_Schedule_2021_Data.zip » NCC_Schedule_FY21-22_Org_level_Data_1_v2.csv", "2021/22"),
        ("201617_ReferenceCostData.zip » part 1.zip » csv061117NoMff (1).csv", "2016/17"),
    ],
)
def test_the_innermost_name_with_a_year_tells_the_year(name, year):
    assert financial_year_of_name(called(name)) == year


@pytest.mark.parametrize(
    "name", ["1 Data.csv", "dh_129668.zip » 1 Data.csv", "data 2024.csv", "part 2018-09.csv"]
)
def test_a_name_without_a_financial_year_is_refused_with_what_to_do(name):
    with pytest.raises(
        RefusedFile, match="rename the file so that its name holds the year, for example 2024-25"
    ):
        financial_year_of_name(called(name))


def test_a_name_with_two_years_is_not_guessed_at():
    with pytest.raises(RefusedFile, match="2022/23, 2023/24"):
        financial_year_of_name(called("costs 2022-23 and 2023-24.csv"))


def test_years_in_a_title_may_have_blanks():
    assert financial_years("Reference Costs - Year 2014 - 15 NHS trusts") == ["2014/15"]
