"""Commands that bring something in, look after the store, or take something out."""

import json
from datetime import date

import pytest

from openefficiency.store import Store
from openefficiency.tables.known import all_tables

GOOD = "ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST\nRZA,2015,-1,100,-101"
NONE = "ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST\nRZA,2015,see,see,see"


class TestLoad:
    def test_every_file_is_listed_with_what_it_became(self, run, empty_home, text_file):
        good, fruit = text_file(GOOD, name="good.csv"), text_file("colour\nred", name="fruit.csv")
        result = run("load", good, fruit, "--json")

        assert result.exit_code == 0
        rows = {row["file"]: row for row in json.loads(result.stdout)}
        assert rows["good.csv"]["state"] == "loaded"
        assert rows["good.csv"]["source"] == "finance_panel"
        assert rows["good.csv"]["tables"] == {"accounts": 3}
        assert rows["fruit.csv"]["state"] == "not known"
        assert "2 files: 1 loaded, 1 not known. 3 rows taken, 0 put aside" in result.stderr

    def test_what_is_already_held_is_no_failure(self, run, empty_home, text_file):
        good = text_file(GOOD, name="good.csv")
        run("load", good)
        result = run("load", good)

        assert result.exit_code == 0
        assert "already held" in result.stdout

    @pytest.mark.parametrize(
        ("text", "state"), [("colour\nred", "not known"), (NONE, "refused"), ("", "refused")]
    )
    def test_where_not_one_file_could_be_taken_the_exit_code_is_13_and_each_is_still_told(
        self, text, state, run, empty_home, text_file
    ):
        result = run("load", text_file(text, name="bad.csv"), "--json")

        assert result.exit_code == 13
        [row] = json.loads(result.stdout)
        assert (row["file"], row["state"]) == ("bad.csv", state)

    def test_a_path_that_is_none_is_told_with_the_others(self, run, empty_home, text_file, tmp_path):
        result = run("load", tmp_path / "nowhere", text_file(GOOD, name="good.csv"))

        assert result.exit_code == 0
        assert "There is no" in " ".join(result.stdout.split())

    def test_without_any_path_it_is_a_mistake_in_the_command(self, run, empty_home):
        assert run("load").exit_code == 2

    def test_a_name_with_brackets_is_shown_as_it_is(self, run, empty_home, text_file):
        result = run("load", text_file(GOOD, name="return [final] :smile:.csv"))

        assert "return [final] :smile:.csv" in result.stdout

    def test_a_busy_store_is_said_with_its_own_exit_code(self, run, own_home, text_file, monkeypatch):
        monkeypatch.setattr(Store.writing.__wrapped__, "__defaults__", (0.1,))
        with Store(own_home).writing():
            result = run("load", text_file(GOOD, name="good.csv"))

        assert result.exit_code == 15
        assert "Somebody else is writing" in result.stderr

    def test_a_store_of_a_newer_format_is_said_with_its_own_exit_code(self, run, own_home):
        (own_home / "store.json").write_text('{"format": 99}')
        result = run("status")

        assert (result.exit_code, "upgrade OpenEfficiency" in result.stderr) == (14, True)


@pytest.mark.usefixtures("home")
class TestWhatIsHeld:
    def test_status_lists_every_release_with_its_quality(self, answer):
        rows = {row["source"]: row for row in answer("status")}

        assert set(rows) == {
            "finance_panel",
            "sickness_panel",
            "provider_types",
            "ods_successions",
            "currency_extract",
        }
        assert rows["finance_panel"]["periods"] == "2014/15 to 2015/16"
        assert rows["finance_panel"]["tables"] == {"accounts": 17}
        assert rows["finance_panel"]["quarantined"] == 1
        assert rows["currency_extract"]["quality"] == {"cost collection": "poor"}
        assert not any(row["invented"] for row in rows.values())

    def test_status_of_an_earlier_day_is_that_of_then(self, answer):
        assert answer("status", "--as-of", "2026-11-19") == []
        assert len(answer("status", "--as-of", "2026-11-20")) == 5

    def test_quarantine_shows_each_row_with_its_reason_and_cells(self, answer):
        [row] = answer("quarantine")

        assert (row["table"], row["row"], row["reason"]) == ("accounts", 7, "amount is no pounds: see note")
        assert "see note" in row["given"]
        assert row["file"].endswith("finance.csv")

    def test_flags_ask_a_question_about_each_odd_figure(self, answer):
        rows = {row["rule"]: row for row in answer("flags")}

        assert (rows["negative unit cost"]["organisation"], rows["negative unit cost"]["row"]) == ("RAA", 3)
        assert rows["negative unit cost"]["asks"] == "Is the sign right?"

    @pytest.mark.parametrize("command", ["quarantine", "flags"])
    def test_only_those_of_one_table_may_be_asked_for(self, command, answer):
        every = answer(command)
        tables = {row["table"] for row in every}

        for table in tables:
            assert answer(command, "--table", table) == [row for row in every if row["table"] == table]
        assert answer(command, "--table", "beds") == []

    @pytest.mark.parametrize("command", ["quarantine", "flags"])
    def test_a_table_that_does_not_exist_is_said(self, command, run):
        result = run(command, "--table", "acounts")

        assert (result.exit_code, "There is no table called 'acounts'" in result.stderr) == (3, True)

    def test_verify_says_what_it_looked_at(self, run):
        result = run("verify")

        assert result.exit_code == 0
        assert "5 releases with 5 tables are as they were written" in result.stdout


class TestWhatWasChanged:
    def test_verify_ends_with_its_own_exit_code(self, run, own_home):
        [file] = own_home.glob("releases/finance_panel-*/accounts.parquet")
        file.write_bytes(file.read_bytes()[:-1] + b"x")
        result = run("verify")

        assert result.exit_code == 17
        assert "accounts.parquet is not what was stored" in result.stderr

    def test_forget_withdraws_and_figures_that_rested_on_it_are_gone(self, run, own_home, answer):
        assert answer("measure", "operating_margin", "--org", "RMH")
        result = run("forget", "finance_panel", "--because", "a draft")

        assert result.exit_code == 0
        assert "finance.csv) is withdrawn" in result.stdout
        assert answer("measure", "operating_margin") == []
        assert run("measure", "operating_margin", "--org", "RMH").exit_code == 3
        assert run("verify").exit_code == 0
        assert (
            json.loads((own_home / "journal.jsonl").read_text("utf-8").splitlines()[-1])["because"]
            == "a draft"
        )

    def test_forget_wants_a_reason_and_a_release_that_is_held(self, run, own_home):
        assert run("forget", "finance_panel").exit_code == 2
        result = run("forget", "eric-1", "--because", "a draft")
        assert (result.exit_code, "openefficiency status" in result.stderr) == (3, True)

    def test_a_newer_release_is_shown_and_the_older_one_as_of_its_day(self, run, own_home, answer, text_file):
        def margin(*words):
            [cell] = answer("measure", "operating_margin", "--org", "RMH", "--year", "2015/16", *words)
            return cell["value"]

        assert margin() == pytest.approx(100 / 50000)
        run("load", text_file(GOOD.replace("RZA,2015,-1,100,-101", "RMH,2015,5,100,-95"), name="revised.csv"))

        assert margin() == pytest.approx(5 / 100)
        assert date.today() > date(2026, 11, 20)
        assert margin("--as-of", "2026-11-20") == pytest.approx(100 / 50000)


class TestTemplates:
    LOCAL = sorted(name for name, table in all_tables().items() if table.brought_by_trust)

    @pytest.mark.parametrize("form", ["xlsx", "csv"])
    def test_without_a_name_one_of_every_local_table_is_written(self, form, run, tmp_path):
        result = run("template", "--into", tmp_path / "blank", "--form", form)

        assert result.exit_code == 0
        assert sorted(path.name for path in (tmp_path / "blank").iterdir()) == [
            f"{name}.{form}" for name in self.LOCAL
        ]
        assert len(result.stdout.splitlines()) == len(self.LOCAL)

    def test_one_that_was_filled_in_is_loaded(self, run, tmp_path, empty_home, answer):
        run("template", "pharmacy_stock", "--into", tmp_path, "--form", "csv")
        blank = tmp_path / "pharmacy_stock.csv"
        blank.write_text(
            blank.read_text("utf-8-sig").rstrip("\n") + "\nRAA,2024/25,1000,36500\n", encoding="utf-8"
        )

        assert run("load", blank).exit_code == 0
        assert [row["tables"] for row in answer("status")] == [{"pharmacy_stock": 1}]

    def test_a_table_that_trusts_do_not_bring_has_no_template(self, run, tmp_path):
        result = run("template", "accounts", "--into", tmp_path)

        assert result.exit_code == 2
        assert "pharmacy_stock" in result.stderr
        assert run("template", "acounts", "--into", tmp_path).exit_code == 3


class TestFetch:
    def test_the_register_of_addresses_is_listed_without_a_network(self, answer):
        rows = answer("fetch", "--list")

        assert rows and all(
            row["url"].startswith("https://") or row["url"].startswith("http://") for row in rows
        )

    def test_a_source_without_an_address_names_those_that_have_one(self, run):
        result = run("fetch", "nowhere", "--list")

        assert (result.exit_code, "known: " in result.stderr) == (2, True)
