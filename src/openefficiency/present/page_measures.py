"""What each measure is, in words: the question, the care to take, the sum, who answers for it, what is held."""

from collections.abc import Iterable
from dataclasses import dataclass

from openefficiency.measures.framework import Cell
from openefficiency.measures.measure import Condition, Measure, Part, Quoted, Standard, Where
from openefficiency.present.page_framework import commonest_reason, in_order, unit_words
from openefficiency.present.page_words import DIRECTIONS, plain
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


def arithmetic(text: str) -> str:
    return text.replace("/", "÷").replace("*", "×")


def the_definition(measure: Measure) -> str:
    numerator, denominator = arithmetic(measure.numerator.text), arithmetic(measure.denominator.text)
    told = (
        f"Divide ({numerator}) by ({denominator})"
        if denominator != "1"
        else f"Take {numerator} as it is given"
    )
    if measure.offset:
        told += f", take away {plain(measure.offset)}"
    if measure.scale != 1:
        told += f", multiply by {plain(measure.scale)}"
    return told + "."


def part_words(measure: Measure) -> Iterable[str]:
    for name, part in measure.parts.items():
        yield f"{name}: {of_part(part)}"
    for number, standard in enumerate(measure.standards, start=1):
        yield f"actual and expected, choice {number}: {of_standard(standard)}"
    if measure.standards:
        if len(measure.standards) > 1:
            yield "of these choices the first that is held for the year counts; the basis of a figure says which it was"
        yield "k: the constant of the year that turns expected cost into weighted activity units; the figure says its value"
    if measure.adjust:
        yield f"the market forces factor is taken out of {', '.join(measure.adjust)} where it is held for the year"
    if measure.coverage:
        of, out_of = arithmetic(measure.coverage.of.text), arithmetic(measure.coverage.out_of.text)
        yield (
            f"coverage: {of} as a share of {out_of}; below {measure.coverage.at_least:.0%} no figure is shown "
            f"({measure.coverage.words})"
        )


def of_part(part: Part) -> str:
    told = {
        "sum": f"the sum of ‘{part.column}’ in the table ‘{part.table}’",
        "average": f"the average over the periods held of ‘{part.column}’ in the table ‘{part.table}’",
        "only": f"‘{part.column}’ in the table ‘{part.table}’, as given",
    }["sum" if part.sum else "average" if part.average else "only"]
    if part.weight:
        told += f", weighted by the national average cost of each kind of ‘{part.weight.column}’"
    if part.spread_over:
        told += f", divided by the sum of ‘{part.spread_over}’"
    if part.at:
        told += ", of the last period held"
    return told + where_words(part.where)


def of_standard(standard: Standard) -> str:
    expected = (
        f"‘{standard.expected}’ as published"
        if standard.expected
        else "the same volume at the national average cost"
    )
    told = f"{standard.name}: ‘{standard.cost}’ in the table ‘{standard.table}’ beside {expected}, by {', '.join(standard.by)}"
    left_out = "; or ".join(condition_list(rule) for rule in standard.leave_out)
    return (
        told
        + where_words(standard.where)
        + (f"; left out on both sides: where {left_out}" if left_out else "")
    )


def where_words(where: Where) -> str:
    return f", where {condition_list(where)}" if where.conditions else ""


def condition_list(where: Where) -> str:
    return " and ".join(condition_words(column, condition) for column, condition in where.conditions)


def condition_words(column: str, condition: Condition) -> str:
    if isinstance(condition, list):
        return f"{column} is one of {listed(condition)}"
    if not isinstance(condition, dict):
        return f"{column} is {condition}"
    return " and ".join(WORDS[name](column, value) for name, value in condition.items())


def listed(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


WORDS = {
    "not": lambda column, value: (
        f"{column} is not {' or '.join(map(str, value)) if isinstance(value, list) else value}"
    ),
    "starts_with": lambda column, value: f"{column} begins with {listed(value)}",
    "at_least": lambda column, value: f"{column} is at least {value}",
    "at_most": lambda column, value: f"{column} is at most {value}",
    "missing": lambda column, value: f"{column} is {'missing' if value else 'not missing'}",
}


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
        for one in in_order({cell.measure.name: cell.measure for cell in cells}.values())
    ]
