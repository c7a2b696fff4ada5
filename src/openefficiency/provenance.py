"""Where a figure came from: which release of which publication, and what was done to it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any


def package_version() -> str:
    try:
        return version("openefficiency")
    except PackageNotFoundError:
        return "not installed"


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one release brought to one table."""

    rows: int
    sha256: str
    # The periods (and, for some publications, organisations) that this release speaks for.
    scopes: tuple[tuple[str, ...], ...] = ()
    quarantined: int = 0
    flagged: int = 0


@dataclass(frozen=True, kw_only=True)
class Release:
    """One publication, as it was loaded from one file.

    `id` follows from the source and the content of the file: the same file is the same release,
    whatever it is called. `standing` is 1 for a publisher's own file, 2 for a careful compilation,
    3 for anything a third party worked out; where two hold the same thing, the lower number wins.
    """

    id: str
    source: str
    title: str
    publisher: str
    licence: str
    standing: int
    file: str
    sha256: str
    loaded_at: datetime
    package: str
    invented: bool = False
    scope_by: tuple[str, ...] = ()
    tables: dict[str, Holding] = field(default_factory=dict)
    left_out: tuple[tuple[str, str, int], ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"loaded_at": self.loaded_at.isoformat()}

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Release":
        tables = {
            name: Holding(**held | {"scopes": tuple(tuple(scope) for scope in held["scopes"])})
            for name, held in given["tables"].items()
        }
        return cls(
            **given
            | {
                "loaded_at": datetime.fromisoformat(given["loaded_at"]),
                "tables": tables,
                "scope_by": tuple(given["scope_by"]),
                "left_out": tuple(tuple(row) for row in given["left_out"]),
                "notes": tuple(given["notes"]),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The rows of one sheet of one release on which a figure rests; rows count from 1."""

    release: str
    table: str
    sheet: str
    first_row: int
    last_row: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a figure rests on. A figure without it cannot be constructed."""

    origins: tuple[Origin, ...]
    measure: str
    measure_version: int
    package: str
