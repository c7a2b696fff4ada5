"""The store: releases arrive whole, stay as they were, and leave only by being withdrawn."""

import json
import re
import threading
from datetime import timedelta
from pathlib import Path

import filelock
import polars as pl
import pytest

import openefficiency
from openefficiency import store as module
from openefficiency.errors import NotFound, StoreBusy, StoreError
from openefficiency.store import KEPT_RESULTS, Store
from openefficiency.tasks import keeping, loading

FEBRUARY = "28/02/2025 RA1 5 100"
MARCH = "31/03/2025 RA1 6 100"


class TestWhatIsLoadedStays:
    def test_the_same_file_twice_changes_nothing_whatever_it_is_called(self, monthly, load, every_byte):
        load(monthly(FEBRUARY, name="first.csv"))
        before = every_byte()
        [again] = load(monthly(FEBRUARY, name="a copy.csv"))

        assert again.state == loading.HELD
        assert every_byte() == before

    def test_nothing_that_was_loaded_is_rewritten_by_what_comes_later(self, monthly, load, every_byte):
        load(monthly(FEBRUARY, name="first.csv"))
        before = every_byte()
        load(monthly("28/02/2025 RA1 7 100", name="revised.csv"))
        after = every_byte()

        journal = before.pop("journal.jsonl")
        assert {name: after[name] for name in before} == before
        assert after["journal.jsonl"].startswith(journal)

    def test_the_same_files_make_the_same_store(self, monthly, load, every_byte, tmp_path, engine, noon):
        files = [monthly(FEBRUARY, name="a.csv"), monthly(MARCH, name="b.csv")]
        load(*files)
        other = Store(tmp_path / "other")
        loading.load(files, store=other, engine=engine, now=noon)

        assert every_byte() == every_byte(other)

    def test_a_release_tells_what_was_loaded_when_from_whom_and_with_which_package(
        self, monthly, load, store, noon
    ):
        load(monthly(FEBRUARY, name="february.csv"))

        [release] = store.releases()
        assert (release.source, release.publisher, release.file, release.loaded_at) == (
            "sickness",
            "NHS England",
            "february.csv",
            noon,
        )
        assert release.tables["absence"].rows == 1
        assert release.package
        assert release.id == f"sickness-{release.sha256[:12]}"

    def test_a_release_is_found_by_the_beginning_of_its_id(self, monthly, load, store):
        load(monthly(FEBRUARY, name="a.csv"), monthly(MARCH, name="b.csv"))
        first, _ = store.releases()

        assert store.release(first.id[:-4]) == first
        with pytest.raises(NotFound, match="2 of 2 releases begin so"):
            store.release("sickness")
        with pytest.raises(NotFound, match="0 of 2 releases begin so"):
            store.release("estates")


class TestForgetting:
    def test_what_is_forgotten_is_kept_apart_and_the_journal_says_why(self, monthly, load, store, noon):
        [report] = load(monthly(FEBRUARY, name="a.csv"))
        before = store.file(store.release(report.release), "absence.parquet").read_bytes()
        keeping.forget(store, report.release, because="a draft", now=noon + timedelta(hours=1))

        assert store.releases() == []
        [kept] = store.withdrawn_folder.glob("*/absence.parquet")
        assert kept.read_bytes() == before
        assert [(line["event"], line["release"], line.get("because")) for line in store.journal()] == [
            ("loaded", report.release, None),
            ("forgotten", report.release, "a draft"),
        ]

    def test_no_row_of_it_stands_any_more(self, monthly, load, store, stands, noon):
        load(monthly(FEBRUARY, name="a.csv"))
        assert stands("absence", "fte_days_lost") == [(5,)]
        keeping.forget(store, "sickness", because="a draft", now=noon)

        assert stands("absence", "fte_days_lost") == []

    def test_what_it_had_replaced_stands_again(self, monthly, load, store, stands, noon):
        load(monthly(FEBRUARY, name="a.csv"))
        [revised] = load(monthly("28/02/2025 RA1 7 100", name="b.csv"), at=noon + timedelta(days=1))
        assert stands("absence", "fte_days_lost") == [(7,)]
        keeping.forget(store, revised.release, because="a draft", now=noon + timedelta(days=2))

        assert stands("absence", "fte_days_lost") == [(5,)]

    def test_it_may_be_loaded_and_forgotten_again(self, monthly, load, store, noon):
        path = monthly(FEBRUARY, name="a.csv")
        for hours in (1, 2):
            [report] = load(path)
            assert report.state == loading.LOADED
            keeping.forget(store, report.release, because="a draft", now=noon + timedelta(hours=hours))

        assert len(list(store.withdrawn_folder.iterdir())) == 2

    def test_what_nobody_holds_cannot_be_forgotten(self, store, noon):
        with pytest.raises(NotFound, match="There is no one release called 'eric-1'"):
            keeping.forget(store, "eric-1", because="a draft", now=noon)


class TestAStoreThatCannotBeUsed:
    def test_a_format_newer_than_ours_is_refused_with_words(self, store):
        store.home.mkdir()
        store.format_file.write_text('{"format": 99}')

        with pytest.raises(
            StoreError, match=r"newer OpenEfficiency.\n.*format 99; this version reads format 1\n.*possible"
        ):
            Store(store.home)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "one"}'])
    def test_a_format_file_that_says_nothing_is_refused_with_words(self, store, text):
        store.home.mkdir()
        store.format_file.write_text(text)

        with pytest.raises(StoreError, match="possible"):
            Store(store.home)

    def test_a_release_whose_description_is_broken_is_named(self, monthly, load, store):
        [report] = load(monthly(FEBRUARY, name="a.csv"))
        file = store.file(store.release(report.release), "release.json")
        file.write_text(file.read_text("utf-8")[:-9], encoding="utf-8")

        with pytest.raises(StoreError, match=f"{report.release}(.|\n)*possible"):
            store.releases()

    def test_a_journal_line_that_was_cut_off_hides_no_other(self, monthly, load, store):
        load(monthly(FEBRUARY, name="a.csv"))
        with store.journal_file.open("a") as journal:
            journal.write('{"at": "2026-')
        load(monthly(MARCH, name="b.csv"))

        assert [line["event"] for line in store.journal()] == ["loaded", "cut off", "loaded"]


class TestTwoWriters:
    def test_the_second_waits_for_the_first(self, store):
        order = []
        first_is_in = threading.Event()

        def first():
            with store.writing():
                first_is_in.set()
                order.append("first in")
                threading.Event().wait(0.3)
                order.append("first out")

        thread = threading.Thread(target=first)
        thread.start()
        first_is_in.wait()
        with Store(store.home).writing(patience=20):
            order.append("second in")
        thread.join()

        assert order == ["first in", "first out", "second in"]

    def test_the_second_is_refused_in_words_after_its_patience(self, store):
        with (
            store.writing(),
            pytest.raises(StoreBusy, match=r"Somebody else is writing(.|\n)*waited 0.1 seconds\n.*possible"),
            Store(store.home).writing(patience=0.1),
        ):
            raise AssertionError("two at a time")

    def test_another_process_is_held_off_too(self, store):
        store.home.mkdir()
        with filelock.FileLock(store.home / ".lock"), pytest.raises(StoreBusy), store.writing(patience=0.1):
            raise AssertionError("two at a time")

    def test_who_fails_lets_the_next_one_in_and_leaves_nothing_half_built(self, store):
        with pytest.raises(RuntimeError), store.writing():
            (store.staging("half") / "half.parquet").write_bytes(b"half")
            raise RuntimeError
        with store.writing(patience=0.1):
            assert not store.staging_folder.exists()

    def test_what_is_half_built_is_no_part_of_the_store(self, store):
        with store.writing():
            (store.staging("half") / "release.json").write_text("{}")

            assert store.releases() == []
            assert not store.has("half")


class TestKeptFigures:
    FRAME = pl.DataFrame({"value": [1.0, None]})

    def test_they_come_back_as_they_were_and_only_under_their_own_key(self, store):
        store.keep_finished("a", rows=self.FRAME, origins=self.FRAME)

        rows, origins = store.finished("a")
        assert rows.equals(self.FRAME) and origins.equals(self.FRAME)
        assert store.finished("b") is None

    def test_the_oldest_go(self, store):
        for number in range(KEPT_RESULTS + 3):
            store.keep_finished(str(number), rows=self.FRAME, origins=self.FRAME)
        kept = [folder.name for folder in store.results_folder.iterdir()]

        assert len(kept) == KEPT_RESULTS
        assert str(KEPT_RESULTS + 2) in kept

    def test_a_file_that_somebody_left_among_them_is_in_nobodys_way(self, store):
        store.keep_finished("a", rows=self.FRAME, origins=self.FRAME)
        (store.results_folder / ".DS_Store").write_text("")
        for number in range(KEPT_RESULTS + 3):
            store.keep_finished(str(number), rows=self.FRAME, origins=self.FRAME)

        assert store.finished(str(KEPT_RESULTS + 2))

    @pytest.mark.parametrize("name", ["rows.parquet", "origins.parquet"])
    def test_broken_ones_are_named_and_not_shown(self, store, name):
        store.keep_finished("a", rows=self.FRAME, origins=self.FRAME)
        (store.results_folder / "a" / name).write_bytes(b"PAR1 and no more")

        with pytest.raises(StoreError, match=r"kept figures(.|\n)*possible"):
            store.finished("a")


# What is not on Windows, by how it is called.
ONLY_POSIX = r"\bfcntl\b|\bos\.(fork|getuid|geteuid|chown|mkfifo|uname)\b|signal\.(SIGKILL|SIGHUP|SIGALRM)|['\"]/tmp|\bpwd\b|\bresource\.(get|set)rlimit"


def test_nothing_that_only_some_systems_have_is_called():
    found = [
        f"{file.name}: {line.strip()}"
        for file in sorted(Path(openefficiency.__file__).parent.rglob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if re.search(ONLY_POSIX, line)
    ]

    assert found == []


def test_a_small_file_is_never_seen_half_written(tmp_path, monkeypatch):
    path = tmp_path / "small.json"
    module.write_whole(path, json.dumps({"version": 1}))

    def full(file):
        raise OSError("no space left")

    monkeypatch.setattr(module, "to_disk", full)
    with pytest.raises(OSError):
        module.write_whole(path, json.dumps({"version": 2}))

    assert json.loads(path.read_text("utf-8")) == {"version": 1}


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")

    with (
        pytest.raises(StoreError, match=r"cannot be written to(.|\n)*possible"),
        Store(blocked / "home").writing(),
    ):
        pass
