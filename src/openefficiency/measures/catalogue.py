"""Reads the measures out of the YAML files of the catalogue; errors name file and line."""

from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from openefficiency import catalogue as shipped
from openefficiency.errors import MeasureError, NotFound
from openefficiency.measures import measure as models
from openefficiency.measures.measure import Measure


@cache
def catalogue() -> dict[str, Measure]:
    """Every measure that ships, by name, in the order of the framework's groups."""
    folder = resources.files(shipped)
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )
    found = [read(file.read_text("utf-8"), file=file.name) for file in files]
    return {measure.name: measure for measure in found}


def named(name: str) -> Measure:
    if name in catalogue():
        return catalogue()[name]
    close = get_close_matches(name, catalogue(), n=3, cutoff=0.5)
    raise NotFound(
        f"There is no measure called '{name}'.\n"
        f"  did you mean: {', '.join(close) or 'one of those that `openefficiency measures` lists'}?"
    )


def read(text: str, *, file: str) -> Measure:
    """One measure; everything that is wrong with it is said at once, each with its line."""
    try:
        given = yaml.safe_load(text)
        tree = yaml.compose(text)
        lines, twice = lines_of(tree), said_twice(tree, file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file}, line {mark.line + 1}" if mark else file
        raise MeasureError(
            f"The measure file {where} is no YAML.\n  given: {getattr(error, 'problem', error)}"
        ) from error
    if twice:
        raise MeasureError(f"The measure file {file} says a thing twice.\n" + "\n".join(twice))
    if not isinstance(given, dict):
        raise MeasureError(
            f"The measure file {file} holds no keys.\n  possible: {', '.join(Measure.model_fields)}"
        )
    try:
        return Measure.model_validate({"name": Path(file).stem, **given})
    except ValidationError as error:
        words = "\n".join(sentence(problem, lines, file) for problem in error.errors())
        raise MeasureError(f"The measure '{Path(file).stem}' cannot be read.\n{words}") from error


def sentence(problem: Any, lines: dict[tuple, int], file: str) -> str:
    """What is wrong, where it stands, and what may stand there."""
    place = tuple(problem["loc"])
    line = next(lines[place[:length]] for length in range(len(place), -1, -1) if place[:length] in lines)
    where = f"  {file}, line {line}: {'.'.join(map(str, place)) or 'the measure'}"
    match problem["type"]:
        case "extra_forbidden":
            return f"{where} is not known; may have: {', '.join(fields_at(place[:-1]))}"
        case "missing":
            return f"{where} is missing"
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"


def lines_of(node: yaml.Node | None, place: tuple = ()) -> dict[tuple, int]:
    """The line of each key, by its path."""
    if node is None:
        return {(): 1}
    found = {place: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= lines_of(value, (*place, key.value))
            found[(*place, key.value)] = key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found |= lines_of(value, (*place, number))
    return found


def said_twice(node: yaml.Node | None, file: str) -> list[str]:
    """Keys that stand twice in one place: YAML would silently take the last."""
    if isinstance(node, yaml.SequenceNode):
        return [words for value in node.value for words in said_twice(value, file)]
    if not isinstance(node, yaml.MappingNode):
        return []
    found: list[str] = []
    seen: set[str] = set()
    for key, value in node.value:
        if key.value in seen:
            found.append(f"  {file}, line {key.start_mark.line + 1}: {key.value} stands here again")
        seen.add(key.value)
        found += said_twice(value, file)
    return found


# Which model stands at a key, so that an error can say what may stand below it.
MODELS: dict[str, type[BaseModel]] = {
    "parts": models.Part,
    "standards": models.Standard,
    "total": models.Part,
    "weight": models.Weight,
    "coverage": models.Coverage,
    "opportunity": models.Counted,
    "sources": models.Quoted,
}


def fields_at(place: tuple) -> list[str]:
    model: type[BaseModel] = Measure
    for key in place:
        model = MODELS.get(str(key), model)
    return sorted(model.model_fields)
