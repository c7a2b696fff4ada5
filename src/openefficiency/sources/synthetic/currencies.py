"""What invented providers do: departments, services and currencies, and what a unit of each costs."""

from dataclasses import dataclass

import numpy as np

CHAPTERS = [
    "AA", "BZ", "CB", "DZ", "EB", "FD", "FF", "GA", "HN", "HT", "JA", "KC", "LA", "LB", "MA", "NZ",
    "PD", "PM", "SA", "WH", "YQ",
]  # fmt: skip
SEVERITY = "ABCDZ"
SPECIALTIES = [
    "100", "101", "110", "120", "130", "140", "150", "160", "170", "300", "301", "302", "303", "320",
    "330", "340", "350", "361", "370", "400", "410", "420", "430", "501", "502", "800", "103", "104",
    "105", "106", "107", "108", "171", "173", "180", "191", "214", "215", "216", "217", "219", "223",
    "251", "252", "253", "257", "258", "259", "262", "263", "304", "305", "306", "307", "308", "309",
    "310", "311", "313", "314", "315", "316", "317", "318", "319", "321", "322", "323", "324", "325",
    "331", "341", "342", "343", "344", "352", "360", "401", "422", "503",
]  # fmt: skip


@dataclass(frozen=True)
class Block:
    """One department. Of a type's currencies it has `currencies`, of its cost `cost` (both are shares)."""

    department: str
    pot: str
    currencies: float
    cost: float
    unit_cost: float
    days: float
    services: tuple[str, ...]
    codes: tuple[str, ...]


def hrgs(chapters: list[str]) -> tuple[str, ...]:
    return tuple(
        f"{chapter}{number:02d}{letter}"
        for letter in SEVERITY
        for number in range(10, 60)
        for chapter in chapters
    )


ATTENDANCES = tuple(f"WF0{number}{letter}" for number in (1, 2) for letter in "ABCD")
ACUTE = (
    Block("DC", "01_EI", 0.20, 0.10, 1100, 0, tuple(SPECIALTIES[:26]), hrgs(CHAPTERS)),
    Block("EL", "01_EI", 0.18, 0.12, 5200, 3.1, tuple(SPECIALTIES[:26]), hrgs(CHAPTERS)),
    Block("NEL", "02_NEI", 0.22, 0.27, 3900, 8.4, tuple(SPECIALTIES[:26]), hrgs(CHAPTERS)),
    Block("NES", "02_NEI", 0.10, 0.06, 900, 0.6, tuple(SPECIALTIES[:26]), hrgs(CHAPTERS)),
    Block("CL", "05_OP", 0.11, 0.13, 170, 0, tuple(SPECIALTIES), ATTENDANCES),
    Block("NCL", "05_OP", 0.05, 0.04, 95, 0, tuple(SPECIALTIES), ATTENDANCES),
    Block("OPROC", "05_OP", 0.05, 0.03, 210, 0, tuple(SPECIALTIES), hrgs(CHAPTERS)),
    Block("EM", "11_A&E", 0.04, 0.09, 290, 0, ("T01A", "T01NA"), tuple(f"VB{n:02d}Z" for n in range(1, 12))),
    Block("CC", "03_CC", 0.02, 0.07, 1650, 0, ("CCU01", "CCU02"), tuple(f"XC{n:02d}Z" for n in range(1, 8))),
    Block("HCD", "01_EI", 0.02, 0.06, 850, 0, ("HCD",), tuple(f"HCD{n:05d}" for n in range(1, 400))),
    Block("IMAG", "05_OP", 0.01, 0.03, 110, 0, ("IMAG",), tuple(f"RD{n:02d}Z" for n in range(20, 70))),
)
# Specialist hospitals do the same kinds of care, less of them, and run no A&E department.
BLOCKS: dict[str, tuple[Block, ...]] = {
    "acute": ACUTE,
    "mental health": (
        Block("MHCC", "08_MH", 0.7, 0.55, 420, 0, ("ADULT", "OLDER", "CYPS"), tuple(f"MHCC{n:02d}" for n in range(1, 22))),
        Block("MHIP", "08_MH", 0.3, 0.45, 520, 1, ("ADULT", "OLDER", "CYPS"), tuple(f"MHIP{n:02d}" for n in range(1, 12))),
    ),
    "community": (
        Block("CHS", "07_COM", 1, 1, 75, 0, ("NURSING", "THERAPY", "CHILD"), tuple(f"N{n:02d}A" for n in range(1, 30))),
    ),
    "ambulance": (Block("AMB", "10_AMB", 1, 1, 190, 0, ("AMB",), ("01", "02", "03", "04")),),
}  # fmt: skip
FAMILY = {kind: kind for kind in BLOCKS} | {"acute non-specialist": "acute", "acute specialist": "acute"}

# Dropped from every index (activity and cost): department, service, currency, supplier, and who reports it.
EXCLUDED = (
    ("EL", "100", "UZ01Z", "OWN", "acute"),
    ("CF", "340", "PD13A", "OWN", "acute"),
    ("DC", "110", "HN99Z", "OUT", "acute"),
    ("MHCC", "IAPTMHCC", "MHCC01", "OWN", "mental health"),
    ("MHIP", "LSMHCC", "MHIP01", "OWN", "mental health"),
)


@dataclass(frozen=True)
class Currencies:
    """The currencies of one family of providers, as columns of equal length.

    `cost` is the share of the family's efficient cost that each takes; `unit_cost` is of the first year.
    """

    department: np.ndarray
    service: np.ndarray
    code: np.ndarray
    pot: np.ndarray
    supplier: np.ndarray
    excluded: np.ndarray
    cost: np.ndarray
    unit_cost: np.ndarray
    days: np.ndarray


def currencies_of(family: str, wanted: int, random: np.random.Generator) -> Currencies:
    """About so many currencies, each department with its share, and the excluded ones behind them."""
    rows = []
    for block in BLOCKS[family]:
        keys = keys_of(block, max(4, round(wanted * block.currencies)))
        sizes = np.exp(random.normal(0, 1.3, len(keys)))
        unit_costs = block.unit_cost * np.exp(random.normal(0, 0.5, len(keys)))
        for (service, code), size, unit_cost in zip(
            keys, block.cost * sizes / sizes.sum(), unit_costs, strict=True
        ):
            rows.append(
                (block.department, service, code, block.pot, "OWN", False, size, unit_cost, block.days)
            )
    for department, service, code, supplier, who in EXCLUDED:
        if who == family:
            pot = next((block.pot for block in BLOCKS[family] if block.department == department), "01_EI")
            rows.append((department, service, code, pot, supplier, True, 0.003, 950.0, 0.0))
    return Currencies(*(np.array(column) for column in zip(*rows, strict=True)))


def keys_of(block: Block, wanted: int) -> list[tuple[str, str]]:
    """So many different pairs of service and code, the services in turn."""
    services, codes = len(block.services), len(block.codes)
    return [
        (block.services[n % services], block.codes[(n // services + 13 * (n % services)) % codes])
        for n in range(min(wanted, services * codes))
    ]
