"""What a measure is: a question, its named parts, and one division at the very end."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from openefficiency.measures.expression import Expression
from openefficiency.tables.known import all_tables
from openefficiency.tables.language import Kind
from openefficiency.tables.who import TYPES


class Better(StrEnum):
    """Which way is better. Neither: a difference is shown, and never judged."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Known(BaseModel):
    """What is read from YAML: frozen, and every key is one of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Condition = dict[str, Any] | list[Any] | str | int | float | bool
CONDITIONS = ("not", "starts_with", "at_least", "at_most", "missing")


class Where(Known):
    """Which rows count. A value, a list of values, or one of: not, starts_with, at_least, at_most, missing."""

    conditions: tuple[tuple[str, Condition], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def from_mapping(cls, given: Any) -> Any:
        if isinstance(given, dict) and "conditions" not in given:
            return {"conditions": tuple(given.items())}
        return given

    @model_validator(mode="after")
    def only_known_conditions(self) -> "Where":
        for column, condition in self.conditions:
            unknown = set(condition) - set(CONDITIONS) if isinstance(condition, dict) else set()
            if unknown:
                raise ValueError(
                    f"condition on '{column}': not known: {', '.join(sorted(map(str, unknown)))}; may have: {', '.join(CONDITIONS)}"
                )
        return self

    @property
    def columns(self) -> list[str]:
        return [column for column, _ in self.conditions]

    def key(self) -> str:
        return repr(self.conditions)


class Weight(Known):
    """A weight for each kind of row: the national average cost of that kind in the same year.

    `match` says which rows of `table` give the weight of which kind: {day case: [DC], ...}.
    """

    table: str
    cost: str
    volume: str
    by: str
    column: str
    match: dict[str, list[str]]
    where: Where = Where()

    @model_validator(mode="after")
    def columns_that_there_are(self) -> "Weight":
        check_columns(self.table, [self.cost, self.volume, self.by])
        check_conditions(self.table, self.where)
        return self


class Part(Known):
    """One number for each organisation and year, out of one table.

    `sum` adds a column up. `spread_over` divides the sum by the sum of another column (days), so that FTE
    days become average FTE. `average` is the mean over the months or quarters held. `only` takes the one
    value there is: shares and growth are never added up; with `at: last` it is the one of the last month or
    quarter held. `months` is how many months have to be held.
    """

    table: str
    sum: str | None = None
    average: str | None = None
    only: str | None = None
    spread_over: str | None = None
    where: Where = Where()
    months: int = 12
    weight: Weight | None = None
    at: Literal["last"] | None = None

    @model_validator(mode="after")
    def exactly_one_way(self) -> "Part":
        ways = [way for way in ("sum", "average", "only") if getattr(self, way)]
        if len(ways) != 1:
            raise ValueError(f"has {', '.join(ways) or 'none'} of: sum, average, only; it takes exactly one")
        return self

    @model_validator(mode="after")
    def columns_that_there_are(self) -> "Part":
        numbers = [self.column, *([self.spread_over] if self.spread_over else [])]
        check_columns(self.table, numbers + ([self.weight.column] if self.weight else []))
        check_conditions(self.table, self.where)
        columns = all_tables()[self.table].columns
        words = [name for name in numbers if columns[name].kind in (Kind.TEXT, Kind.DAY, Kind.YES_NO)]
        if words:
            raise ValueError(
                f"'{words[0]}' of the table '{self.table}' is no number: {columns[words[0]].kind.value}"
            )
        kind = columns[self.column].kind
        if kind is Kind.FRACTION and not self.only:
            raise ValueError(
                f"'{self.column}' is a share, a rate or a growth: it takes `only`, never a sum or an average"
            )
        return self

    @property
    def column(self) -> str:
        return self.sum or self.average or self.only or ""

    def key(self) -> str:
        return repr(self)


class Standard(Known):
    """What the same activity would cost at the national average: gives the parts actual, expected, total.

    With `expected` the publisher's own column is taken; without it the national average of each `by` is
    worked out from the same rows. A row without expected cost leaves both sides: missing is not zero.
    `total` (a part) is what the comparable cost is held against; left out, it is all cost that is not
    excluded. `leave_out` are rules: a row that meets all conditions of any one is left out of both sides.
    """

    name: str
    basis: str
    table: str
    cost: str
    volume: str
    expected: str | None = None
    by: tuple[str, ...]
    where: Where = Where()
    leave_out: tuple[Where, ...] = ()
    total: Part | None = None

    @model_validator(mode="after")
    def columns_that_there_are(self) -> "Standard":
        expected = [self.expected] if self.expected else []
        check_columns(self.table, [self.cost, self.volume, *expected, *self.by])
        for rule in (self.where, *self.leave_out):
            check_conditions(self.table, rule)
        return self

    def key(self) -> str:
        return repr(self)


class Coverage(Known):
    """How much of the whole a figure speaks for; below `at_least` it is not shown."""

    of: Expression
    out_of: Expression
    at_least: float = 0.0
    words: str


class Quoted(Known):
    """Where a definition or a reference value comes from; `grade` as in the handbook."""

    title: str
    url: str = ""
    grade: Literal["C", "D", "3P", "M", "I"]


class Counted(Known):
    """What an opportunity of a measure counts, and whether reaching it frees cash or capacity.

    `inside` names a measure of which this one is a part: the two are never added up.
    """

    counts: str
    releases: Literal["cash", "capacity"]
    inside: str = ""


class Measure(Known):
    """One file of the catalogue.

    value = scale x (numerator / denominator - offset). `estimate` names the measure of which this one is only
    another scale: both are one estimate, and neither confirms the other.
    """

    name: str
    title: str
    question: str
    why_it_matters: str
    read_with_care: str
    group: Literal["headline", "cost", "workforce", "estates", "support services", "flow", "quality", "money"]
    framework: bool = True
    estimate: str = ""
    unit: str
    better_when: Better
    org_types: tuple[str, ...] = TYPES
    parts: dict[str, Part] = Field(default_factory=dict)
    standards: tuple[Standard, ...] = ()
    numerator: Expression
    denominator: Expression
    scale: float = 1.0
    offset: float = 0.0
    adjust: tuple[str, ...] = ()
    coverage: Coverage | None = None
    opportunity: Counted | None = None
    period_words: str = ""
    aka: tuple[str, ...] = ()
    author: str
    checked_by: str
    review_by: date
    version: Annotated[int, Field(ge=1)] = 1
    sources: tuple[Quoted, ...]

    # Checked field by field, so that what is wrong elsewhere is said together with it.
    @field_validator("numerator", "denominator", "adjust", "coverage")
    @classmethod
    def names_that_there_are(cls, given: Any, info: ValidationInfo) -> Any:
        if "parts" not in info.data or "standards" not in info.data:
            # What the parts are is wrong itself, and said.
            return given
        known = {
            *info.data["parts"],
            *(("actual", "expected", "total", "k") if info.data["standards"] else ()),
        }
        unknown = set(names_in(given)) - known
        if unknown:
            raise ValueError(
                f"speaks of parts that it does not have: {', '.join(sorted(unknown))}; it has: {', '.join(sorted(known))}"
            )
        return given

    @field_validator("org_types")
    @classmethod
    def types_that_there_are(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(given) - set(TYPES)
        if unknown:
            raise ValueError(f"not known: {', '.join(sorted(unknown))}; may be: {', '.join(TYPES)}")
        return given

    @model_validator(mode="after")
    def rests_on_something(self) -> "Measure":
        if not self.parts and not self.standards:
            raise ValueError("has neither parts nor standards, and so nothing to work out")
        return self

    @property
    def families(self) -> tuple[str, ...]:
        """The collections on which it rests; measures of one family do not confirm each other."""
        parts = [*self.parts.values(), *(standard.total for standard in self.standards if standard.total)]
        weights = [part.weight for part in parts if part.weight]
        things: tuple[Part | Weight | Standard, ...] = (*parts, *weights, *self.standards)
        tables = {thing.table for thing in things}
        return tuple(sorted({all_tables()[table].family for table in tables}))


def names_in(given: Expression | Coverage | tuple[str, ...] | None) -> tuple[str, ...]:
    """The parts that an expression, a coverage or a list speaks of."""
    if isinstance(given, Coverage):
        return (*given.of.names, *given.out_of.names)
    return given.names if isinstance(given, Expression) else given or ()


def check_columns(table: str, wanted: list[str]) -> None:
    if table not in all_tables():
        raise ValueError(f"there is no table '{table}'; there are: {', '.join(all_tables())}")
    columns = all_tables()[table].columns
    unknown = [name for name in wanted if name not in columns]
    if unknown:
        raise ValueError(f"the table '{table}' has no {', '.join(unknown)}; it has: {', '.join(columns)}")


def check_conditions(table: str, where: Where) -> None:
    """A misspelt value would pick no row, and nobody would know why there is no figure."""
    check_columns(table, where.columns)
    columns = all_tables()[table].columns
    for name, condition in where.conditions:
        wanted = condition["not"] if isinstance(condition, dict) and "not" in condition else condition
        values = wanted if isinstance(wanted, list) else [] if isinstance(wanted, dict) else [wanted]
        unknown = [
            str(value) for value in values if columns[name].allowed and value not in columns[name].allowed
        ]
        if unknown:
            raise ValueError(
                f"'{name}' of the table '{table}' is never {', '.join(unknown)}; it may be: {', '.join(columns[name].allowed)}"
            )
