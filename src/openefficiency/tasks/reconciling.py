"""Level, growth and oversight score of one organisation side by side, and why they differ."""

from typing import Any

from openefficiency.compare.oversight import INFERRED, finance_and_productivity
from openefficiency.errors import NotFound
from openefficiency.measures.catalogue import named
from openefficiency.measures.framework import Cell, Spread, peers, spreads
from openefficiency.tasks.measuring import Held
from openefficiency.tasks.reporting import Asked, measure

# What each view answers: they may differ and all be right.
LEVELS = ("cost_per_wau", "common_currency_index")
ANSWERS = {
    "cost_per_wau": "level: what a unit of care costs here, in one year",
    "common_currency_index": "level of the common basket only: read its coverage",
    "productivity_growth": "growth: more care for each real pound than the year before; a dear trust can grow fast",
    "oversight": "score: half finance against plan, half growth among acute trusts; no level of cost in it",
}
METRICS = {"planned": "OF0079", "variance": "OF0081", "productivity": "OF0085", "published": "OF4003"}


def reconcile(held: Held, organisation: str) -> list[dict[str, Any]]:
    """One row a view of the organisation, with its place among its like in words."""
    code = organisation.upper()
    rows = [row for name in (*LEVELS, "productivity_growth") if (row := latest(held, name, code))]
    rows += oversight(held, code)
    if not rows:
        raise NotFound(
            f"Neither cost level, growth nor oversight score of '{code}' is held.\n"
            "  possible: a code that `openefficiency organisations TEXT` finds; acute trusts from 2024/25 on."
        )
    return rows


def latest(held: Held, name: str, code: str) -> dict[str, Any] | None:
    """The latest figure of a measure, with its place among the others of its type."""
    cells = [cell for cell in measure(held, named(name), Asked()) if cell.value is not None]
    mine = [cell for cell in cells if cell.organisation == code]
    if not mine:
        return None
    cell = mine[-1]
    place = spreads(one for one in cells if one.period == cell.period).get(peers(cell))
    return as_row(cell, place)


def as_row(cell: Cell, place: Spread | None) -> dict[str, Any]:
    assert cell.value is not None, "only figures are reconciled"
    return {
        "view": cell.measure.title,
        "period": cell.period,
        "value": cell.value,
        "unit": cell.measure.unit,
        "place": place.place(cell.value) if place else "too few to say",
        "among": f"{place.count} {cell.type}" if place else "",
        "coverage": cell.coverage,
        "answers": ANSWERS[cell.measure.name],
    }


def oversight(held: Held, code: str) -> list[dict[str, Any]]:
    """The finance and productivity score, worked out and as published, of the latest report held."""
    rows = held.tables.small("oversight")
    if not rows:
        return []
    report = max(row["reported"] for row in rows)
    values = {
        part: {
            row["organisation"]: row["value"]
            for row in rows
            if row["metric"] == metric and row["reported"] == report
        }
        for part, metric in METRICS.items()
    }
    scores = finance_and_productivity(values["planned"], values["variance"], values["productivity"])
    found = [
        ("worked out, cut points " + INFERRED, scores.get(code)),
        ("as published", values["published"].get(code)),
    ]
    return [
        {
            "view": f"Finance and productivity score, {how}",
            "period": report,
            "value": round(score, 2),
            "unit": "score",
            "place": "1 is the best, 4 the worst",
            "among": f"{len(scores)} acute trusts",
            "coverage": None,
            "answers": ANSWERS["oversight"],
        }
        for how, score in found
        if score is not None
    ]
