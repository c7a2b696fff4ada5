"""Commands that set figures beside others, and say how sure anyone can be."""

import math
from typing import Any

import click

from openefficiency.cli.asking import held
from openefficiency.cli.output import SAYS, formats, progress, show
from openefficiency.compare.simulation import claims
from openefficiency.measures.catalogue import named
from openefficiency.present.formats import organisation_name, shown
from openefficiency.present.sentences import agreement_words, of_comparison, of_opportunity
from openefficiency.tables import year as financial_year
from openefficiency.tasks import comparing, reconciling
from openefficiency.tasks.frontier import frontier as draw_frontier
from openefficiency.tasks.gap_tree import gap_tree


def question_options(command):
    for option in (
        click.option(
            "--nearest", is_flag=True, help="With the ten recommended peers, not with all of a type."
        ),
        click.option("--org", "organisation", help="Only this organisation, by its code, e.g. RGT."),
        click.option(
            "--type", "kind", default="all", show_default=True, help="Only this type, e.g. ambulance."
        ),
        click.option("--year", help="Financial year, e.g. 2024/25; without it the latest held."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("measure")
@click.option(
    "--with",
    "against",
    type=click.Choice([comparing.PEERS, comparing.OWN_PAST]),
    default=comparing.PEERS,
    show_default=True,
    help="With peers of the same type, or with the own past.",
)
@question_options
@formats
def compare(measure, against, year, kind, organisation, nearest, form):
    """Compare a measure with peers or with the own past; every answer has its interval.

    Example:

    \b
        openefficiency compare cost_per_wau --type ambulance
        openefficiency compare sickness_absence --with own-past --org RGT
    """
    question = comparing.Question(against, year, kind, organisation, nearest)
    found = comparing.compare(held(), named(measure), question)
    columns = {
        "organisation": "Code",
        "name": "Name",
        "figure": "Figure",
        "usual": "Comparator",
        "signal": "Signal",
        "sentence": "In words",
    }
    rows = [
        one.to_json()
        if form
        else one.to_json()
        | {
            "name": organisation_name(one.name),
            "figure": shown(one.value, one.measure.unit),
            "usual": shown(one.comparator, one.measure.unit),
            "sentence": of_comparison(one),
        }
        for one in found
    ]
    show(rows, form=form, columns=columns, title=named(measure).question)


@click.command()
@click.argument("organisation")
@click.option(
    "--year", default="2018/19", show_default=True, help="The year whose types of organisation count."
)
@formats
def peers(organisation, year, form):
    """The ten recommended peers of an organisation, and in what they are most alike.

    Example:

    \b
        openefficiency peers RGT
    """
    store, when = held(), financial_year.tidy(year)
    rows = [
        {
            "organisation": one.organisation,
            "name": organisation_name(store.register.name_of(one.organisation, when)),
            "distance": round(one.distance, 3),
            "alike_in": list(one.alike_in),
        }
        for one in comparing.peers(store, organisation.upper(), when)
    ]
    columns = {"organisation": "Code", "name": "Name", "distance": "Distance", "alike_in": "Most alike in"}
    show(rows, form=form, columns=columns, title=f"Recommended peers of {organisation.upper()}")


@click.command()
@question_options
@formats
def opportunity(year, kind, organisation, nearest, form):
    """What differences from the middle of their peers may be worth, with a range. Not to be added up.

    Whoever is already better than the comparator has no opportunity, and differences that may be chance are
    named so.

    Example:

    \b
        openefficiency opportunity --type ambulance --year 2024/25
        openefficiency opportunity --org RRU --json
    """
    found = comparing.opportunities(
        held(), comparing.Question(comparing.PEERS, year, kind, organisation, nearest)
    )
    columns = {
        "organisation": "Code",
        "name": "Name",
        "title": "Measure",
        "period": "Period",
        "signal": "Signal",
        "sentence": "In words",
    }
    rows = [
        one.to_json()
        if form
        else one.to_json() | {"name": organisation_name(one.comparison.name), "sentence": of_opportunity(one)}
        for one in found
        if form or one.expected is not None
    ]
    show(rows, form=form, columns=columns)


@click.command()
@click.argument("organisation")
@formats
def reconcile(organisation, form):
    """Level, growth and oversight score of one organisation side by side, and why they differ.

    Example:

    \b
        openefficiency reconcile RCX
    """
    rows = reconciling.reconcile(held(), organisation)
    columns = {
        "view": "View",
        "period": "Period",
        "figure": "Figure",
        "place": "Place",
        "among": "Among",
        "answers": "What it answers",
    }
    if form is None:
        rows = [row | {"figure": shown(row["value"], row["unit"])} for row in rows]
    show(
        rows,
        form=form,
        columns=columns,
        title=f"{organisation.upper()}: three views that may differ and all be right",
    )


@click.command()
@click.option("--seed", default=1, show_default=True, help="Another seed, other systems.")
@click.option("--systems", default=200, show_default=True, help="How many systems to invent.")
@formats
def simulate(seed, systems, form):
    """Try what the comparisons claim on invented systems whose truth is known.

    Exit code 1 if a claim does not hold.

    Example:

    \b
        openefficiency simulate --systems 50
    """
    with progress("Inventing systems"):
        found = claims(named("cost_per_wau"), seed=seed, systems=systems)
    rows = [
        vars(one)
        | {"holds": one.holds, "wanted": f"{one.low:.0%} to {one.high:.0%}", "share": f"{one.found:.1%}"}
        for one in found
    ]
    columns = {"claim": "Claim", "share": "Found", "wanted": "Wanted", "holds": "Holds", "systems": "Systems"}
    show(rows, form=form, columns=columns)
    if not all(one.holds for one in found):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("organisation")
@click.option("--year", help="Financial year, e.g. 2024/25; without it the latest held.")
@formats
def tree(organisation, year, form):
    """What makes an organisation dearer or cheaper than its like, in parts that add up to the penny.

    What is not known stays inside the remainder. Of an organisation that is cheaper overall the parts are
    differences, not savings.

    Example:

    \b
        openefficiency tree RGT --year 2024/25
    """
    when, basis, whole = gap_tree(held(), organisation, year)
    rows: list[dict[str, Any]] = [
        {"part": branch.name, "gap": branch.gap, "unit": "£", "period": when, "why": branch.why}
        for branch in whole.branches
    ]
    rows += [
        {"part": "sum: dearer parts", "gap": whole.dearer, "unit": "£", "period": when, "why": ""},
        {
            "part": "less: better elsewhere",
            "gap": -whole.better_elsewhere,
            "unit": "£",
            "period": when,
            "why": "",
        },
        {
            "part": "whole gap",
            "gap": whole.gap,
            "unit": "£",
            "period": when,
            "why": basis if whole.is_a_saving else f"{basis}; cheaper overall: differences, not savings",
        },
    ]
    if form is None:
        rows = [row | {"figure": shown(row["gap"], "£") or "not known"} for row in rows]
    columns = {"part": "Part", "figure": "Dearer (+) or cheaper (-)", "why": "Note"}
    show(rows, form=form, columns=columns, title=f"{organisation.upper()}, {when}: gap to all of its type")


@click.command()
@click.option("--year", default="2016/17", show_default=True, help="Financial year.")
@formats
def frontier(year, form):
    """Frontier methods side by side on one panel of acute trusts: a test of method, not of trusts.

    Scores carry no £ and set no requirement. How far the methods agree stands below them.

    Example:

    \b
        openefficiency frontier --year 2016/17
    """
    with progress("Drawing frontiers"):
        found = draw_frontier(held(), year)
    rows = [
        {"organisation": name}
        | {
            method.name: None if math.isnan(method.scores[n]) else round(float(method.scores[n]), 3)
            for method in found.methods
        }
        | {"low": round(float(found.methods[0].low[n]), 3), "high": round(float(found.methods[0].high[n]), 3)}
        for n, name in enumerate(found.organisations)
    ]
    columns = {
        "organisation": "Code",
        **{method.name: method.name for method in found.methods},
        "low": "80% from",
        "high": "to",
    }
    show(
        rows,
        form=form,
        columns=columns,
        title=f"{len(rows)} acute non-specialist trusts, {year}: 1 is on the frontier",
    )
    for words in agreement_words(found):
        SAYS.print(words, markup=False)
