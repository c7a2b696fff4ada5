"""The one panel on which frontier methods are tried: operating cost against three outputs of acute trusts."""

import numpy as np
import polars as pl

from openefficiency.compare.with_frontier import Frontier, with_frontier
from openefficiency.errors import NotFound
from openefficiency.measures.door.door import KEY
from openefficiency.measures.door.parts import of_part
from openefficiency.measures.measure import Part, Where
from openefficiency.tables.year import tidy
from openefficiency.tasks.measuring import Held

FEWEST = 30


def where(**conditions: str) -> Where:
    return Where(conditions=tuple(conditions.items()))


COST = Part(table="accounts", sum="amount", where=where(line="operating_cost"))
OUTPUTS = {
    "finished episodes": Part(table="yearly_admissions", sum="count", where=where(item="episodes")),
    "first outpatient attendances": Part(
        table="activity",
        sum="count",
        where=where(point_of_delivery="first outpatient", specialties="general and acute"),
    ),
    "A&E attendances, major departments": Part(
        table="emergency_attendances", sum="attendances", where=where(department="major")
    ),
}


def frontier(held: Held, year: str) -> Frontier:
    """Acute non-specialist trusts that have cost and every output in the year."""
    when, door = tidy(year), held.door()
    parts = {"cost": COST, **OUTPUTS}
    rows = None
    for name, part in parts.items():
        mine = of_part(part, door.sums(part)).filter((pl.col("year") == when) & (pl.col("value") > 0))
        column = mine.select(*KEY, pl.col("value").alias(name))
        rows = column if rows is None else rows.join(column, on=KEY, how="inner")
    assert rows is not None, "there are parts"
    kinds = [held.register.type_of(name, when) == "acute non-specialist" for name in rows["organisation"]]
    rows = rows.filter(pl.Series(kinds, dtype=pl.Boolean)).sort("organisation")
    if len(rows) < FEWEST:
        raise NotFound(
            f"Too few trusts have cost and every output in {when} to draw a frontier.\n"
            f"  given:    {len(rows)} acute non-specialist trusts; at least {FEWEST} are needed\n"
            f"  possible: a year for which accounts, {', '.join(OUTPUTS)} are held, e.g. 2016/17."
        )
    return with_frontier(
        tuple(rows["organisation"]),
        rows["cost"].to_numpy(),
        np.column_stack([rows[name] for name in OUTPUTS]),
    )
