"""Killed at any moment, a load leaves the store as it was, or with the whole new release in it.

One process has everything imported and makes a child for each moment; the child kills itself, without any
clean-up, when it comes to that moment. The moments are those at which Python touches the file system, and those
before and after each piece of work of the engine, which writes its files by itself. Because the engine may
also be killed in the middle of its work, others are killed by the clock.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openefficiency.store import Store
from openefficiency.tasks import keeping, loading

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="children are made by fork, which this system has not"
)

# The child of this driver does `do` and dies at the n-th moment, or after so many seconds; it says how it ended.
DRIVER = """
import json, os, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from openefficiency.engine import Engine
from openefficiency.sources import known
from openefficiency.store import Store
from openefficiency.tables.known import all_tables
from openefficiency.tasks import keeping, loading

known.all_sources(), all_tables()
NOW = datetime(2026, 11, 25, 13, tzinfo=UTC)
CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree", "shutil.move")
AROUND = ("execute", "fsync", "write")
moments = 0

def load(home, file):
    loading.load([Path(file)], store=Store(Path(home)), engine=Engine(threads=1), now=NOW)

def forget(home, release):
    keeping.forget(Store(Path(home)), release, because="a draft", now=NOW)

def another_moment(last):
    global moments
    moments += 1
    if moments == last:
        os._exit(9)

def watch(home, last):
    def heard(event, given):
        writing = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if (writing and str(given[0]).startswith(home)) or event in CHANGES:
            another_moment(last)

    def called(frame, event, function):
        if event in ("c_call", "c_return") and getattr(function, "__name__", "") in AROUND:
            another_moment(last)

    sys.addaudithook(heard)
    sys.setprofile(called)

def run(asked):
    if "seconds" in asked:
        def kill():
            threading.Event().wait(asked["seconds"])
            os._exit(9)
        threading.Thread(target=kill, daemon=True).start()
    else:
        watch(asked["home"], asked["moment"])
    {"load": load, "forget": forget}[asked["do"]](asked["home"], asked["what"])
    sys.setprofile(None)
    os._exit(0)

for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            run(json.loads(line))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""
FINISHED, KILLED = 0, 9


@pytest.fixture(scope="module")
def victim():
    """victim(do=..., ...): how a child ended that did this."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", DRIVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as driver:

        def run(**asked) -> int:
            driver.stdin.write(json.dumps(asked) + "\n")
            driver.stdin.flush()
            return int(driver.stdout.readline())

        yield run
        driver.stdin.close()


@pytest.fixture
def held_before(monthly, load):
    """What the store holds before anybody is killed."""
    [report] = load(monthly("28/02/2025 RA1 5 100", name="before.csv"))
    return report.release


def content(folder: Path) -> str:
    """One hash of every file in a folder, by name."""
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            whole.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return whole.hexdigest()


def put_back(store: Store, saved: dict[str, bytes]) -> None:
    """The store as it was, without making it anew."""
    for file in sorted(store.home.rglob("*"), reverse=True):
        name = file.relative_to(store.home).as_posix()
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif name not in saved and file.name != ".lock":
            file.unlink()
    for name, given in saved.items():
        (store.home / name).parent.mkdir(parents=True, exist_ok=True)
        (store.home / name).write_bytes(given)


@pytest.fixture
def killed_while_loading(victim, store, load, held, held_before, every_byte, monthly):
    """killed_while_loading(moment=n): whether it was killed, after what must be true was seen to be true."""
    new = monthly("28/02/2025 RA1 * 100", "28/02/2025 RA2 7 100", name="new.csv")
    saved = every_byte()
    earlier = content(store.releases_folder / held_before)
    [whole] = load(new)
    finished = content_without_time(store.releases_folder / whole.release)
    put_back(store, saved)

    def run(**moment) -> bool:
        ended = victim(do="load", home=str(store.home), what=str(new), **moment)
        assert ended in (KILLED, FINISHED)
        assert content(store.releases_folder / held_before) == earlier
        there = store.has(whole.release)
        if there:
            assert content_without_time(store.releases_folder / whole.release) == finished
        assert {release.id for release in store.releases()} == {
            held_before,
            *([whole.release] if there else []),
        }
        assert ended == KILLED or there
        assert keeping.verify(held())
        [again] = load(new)
        assert again.state == (loading.HELD if there else loading.LOADED)
        assert content_without_time(store.releases_folder / whole.release) == finished
        assert not store.staging_folder.exists() or not any(store.staging_folder.iterdir())
        put_back(store, saved)
        return ended == KILLED

    return run


def content_without_time(folder: Path) -> dict[str, str]:
    """As `content`, but when it was loaded does not matter."""
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    told = json.loads((folder / "release.json").read_text("utf-8"))
    return found | {"release.json": json.dumps(told | {"loaded_at": ""})}


def test_killed_at_any_moment_a_load_is_whole_or_not_there(killed_while_loading):
    moment = 1
    while killed_while_loading(moment=moment):
        moment += 1

    # Fewer would mean that the moments are no longer seen.
    assert moment > 25


def test_killed_by_the_clock_a_load_is_whole_or_not_there(killed_while_loading):
    killed = [killed_while_loading(seconds=thousandth / 1000) for thousandth in range(5, 245, 20)]

    assert any(killed)


def test_killed_at_any_moment_what_was_to_be_forgotten_is_there_or_withdrawn_with_its_reason(
    victim, store, held, held_before, every_byte
):
    saved, earlier = every_byte(), content(store.releases_folder / held_before)
    moment, ended = 0, KILLED
    while ended == KILLED:
        moment += 1
        ended = victim(do="forget", home=str(store.home), what=held_before, moment=moment)
        there = [store.releases_folder / held_before] if store.has(held_before) else []
        withdrawn = list(store.withdrawn_folder.glob(f"{held_before}.*"))
        [only] = there + withdrawn
        assert content(only) == earlier
        assert there or store.journal()[-1]["because"] == "a draft"
        assert keeping.verify(held())
        put_back(store, saved)

    assert ended == FINISHED
    assert moment > 4
