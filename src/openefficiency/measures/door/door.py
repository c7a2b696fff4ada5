"""What a measure may ask for: the lazy tables, and what is known of organisations."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from openefficiency.measures.door import counting
from openefficiency.measures.door.counting import Tables
from openefficiency.measures.measure import Part, Standard

KEY = ["organisation", "year"]
# Floats that are added in another order differ in their last digits, and threads end in any order.
IN_ORDER = [*KEY, "start", "months", "release", "sheet"]


def same(organisation: str) -> str:
    return organisation


@dataclass
class Door:
    """The tables and what is known of organisations; what two measures share is counted once.

    `type_of(organisation, year)` says what kind of organisation it was. `follow` names the organisation
    under which a figure is shown: itself (as then), or the one that it became (as now).
    """

    tables: Tables
    type_of: Callable[[str, str], str | None]
    follow: Callable[[str], str] = same
    counted: dict[str, pl.DataFrame] = field(default_factory=dict)

    def sums(self, thing: Part | Standard) -> pl.DataFrame:
        """What the engine adds up, collected once, under the names that are followed."""
        if thing.key() not in self.counted:
            count = counting.count if isinstance(thing, Part) else counting.compare_with_standard
            rows = count(thing, self.tables)  # type: ignore[arg-type, operator]
            rows = rows.sort([name for name in IN_ORDER if name in rows.columns])
            # Under the name of one that they became, those who reported are still told apart.
            rows = rows.with_columns(member="organisation")
            if self.follow is not same:
                names = rows["organisation"].unique().to_list()
                new = {name: self.follow(name) for name in names}
                rows = rows.with_columns(pl.col("organisation").replace(new))
            self.counted[thing.key()] = rows
        return self.counted[thing.key()]
