"""Download publications, politely: one after the other, resumed where they broke off, and checked.

Nothing is downloaded unless somebody asks for it; whoever may not, saves the file with a browser and loads it.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import yaml

from openefficiency.errors import FetchError
from openefficiency.provenance import package_version

TRIES = 3
# Seconds; a server that wants to be left alone for longer is asked again another day.
LONGEST_WAIT = 120.0
MOST_BYTES = 5 * 10**9
TRY_AGAIN = (429, 500, 502, 503, 504)
RECORD = "fetched.json"
NEVER = "never"
BY_HAND = "possible: open the address in a browser, save the file, and load it from there."

FETCHED, HERE = "fetched", "already here"

Progress = Callable[["Address", int, int | None], None]


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where one release of a publication is to be had.

    `checked` is the day on which somebody downloaded and loaded it, or 'never'. A `page` only leads there.
    """

    source: str
    title: str
    year: str
    url: str
    licence: str
    checked: str = NEVER
    sha256: str | None = None
    page: bool = False

    @property
    def file(self) -> str:
        """What to call it here; publishers have given one name to several years."""
        name = PurePosixPath(unquote(urlsplit(self.url).path)).name
        safe = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name)
        return f"{self.source}_{self.year.replace('/', '-')}_{safe or 'file'}"

    @property
    def warning(self) -> str:
        return "this address was never checked: it may be out of date" if self.checked == NEVER else ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that is here now, and the hash of what is in it."""

    address: Address
    path: Path
    sha256: str
    size: int
    state: str


class Unfetched(FetchError):
    """Some of what was asked for could not be had; `fetched` is what is here all the same."""

    def __init__(self, problems: list[FetchError], fetched: list[Fetched]):
        super().__init__("\n".join(map(str, problems)))
        self.problems, self.fetched = problems, fetched


def addresses() -> tuple[Address, ...]:
    """The register of addresses that comes with the package."""
    given = yaml.safe_load(
        resources.files(__package__).joinpath("addresses.yaml").read_text(encoding="utf-8")
    )
    known = {column.name for column in fields(Address)}
    for entry in given:
        assert entry.keys() <= known, f"addresses.yaml has {entry.keys() - known}"
    return tuple(Address(**{name: as_written(value) for name, value in entry.items()}) for entry in given)


def as_written(value: Any) -> Any:
    """YAML reads a day as a date; here it is words."""
    return value if isinstance(value, bool) else str(value)


def fetch(
    entries: Iterable[Address],
    *,
    into: Path,
    client: httpx.Client | None = None,
    pause: float = 1.0,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Fetched]:
    """Bring these files `into` a folder, and say of each whether it was there already.

    What cannot be had is told at the end, all of it together; the others are here by then.
    """
    into.mkdir(parents=True, exist_ok=True)
    with nullcontext(client) if client else new_client() as used:
        job = Job(used, into, pause, progress or (lambda address, done, of: None), sleep)
        fetched: list[Fetched] = []
        problems: list[FetchError] = []
        for entry in entries:
            try:
                fetched.append(job.bring(entry))
            except FetchError as problem:
                problems.append(problem)
    if problems:
        raise Unfetched(problems, fetched)
    return fetched


def new_client() -> httpx.Client:
    return httpx.Client(follow_redirects=True, timeout=httpx.Timeout(60, connect=15))


@dataclass
class Job:
    """One round of downloads."""

    client: httpx.Client
    into: Path
    pause: float
    progress: Progress
    sleep: Callable[[float], None]
    asked: bool = False
    # Hosts that could not be reached are not tried again in this round.
    unreachable: set[str] = field(default_factory=set)

    def bring(self, address: Address) -> Fetched:
        check_address(address)
        target = self.into / address.file
        if target.exists():
            return self.here(address, target)
        part = Part(target)
        self.download(address, part)
        sha256 = hash_of(part.path)
        if address.sha256 and sha256 != address.sha256:
            part.remove()
            raise failed(
                address,
                f"a file with the hash {sha256}; known is {address.sha256}",
                "possible: the publisher has changed the file, or it was damaged on its way; it was not kept.",
            )
        part.path.replace(target)
        part.remove()
        self.write_down(address, sha256, target)
        return Fetched(address=address, path=target, sha256=sha256, size=target.stat().st_size, state=FETCHED)

    def here(self, address: Address, target: Path) -> Fetched:
        """A file that is there is not asked for again, nor written over."""
        sha256 = hash_of(target)
        recorded = self.record().get(target.name, {}).get("sha256")
        expected = address.sha256 or recorded or sha256
        if sha256 != expected:
            raise failed(
                address,
                f"'{target}' is there already, with the hash {sha256} in place of {expected}",
                "possible: move that file away, and fetch again; it was not touched.",
            )
        return Fetched(address=address, path=target, sha256=sha256, size=target.stat().st_size, state=HERE)

    def download(self, address: Address, part: "Part") -> None:
        """Try, wait as long as the server asks, and try again from where it broke off."""
        wait, given, host = 0.0, "", urlsplit(address.url).netloc
        if host in self.unreachable:
            raise failed(address, f"no connection to {host}, as before", BY_HAND)
        for attempt in range(TRIES):
            # Also between two files, and before the second try.
            self.sleep(max(wait, self.pause if self.asked else 0.0))
            self.asked = True
            try:
                with self.client.stream("GET", address.url, headers=headers(part)) as answer:
                    self.unreachable.discard(host)
                    if answer.status_code not in TRY_AGAIN:
                        return self.receive(address, answer, part)
                    wait, given = asked_to_wait(answer, attempt), f"the server answers {answer.status_code}."
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                self.unreachable.add(host)
                wait, given = (
                    2.0**attempt,
                    f"no connection ({error or 'timed out'}); is this machine offline?",
                )
            except (httpx.TransportError, BrokenOff) as error:
                wait, given = 2.0**attempt, f"the connection broke off ({error or type(error).__name__})."
            if wait > LONGEST_WAIT:
                raise failed(address, f"{given} It asks to wait {wait:,.0f} seconds.", BY_HAND)
        kept = (
            f"\n            {part.size:,} bytes have come; the next fetch goes on from there."
            if part.size
            else ""
        )
        raise failed(address, f"{given} Tried {TRIES} times.", BY_HAND + kept)

    def receive(self, address: Address, answer: httpx.Response, part: "Part") -> None:
        if answer.status_code == 416:
            # What is here is no part of what is there.
            part.remove()
            raise BrokenOff("the part does not fit")
        if answer.status_code not in (200, 206):
            raise failed(address, f"the server answers {answer.status_code} {answer.reason_phrase}", BY_HAND)
        if "text/html" in answer.headers.get("Content-Type", ""):
            raise failed(
                address, "a web page in place of a file: the address has moved, or wants a person", BY_HAND
            )
        resumed = answer.status_code == 206
        if resumed and begins_at(answer) != part.size:
            part.remove()
            raise BrokenOff("another part than the one asked for")
        self.save(address, answer, part, resumed=resumed)

    def save(self, address: Address, answer: httpx.Response, part: "Part", *, resumed: bool) -> None:
        done = part.size if resumed else 0
        length = answer.headers.get("Content-Length")
        total = done + int(length) if length else None
        part.remember(answer)
        with part.path.open("ab" if resumed else "wb") as file:
            for piece in answer.iter_bytes():
                file.write(piece)
                done += len(piece)
                self.progress(address, done, total)
                if done > MOST_BYTES:
                    raise failed(address, f"more than {MOST_BYTES:,} bytes", BY_HAND)

    def record(self) -> dict[str, dict]:
        path = self.into / RECORD
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def write_down(self, address: Address, sha256: str, target: Path) -> None:
        """Keep the hash and the address of every file beside them."""
        entry = {
            "url": address.url,
            "sha256": sha256,
            "size": target.stat().st_size,
            "licence": address.licence,
        }
        record = self.record() | {target.name: entry}
        path = self.into / RECORD
        new = path.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
        new.replace(path)


class BrokenOff(Exception):
    """An answer that cannot be used; the next one may be."""


class Part:
    """What has come so far, with the mark by which the server knows whether it is still the same file."""

    def __init__(self, target: Path):
        self.path = target.with_name(target.name + ".part")
        self.mark = target.with_name(target.name + ".part.mark")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def remember(self, answer: httpx.Response) -> None:
        mark = answer.headers.get("ETag", "")
        # A weak one says that two files are alike, not that they are the same.
        if not mark or mark.startswith("W/"):
            mark = answer.headers.get("Last-Modified", "")
        self.mark.write_text(mark, encoding="ascii", errors="ignore")

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)


def headers(part: Part) -> dict[str, str]:
    polite = {
        "User-Agent": f"openefficiency/{package_version()} (open NHS efficiency figures; asked for by a person)",
        "Accept-Encoding": "identity",
    }
    mark = part.mark.read_text(encoding="ascii") if part.mark.exists() else ""
    if part.size and mark:
        return polite | {"Range": f"bytes={part.size}-", "If-Range": mark}
    return polite


def begins_at(answer: httpx.Response) -> int | None:
    """Where the part begins that was sent: 'bytes 100-199/200' begins at 100."""
    first = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdigit() else None


def asked_to_wait(answer: httpx.Response, attempt: int) -> float:
    """Seconds: as many as the server says, in number or by the clock; else 1, 2, 4."""
    said = answer.headers.get("Retry-After", "")
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 2.0**attempt


def check_address(address: Address) -> None:
    if urlsplit(address.url).scheme not in ("http", "https"):
        raise failed(address, "an address that is not on the web", "possible: http and https.")
    if address.page:
        raise failed(address, "a page that leads to the files of each release, and no file", BY_HAND)


def failed(address: Address, given: str, possible: str) -> FetchError:
    warning = f" ({address.warning})" if address.warning else ""
    return FetchError(
        f"'{address.title}' could not be fetched.\n  given:    {given}\n            {address.url}{warning}\n  {possible}"
    )


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
