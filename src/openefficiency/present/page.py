"""The framework as one page that needs nothing else: no server, no network, no script to be read."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from openefficiency.measures.framework import Cell, spreads
from openefficiency.present.page_charts import Chart, chart
from openefficiency.present.page_framework import FrameworkTable, framework_table, headline
from openefficiency.present.page_measures import Explained, Held, explained, what_is_held
from openefficiency.present.page_organisations import Section, sections
from openefficiency.present.page_peers import in_order
from openefficiency.present.page_words import INVENTED, count_words

NOTHING_TO_SHOW = "No organisation has figures in this year."


@dataclass(frozen=True)
class Page:
    """Everything that the template places."""

    title: str
    year: str
    invented: bool
    intro: str
    table: FrameworkTable
    charts: tuple[Chart, ...]
    organisations: tuple[Section, ...]
    measures: tuple[Explained, ...]
    held: tuple[Held, ...]
    package: str


def framework_page(cells: list[Cell]) -> str:
    """The cells of one year, as one HTML file; organisations that are all invented are called so."""
    style, script = part("page.css"), part("page.js")
    policy = (
        f"default-src 'none'; style-src '{fingerprint(style)}'; script-src '{fingerprint(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return template().render(page=as_page(cells), style=style, script=script, policy=policy)


def as_page(cells: list[Cell]) -> Page:
    years = {year_of(cell) for cell in cells}
    assert len(years) <= 1, f"a page is of one year, not of {', '.join(sorted(years))}"
    year = next(iter(years), "")
    places = spreads(cells)
    measures = in_order(cells)
    codes = {cell.organisation for cell in cells}
    return Page(
        title=f"Single reporting framework{', ' + year if year else ''}",
        year=year,
        invented=bool(codes) and all(INVENTED.fullmatch(code) for code in codes),
        intro=intro(len(codes), len(measures), year),
        table=framework_table(cells, places, year=year),
        charts=tuple(chart(one, cells, places) for one in headline(cells)[0]),
        organisations=tuple(sections(cells, places, year=year)),
        measures=tuple(map(explained, measures)),
        held=tuple(what_is_held(cells)),
        package=cells[0].provenance.package if cells else "",
    )


def year_of(cell: Cell) -> str:
    return cell.period.partition(",")[0]


def intro(organisations: int, measures: int, year: str) -> str:
    if not organisations:
        return NOTHING_TO_SHOW
    return (
        f"{count_words(measures, 'measure', 'measures')} of cost, staff, estates, flow, quality and money, side by side "
        f"for {count_words(organisations, 'organisation', 'organisations')} in {year}. "
        "It is there to find good questions and people to ask them of, not to rank: one year of an uncertain figure "
        "cannot tell whether a difference is more than chance."
    )


@cache
def template():
    environment = Environment(
        loader=PackageLoader("openefficiency.present"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def part(name: str) -> str:
    return resources.files("openefficiency.present").joinpath("templates", name).read_text("utf-8")


def fingerprint(text: str) -> str:
    """By which the browser knows our own style and script, and runs no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
