"""Who is a fair comparator, and why.

Recommended peers are the ten nearest of the same type by the published method of the NHS Trust Peer Finder: the
Euclidean distance over standardised characteristics, divided by how many of them both have.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev

from openefficiency.errors import NotFound

HOW_MANY = 10
# What the peer finder asks; figures that are themselves results (sickness, occupancy, delays, spending) are left out,
# because a peer is to be alike in what cannot be changed.
CHARACTERISTICS = (
    "patients",
    "attendances",
    "staff, full-time equivalents",
    "market forces factor",
    "degree of specialisation",
    "deprivation score",
    "share aged 0 to 15",
    "share aged 60 to 74",
    "share urban",
    "sites",
    "student staff",
    "no procedure",
)


@dataclass(frozen=True)
class Peer:
    """One peer: how far away it is, and the characteristics in which it is nearest."""

    organisation: str
    distance: float
    alike_in: tuple[str, ...]


Known = Mapping[str, Mapping[str, float]]


def recommended(organisation: str, known: Known, among: Iterable[str]) -> list[Peer]:
    """The ten nearest of `among`. `known` is organisation -> characteristic -> value."""
    candidates = [name for name in dict.fromkeys(among) if name in known]
    if organisation not in known:
        raise NotFound(
            f"No peers can be recommended for '{organisation}'.\n"
            f"  given:    its characteristics are not held; those of {len(known)} organisations are\n"
            "  possible: load the NHSE trust peer finder variables, or name the peers with --peer CODE."
        )
    scaled = standardised(known, {*candidates, organisation})
    peers = [peer(scaled[organisation], scaled[name], name) for name in candidates if name != organisation]
    return sorted(peers, key=lambda one: (one.distance, one.organisation))[:HOW_MANY]


def standardised(known: Known, among: Iterable[str]) -> dict[str, dict[str, float]]:
    """Each characteristic less its mean, by its standard deviation, over the candidates."""
    names = list(among)
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    for item in CHARACTERISTICS:
        values = [known[name][item] for name in names if item in known[name]]
        spread = pstdev(values) if len(values) > 1 else 0.0
        if spread > 0:
            middle = fmean(values)
            for name in names:
                if item in known[name]:
                    found[name][item] = (known[name][item] - middle) / spread
    return found


def peer(mine: Mapping[str, float], theirs: Mapping[str, float], name: str) -> Peer:
    apart = {item: abs(mine[item] - theirs[item]) for item in mine if item in theirs}
    if not apart:
        return Peer(name, math.inf, ())
    size = math.sqrt(sum(value * value for value in apart.values()) / len(apart))
    return Peer(name, size, tuple(sorted(apart, key=lambda item: (apart[item], item))[:3]))
