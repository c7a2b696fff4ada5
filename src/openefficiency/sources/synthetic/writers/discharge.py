"""Patients who no longer need to be in hospital, day by day and trust."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from openefficiency.sources.synthetic.economy import Economy
from openefficiency.sources.synthetic.faults import Fault
from openefficiency.sources.synthetic.world import World
from openefficiency.sources.synthetic.writers.beds import excess_days, stays_of
from openefficiency.sources.synthetic.writers.staff import DETAILED_YEARS
from openefficiency.tables import year as years_of

FILE = "trust_criteria_to_reside.csv"
# Of the days that stays should take, some are spent waiting everywhere; of needless days, half are.
WAITING, OF_EXCESS = 0.07, 0.5
# One trust began to report later than the others, and stands with zeros until then.
DAYS_LATE = 75


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    stays = stays_of(economy)
    rows = []
    for year in world.years[-DETAILED_YEARS:]:
        here = [(body, *told) for (body, when), told in stays.items() if when == year]
        for place, (body, _, days, each) in enumerate(here):
            patients = days / 365 * (WAITING + OF_EXCESS * excess_days(each))
            late = DAYS_LATE if place == 0 and year == world.years[-DETAILED_YEARS:][0] else 0
            rows += daily(world, body, year, patients, late)
    pl.DataFrame(
        rows, schema=["nhs_trust22_code", "date", "do_not_meet_criteria_to_reside"], orient="row"
    ).write_csv(folder / FILE)
    return []


def daily(world: World, body: int, year: str, patients: float, late: int) -> list[tuple[str, date, int]]:
    first, last = years_of.first_day(year), years_of.last_day(year)
    luck = np.random.default_rng([world.seed, 9, body, first.year])
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    waiting = luck.poisson(patients, len(days))
    # A day on which nobody waits would look like a day without a report.
    return [
        (world.code_of(body, day), day, 0 if n < late else max(1, int(count)))
        for n, (day, count) in enumerate(zip(days, waiting, strict=True))
    ]
