"""The command that holds our cost index against the published one."""

import pytest

NCCI = """
Provider Code,Provider Name,Total,Elective,Non-elective,Critical care,Outpatients,A&E
RAA,Ashby NHS Trust,108.7,110,108,-,100,-
RBB,Berrow NHS Trust,90.9,90,91.7,-,-,-
"""
COSTS = """
Provider Code,Department Code,Service code,Currency code,Activity,MFFd Actual Cost,MFFd Expected Cost,Mapping Pot
RAA,EI,100,AA22C,10,110000,100000,01_EI
RBB,EI,100,AA22C,10,90000,100000,01_EI
"""


@pytest.fixture
def both_held(run, text_file, empty_home):
    files = (text_file(COSTS, name="NCC_FY2024-25_Org_File2.csv"), text_file(NCCI, name="NCCI 2024-25.csv"))
    assert run("load", *files).exit_code == 0
    return empty_home


def test_it_says_who_differs_by_more_than_half_a_point(run, both_held):
    result = run("oracle", "--year", "2024-25")

    assert result.exit_code == 0
    assert "2 of 2 organisations with both indices differ by more than 0.5 points" in result.stdout
    assert "differs: 1.30 points above the published index" in result.stdout
    assert "differs: 0.90 points below the published index" in result.stdout


def test_json_and_csv_have_both_indices(answer, run, both_held):
    [ashby, berrow] = answer("oracle", "--year", "2024/25")

    assert (ashby["organisation"], ashby["ours"], ashby["published"], ashby["difference"]) == (
        "RAA",
        110.0,
        108.7,
        1.3,
    )
    assert berrow["agrees"] is False
    assert run("oracle", "--year", "2024/25", "--csv").stdout.startswith(
        "organisation,name,year,ours,published,"
    )


def test_without_the_published_index_it_ends_with_code_3_and_says_so(run, home):
    result = run("oracle", "--year", "2015/16")

    assert result.exit_code == 3
    assert "is not held for 2015/16" in result.stderr
    assert "possible: load the National Cost Collection Index" in result.stderr
    assert not result.stdout


def test_it_stands_beside_comparability_in_the_help(run):
    commands = [
        line.split()[0]
        for line in run("--help").stdout.splitlines()
        if line.startswith("  ") and line.split()
    ]

    assert commands[commands.index("comparability") + 1] == "oracle"
    assert "openefficiency oracle --year 2024/25" in run("oracle", "--help").stdout
