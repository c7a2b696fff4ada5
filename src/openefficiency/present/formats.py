"""Figures as people read them: rounded to what they deserve, with their unit."""

from collections.abc import Callable


def pounds(value: float) -> str:
    sign = "-" if value < 0 else ""
    size = abs(value)
    if size >= 1e9:
        return f"{sign}£{size / 1e9:,.2f}bn"
    if size >= 1e6:
        return f"{sign}£{size / 1e6:,.1f}m"
    return f"{sign}£{size:,.2f}" if size < 20 else f"{sign}£{size:,.0f}"


def percent(value: float) -> str:
    # A fall that rounds to nothing is nothing, not "-0.0%".
    return f"{round(value, 3) + 0.0:.1%}"


def plain_number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 20 else f"{value:,.2f}"


FORMATS: dict[str, Callable[[float], str]] = {
    "fraction": percent,
    "index": lambda value: f"{value:.1f}",
    "ratio": lambda value: f"{value:.2f}",
}


def shown(value: float | None, unit: str) -> str:
    """A figure with its unit, or nothing where there is none."""
    if value is None:
        return ""
    if unit in FORMATS:
        return FORMATS[unit](value)
    return pounds(value) if unit.startswith("£") else plain_number(value)


# Words that stay as they are when a register writes a name in capitals.
KEPT_IN_CAPITALS = {"NHS", "CIC", "UK", "CCG", "ICB"}
SMALL_WORDS = {"and", "of", "the", "for", "in", "with", "on", "upon"}


def organisation_name(name: str) -> str:
    """A name that a register writes in capitals, as people write it."""
    if not name.isupper():
        return name
    words = name.split()
    return " ".join(cased(word, first=place == 0) for place, word in enumerate(words))


def cased(word: str, *, first: bool) -> str:
    if word.strip("(),") in KEPT_IN_CAPITALS:
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    pieces = word.split("-")
    return "-".join(piece[:1] + piece[1:].lower() for piece in pieces)
