"""Who is who: names and types as registers knew them at their time, and how to find a code by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from openefficiency.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One organisation, as one register knew it on one day."""

    organisation: str
    known_on: date
    name: str | None = None
    type: str | None = None
    subtype: str | None = None
    opened: date | None = None
    closed: date | None = None


class Register:
    """All entries of all registers. For a year, the entry nearest in time counts."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries: dict[str, list[Entry]] = {}
        for entry in sorted(entries, key=lambda entry: (entry.organisation, entry.known_on)):
            self.entries.setdefault(entry.organisation, []).append(entry)
        self.types: dict[tuple[str, str], str | None] = {}

    def type_of(self, organisation: str, year: str) -> str | None:
        """Its type in a financial year: by the entry nearest to the middle of it that tells a type."""
        key = (organisation, year)
        if key not in self.types:
            self.types[key] = self.told(organisation, "type", middle_of(year))
        return self.types[key]

    def name_of(self, organisation: str, year: str | None = None) -> str:
        """Its name in a financial year, or its latest; its code where no register knows it."""
        on = middle_of(year) if year else date.max
        return self.told(organisation, "name", on) or organisation

    def told(self, organisation: str, what: str, on: date) -> str | None:
        telling = [entry for entry in self.entries.get(organisation, []) if getattr(entry, what)]
        if not telling:
            return None
        return getattr(min(telling, key=lambda entry: abs((entry.known_on - on).days)), what)

    def of_type(self, types: Iterable[str], year: str) -> list[str]:
        """Organisations of these types that were open in a year, as far as registers tell."""
        wanted = set(types)
        return [
            name for name in self.entries if self.type_of(name, year) in wanted and self.open_in(name, year)
        ]

    def open_in(self, organisation: str, year: str) -> bool:
        first = int(year[:4])
        opened = [entry.opened for entry in self.entries[organisation] if entry.opened]
        closed = [entry.closed for entry in self.entries[organisation] if entry.closed]
        too_early = bool(opened) and min(opened) > date(first + 1, 3, 31)
        too_late = bool(closed) and max(closed) < date(first, 4, 1)
        return not (too_early or too_late)

    def find(self, text: str) -> list[tuple[str, str, str | None]]:
        """(code, name, type) of every organisation whose code or name holds the text."""
        wanted = text.casefold().split()
        found = []
        for code, entries in self.entries.items():
            names = " | ".join({code, *(entry.name for entry in entries if entry.name)}).casefold()
            if all(word in names for word in wanted):
                found.append((code, self.name_of(code), self.told(code, "type", date.max)))
        if found:
            return found
        spelt = {self.name_of(code).casefold(): self.name_of(code) for code in self.entries}
        close = get_close_matches(text.casefold(), spelt, n=3, cutoff=0.5)
        raise NotFound(
            f"No organisation is called '{text}'.\n"
            f"  did you mean: {'; '.join(spelt[name] for name in close) or 'another spelling, or a part of the name?'}"
        )


def middle_of(year: str) -> date:
    return date(int(year[:4]), 10, 1)
