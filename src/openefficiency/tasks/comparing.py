"""Compare with peers or with the own past, and size what the differences may be worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from openefficiency.compare import peers as peer_groups
from openefficiency.compare.comparison import Comparison
from openefficiency.compare.place import Places
from openefficiency.compare.with_own_past import with_own_past
from openefficiency.compare.with_peers import with_peers
from openefficiency.errors import NotFound
from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.measure import Better, Measure
from openefficiency.measures.result import Result
from openefficiency.opportunity.opportunity import Opportunity
from openefficiency.opportunity.size import size
from openefficiency.tables.who import TYPES
from openefficiency.tables.year import tidy
from openefficiency.tasks.measuring import Finished, Held, finished
from openefficiency.tasks.reporting import types_meant

PEERS, OWN_PAST = "peers", "own-past"


@dataclass(frozen=True)
class Question:
    """Which comparisons are wanted. `nearest` takes the ten recommended peers in place of all of a type."""

    against: str = PEERS
    year: str | None = None
    type: str = "all"
    organisation: str | None = None
    nearest: bool = False


def result_of(figures: Finished, measure: Measure) -> Result:
    mine = pl.col("measure") == measure.name
    return Result(
        measure, figures.rows.filter(mine).drop("measure"), figures.origins.filter(mine).drop("measure")
    )


def compare(held: Held, measure: Measure, question: Question) -> list[Comparison]:
    """The comparisons of one measure, organisations in the order of their codes."""
    result = result_of(finished(held), measure)
    if not result.years():
        raise NotFound(
            f"No figure of '{measure.title}' is held.\n"
            "  possible: `openefficiency coverage` shows which measures and years are."
        )
    if question.against == OWN_PAST:
        found = with_own_past(result, name_of=held.register.name_of)
    else:
        year = tidy(question.year) if question.year else result.years()[-1]
        found = with_peers(
            result,
            year,
            type_of=held.register.type_of,
            name_of=held.register.name_of,
            peers_of=nearest(held, year) if question.nearest else None,
            places=places(held),
        )
    return sorted(wanted(held, found, question), key=lambda one: one.organisation)


def wanted(held: Held, found: list[Comparison], question: Question) -> list[Comparison]:
    types = types_meant(question.type)
    code = question.organisation.upper() if question.organisation else None
    return [
        one
        for one in found
        if code in (None, one.organisation)
        and (types == TYPES or held.register.type_of(one.organisation, one.period) in types)
    ]


def nearest(held: Held, year: str) -> Callable[[str], Sequence[str]]:
    """The ten recommended peers of an organisation, of its own type; none where its characteristics are not held."""
    known = characteristics(held)

    def of(organisation: str) -> list[str]:
        if organisation not in known:
            return []
        return [
            one.organisation
            for one in peer_groups.recommended(organisation, known, alike(held, organisation, year, known))
        ]

    return of


def places(held: Held) -> Places | None:
    """The market forces factors of the latest year that is held, to warn with."""
    rows = held.tables.small("market_forces")
    if not rows:
        return None
    latest = max(row["year"] for row in rows)
    return Places(latest, {row["organisation"]: row["factor"] for row in rows if row["year"] == latest})


def peers(held: Held, organisation: str, year: str) -> list[peer_groups.Peer]:
    """Who is recommended as a peer, and why."""
    known = characteristics(held)
    return peer_groups.recommended(organisation, known, alike(held, organisation, year, known))


def alike(held: Held, organisation: str, year: str, known: dict) -> list[str]:
    kind = held.register.type_of(organisation, year)
    return [name for name in known if held.register.type_of(name, year) == kind]


def characteristics(held: Held) -> dict[str, dict[str, float]]:
    """What is known of each organisation; of several years the latest."""
    found: dict[str, dict[str, float]] = {}
    rows = held.tables.small("peer_characteristics")
    for row in sorted(rows, key=lambda row: row["year"]):
        found.setdefault(row["organisation"], {})[row["item"]] = row["amount"]
    return found


def opportunities(held: Held, question: Question) -> list[Opportunity]:
    """Every measure that has a quantity, sized for each organisation of its latest year or the year asked for."""
    figures = finished(held)
    sized = []
    for measure in catalogue().values():
        years = result_of(figures, measure).years()
        if measure.opportunity is None or measure.better_when is Better.NEITHER or not years:
            continue
        if question.year and tidy(question.year) not in years:
            continue
        sized += [size(one) for one in compare(held, measure, question)]
    return sorted(sized, key=lambda one: (one.comparison.organisation, one.comparison.measure.name))
