"""What each measure is, in words: the question, the care to take, the sum, who answers for it, what is held."""

from dataclasses import dataclass

from openefficiency.measures.framework import Cell
from openefficiency.measures.measure import Measure, Quoted
from openefficiency.present.page_definitions import part_words, the_definition
from openefficiency.present.page_peers import commonest_reason, in_order
from openefficiency.present.page_words import DIRECTIONS, unit_words
from openefficiency.present.words import sentence_case

# As in the handbook: how sure we are of what a source says.
GRADES = {
    "C": "confirmed: read in the source itself",
    "D": "derived: computed from numbers in the source",
    "3P": "read where a third party republishes it",
    "M": "recalled, not verified",
    "I": "a design choice of ours",
}


@dataclass(frozen=True)
class Source:
    title: str
    url: str
    grade: str


@dataclass(frozen=True)
class Explained:
    """One measure, for a reader who wants to know what is behind it."""

    name: str
    title: str
    group: str
    question: str
    why_it_matters: str
    read_with_care: str
    unit: str
    direction: str
    sum: str
    same_estimate: str
    parts: tuple[str, ...]
    made_for: str
    collections: str
    sources: tuple[Source, ...]
    author: str
    checked_by: str
    review_by: str
    version: int


@dataclass(frozen=True)
class Held:
    """How many organisations have a figure of a measure, and why the others have none."""

    name: str
    title: str
    group: str
    held: int
    without: int
    reason: str


def explained(measure: Measure) -> Explained:
    return Explained(
        name=measure.name,
        title=measure.title,
        group=sentence_case(measure.group),
        question=measure.question.strip(),
        why_it_matters=measure.why_it_matters.strip(),
        read_with_care=measure.read_with_care.strip(),
        unit=unit_words(measure.unit),
        direction=DIRECTIONS[measure.better_when],
        sum=the_definition(measure),
        same_estimate=measure.estimate,
        parts=tuple(part_words(measure)),
        made_for=", ".join(measure.org_types),
        collections=", ".join(measure.families),
        sources=tuple(map(quoted, measure.sources)),
        author=measure.author,
        checked_by=measure.checked_by,
        review_by=f"{measure.review_by.day} {measure.review_by:%B %Y}",
        version=measure.version,
    )


def quoted(source: Quoted) -> Source:
    # Only an address of the web becomes a link.
    url = source.url if source.url.startswith(("https://", "http://")) else ""
    return Source(source.title, url, GRADES[source.grade])


def what_is_held(cells: list[Cell]) -> list[Held]:
    by_measure: dict[str, list[Cell]] = {}
    for cell in cells:
        by_measure.setdefault(cell.measure.name, []).append(cell)
    return [
        Held(
            name=one.name,
            title=one.title,
            group=sentence_case(one.group),
            held=sum(cell.value is not None for cell in by_measure[one.name]),
            without=sum(cell.value is None for cell in by_measure[one.name]),
            reason=commonest_reason(by_measure[one.name], one.name),
        )
        for one in in_order(cells)
    ]
