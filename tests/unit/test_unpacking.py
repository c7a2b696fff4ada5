"""Files, folders and zips are taken apart; what could harm is refused, and the others go on."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from openefficiency.errors import NotFound, RefusedFile, UnreadableFile
from openefficiency.sources import unpacking
from openefficiency.sources.unpacking import found_in

ASHBY = b"code,factor\nRCF,1.01\n"


@pytest.fixture
def found(tmp_path):
    """found(path): name and content of everything that comes out, or the kind of problem."""

    def list_all(*paths: Path) -> list[tuple]:
        return [
            (each.name, type(each.problem) if each.problem else each.path.read_bytes())
            for each in found_in(paths, into=tmp_path / "into")
        ]

    return list_all


@pytest.fixture
def problem(tmp_path):
    """problem(path): the words of the one problem with it."""

    def only(path: Path) -> str:
        [each] = found_in([path], into=tmp_path / "into")
        assert each.problem
        return str(each.problem)

    return only


def zipped(path: Path, files: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_file_comes_out_as_it_is(found, tmp_path):
    (tmp_path / "ashby.csv").write_bytes(ASHBY)

    assert found(tmp_path / "ashby.csv") == [("ashby.csv", ASHBY)]


def test_a_folder_is_walked_in_order_and_nothing_in_it_passed_over(found, tmp_path):
    folder = tmp_path / "given"
    (folder / "b").mkdir(parents=True)
    for name in (".hidden", "README.md", "a.csv", "b/c.csv"):
        (folder / name).write_bytes(name.encode())

    names = [".hidden", "README.md", "a.csv", "b/c.csv"]
    assert found(folder) == [(f"given/{name}", name.encode()) for name in names]


def test_a_zip_and_a_zip_in_it_are_unpacked(found, tmp_path):
    inner = zipped(tmp_path / "part 1.zip", {"1 Data.csv": ASHBY})
    outer = zipped(tmp_path / "all.zip", {"notes.txt": b"Read me", "parts/part 1.zip": inner.read_bytes()})

    assert found(outer) == [
        ("all.zip » notes.txt", b"Read me"),
        ("all.zip » parts/part 1.zip » 1 Data.csv", ASHBY),
    ]


def test_only_one_file_of_a_zip_lies_unpacked_at_a_time(tmp_path):
    archive = zipped(tmp_path / "all.zip", {"a.csv": ASHBY, "b.csv": ASHBY, "c.csv": ASHBY})
    into = tmp_path / "into"

    assert [len(list(into.iterdir())) for _ in found_in([archive], into=into)] == [1, 1, 1]
    assert not list(into.iterdir())


def test_a_zip_in_a_zip_in_a_zip_is_refused_by_its_name(found, tmp_path):
    deepest = zipped(tmp_path / "3.zip", {"a.csv": ASHBY})
    deeper = zipped(tmp_path / "2.zip", {"3.zip": deepest.read_bytes()})
    outer = zipped(tmp_path / "1.zip", {"2.zip": deeper.read_bytes(), "b.csv": ASHBY})

    assert found(outer) == [("1.zip » 2.zip » 3.zip", RefusedFile), ("1.zip » b.csv", ASHBY)]


def test_a_workbook_is_not_taken_apart(found, workbook):
    path = workbook({"Costs": [["Ashby", 1]]})

    assert found(path) == [("any-name.xlsx", path.read_bytes())]


def test_a_workbook_that_lies_unpacked_in_a_zip_does_not_make_the_zip_one(found, workbook, tmp_path):
    path = workbook({"Costs": [["Ashby", 1]]})
    archive = zipped(tmp_path / "all.zip", {"costs.xlsx": path.read_bytes()}, packing=zipfile.ZIP_STORED)

    assert found(archive) == [("all.zip » costs.xlsx", path.read_bytes())]


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_zip_that_was_cut_off_is_said_and_the_next_file_read(kept, found, problem, tmp_path):
    whole = zipped(tmp_path / "whole.zip", {"a.csv": ASHBY * 1000, "b.csv": ASHBY}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * kept)])
    (tmp_path / "next.csv").write_bytes(ASHBY)

    assert found(tmp_path / "cut.zip", tmp_path / "next.csv") == [
        ("cut.zip", UnreadableFile),
        ("next.csv", ASHBY),
    ]
    what, given, possible = problem(tmp_path / "cut.zip").splitlines()
    assert what == "'cut.zip' cannot be unpacked."
    assert given.startswith("  given:    ")
    assert possible == "  possible: a whole zip; was the download cut off? Download it again."


def test_a_damaged_file_in_a_zip_does_not_stop_the_next(found, tmp_path):
    archive = zipped(tmp_path / "all.zip", {"a.csv": ASHBY, "b.csv": ASHBY}, packing=zipfile.ZIP_STORED)
    archive.write_bytes(archive.read_bytes().replace(b"1.01", b"9.01", 1))

    assert found(archive) == [("all.zip » a.csv", UnreadableFile), ("all.zip » b.csv", ASHBY)]


def test_a_bomb_is_refused_by_what_it_declares_before_anything_is_unpacked(problem, tmp_path):
    archive = zipped(tmp_path / "bomb.zip", {"a.csv": b"0" * 101_000_000})

    words = problem(archive)
    assert words.startswith("'bomb.zip' unpacks to more than a publication would.")
    assert "become 101,000,000 or more" in words
    assert not list((tmp_path / "into").iterdir())


def test_a_hundred_megabytes_are_no_bomb_however_well_packed(found, tmp_path):
    archive = zipped(tmp_path / "zeros.zip", {"a.csv": b"0" * 100_000_000})

    assert [(name, len(content)) for name, content in found(archive)] == [("zeros.zip » a.csv", 100_000_000)]


def test_zips_in_a_zip_are_counted_together(found, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 2500)
    parts = {
        f"{number}.zip": zipped(tmp_path / "p.zip", {"a.csv": b"1" * 1000}).read_bytes()
        for number in range(3)
    }
    archive = zipped(tmp_path / "all.zip", parts)

    assert [kind for _, kind in found(archive)] == [b"1" * 1000, b"1" * 1000, RefusedFile]


def test_more_than_was_declared_is_never_written(found, tmp_path):
    archive = zipped(tmp_path / "liar.zip", {"a.csv": b"0" * 5_000_000})
    content = archive.read_bytes().replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    archive.write_bytes(content)

    assert found(archive) == [("liar.zip » a.csv", UnreadableFile)]
    assert not list((tmp_path / "into").iterdir())


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_file_that_would_lie_outside_is_refused_with_its_whole_zip(name, found, tmp_path):
    archive = zipped(tmp_path / "tricks.zip", {"a.csv": ASHBY, name: ASHBY})

    assert found(archive) == [("tricks.zip", RefusedFile)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["into", "tricks.zip"]


def test_a_link_in_a_zip_is_refused(problem, tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/hosts")

    assert "would write outside its own folder" in problem(tmp_path / "link.zip")


def test_a_zip_with_a_password_is_refused_with_what_to_do(problem, tmp_path):
    archive = zipped(tmp_path / "locked.zip", {"a.csv": ASHBY})
    content = bytearray(archive.read_bytes())
    # The first bit of the flags, in the file's own header and in the list of files.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(content)

    assert problem(archive).splitlines() == [
        "'locked.zip' is protected by a password.",
        "  given:    'a.csv' is encrypted",
        "  possible: unpack it with its password, and load the files.",
    ]


def test_an_empty_zip_is_said(problem, tmp_path):
    assert "is an empty zip" in problem(zipped(tmp_path / "empty.zip", {}))


def test_a_zip_of_too_many_files_is_refused(problem, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)
    archive = zipped(tmp_path / "many.zip", {f"{number}.csv": ASHBY for number in range(3)})

    assert "  given:    3 files" in problem(archive)


def test_what_does_not_exist_is_said(found, tmp_path):
    (tmp_path / "next.csv").write_bytes(ASHBY)

    assert found(tmp_path / "no.csv", tmp_path / "next.csv") == [("no.csv", NotFound), ("next.csv", ASHBY)]


def test_a_link_to_a_folder_is_not_followed_round_and_round(found, tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.csv").write_bytes(ASHBY)
    try:
        (folder / "loop").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this machine lets nobody make links")

    assert found(folder) == [("given/a.csv", ASHBY), ("given/loop", UnreadableFile)]


def test_a_name_cannot_write_to_the_screen(found, tmp_path):
    archive = zipped(tmp_path / "all.zip", {"a\x1b[31m.csv": ASHBY})

    assert found(archive) == [("all.zip » a?[31m.csv", ASHBY)]


def test_the_folder_one_stands_in_has_its_name(tmp_path, monkeypatch):
    home = tmp_path / "published-files"
    home.mkdir()
    (home / "one.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(home)

    assert [found.name for found in found_in([Path()], into=tmp_path / "into")] == ["published-files/one.csv"]
