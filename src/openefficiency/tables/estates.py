"""Buildings and what it costs to run them (ERIC)."""

from openefficiency.tables.language import Table, number, organisation, text, year

ITEMS = (
    "gross_internal_area",
    "occupied_area",
    "clinical_area",
    "non_clinical_area",
    "empty_area",
    "underused_area",
    "not_functionally_suitable_area",
    "land_area",
    "hard_fm_cost",
    "soft_fm_cost",
    "finance_cost",
    "maintenance_cost",
    "energy_cost",
    "water_cost",
    "waste_cost",
    "cleaning_cost",
    "food_cost",
    "laundry_cost",
    "portering_cost",
    "backlog_high",
    "backlog_significant",
    "backlog_moderate",
    "backlog_low",
    "backlog_total",
    "investment",
    "savings_planned",
    "savings_achieved",
    "medical_records_cost",
    "energy_consumed",
    "other",
)

estates = Table(
    name="estates",
    meaning=(
        "Items of the estates return, by site or for the whole trust. Areas in m2, costs in £, "
        "energy in kWh. Sites and trust rows are different items: neither repeats the other."
    ),
    grain=("organisation", "year", "level", "site", "item", "label"),
    family="estates returns",
    columns={
        "organisation": organisation(),
        "year": year(),
        "level": text("Whether the row is of a site or of the trust.", allowed=("site", "trust")),
        "site": text("Site code; 'AGGRE' is the publisher's row for small sites.", may_be_missing=True),
        "site_name": text("Name of the site.", may_be_missing=True),
        "site_type": text("Kind of site.", may_be_missing=True),
        "item": text("Which item, in one wording over all years.", allowed=ITEMS),
        "label": text("The publisher's own label.", longest=400),
        "unit": text("Unit of the amount.", allowed=("£", "m2", "kWh", "hectares", "number", "%")),
        "amount": number("Amount, in the unit.", least=None),
    },
)
