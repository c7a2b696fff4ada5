"""Loading: each file becomes a release or a reason, and one bad file never stops the others."""

import zipfile

import pytest

from openefficiency.errors import RefusedFile
from openefficiency.sources.published.sickness import Sickness
from openefficiency.sources.source import LeftOut
from openefficiency.tasks import loading

FEBRUARY = "28/02/2025 RA1 5 100"


def states(reports) -> dict[str, str]:
    return {report.file: report.state for report in reports}


class TestOneFile:
    def test_the_report_tells_what_it_became(self, finance, load, store):
        [report] = load(
            finance("RZA 2015 -1 100 -101", "RZB 2015 0 0 0", "RZC 2015 see 100 -90", name="panel.csv")
        )

        assert report == loading.FileReport(
            file="panel.csv",
            state=loading.LOADED,
            source="finance_panel",
            release=store.releases()[0].id,
            tables={"accounts": 3 + 2},
            quarantined=1,
            flagged=0,
            left_out=(LeftOut("", "dissolved trusts with nothing but zeros", 1),),
            notes=(),
        )
        assert report.has_warnings

    def test_one_without_anything_odd_has_no_warnings(self, finance, load):
        [report] = load(finance("RZA 2015 -1 100 -101", name="panel.csv"))

        assert not report.has_warnings

    def test_what_nobody_knows_is_said_and_nothing_is_held_of_it(self, text_file, load, store):
        [report] = load(text_file("colour,taste\nred,sweet", name="fruit.csv"))

        assert (report.state, report.source, report.release) == (loading.UNKNOWN, None, None)
        assert report.has_warnings
        assert store.releases() == []

    def test_what_does_not_exist_is_said(self, tmp_path, load):
        [report] = load(tmp_path / "nowhere.csv")

        assert report.state == loading.REFUSED
        assert report.problem.startswith("There is no '")

    def test_one_of_which_no_row_can_be_taken_is_refused_whole_and_says_why(
        self, monthly, load, store, every_byte
    ):
        [report] = load(monthly("28/02/2025 RA1 * 100", "31/02/2025 RA2 5 100", name="bad.csv"))

        assert report.state == loading.REFUSED
        assert "No row of 'bad.csv' could be taken as 'NHS Sickness Absence Rates" in report.problem
        assert "2 rows; fte_days_lost is empty (1); start is no day (1)" in report.problem
        assert store.releases() == []
        assert set(every_byte()) == {"store.json"}

    def test_patients_are_refused_even_in_a_file_that_nobody_knows(self, text_file, load, store):
        [report] = load(text_file("NHS Number,Activity\n9990000018,1", name="patients.csv"))

        assert report.state == loading.REFUSED
        assert "9990000018" not in report.problem
        assert store.releases() == []

    def test_the_same_bad_file_twice_is_refused_twice(self, monthly, load):
        bad = [monthly("28/02/2025 RA1 * 100", name=name) for name in ("one.csv", "two.csv")]

        assert [report.state for report in load(*bad)] == [loading.REFUSED] * 2

    def test_a_source_that_breaks_its_promise_stops_neither_its_own_copies_nor_others(
        self, monthly, finance, load, monkeypatch
    ):
        whole = Sickness.read

        def without_days(self, document):
            reading = whole(self, document)
            reading.tables["absence"] = reading.tables["absence"].drop("days")
            return reading

        monkeypatch.setattr(Sickness, "read", without_days)
        reports = load(
            monthly(FEBRUARY, name="one.csv"),
            monthly(FEBRUARY, name="two.csv"),
            finance("RZA 2015 -1 100 -101", name="panel.csv"),
        )

        assert [report.state for report in reports] == [loading.REFUSED, loading.REFUSED, loading.LOADED]
        assert "missing: days" in reports[1].problem


class TestManyFiles:
    def test_a_bad_one_among_good_ones_stops_nobody(self, monthly, finance, text_file, load, store):
        reports = load(
            monthly(FEBRUARY, name="good.csv"),
            text_file("", name="empty.csv"),
            monthly("28/02/2025 RA1 * 100", name="none.csv"),
            text_file("colour,taste\nred,sweet", name="fruit.csv"),
            finance("RZA 2015 -1 100 -101", name="panel.csv"),
        )

        assert states(reports) == {
            "good.csv": loading.LOADED,
            "empty.csv": loading.REFUSED,
            "none.csv": loading.REFUSED,
            "fruit.csv": loading.UNKNOWN,
            "panel.csv": loading.LOADED,
        }
        assert {release.source for release in store.releases()} == {"sickness", "finance_panel"}

    def test_each_is_told_as_soon_as_it_is_done(self, monthly, finance, store, engine, noon):
        seen = []
        files = [monthly(FEBRUARY, name="a.csv"), finance("RZA 2015 -1 100 -101", name="b.csv")]
        reports = loading.load(files, store=store, engine=engine, now=noon, seen=seen.append)

        assert seen == reports

    def test_a_folder_is_loaded_with_all_that_is_below_it(self, monthly, finance, load, tmp_path):
        below = tmp_path / "given" / "year"
        below.mkdir(parents=True)
        monthly(FEBRUARY, name="given/a.csv")
        finance("RZA 2015 -1 100 -101", name="given/year/b.csv")

        assert states(load(tmp_path / "given")) == {
            "given/a.csv": loading.LOADED,
            "given/year/b.csv": loading.LOADED,
        }

    def test_a_zip_is_loaded_file_by_file_and_each_is_named_with_it(
        self, monthly, text_file, load, tmp_path, store
    ):
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            archive.write(monthly(FEBRUARY, name="a.csv"), "in/a.csv")
            archive.write(text_file("colour\nred", name="fruit.csv"), "fruit.csv")

        assert states(load(tmp_path / "all.zip")) == {
            "all.zip » in/a.csv": loading.LOADED,
            "all.zip » fruit.csv": loading.UNKNOWN,
        }
        assert store.releases()[0].file == "all.zip » in/a.csv"

    def test_a_file_is_the_same_release_in_a_zip_and_out_of_it(self, monthly, load, tmp_path):
        path = monthly(FEBRUARY, name="a.csv")
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            archive.write(path, "a.csv")
        load(path)

        assert [report.state for report in load(tmp_path / "all.zip")] == [loading.HELD]

    def test_nothing_given_is_nothing_done(self, load, tmp_path):
        (tmp_path / "empty").mkdir()

        assert load(tmp_path / "empty") == []


class TestInvented:
    @pytest.mark.parametrize(
        ("codes", "invented"),
        [(("Z01", "ZQA"), True), (("Z01", "RA1"), False), (("RA1",), False), (("ZZ01",), False)],
    )
    def test_a_release_is_invented_where_all_its_organisations_are(
        self, codes, invented, monthly, load, store
    ):
        load(monthly(*(f"28/02/2025 {code} 5 100" for code in codes), name="a.csv"))

        assert store.releases()[0].invented is invented

    def test_one_without_organisations_is_not_taken_for_invented(self, text_file, load, store):
        [report] = load(text_file("old_code,new_code,date\nZ01,Z02,2021-10-01", name="successions.csv"))

        assert report.state == loading.LOADED
        assert store.releases()[0].invented is False


def test_the_words_of_an_error_are_the_problem_of_its_file(text_file, load, monkeypatch):
    def refuse(document):
        raise RefusedFile("What happened.\n  given:    this\n  possible: that")

    monkeypatch.setattr(loading.known, "recognise", refuse)
    [report] = load(text_file("a\n1", name="a.csv"))

    assert report.problem == "What happened.\n  given:    this\n  possible: that"


def test_a_mistake_of_ours_is_not_hidden_as_a_bad_file(text_file, load, monkeypatch):
    def fail(document):
        raise ZeroDivisionError

    monkeypatch.setattr(loading.known, "recognise", fail)
    with pytest.raises(ZeroDivisionError):
        load(text_file("a\n1", name="a.csv"))
