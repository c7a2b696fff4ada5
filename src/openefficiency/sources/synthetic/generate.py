"""Write an invented world as the publications would have it, with its true answers beside it."""

from pathlib import Path

from openefficiency.sources.synthetic import economy as economies
from openefficiency.sources.synthetic.founding import make
from openefficiency.sources.synthetic.truth import truth_of, write_truth
from openefficiency.sources.synthetic.world import World
from openefficiency.sources.synthetic.writers import (
    accounts,
    activity,
    beds,
    cost_collection,
    discharge,
    estates,
    local,
    market_forces,
    productivity,
    register,
    staff,
)

WRITERS = (
    register,
    market_forces,
    cost_collection,
    accounts,
    staff,
    estates,
    activity,
    beds,
    discharge,
    productivity,
    local,
)


def generate(
    folder: Path,
    *,
    seed: int = 1,
    organisations: int = 40,
    years: int = 10,
    currencies: int = 150,
    noise: float = 1.0,
) -> World:
    """The same seed writes the same bytes. `currencies` are those of an acute provider; `noise` 0 is none."""
    folder.mkdir(parents=True, exist_ok=True)
    world = make(seed=seed, organisations=organisations, years=years)
    economy = economies.trade(world, currencies=currencies, noise=noise)
    faults = [fault for writer in WRITERS for fault in writer.write(world, economy, folder)]
    write_truth(truth_of(world, economy, faults), folder)
    return world
