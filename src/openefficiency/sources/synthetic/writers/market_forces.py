"""The list of market forces factors, with the year that each factor is of."""

from pathlib import Path

import polars as pl

from openefficiency.sources.synthetic.economy import Economy
from openefficiency.sources.synthetic.faults import Fault, spoilt
from openefficiency.sources.synthetic.world import World

FILE = "provider_mff.csv"


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    names = {each.code: each.name for each in world.organisations}
    least = {
        year: min(each.body.market_forces for each in economy.years if each.year == year)
        for year in world.years
    }
    rows = pl.DataFrame(
        [
            (each.code, names[each.code], each.year, f"{each.body.market_forces / least[each.year]:.6f}")
            for each in economy.years
        ],
        schema=["provider_code", "provider_name", "financial_year", "mff_factor"],
        orient="row",
    )
    # Of the first year, with which nothing later is compared.
    rows, fault = spoilt(rows, publication="market_forces", file=FILE, at=3)
    rows.write_csv(folder / FILE)
    return [fault]
