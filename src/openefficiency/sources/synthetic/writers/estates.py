"""The estates return from 2017/18 on: one csv of trusts, one of sites."""

from pathlib import Path

import numpy as np
import polars as pl

from openefficiency.sources.synthetic.economy import INFLATION, BodyYear, Economy
from openefficiency.sources.synthetic.faults import Fault, spoilt
from openefficiency.sources.synthetic.savings import savings_of
from openefficiency.sources.synthetic.world import Organisation, World
from openefficiency.tables import year as years_of

PLACE = ("Trust Code", "Trust Name", "Commissioning Region", "Trust Type")
SITE = ("Site Code", "Site Name", "Site Type", "Tenure", "Post Code")
# How running costs divide; with the finance costs of the trust they are all that estates cost.
FINANCE = 0.25
RUNNING = {
    "Estates and property maintenance (£)": 0.20,
    "Grounds and gardens maintenance (£)": 0.01,
    "Electro Bio Medical Equipment maintenance cost (£)": 0.06,
    "Other Hard FM (Estates) costs (£)": 0.10,
    "Electricity - green electricity tariff costs (£)": 0.07,
    "Gas costs (£)": 0.06,
    "Water cost (£)": 0.015,
    "Sewage cost (£)": 0.015,
    "Cleaning service cost (£)": 0.18,
    "Inpatient food service cost (£)": 0.09,
    "Laundry and linen service cost (£)": 0.03,
    "Portering service cost (£)": 0.08,
    "Other Soft FM (Hotel Services) costs (£)": 0.09,
}
BACKLOG = {"high": 0.12, "significant": 0.3, "moderate": 0.33, "low": 0.25}
# What running and financing a square metre costs where nothing is wasted, in 2015/16.
PER_M2 = 360.0
SAVED_IN_ESTATES = 0.08


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    known = {each.code: each for each in world.organisations}
    faults = []
    for year in world.years:
        bodies = [each for each in economy.years if each.year == year]
        name = f"ERIC - {year[:4]}{year[5:]} - "
        pl.DataFrame([trust_row(each, known[each.code]) for each in bodies]).write_csv(
            folder / f"{name}Trust data.csv"
        )
        sites = pl.DataFrame(
            [row for each in bodies for row in site_rows(each, known[each.code], world.seed)]
        )
        if year == world.years[-1]:
            sites, fault = spoilt(
                sites, publication="estates", file=f"{name}Site data.csv", at=sites.height - 1
            )
            faults.append(fault)
        sites.write_csv(folder / f"{name}Site data.csv")
    return faults


def place_of(each: Organisation) -> dict[str, str]:
    return dict(zip(PLACE, (each.code, each.name, each.system.region_name, each.type.upper()), strict=True))


def trust_row(each: BodyYear, known: Organisation) -> dict[str, str]:
    saved = savings_of(each)
    return place_of(known) | {
        "Estates and facilities finance costs (£)": f"{each.spend['estates'] * FINANCE:,.0f}",
        "Estates and Facilities planned savings from Cost Improvement Plans (£)": f"{saved.planned * SAVED_IN_ESTATES:,.0f}",
        "Estates and Facilities savings from Cost Improvement Plans (£)": f"{saved.achieved * SAVED_IN_ESTATES:,.0f}",
    }


def floor_area(each: BodyYear) -> float:
    """The floor that the efficient cost of estates would run: a trust that wastes has the same floor, dearer."""
    years = years_of.first_calendar_year(each.year) - 2015
    return each.efficient["estates"] / each.scaled_mff / (PER_M2 * INFLATION**years)


def site_rows(each: BodyYear, known: Organisation, seed: int) -> list[dict[str, str]]:
    """Sites in falling size; areas and faults of the buildings do not change much over the years."""
    random = np.random.default_rng([seed, 4, each.body.number])
    sizes = np.sort(random.dirichlet(np.full(each.body.sites, 3.0)))[::-1]
    whole, running = floor_area(each), each.spend["estates"] * (1 - FINANCE)
    rows = []
    for number, size in enumerate(sizes, start=1):
        area = whole * size
        backlog = area * float(random.uniform(80, 500))
        non_clinical, empty, under_used, unsuitable = random.uniform((24, 0, 0, 2), (46, 5, 6, 25))
        rows.append(
            place_of(known)
            | dict(
                zip(
                    SITE,
                    (
                        f"{known.code}{number:02d}",
                        f"{known.name.split(' ')[0]} Site {number}",
                        "General acute hospital",
                        "Owned",
                        "ZZ1 1AA",
                    ),
                    strict=True,
                )
            )
            | {
                "Gross internal floor area (m²)": f"{area:,.0f}",
                "Occupied floor area (m²)": f"{area * (1 - (empty + under_used) / 100):,.0f}",
                "Clinical space (m²)": f"{area * (1 - non_clinical / 100):,.0f}",
                "Non-clinical space (m²)": f"{area * non_clinical / 100:,.0f}",
                "Floor area - empty (%)": f"{empty:.2f}",
                "Floor area - under used (%)": f"{under_used:.2f}",
                "Not functionally suitable - occupied floor area (%)": f"{unsuitable:.2f}",
            }
            | {
                f"Cost to eradicate {risk} risk backlog (£)": f"{backlog * share:,.0f}"
                for risk, share in BACKLOG.items()
            }
            | {
                label: f"{running * size * share / sum(RUNNING.values()):,.0f}"
                for label, share in RUNNING.items()
            }
        )
    return rows
