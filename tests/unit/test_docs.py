"""The pages are true where a machine can tell: links lead somewhere, commands parse, nothing is left out."""

import re
import shlex
from pathlib import Path

import click
import pytest

from openefficiency.cli import main
from openefficiency.measures.catalogue import catalogue, named
from openefficiency.measures.door import weighted_activity
from openefficiency.measures.framework import Cell
from openefficiency.measures.quality import quality
from openefficiency.provenance import Provenance
from openefficiency.sources.known import all_sources
from openefficiency.tables.known import all_tables

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
AT_THE_TOP = [ROOT / name for name in ("README.md", "GLOSSARY.md", "CONTRIBUTING.md", "DEVELOPERS.md")]
# Reference pages are written by the code and checked by `just check-docs`; their links are looked at here too.
WRITTEN_BY_HAND = [path for path in sorted(DOCS.rglob("*.md")) if DOCS / "reference" not in path.parents]
PAGES = AT_THE_TOP + WRITTEN_BY_HAND
METHOD = {path.stem: path.read_text("utf-8") for path in sorted((DOCS / "method").glob("*.md"))}

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
STANDS_FOR_ANY = re.compile(r"[A-Z]+")


def links(page: Path) -> list[str]:
    found = (one or other for one, other in LINK.findall(FENCE.sub("", page.read_text("utf-8"))))
    return [link for link in found if not link.startswith(("http://", "https://", "mailto:", "#"))]


def commands(page: Path) -> list[str]:
    """Every `openefficiency ...` of a page, without settings before it and what becomes of its output."""
    text = page.read_text("utf-8")
    lines = [
        line for fence in FENCE.finditer(text) if fence["kind"] == "sh" for line in fence["text"].splitlines()
    ]
    lines += INLINE.findall(FENCE.sub("", text))
    found = (re.sub(r"^(\w+=\S+ )+", "", line.strip()) for line in lines)
    return [re.split(r"\s[>|#]", line)[0] for line in found if line.split(" ")[0] == "openefficiency"]


ALL_COMMANDS = [
    pytest.param(command, id=f"{page.stem}: {command}")
    for page in PAGES
    for command in dict.fromkeys(commands(page))
]


@pytest.mark.parametrize(
    "page", [*PAGES, *sorted((DOCS / "reference").glob("*.md"))], ids=lambda page: page.stem
)
def test_every_link_leads_to_a_file(page):
    broken = [link for link in links(page) if not (page.parent / link.partition("#")[0]).exists()]

    assert not broken


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_that_is_shown_is_understood(command):
    _, *given = shlex.split(command)
    if given and given[0].startswith("-"):
        assert given in (["--version"], ["--help"])
        return
    if not given:
        return
    name, *rest = given
    assert name in main.commands, f"there is no command {name}"
    asked = parsed(main.commands[name], rest)

    for_measures = {"measure": "name", "trace": "measure"}
    if name in for_measures and not STANDS_FOR_ANY.fullmatch(asked[for_measures[name]]):
        assert asked[for_measures[name]] in catalogue()
    if name in ("template", "quarantine", "flags") and asked["name"]:
        assert asked["name"] in all_tables()
    if name == "fetch":
        assert set(asked["sources"]) <= all_sources().keys()


def parsed(command: click.Command, given: list[str]) -> dict:
    """What the command line makes of it, without doing it."""
    with command.make_context(command.name, given) as context:
        return context.params


def test_there_are_commands_to_look_at():
    assert len(ALL_COMMANDS) > 40


@pytest.mark.parametrize("page", WRITTEN_BY_HAND, ids=lambda page: page.stem)
def test_every_page_is_named_in_the_index(page):
    index = DOCS / "README.md"

    assert page == index or page in [(DOCS / link).resolve() for link in links(index)]


@pytest.mark.parametrize("name", main.commands)
def test_every_command_is_shown_on_some_page(name):
    shown = {param.values[0].split()[1] for param in ALL_COMMANDS if " " in param.values[0]}

    assert name in shown


@pytest.mark.parametrize("name", METHOD)
def test_every_method_page_answers_the_same_questions(name):
    wanted = ("Question", "Definition", "Official source", "ecisions of ours", "Proof", "Limits")
    missing = [word for word in wanted if word not in METHOD[name]]

    assert missing in ([], ["ecisions of ours"])
    if missing:
        assert re.search(r"\bours\b|\*\*Why", METHOD[name]), "which decisions are ours is not said"


@pytest.mark.parametrize(
    "measure", [one for one in catalogue().values() if any("docs/method" in said.title for said in one.sources)],
    ids=lambda measure: measure.name,
)  # fmt: skip
def test_a_definition_of_ours_has_its_page(measure):
    assert any(f"`{measure.name}`" in text for text in METHOD.values())


def test_every_test_that_a_page_names_is_there():
    named_tests = {
        found for page in PAGES for found in re.findall(r"tests/\w+/\w+\.py", page.read_text("utf-8"))
    }

    assert [name for name in sorted(named_tests) if not (ROOT / name).exists()] == []


def test_every_module_on_the_walk_of_a_number_is_there():
    package = ROOT / "src" / "openefficiency"
    walk = re.findall(r"`((?:\w+/)+\w+\.(?:py|yaml))`", (ROOT / "DEVELOPERS.md").read_text("utf-8"))

    assert [name for name in walk if not ((package / name).exists() or (ROOT / name).exists())] == []


def test_constants_of_the_page_are_those_of_the_package():
    for year, k in weighted_activity.constants()["published"].items():
        assert year in METHOD["weighted-activity"]
        assert f"{k:,.2f}" in METHOD["weighted-activity"]


def test_every_key_of_the_json_is_explained():
    nothing = Provenance(origins=(), measure="wau", measure_version=1, package="0")
    cell = Cell(
        organisation="RAA", name="Ashby", type=None, measure=named("wau"), period="2016/17", numerator=None,
        denominator=None, value=None, reason="nothing held", coverage=None, basis="", flags=(),
        quality=quality(named("wau")), provenance=nothing,
    )  # fmt: skip
    explained = (DOCS / "how-to" / "read-the-json.md").read_text("utf-8")

    assert [key for key in cell.to_json() if f"`{key}`" not in explained] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_tells_whose_machine_it_was_written_on(page):
    assert not re.findall(r"/(?:work|tmp|home|root|Users)/", page.read_text("utf-8"))


def test_decisions_are_numbered_without_a_gap_and_say_their_day():
    pages = sorted((DOCS / "decisions").glob("*.md"))

    assert [int(page.stem[:3]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        lines = page.read_text("utf-8").splitlines()
        assert lines[0].startswith(f"# {page.stem[:3]}  ")
        assert re.fullmatch(r"Accepted, \d{1,2} \w+ \d{4}\.", lines[1])
