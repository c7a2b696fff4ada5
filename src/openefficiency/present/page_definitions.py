"""The division that a measure is, in words: every part, every condition, every rule."""

from collections.abc import Iterable

from openefficiency.measures.measure import Condition, Measure, Part, Standard, Where
from openefficiency.present.page_words import plain


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
