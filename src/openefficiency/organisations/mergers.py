"""What became of whom: mergers and new codes, followed to the organisation of a later day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Succession:
    """On this day `new` took over from `old`."""

    old: str
    new: str
    on: date
    is_split: bool = False


class Mergers:
    """All successions. Where one was split between several, it stays itself: nobody knows the shares."""

    def __init__(self, successions: Iterable[Succession]):
        latest: dict[str, set[tuple[date, str]]] = {}
        split = set()
        for one in successions:
            if one.old != one.new:
                latest.setdefault(one.old, set()).add((one.on, one.new))
            if one.is_split:
                # A list may name only one of those that took over a part.
                split.add(one.old)
        self.next = {
            old: max(news)
            for old, news in latest.items()
            if old not in split and len({new for _, new in news}) == 1
        }

    def became(self, organisation: str, *, by: date) -> str:
        """The organisation that answers for it on a day; itself while it is there."""
        seen = {organisation}
        while organisation in self.next:
            on, new = self.next[organisation]
            if on > by or new in seen:
                break
            organisation = new
            seen.add(new)
        return organisation
