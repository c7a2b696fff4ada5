"""The contenders of the benchmark do the same job: on a small collection they agree."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openefficiency.engine import Engine
from openefficiency.store import Store
from openefficiency.tasks import loading

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(scope="module")
def bench():
    """The modules of bench/, which is no package."""
    sys.path.insert(0, str(BENCH))
    import collection
    import contenders

    yield collection, contenders
    sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def small(bench, tmp_path_factory):
    collection, _ = bench
    folder = tmp_path_factory.mktemp("bench")
    file = collection.write(folder, rows=20_000, year=collection.NEWEST)
    home = folder / "store"
    [report] = loading.load(
        [file], store=Store(home), engine=Engine(2), now=datetime(2026, 11, 25, tzinfo=UTC)
    )
    assert (report.state, report.tables["costs"] + report.quarantined) == (loading.LOADED, 20_000)
    return [file], home


@pytest.mark.parametrize("other", ["sql", "pandas"])
def test_the_door_finds_what_others_find(bench, small, other):
    _, contenders = bench
    ours = contenders.openefficiency(*small, threads=2)()
    theirs = getattr(contenders, other)(*small, threads=1)()

    assert ours.keys() == theirs.keys()
    assert len(ours) > 100
    for name, values in ours.items():
        assert values == pytest.approx(theirs[name], rel=1e-9), name


def test_the_door_finds_the_same_to_the_last_digit_with_any_number_of_threads(bench, small):
    _, contenders = bench
    found = [contenders.openefficiency(*small, threads=threads)() for threads in (1, 2, 4)]

    assert found[0] == found[1] == found[2]
