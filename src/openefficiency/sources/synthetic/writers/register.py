"""Who is who: the list of trusts, their kinds, who followed whom, and the systems they belong to."""

from pathlib import Path

import polars as pl

from openefficiency.sources.synthetic.economy import Economy
from openefficiency.sources.synthetic.faults import Fault
from openefficiency.sources.synthetic.world import PROVIDERS, Organisation, World

ETR = [
    "organisation_code",
    "name",
    "national_grouping",
    "high_level_health_geography",
    "address_1",
    "address_2",
    "address_3",
    "address_4",
    "address_5",
    "postcode",
    "open_date",
    "close_date",
    "",
    "",
    "",
    "",
    "",
    "contact_telephone_number",
    "",
    "",
    "",
    "amended_record_indicator",
    "",
    "GOR_code",
]
PROVIDER_TYPES = {
    "acute non-specialist": ("Acute", "FALSE"),
    "acute specialist": ("Acute", "TRUE"),
    "mental health": ("Mental Health", "FALSE"),
    "community": ("Community Provider Trust", "FALSE"),
    "ambulance": ("Ambulance", "FALSE"),
    "commissioner": ("Clinical Commissioning Group", "FALSE"),
}


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    del economy
    first = world.years[0][:4]
    save(folder / "etr.csv", ETR, [etr_row(each) for each in world.organisations if each.type in PROVIDERS])
    save(
        folder / "nhs_provider.csv",
        ("ORG_CODE", "ORG_NAME", "ORG_TYPE", "HEE_REGION_CODE", "SPECIALIST"),
        [
            (each.code, each.name, PROVIDER_TYPES[each.type][0], "", PROVIDER_TYPES[each.type][1])
            for each in world.organisations
            if each.type in PROVIDER_TYPES
        ],
    )
    save(
        folder / "successions.csv",
        ("old_code", "new_code", "date"),
        [(change.old, change.new, change.on.isoformat()) for change in world.successions],
    )
    save(
        folder / f"System-Mapping {first}.csv",
        ("Code", "Name", "ICB Code", "ICB Name", "Region Name"),
        [
            (
                each.code,
                each.name,
                each.system.code,
                f"NHS {each.system.name} Integrated Care Board",
                f"{each.system.region_name} Commissioning Region",
            )
            for each in world.organisations
        ],
    )
    return []


def etr_row(each: Organisation) -> tuple[str, ...]:
    days = (each.opened.strftime("%Y%m%d"), each.closed.strftime("%Y%m%d") if each.closed else "")
    place = each.name.split(" ")[0]
    known = (
        each.code,
        each.name.upper(),
        each.system.region,
        each.system.code,
        f"{place} House",
        "",
        "",
        place,
        "",
        "ZZ1 1AA",
        *days,
    )
    return (*known, *[""] * (len(ETR) - len(known)))


def save(path: Path, header: tuple[str, ...] | list[str], rows: list[tuple]) -> None:
    """A csv whose header may repeat labels, or have none."""
    frame = pl.DataFrame(rows, schema=[f"c{place}" for place in range(len(header))], orient="row")
    with path.open("wb") as file:
        file.write((",".join(f'"{label}"' if "," in label else label for label in header) + "\n").encode())
        frame.write_csv(file, include_header=False)
