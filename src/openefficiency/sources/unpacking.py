"""What was given to load: files, folders and zips, taken apart into single files.

A zip is not believed: what it says of itself is checked first, and counted again while it is unpacked.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from openefficiency.errors import NotFound, OpenEfficiencyError, RefusedFile, UnreadableFile

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
MB, GB = 10**6, 10**9
# The largest publications here unpack to a tenth of the first; text seldom packs better than 30 to 1.
MOST_UNPACKED = 8 * GB
MOST_TIMES = 250
# So little is harmless, however well it is packed.
HARMLESS = 100 * MB
MOST_FILES = 10_000
# A publication's zip may hold the zips of its parts; nothing that we know goes deeper.
DEEPEST = 2
PIECE = 1024 * 1024

# Every broken zip shows itself in one of these ways, depending on where it is broken.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Found:
    """One file to open, or the reason why it cannot be.

    `path` of a file out of a zip is gone when the next one is asked for; `name` is what to call it.
    """

    path: Path
    name: str
    problem: OpenEfficiencyError | None = None


def found_in(paths: Iterable[Path], *, into: Path) -> Iterator[Found]:
    """Every file in what was given, those in zips unpacked one at a time `into` a folder.

    What is in the way of one file is said with it and does not stop the others.
    """
    for path in paths:
        if not path.exists():
            problem = NotFound(
                f"There is no '{path}'.\n  given:    {path}\n  possible: a file, a folder or a zip that exists."
            )
            yield Found(path, path.name, problem)
        else:
            # The folder one stands in ("." has no name of its own).
            yield from found_at(path, path.name or path.resolve().name, into)


def found_at(path: Path, name: str, into: Path) -> Iterator[Found]:
    if path.is_dir():
        yield from found_in_folder(path, name, into)
    elif not path.is_file():
        yield Found(path, name, unreadable(name, "neither a file nor a folder"))
    else:
        yield from found_in_file(path, name, into)


def found_in_folder(folder: Path, name: str, into: Path) -> Iterator[Found]:
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield Found(folder, name, unreadable(name, words_of(error)))
        return
    for path in inside:
        if path.is_symlink() and path.is_dir():
            # It may lead back to where we are.
            yield Found(path, f"{name}/{path.name}", unreadable(path.name, "a link to a folder"))
        else:
            yield from found_at(path, f"{name}/{path.name}", into)


def found_in_file(path: Path, name: str, into: Path, budgets: tuple["Budget", ...] = ()) -> Iterator[Found]:
    try:
        zipped = is_zip_of_files(path)
    except OSError as error:
        yield Found(path, name, unreadable(name, words_of(error)))
        return
    if not zipped:
        yield Found(path, name)
    elif len(budgets) == DEEPEST:
        yield Found(path, name, too_deep(name))
    else:
        yield from found_in_zip(path, name, into, budgets)


def found_in_zip(path: Path, name: str, into: Path, budgets: tuple["Budget", ...]) -> Iterator[Found]:
    into.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            budgets = (*budgets, Budget(packed=path.stat().st_size, name=name))
            refuse_tricks(members, name=name, packed=path.stat().st_size)
            for number, member in enumerate(members):
                # A name of our own: theirs may be one that this machine cannot have, or has already.
                target = into / f"{len(budgets)}-{number}{suffix_of(member.filename)}"
                yield from unpacked(
                    archive, member, f"{name} » {printable(member.filename)}", target, budgets
                )
    except RefusedFile as problem:
        yield Found(path, name, problem)
    except BROKEN as error:
        yield Found(path, name, broken_zip(name, error))


def unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path, budgets: tuple["Budget", ...]
) -> Iterator[Found]:
    try:
        problem = write(archive, member, target, name=name, budgets=budgets)
        if problem:
            yield Found(target, name, problem)
        else:
            yield from found_in_file(target, name, target.parent, budgets)
    finally:
        target.unlink(missing_ok=True)


def write(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    target: Path,
    *,
    name: str,
    budgets: tuple["Budget", ...],
) -> UnreadableFile | None:
    """Unpack one member, piece by piece, as long as the budgets last; what broke, if something did."""
    try:
        with archive.open(member) as packed, target.open("wb") as file:
            while piece := packed.read(PIECE):
                for budget in budgets:
                    budget.spend(len(piece))
                file.write(piece)
    except BROKEN as error:
        return broken_zip(name, error)
    return None


@dataclass
class Budget:
    """How much a zip, with the zips in it, has unpacked to so far, whatever it declared."""

    packed: int
    name: str
    spent: int = 0

    def spend(self, size: int) -> None:
        self.spent += size
        refuse_bomb(self.spent, packed=self.packed, name=self.name, most=MOST_UNPACKED)


def refuse_tricks(members: list[zipfile.ZipInfo], *, name: str, packed: int) -> None:
    """Refuse a zip that could harm: before anything of it is unpacked."""
    if not members:
        raise RefusedFile(
            f"'{name}' is an empty zip.\n  given:    no file in it\n  possible: a zip that holds csv, Excel or Parquet."
        )
    if len(members) > MOST_FILES:
        raise RefusedFile(
            f"'{name}' holds too many files.\n  given:    {len(members):,} files\n  possible: at most {MOST_FILES:,} in one zip."
        )
    for member in members:
        if is_encrypted(member):
            raise RefusedFile(
                f"'{name}' is protected by a password.\n  given:    '{member.filename}' is encrypted\n"
                "  possible: unpack it with its password, and load the files."
            )
        if leads_outside(member):
            raise RefusedFile(
                f"'{name}' would write outside its own folder.\n  given:    a file called '{member.filename}'\n"
                "  possible: a zip whose files lie below it, without links; get it from its publisher again."
            )
    refuse_bomb(sum(member.file_size for member in members), packed=packed, name=name, most=MOST_UNPACKED)


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & 0x1)


def leads_outside(member: zipfile.ZipInfo) -> bool:
    """A member whose name climbs up, starts at a root or a drive, or that is a link."""
    # orig_filename is the name as it was written, before Python makes it harmless.
    names = (member.filename, member.orig_filename)
    parts = {part for text in names for part in PureWindowsPath(text).parts}
    absolute = any(PurePosixPath(text).is_absolute() or PureWindowsPath(text).anchor for text in names)
    return absolute or ".." in parts or stat.S_ISLNK(member.external_attr >> 16)


def refuse_bomb(size: int, *, packed: int, name: str, most: int) -> None:
    if size > most or (size > HARMLESS and size > MOST_TIMES * packed):
        raise RefusedFile(
            f"'{name}' unpacks to more than a publication would.\n"
            f"  given:    {packed:,} bytes that become {size:,} or more\n"
            f"  possible: at most {most:,} bytes, and at most {MOST_TIMES} times the packed size."
        )


def is_zip_of_files(path: Path) -> bool:
    """A zip that is no workbook; also one that is cut off, so that it is said."""
    with path.open("rb") as file:
        start = file.read(4)
    return start == EMPTY_ZIP or (start == ZIP and kind_of_zip(path) == "zip")


def kind_of_zip(path: Path) -> str:
    """zip, excel, or 'unknown' for another office document."""
    with path.open("rb") as file:
        start = file.read(512)
    # An OpenDocument says what it is in its first member, which is never packed.
    if start[30:38] == b"mimetype":
        return "excel" if b"opendocument.spreadsheet" in start else "unknown"
    try:
        names = names_in(path)
    except BROKEN:
        # Cut off, and so without a list of its files: the name of the first one stands at the start.
        first = start[30 : 30 + int.from_bytes(start[26:28], "little")]
        return "excel" if first.startswith((b"[Content_Types]", b"xl/", b"_rels/", b"docProps/")) else "zip"
    if any(name.startswith("xl/workbook") for name in names):
        return "excel"
    return "unknown" if "[Content_Types].xml" in names else "zip"


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def suffix_of(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if suffix[1:].isalnum() and len(suffix) <= 8 else ""


def words_of(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]


def unreadable(name: str, given: str) -> UnreadableFile:
    return UnreadableFile(
        f"'{name}' cannot be read.\n  given:    {given}\n  possible: a file that you may read, a folder, or a zip."
    )


def broken_zip(name: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"'{name}' cannot be unpacked.\n  given:    {words_of(error)}\n"
        "  possible: a whole zip; was the download cut off? Download it again."
    )


def too_deep(name: str) -> RefusedFile:
    return RefusedFile(
        f"'{name}' lies too deep.\n  given:    a zip in a zip in a zip\n"
        "  possible: a zip, or zips in a zip; unpack it and load the files."
    )
