"""How far the collections behind a figure can be trusted: a grade for each, and the worst of them for it."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from openefficiency.errors import MeasureError
from openefficiency.measures.measure import Measure

GRADES = ("good", "fair", "poor")


@dataclass(frozen=True)
class Quality:
    """The grade of a figure, and the grade and reason of each collection it rests on."""

    grade: str
    sources: dict[str, str]
    reasons: dict[str, str]


def regraded(text: str, *, file: str) -> dict[str, str]:
    """Grades that somebody who knows the data better gives to collections: `staff records: poor`."""
    read = yaml.safe_load(text) or {}
    given = read if isinstance(read, dict) else {str(read): ""}
    wrong = [
        f"{family}: {grade}"
        for family, grade in given.items()
        if family not in collections() or grade not in GRADES
    ]
    if wrong:
        raise MeasureError(
            f"The grades in '{file}' cannot be read.\n"
            f"  given:    {'; '.join(wrong)}\n"
            f"  possible: {', '.join(collections())}; each one of: {', '.join(GRADES)}"
        )
    return given


@cache
def collections() -> dict[str, dict[str, str]]:
    return yaml.safe_load(resources.files(__package__).joinpath("source_quality.yaml").read_text("utf-8"))


def quality(
    measure: Measure, *, overrides: dict[str, str] | None = None, third_party: bool = False
) -> Quality:
    """The quality of a measure. `overrides` regrades a collection; third-party figures are poor."""
    known = {family: collections()[family] for family in measure.families}
    grades = {family: (overrides or {}).get(family, told["grade"]) for family, told in known.items()}
    reasons = {family: told["why"] for family, told in known.items()}
    worst = max(grades.values(), key=GRADES.index)
    return Quality("poor" if third_party else worst, grades, reasons)
