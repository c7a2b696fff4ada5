"""Say a figure in one sentence that a board member can read aloud."""

from openefficiency.measures.framework import Cell, Spread
from openefficiency.measures.measure import Better
from openefficiency.present.formats import shown

# Where a figure lies among organisations of the same type, and which way is better. A place is no verdict: one
# year of an uncertain figure cannot tell whether a difference is more than chance.
PLACES: dict[tuple[Better, str], str] = {
    (Better.LOWER, "low"): "lower than three quarters of {others}; lower is usually better",
    (Better.LOWER, "middle"): "in the middle half of {others}",
    (Better.LOWER, "high"): "higher than three quarters of {others}; worth a look",
    (Better.HIGHER, "low"): "lower than three quarters of {others}; worth a look",
    (Better.HIGHER, "middle"): "in the middle half of {others}",
    (Better.HIGHER, "high"): "higher than three quarters of {others}; higher is usually better",
    (Better.NEITHER, "low"): "lower than three quarters of {others}; neither way is better",
    (Better.NEITHER, "middle"): "in the middle half of {others}",
    (Better.NEITHER, "high"): "higher than three quarters of {others}; neither way is better",
}


def reading(cell: Cell, spread: Spread | None) -> str:
    """What a figure says, or why there is none."""
    if cell.value is None:
        return f"{cell.measure.title}: not known. {sentence_case(cell.reason or '')}."
    value = shown(cell.value, cell.measure.unit)
    if spread is None:
        return f"{cell.measure.title}: {value}. Too few others to compare with."
    others = f"{spread.count} {cell.type or 'other'} organisations"
    place = PLACES[(cell.measure.better_when, spread.place(cell.value))].format(others=others)
    return f"{cell.measure.title}: {value}, {place} (the middle one is at {shown(spread.median, cell.measure.unit)})."


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
