"""The gap tree of one organisation, out of the finished figures of the cost per WAU family."""

import polars as pl

from openefficiency.errors import NotFound
from openefficiency.opportunity.tree import Spending, Tree, tree
from openefficiency.tables.year import tidy
from openefficiency.tasks.measuring import Held, finished

WHOLE = "cost_per_wau"
# Cost types that exclude each other; each measure's numerator is its spending, its denominator the units of activity.
PARTS = {
    "pay": "pay_cost_per_wau",
    "drugs": "drugs_cost_per_wau",
    "clinical supplies": "clinical_supplies_cost_per_wau",
}


def gap_tree(held: Held, organisation: str, year: str | None = None) -> tuple[str, str, Tree]:
    """The year, the price basis and the tree; its like are all of its type whose price basis is the same."""
    code = organisation.upper()
    shown = finished(held).rows.filter(pl.col("value").is_not_null())
    mine = shown.filter((pl.col("organisation") == code) & (pl.col("measure") == WHOLE))
    years = sorted(mine["year"].to_list())
    when = tidy(year) if year else "".join(years[-1:])
    if when not in years:
        raise NotFound(
            f"No cost per weighted activity unit of '{code}' is held{f' for {when}' if when else ''}.\n"
            "  possible: `openefficiency measure cost_per_wau` shows who has one, and for which year."
        )
    kind = held.register.type_of(code, when)
    rows = shown.filter(pl.col("year") == when)
    alike = [name for name in rows["organisation"].unique() if held.register.type_of(name, when) == kind]
    whole = beside(rows, WHOLE, code, alike)
    assert not isinstance(whole, str), whole
    basis = mine.filter(pl.col("year") == when)["basis"][0]
    return when, basis, tree(whole, {part: beside(rows, name, code, alike) for part, name in PARTS.items()})


def beside(rows: pl.DataFrame, measure: str, code: str, alike: list[str]) -> tuple[Spending, Spending] | str:
    """Spending and units of an organisation and of all of its like that have a figure on the same basis."""
    of_measure = rows.filter((pl.col("measure") == measure) & pl.col("organisation").is_in(alike))
    mine = of_measure.filter(pl.col("organisation") == code)
    if mine.is_empty():
        return f"{measure} has no figure"
    basis = mine["basis"][0]
    like = of_measure.filter(pl.col("basis") == basis)
    return (
        Spending(float(mine["numerator"][0]), float(mine["denominator"][0])),
        Spending(float(like["numerator"].sum()), float(like["denominator"].sum())),
    )
