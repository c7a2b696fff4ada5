"""The wordings of the estates return: which label is which item, over all years, as data."""

import re

UNITS = {
    "£": "£",
    "m²": "m2",
    "m2": "m2",
    "kWh": "kWh",
    "Hectare": "hectares",
    "Hectares": "hectares",
    "%": "%",
    "No.": "number",
    "WTE": "number",
    "Tonnes": "number",
    "Miles": "number",
    "m³": "number",
    "m3": "number",
    "kW": "number",
    "MW": "number",
    "Watts": "number",
}

# What the publisher writes where a question was not put, or not answered.
NO_FIGURE = ("Not Applicable", "No Data Provided")

ENERGY = (
    "Total energy cost (all energy supplies, utility, local and renewable)",
    "Energy cost (all energy supplies)",
    "Energy costs (all energy supplies)",
    # From 2023/24 on by supply.
    "Electricity - green electricity tariff costs",
    "Electricity - trust owned solar costs",
    "Electricity - third party owned solar costs",
    "Electricity - other renewables costs",
    "Electricity - other costs",
    "Gas costs",
    "Oil costs",
    "Non-fossil fuel - renewable costs",
    "Other energy costs",
    "Electricity energy purchased from CHP costs",
    "Electricity purchased from CHP costs",
    "Thermal energy purchased from CHP costs",
)
WATER = ("Water and sewage cost", "Water cost", "Sewage cost")
CLEANING = ("Cleaning services costs", "Cleaning service cost")
FOOD = (
    "Gross cost of in-patient services",
    "In-patient food services cost",
    "Inpatient food service cost",
)
LAUNDRY = ("Laundry and linen services cost", "Laundry and linen service cost")
PORTERING = ("Portering (internal patient transport) service cost", "Portering service cost")
BACKLOG = {
    "backlog_high": "Cost to eradicate high risk backlog",
    "backlog_significant": "Cost to eradicate significant risk backlog",
    "backlog_moderate": "Cost to eradicate moderate risk backlog",
    "backlog_low": "Cost to eradicate low risk backlog",
}

# Several labels may be parts of one item, and one label a part of two: both add up.
LABELS: dict[str, tuple[str, ...]] = {
    "gross_internal_area": ("Gross internal site floor area", "Gross internal floor area"),
    "occupied_area": ("Occupied floor area",),
    # Until 2014/15 the return asked by patients; national comparisons read that as clinical.
    "clinical_area": ("Patient occupied floor area", "Clinical space"),
    "non_clinical_area": ("Non-patient occupied floor area", "Non-clinical space"),
    "land_area": ("Site land area", "Land area owned"),
    # 'Total hard FM' of 2013/14 is no hard FM: about half of the trusts put their finance costs into it
    # (the middle trust falls to 54% of it when 2014/15 asks for the two apart). It stays 'other'.
    "hard_fm_cost": ("Hard FM (Estates) costs",),
    "soft_fm_cost": ("Total soft FM (Hotel Services) costs", "Soft FM (Hotel Services) costs"),
    "finance_cost": ("Estates and facilities finance costs",),
    "maintenance_cost": (
        "Total building and engineering maintenance costs",
        "Maintenance service costs",
        "Estates and property maintenance",
    ),
    "energy_cost": ENERGY,
    "water_cost": WATER,
    "waste_cost": (
        "Total waste cost",
        "Waste cost",
        "Clinical waste cost",
        "Special waste cost",
        "Domestic waste cost",
        "Waste recycling, recovery cost",
        "Landfill disposal cost",
        "Incineration disposal cost",
        "Waste reycling cost",
        "Waste recycling cost",
        "Other recovery cost",
    ),
    "cleaning_cost": CLEANING,
    "food_cost": FOOD,
    "laundry_cost": LAUNDRY,
    "portering_cost": PORTERING,
    **{item: (label,) for item, label in BACKLOG.items()},
    "backlog_total": tuple(BACKLOG.values()),
    "investment": ("Investment to reduce backlog maintenance",),
    "savings_planned": ("Estates and Facilities planned savings from Cost Improvement Plans",),
    "savings_achieved": ("Estates and Facilities savings from Cost Improvement Plans",),
    "medical_records_cost": (
        "Medical records cost - on-site",
        "Medical records cost - off-site",
        "Medical Records cost - Onsite",
        "Medical Records cost - Offsite",
    ),
    "energy_consumed": (
        "Electricity consumed - utility",
        "Gas consumed - utility",
        "Oil consumed - utility",
        "Coal consumed - utility",
        "Electricity consumed - local",
        "Steam consumed - local",
        "Hot water consumed - local",
        "Electricity consumed - renewable",
        "Non-fossil fuel consumed - renewable",
        "Electricity consumed",
        "Gas consumed",
        "Oil consumed",
        "Coal consumed",
        "Steam consumed",
        "Hot water consumed",
        "Electricity consumed - green energy tariff",
        "Electricity consumed - third party owned renewable",
    ),
}

# From 2016/17 the return asks for the parts of hard and soft FM instead of the whole. Energy, water
# and sewage belong to what hard FM was before (without them it falls by 28% for no reason); cleaning,
# food, laundry and portering to what soft FM was.
ASKS_FOR_PARTS = "Other Hard FM (Estates) costs"
PARTS: dict[str, tuple[str, ...]] = {
    "hard_fm_cost": (
        "Estates and property maintenance",
        "Grounds and gardens maintenance",
        "Electro Bio Medical Equipment maintenance cost",
        ASKS_FOR_PARTS,
        *ENERGY,
        *WATER,
    ),
    "soft_fm_cost": ("Other Soft FM (Hotel Services) costs", *CLEANING, *FOOD, *LAUNDRY, *PORTERING),
}

# One of each has to be there, or the sum of the parts is too small: the wording may have changed.
NEEDED: tuple[tuple[str, ...], ...] = (
    *((text,) for text in PARTS["hard_fm_cost"][:4]),
    PARTS["soft_fm_cost"][:1],
    ENERGY,
    WATER,
    CLEANING,
    FOOD,
    LAUNDRY,
    PORTERING,
)

GROSS = LABELS["gross_internal_area"]
# Areas that the return gives as a percentage of another area of the same site.
SHARES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Floor area - empty": ("empty_area", GROSS),
    "Floor area - under used": ("underused_area", GROSS),
    "Not functionally suitable - occupied floor area": (
        "not_functionally_suitable_area",
        LABELS["occupied_area"],
    ),
}

# No sheet of the workbooks says its year; each year asks a question that no other year asks.
YEARS = {
    "Age profile - 2005 to present (%)": "2013/14",
    "Age profile - 2015 to present (%)": "2014/15",
    "Clinical waste cost (£)": "2015/16",
    "Incineration disposal cost (£)": "2016/17",
}

# As the publications print them, in £ and m2: high-risk backlog, whole backlog, floor area.
PRINTED = {
    "2013/14": {"backlog_high": 357e6, "backlog_total": 4.0e9, "gross_internal_area": 26.2e6},
    "2014/15": {"backlog_high": 458e6, "backlog_total": 4.3e9, "gross_internal_area": 26.4e6},
    "2015/16": {"backlog_high": 776e6, "backlog_total": 5.0e9, "gross_internal_area": 26.8e6},
    "2016/17": {"backlog_high": 947e6, "backlog_total": 5.5e9, "gross_internal_area": 26.9e6},
}


def named(label: str) -> str:
    """A label without its unit, to compare by."""
    return without_unit(label).lower()


def without_unit(label: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", label).strip() if unit_of(label) else label


def unit_of(label: str) -> str | None:
    """The unit in which a column is counted; None for one that is answered in words."""
    found = re.search(r"\(([^()]*)\)$", label.strip())
    return UNITS.get(found[1].strip()) if found else None


def items_of(labels: list[str]) -> dict[str, list[str]]:
    """The items that each numeric label of a sheet belongs to; 'other' where we have no word."""
    asked = {label: named(label) for label in labels if unit_of(label)}
    known = [LABELS, PARTS] if ASKS_FOR_PARTS.lower() in asked.values() else [LABELS]
    items: dict[str, list[str]] = {name: [] for name in asked.values()}
    for wordings in known:
        for item, texts in wordings.items():
            for text in texts:
                if text.lower() in items and item not in items[text.lower()]:
                    items[text.lower()].append(item)
    return {label: items[name] or ["other"] for label, name in asked.items()}


def parts_not_found(labels: list[str]) -> list[str]:
    """Parts of hard and soft FM that no label of a sheet is, where it asks for the parts."""
    asked = {named(label) for label in labels}
    if ASKS_FOR_PARTS.lower() not in asked:
        return []
    return [texts[0] for texts in NEEDED if not asked & {text.lower() for text in texts}]
