"""What goes into data envelopment analysis, checked, and what comes out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from openefficiency.errors import StatisticsError

ORIENTATIONS = ("input", "output")
RETURNS = ("variable", "constant", "non_increasing", "non_decreasing")
# A weight below this share of a mixture is rounding, not a peer.
A_PEER = 1e-9


class Status(StrEnum):
    """What became of a unit. Only OK and FALLBACK come with a score."""

    OK = "ok"
    # Solved by HiGHS, because the compiled kernel could not certify its own answer.
    FALLBACK = "fallback"
    # No mixture of the reference units makes as much (or uses as little).
    INFEASIBLE = "infeasible"
    # An input or output is not known. The unit is no reference for others.
    MISSING = "missing"
    # Makes nothing at all, so that no share of its inputs is a fair answer. It stays a reference for others.
    NO_OUTPUT = "no_output"
    # A zero where the method divides by it.
    ZERO = "zero"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True)
class Data:
    """Inputs and outputs, one row a unit, as floats; `known` tells the rows that have every number."""

    inputs: np.ndarray
    outputs: np.ndarray
    known: np.ndarray

    @property
    def makes_something(self) -> np.ndarray:
        return self.known & (np.nan_to_num(self.outputs).max(axis=1, initial=0) > 0)

    def first_status(self) -> np.ndarray:
        status = np.full(len(self.known), Status.OK, dtype=object)
        status[~self.makes_something] = Status.NO_OUTPUT
        status[~self.known] = Status.MISSING
        return status


def checked(inputs: Any, outputs: Any, *, what: str = "unit") -> Data:
    """Units x variables (one column may be given flat), as copies that nobody else changes."""
    x, y = matrix(inputs, "inputs"), matrix(outputs, "outputs")
    if len(x) != len(y):
        raise StatisticsError(
            f"Inputs and outputs are not about the same {what}s.\n"
            f"  given:   {len(x)} rows of inputs, {len(y)} rows of outputs\n"
            f"Give one row a {what}, in the same order, to both."
        )
    known = np.isfinite(x).all(axis=1) & np.isfinite(y).all(axis=1)
    if not known.any():
        raise StatisticsError(
            f"There is no {what} of which every input and output is known.\n"
            f"  given:   {len(x)} {what}s\n"
            f"Give at least one whole row."
        )
    nothing_used = known & (np.nan_to_num(x).max(axis=1) <= 0)
    if nothing_used.any():
        raise StatisticsError(
            f"A {what} that uses nothing cannot be compared: all others would be infinitely worse.\n"
            f"  given:   inputs of 0 in row {', '.join(map(str, np.flatnonzero(nothing_used)[:5]))}\n"
            f"Leave it out, or give what it used (NaN where that is not known)."
        )
    return Data(x, y, known)


def matrix(values: Any, name: str) -> np.ndarray:
    try:
        table = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise StatisticsError(
            f"The {name} are not a table of numbers.\n"
            f"  given:   {type(values).__name__}: {error}\n"
            f"Give an array of units x variables, NaN where a number is not known."
        ) from error
    if table.ndim == 1:
        table = table[:, None]
    if table.ndim != 2 or 0 in table.shape:
        raise StatisticsError(
            f"The {name} are not a table of units x variables.\n"
            f"  given:   shape {table.shape}\n"
            f"Give at least one row and one column."
        )
    wrong = np.isinf(table) | (table < 0)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise StatisticsError(
            f"The {name} hold a number that is negative or infinite.\n"
            f"  given:   {table[row, column]:g} in row {row}, column {column}\n"
            f"Give numbers of 0 or more, and NaN where a number is not known."
        )
    return table


def one_of(value: str, possible: Sequence[str], name: str) -> str:
    if value not in possible:
        raise StatisticsError(
            f"There is no {name} called {value!r}.\n  given:   {value!r}\n  possible: {', '.join(possible)}"
        )
    return value


def named_units(labels: Sequence | None, count: int) -> tuple:
    names = tuple(range(count)) if labels is None else tuple(labels)
    if len(names) != count or len(set(names)) != count:
        raise StatisticsError(
            f"The labels do not name each unit once.\n"
            f"  given:   {len(names)} labels, {len(set(names))} of them different, for {count} units\n"
            f"Give one label a unit."
        )
    return names


@dataclass(frozen=True, eq=False)
class Scores(NDArrayOperatorsMixin):
    """One number a unit, that can be used wherever an array can; `status` says why one is NaN."""

    efficiency: np.ndarray
    status: tuple[Status, ...]
    labels: tuple

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.efficiency, dtype=dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *given: Any, **more: Any) -> Any:
        plain = [np.asarray(one) if isinstance(one, Scores) else one for one in given]
        return getattr(ufunc, method)(*plain, **more)

    def __len__(self) -> int:
        return len(self.efficiency)

    def __iter__(self) -> Iterator:
        return iter(self.efficiency)

    def __getitem__(self, which: Any) -> Any:
        return self.efficiency[which]

    @property
    def shape(self) -> tuple[int, ...]:
        return self.efficiency.shape

    @property
    def phi(self) -> np.ndarray:
        """1 / efficiency: with outputs, the multiple that could be made (Farrell's phi)."""
        return 1 / self.efficiency

    def of(self, label: Any) -> float:
        """The score of the unit with this label."""
        return float(self.efficiency[self.labels.index(label)])


@dataclass(frozen=True, eq=False)
class Efficiency(Scores):
    """Radial scores with their proof: `residual` is the worst breach of a constraint, primal or dual.

    `reference_labels` name the columns of `weights`. Where a unit has several best mixtures or several
    sets of prices, one of each is given.
    """

    orientation: str
    returns: str
    residual: np.ndarray
    input_prices: np.ndarray
    output_prices: np.ndarray
    reference_labels: tuple
    used: np.ndarray = field(repr=False)
    share: np.ndarray = field(repr=False)

    @property
    def weights(self) -> np.ndarray:
        """Units x reference units: the mixture that each unit is held against."""
        table = np.zeros((len(self), len(self.reference_labels)))
        for unit, (columns, shares) in enumerate(zip(self.used, self.share, strict=True)):
            table[unit, columns[columns >= 0]] = shares[columns >= 0]
        table[np.isnan(self.efficiency)] = np.nan
        return table

    @property
    def peers(self) -> tuple[tuple, ...]:
        """For each unit, the reference units in its mixture."""
        return tuple(
            tuple(self.reference_labels[one] for one in np.flatnonzero(row > A_PEER)) for row in self.weights
        )
