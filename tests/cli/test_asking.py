"""Questions on the command line: the contract of the JSON, years, types, mergers, and what is not there."""

import csv
import io
import json

import pytest

from openefficiency.measures.catalogue import catalogue
from openefficiency.tasks.reporting import TYPE_WORDS

pytestmark = pytest.mark.usefixtures("home")


def values(rows: list[dict]) -> dict[tuple[str, str], float]:
    return {(row["organisation"], row["measure"]): row["value"] for row in rows if row["value"] is not None}


@pytest.fixture(
    params=["framework of a year", "framework of the latest year", "framework as now", "one measure"]
)
def cells(request, answer):
    """The cells of each way to ask."""
    words = {
        "framework of a year": ("framework", "--year", "2015/16"),
        "framework of the latest year": ("framework",),
        "framework as now": ("framework", "--year", "2015/16", "--as", "now"),
        "one measure": ("measure", "operating_margin"),
    }
    return answer(*words[request.param])


class TestTheContractOfTheJson:
    def test_every_cell_has_the_keys_that_were_promised(self, cells, contract):
        assert cells
        for cell in cells:
            assert contract <= cell.keys()
            assert {"grade", "collections", "why"} <= cell["quality"].keys()
            assert {"measure_version", "package", "origins"} <= cell["provenance"].keys()
            for origin in cell["provenance"]["origins"]:
                assert {"release", "table", "sheet", "rows", "count"} <= origin.keys()

    def test_the_value_is_the_numerator_divided_by_the_denominator_less_the_offset_times_the_scale(
        self, cells
    ):
        shown = [cell for cell in cells if cell["value"] is not None]
        assert shown
        for cell in shown:
            ratio = cell["numerator"] / cell["denominator"]
            assert cell["value"] == pytest.approx(cell["scale"] * (ratio - cell["offset"]))

    def test_a_cell_without_a_value_has_a_reason_and_one_with_a_value_has_none(self, cells):
        for cell in cells:
            assert (cell["value"] is None) == bool(cell["reason"]), cell

    def test_every_value_leads_to_a_release_that_is_held(self, cells, answer):
        held = {row["release"] for row in answer("status")}
        for cell in cells:
            origins = {origin["release"] for origin in cell["provenance"]["origins"]}
            assert origins <= held
            assert origins or cell["value"] is None

    def test_every_cell_is_of_a_measure_that_is_made_for_its_type(self, cells):
        for cell in cells:
            assert cell["type"] is None or cell["type"] in catalogue()[cell["measure"]].org_types

    def test_nothing_but_json_goes_to_standard_output(self, run):
        result = run("framework", "--year", "2015/16", "--json")

        assert json.loads(result.stdout)


class TestFiguresOfAYear:
    def test_they_are_what_the_files_say(self, answer):
        found = values(answer("framework", "--year", "2015/16"))

        assert found == {
            ("RAA", "operating_margin"): pytest.approx(-2000 / 100000),
            ("RBB", "operating_margin"): pytest.approx(1000 / 300000),
            ("RMH", "operating_margin"): pytest.approx(100 / 50000),
            ("RAA", "revenue_per_wte"): pytest.approx(100e6 / 1000),
            ("RBB", "revenue_per_wte"): pytest.approx(300e6 / 2000),
            ("RAA", "sickness_absence"): pytest.approx(0.04),
            ("RBB", "sickness_absence"): pytest.approx(0.03),
        }

    def test_a_quarter_of_a_year_is_no_year(self, answer):
        [cell] = answer("measure", "sickness_absence", "--year", "2015/16", "--org", "RMH")

        assert (cell["value"], cell["reason"]) == (None, "absence (lost): 3 of 12 months held")

    @pytest.mark.parametrize("written", ["2015/16", "2015-16", "2015/2016", " 2015/16 "])
    def test_a_year_may_be_written_both_ways(self, written, answer):
        assert answer("framework", "--year", written) == answer("framework", "--year", "2015/16")

    def test_without_a_year_a_framework_is_of_the_latest_with_a_headline_figure(self, answer):
        every = [
            cell
            for name in catalogue()
            if catalogue()[name].group == "headline"
            for cell in answer("measure", name)
        ]
        latest = max(cell["period"][:7] for cell in every if cell["value"] is not None)

        assert {cell["period"][:7] for cell in answer("framework")} == {latest}

    def test_without_a_year_a_measure_is_of_every_year_held(self, answer):
        assert {cell["period"] for cell in answer("measure", "operating_margin")} == {"2014/15", "2015/16"}

    def test_without_a_year_an_organisation_is_shown_for_the_years_it_has(self, answer):
        assert [
            (cell["period"], cell["value"]) for cell in answer("measure", "operating_margin", "--org", "RYY")
        ] == [("2014/15", pytest.approx(500 / 20000))]

    def test_a_code_may_be_written_small(self, answer):
        assert answer("framework", "--org", "raa", "--year", "2015/16") == answer(
            "framework", "--org", "RAA", "--year", "2015/16"
        )

    @pytest.mark.parametrize(
        ("kind", "organisations"),
        [
            ("acute", {"RAA", "RBB"}),
            ("acute non-specialist", {"RAA", "RBB"}),
            ("Acute_Non-Specialist", {"RAA", "RBB"}),
            ("mental health", {"RMH"}),
            ("all", {"RAA", "RBB", "RMH"}),
            ("ambulance", set()),
        ],
    )
    def test_a_type_picks_its_organisations(self, kind, organisations, answer):
        rows = answer("framework", "--year", "2015/16", "--type", kind)

        assert {row["organisation"] for row in rows} == organisations


class TestMergers:
    def test_as_now_those_who_merged_are_one_and_their_parts_are_added_first(self, answer):
        found = values(answer("framework", "--year", "2015/16", "--as", "now"))

        assert found[("RNN", "operating_margin")] == pytest.approx((-2000 + 1000) / (100000 + 300000))
        assert found[("RNN", "revenue_per_wte")] == pytest.approx((100e6 + 300e6) / (1000 + 2000))
        assert found[("RNN", "sickness_absence")] == pytest.approx(
            (0.04 * 1000 + 0.03 * 2000) / (1000 + 2000)
        )
        assert found[("RMH", "operating_margin")] == pytest.approx(100 / 50000)
        assert {code for code, _ in found} == {"RNN", "RMH"}

    def test_a_figure_as_now_tells_the_rows_of_both(self, answer):
        [cell] = answer("measure", "operating_margin", "--year", "2015/16", "--as", "now", "--org", "RNN")

        # Surplus and income stand in the same two rows.
        assert [(origin["rows"], origin["count"]) for origin in cell["provenance"]["origins"]] == [
            ([4, 5], 2)
        ]


class TestAsOf:
    def test_before_anything_was_loaded_there_is_nothing(self, run):
        result = run("framework", "--as-of", "2026-11-19")

        assert result.exit_code == 3
        assert "openefficiency load" in result.stderr

    def test_on_the_day_itself_everything_is_there(self, answer):
        assert answer("framework", "--as-of", "2026-11-20") == answer("framework")

    def test_a_day_that_is_none_is_a_mistake_in_the_command(self, run):
        assert run("framework", "--as-of", "20.11.2026").exit_code == 2


class TestWhatIsNotThere:
    def test_a_measure_that_is_misspelt_is_guessed(self, run):
        result = run("measure", "sickness_absense")

        assert result.exit_code == 3
        assert (
            result.stderr
            == "There is no measure called 'sickness_absense'.\n  did you mean: sickness_absence?\n"
        )
        assert result.stdout == ""

    @pytest.mark.parametrize(
        "words", [("framework",), ("framework", "--org", "RAA"), ("measure", "operating_margin")]
    )
    def test_a_type_that_does_not_exist_names_those_that_do(self, words, run):
        result = run(*words, "--year", "2015/16", "--type", "hospital")

        assert result.exit_code == 3
        assert "There is no type of organisation 'hospital'." in result.stderr
        for word in TYPE_WORDS:
            assert word in result.stderr

    @pytest.mark.parametrize(
        "words",
        [
            ("framework", "--year", "2015/16"),
            ("measure", "operating_margin"),
            ("measure", "operating_margin", "--year", "2015/16"),
        ],
    )
    def test_an_organisation_that_does_not_exist_says_how_to_find_one(self, words, run):
        result = run(*words, "--org", "RZZ")

        assert result.exit_code == 3
        assert "Nothing is held of 'RZZ'" in result.stderr
        assert "openefficiency organisations TEXT" in result.stderr

    @pytest.mark.parametrize("year", ["2015", "2015/17", "last year", "15/16", ""])
    def test_a_year_that_is_none_is_said_or_is_no_year_at_all(self, year, run):
        result = run("framework", "--year", year)

        if year:
            assert (result.exit_code, f"'{year}' is not a financial year." in result.stderr) == (3, True)
            assert "2016/17" in result.stderr

    def test_a_year_of_which_nothing_is_held_is_empty_and_no_error(self, answer, run):
        assert answer("framework", "--year", "1999/00") == []
        assert "No organisation" in run("framework", "--year", "1999/00").stdout

    def test_an_empty_store_says_how_to_fill_it(self, run, empty_home):
        result = run("framework")

        assert result.exit_code == 3
        assert "openefficiency load PATH" in result.stderr and "openefficiency demo" in result.stderr

    def test_without_a_register_a_measure_for_some_types_says_so(self, run, answer, empty_home, given):
        run("load", given / "finance.csv", given / "sickness.csv")
        [cell] = [
            cell
            for cell in answer("framework", "--year", "2015/16", "--org", "RAA")
            if cell["measure"] == "bed_occupancy"
        ]

        assert cell["reason"] == "no register that is held tells what type of organisation RAA was in 2015/16"

    def test_a_command_that_does_not_exist_is_a_mistake_in_the_command(self, run):
        assert run("frame").exit_code == 2


class TestOtherForms:
    @pytest.mark.parametrize(
        "words",
        [
            ("framework", "--year", "2015/16"), ("measure", "operating_margin"), ("coverage",), ("measures",), ("status",),
            ("organisations", "hospitals"), ("comparability", "--year", "2023/24"), ("quarantine",), ("flags",),
            ("trace", "operating_margin", "RAA"),
        ],
        ids=lambda words: words[0],
    )  # fmt: skip
    def test_csv_has_the_same_rows_and_columns_as_json(self, words, run, answer):
        result = run(*words, "--csv")
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        as_json = answer(*words)

        assert result.exit_code == 0
        assert len(rows) == len(as_json) > 0
        assert set(rows[0]) == {name for row in as_json for name in row}
        assert all(None not in row and None not in row.values() for row in rows)

    def test_the_screen_shows_figures_as_people_read_them(self, run):
        result = run("framework", "--year", "2015/16")

        assert "Single reporting framework, 2015/16: 3 organisations" in result.stdout
        assert "Ashby Hospitals" in result.stdout and "£100,000" in result.stdout

    def test_the_screen_of_one_organisation_reads_each_figure_in_a_sentence(self, run):
        result = run("framework", "--year", "2015/16", "--org", "RAA")

        assert "2015/16: Ashby Hospitals" in result.stdout
        assert "Sickness absence: 4.0%. Too few others to compare with." in " ".join(result.stdout.split())

    def test_version_and_help(self, run):
        assert run("--version").exit_code == 0
        assert "Example" in run("-h").stdout


class TestOtherQuestions:
    def test_coverage_counts_who_has_a_figure_and_who_has_not(self, answer):
        rows = {row["measure"]: row for row in answer("coverage", "--year", "2015-16")}

        assert {row["year"] for row in rows.values()} == {"2015/16"}
        assert (rows["sickness_absence"]["organisations"], rows["sickness_absence"]["without"]) == (2, 1)
        assert rows["sickness_absence"]["commonest_reason"] == "absence (lost): 3 of 12 months held"

    def test_comparability_tells_how_much_of_the_cost_can_be_compared(self, answer):
        rows = {row["organisation"]: row for row in answer("comparability", "--year", "2023/24")}

        assert rows["RAA"]["comparable_cost"] == 100 * 120 - 50 * 10
        assert rows["RBB"]["comparable_cost"] == 300 * 80
        assert answer("comparability", "--year", "2015/16") == []

    def test_comparability_needs_a_year(self, run):
        assert run("comparability").exit_code == 2

    def test_organisations_are_found_by_a_part_of_the_name(self, answer, run):
        assert answer("organisations", "ashby") == [
            {"organisation": "RAA", "name": "Ashby Hospitals", "type": "acute non-specialist"}
        ]
        assert {row["organisation"] for row in answer("organisations", "hospitals")} == {"RAA", "RBB", "RNN"}
        missing = run("organisations", "Ashbey Hospitals")
        assert (missing.exit_code, "did you mean: Ashby Hospitals" in missing.stderr) == (3, True)

    def test_measures_are_found_by_a_word(self, answer):
        assert {row["name"] for row in answer("measures")} == set(catalogue())
        assert "sickness_absence" in {row["name"] for row in answer("measures", "Sickness")}
        assert answer("measures", "no such word") == []

    def test_a_figure_is_traced_to_file_sheet_and_rows(self, answer):
        accounts, absence = answer("trace", "revenue_per_wte", "RAA", "--year", "2015/16")

        assert (accounts["file"].split("/")[-1], accounts["first_row"], accounts["last_row"]) == (
            "finance.csv",
            4,
            4,
        )
        assert (
            absence["file"].split("/")[-1],
            absence["first_row"],
            absence["last_row"],
            absence["rows"],
        ) == ("sickness.csv", 6, 9, 4)
        assert [row["amount"] for row in accounts["shown"] if row["line"] == "operating_income"] == [100e6]

    def test_a_trace_without_a_year_is_of_the_latest_that_the_organisation_has(self, answer):
        [accounts] = answer("trace", "operating_margin", "RYY")

        assert [row["year"] for row in accounts["shown"]] == ["2014/15"] * len(accounts["shown"])

    def test_a_trace_of_nothing_is_said(self, run):
        result = run("trace", "operating_margin", "RZZ")

        assert result.exit_code == 3
        assert "Nothing is held of 'RZZ' for 'Operating margin'." in result.stderr
