"""What every method asks of the numbers it is given: finite, of the right shape, and a copy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openefficiency.errors import StatisticsError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def numbers(
    values: ArrayLike,
    name: str,
    *,
    dimensions: int = 1,
    fewest: int = 1,
    least: float | None = None,
    holes: bool = False,
) -> Floats:
    """`values` as a fresh array of finite floats with at least `fewest` rows, none below `least`.

    Only where `holes` have a meaning may a number be NaN.
    """
    try:
        # Numpy would drop a mask, and the imaginary part, and go on.
        if np.ma.is_masked(values) or np.iscomplexobj(values):
            raise refused(
                f"'{name}' is not made of plain numbers.", "a masked or complex array", "real numbers"
            )
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise refused(
            f"'{name}' is not made of numbers.", f"{values!r:.80}", "an array of numbers"
        ) from error
    if found.ndim != dimensions or found.shape[0] < fewest or 0 in found.shape:
        wanted = f"{dimensions} dimension{'s' * (dimensions > 1)} with at least {fewest} along the first"
        raise refused(f"'{name}' has the wrong shape.", f"shape {found.shape}", wanted)
    strange = np.flatnonzero(np.isinf(found) if holes else ~np.isfinite(found))
    if strange.size:
        where = f"{strange.size} missing or infinite, the first at place {strange[0]}"
        raise refused(
            f"'{name}' has numbers that are missing or infinite.", where, "leave those units out first"
        )
    if least is not None and found.min() < least:
        raise refused(f"'{name}' is too small.", f"{found.min():g}", f"numbers of at least {least:g}")
    return found


def alike(**arrays: Floats) -> None:
    """Refuse arrays whose shapes differ."""
    shapes = {name: array.shape for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        given = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise refused("Arrays that belong together have different shapes.", given, "one shape for all")


def named(labels: Sequence[str] | None, count: int, *, of: str = "units") -> tuple[str, ...]:
    """The labels as a tuple, or their numbers from 0 as words; refused where they are too few, many or the same."""
    if labels is None:
        return tuple(str(place) for place in range(count))
    found = tuple(str(label) for label in labels)
    if len(found) != count or len(set(found)) != count:
        given = f"{len(found)} labels, {len(set(found))} of them different, for {count} {of}"
        raise refused(f"The labels do not name the {of}.", given, f"{count} different labels")
    return found


def one_of(given: str, possible: Sequence[str], name: str) -> str:
    if given not in possible:
        raise refused(f"'{name}' is not known.", repr(given), ", ".join(possible))
    return given


def between(given: float, low: float, high: float, name: str) -> float:
    """`given`, which lies strictly between `low` and `high`."""
    if not low < given < high:
        raise refused(f"'{name}' is out of range.", f"{given}", f"above {low:g} and below {high:g}")
    return float(given)


def refused(happened: str, given: str, possible: str) -> StatisticsError:
    return StatisticsError(f"{happened}\n  given:    {given}\n  possible: {possible}.")
