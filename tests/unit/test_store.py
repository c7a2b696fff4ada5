"""The store: releases arrive whole, stay as they were, and leave only by being withdrawn."""

import json
import threading
from datetime import date, timedelta
from pathlib import Path

import filelock
import pytest

import openefficiency
from openefficiency.errors import NotFound, StoreBusy, StoreError
from openefficiency.store import Store
from openefficiency.tasks import keeping, loading

FEBRUARY = "28/02/2025 RA1 5 100"


def test_the_same_file_twice_changes_nothing_whatever_it_is_called(monthly, load, every_byte):
    load(monthly(FEBRUARY, name="first.csv"))
    before = every_byte()
    [again] = load(monthly(FEBRUARY, name="a copy.csv"))

    assert again.state == loading.HELD
    assert every_byte() == before


def test_nothing_that_was_loaded_is_rewritten_by_what_comes_later(monthly, load, every_byte):
    load(monthly(FEBRUARY, name="first.csv"))
    before = every_byte()
    load(monthly("28/02/2025 RA1 6 100", name="revised.csv"))

    after = every_byte()
    assert {name: after[name] for name in before if name != "journal.jsonl"} == {
        name: before[name] for name in before if name != "journal.jsonl"
    }
    assert after["journal.jsonl"].startswith(before["journal.jsonl"])


def test_two_stores_given_the_same_files_hold_the_same_bytes(monthly, load, every_byte, tmp_path, engine):
    files = [monthly(FEBRUARY, name="a.csv"), monthly("31/03/2025 RA1 5 100", name="b.csv")]
    load(*files)
    other = Store(tmp_path / "other")
    from_conftest = json.loads((load.__closure__ and every_byte()["journal.jsonl"].splitlines()[0]))["at"]
    loading.load(files, store=other, engine=engine, now=date_time(from_conftest))

    assert {name: content for name, content in every_byte().items()} == {
        file.relative_to(other.home).as_posix(): file.read_bytes()
        for file in other.home.rglob("*")
        if file.is_file() and file.name != ".lock"
    }
