"""What only a trust itself has: it may bring these tables on a template."""

from typing import Any

from openefficiency.tables.language import (
    Every,
    Table,
    money,
    number,
    organisation,
    start,
    text,
    year,
)

LOCAL: dict[str, Any] = {"brought_by_trust": True, "family": "local returns"}

procurement = Table(
    name="procurement",
    meaning="Non-pay spend that can be influenced, and how much of it went the agreed way.",
    grain=("organisation", "year", "category"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "category": text("Category of spend."),
        "addressable_spend": money("Spend that could go through catalogue and order.", least=0),
        "catalogue_spend": money("Of it, bought from the catalogue.", least=0, may_be_missing=True),
        "purchase_order_spend": money("Of it, bought with a purchase order.", least=0, may_be_missing=True),
        "contract_spend": money("Of it, on contract.", least=0, may_be_missing=True),
    },
    **LOCAL,
)

product_prices = Table(
    name="product_prices",
    meaning="What was paid for which product, and how many.",
    grain=("organisation", "year", "product"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "product": text("Product code that means the same thing everywhere."),
        "description": text("What it is.", may_be_missing=True),
        "price": money("Average price paid for one.", least=0),
        "quantity": number("How many."),
        "spend": money("Price times quantity.", least=0),
    },
    **LOCAL,
)

FUNCTIONS = (
    "finance",
    "human resources",
    "information technology",
    "payroll",
    "procurement",
    "governance and risk",
    "legal",
)

corporate_functions = Table(
    name="corporate_functions",
    meaning="What corporate functions cost, pay and non-pay, net of income.",
    grain=("organisation", "year", "function"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "function": text("Which function.", allowed=FUNCTIONS),
        "pay": money("Pay.", least=0),
        "non_pay": money("Non-pay, outsourcing included.", least=0),
        "income": money("Income earned by the function.", least=0),
        "cost": money("Pay and non-pay less income."),
    },
    **LOCAL,
)

pharmacy_stock = Table(
    name="pharmacy_stock",
    meaning="Medicines in stock at the end of the year, and issued during it.",
    grain=("organisation", "year"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "stock_value": money("Value of stock in every location.", least=0),
        "issues": money("Value issued in the last twelve months.", least=0),
    },
    **LOCAL,
)

pharmacy_time = Table(
    name="pharmacy_time",
    meaning="Time of pharmacists, clinical and other.",
    grain=("organisation", "year"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "clinical_hours": number("Hours on clinical and medicines-optimisation work."),
        "total_hours": number("All hours."),
    },
    **LOCAL,
)

diagnostic_costs = Table(
    name="diagnostic_costs",
    meaning="What pathology and imaging cost, and how many tests they did.",
    grain=("organisation", "year", "service"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "service": text("Which service.", allowed=("pathology", "imaging")),
        "cost": money("Direct and outsourced cost.", least=0),
        "tests": number("Tests or examinations."),
    },
    **LOCAL,
)

rostering = Table(
    name="rostering",
    meaning="Care hours and patients at midnight, by ward and month.",
    grain=("organisation", "start", "ward"),
    every=Every.MONTH,
    columns={
        "organisation": organisation(),
        "start": start(),
        "ward": text("Ward."),
        "registered_hours": number("Hours of registered nurses and midwives."),
        "support_hours": number("Hours of healthcare support workers."),
        "care_hours": number("Both together."),
        "patient_days": number("Patients at midnight, summed over the month."),
    },
    **LOCAL,
)

STAFF_GROUPS = (
    "medical",
    "nursing and midwifery",
    "allied health professionals",
    "scientific and technical",
    "other clinical",
    "non-clinical",
)

staff_costs = Table(
    name="staff_costs",
    meaning="What each staff group cost, with bank and agency beside it, and its average size.",
    grain=("organisation", "year", "group"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "group": text("Staff group; support workers stand in the group they support.", allowed=STAFF_GROUPS),
        "substantive": money("Pay of permanent and fixed-term staff, on-costs included."),
        "bank": money("Pay of bank staff."),
        "agency": money("Cost of agency staff."),
        "cost": money("All three together."),
        "wte": number("Average whole-time equivalents over the year, bank and agency included."),
    },
    **LOCAL,
)

savings = Table(
    name="savings",
    meaning="What a trust planned to save in a year, what it achieved, and how much of that lasts.",
    grain=("organisation", "year"),
    columns={
        "organisation": organisation(),
        "year": year(),
        "planned": money("Savings in the plan of the year.", least=0),
        "achieved": money("Savings achieved in the year.", least=0),
        "recurrent": money("Of those achieved, still there the year after.", least=0),
    },
    **LOCAL,
)
