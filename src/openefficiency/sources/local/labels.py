"""The templates on which a trust brings its own figures: the label of each column, as data."""

import polars as pl

from openefficiency.sources.cells import number_in
from openefficiency.tables import local
from openefficiency.tables.language import Kind, Table

VERSION = 1

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        local.procurement,
        local.product_prices,
        local.corporate_functions,
        local.pharmacy_stock,
        local.pharmacy_time,
        local.diagnostic_costs,
        local.rostering,
        local.staff_costs,
        local.savings,
    )
}

EVERYWHERE = {"organisation": "Organisation code", "year": "Financial year"}

LABELS: dict[str, dict[str, str]] = {
    "procurement": EVERYWHERE
    | {
        "category": "Category of spend",
        "addressable_spend": "Addressable spend (£)",
        "catalogue_spend": "Bought from the catalogue (£)",
        "purchase_order_spend": "Bought with a purchase order (£)",
        "contract_spend": "Bought on contract (£)",
    },
    "product_prices": EVERYWHERE
    | {
        "product": "Product code",
        "description": "Product description",
        "price": "Average price paid for one (£)",
        "quantity": "Quantity bought",
    },
    "corporate_functions": EVERYWHERE
    | {
        "function": "Corporate function",
        "pay": "Pay (£)",
        "non_pay": "Non-pay (£)",
        "income": "Income earned (£)",
    },
    "pharmacy_stock": EVERYWHERE
    | {"stock_value": "Stock value (£)", "issues": "Issues in the last twelve months (£)"},
    "pharmacy_time": EVERYWHERE
    | {"clinical_hours": "Clinical pharmacist hours", "total_hours": "All pharmacist hours"},
    "diagnostic_costs": EVERYWHERE
    | {"service": "Diagnostic service", "cost": "Cost (£)", "tests": "Tests or examinations"},
    "rostering": {
        "organisation": "Organisation code",
        "start": "Month",
        "ward": "Ward",
        "registered_hours": "Registered nurse and midwife hours",
        "support_hours": "Healthcare support worker hours",
        "patient_days": "Patients at midnight, summed over the month",
    },
    "staff_costs": EVERYWHERE
    | {
        "group": "Staff group",
        "substantive": "Substantive pay (£)",
        "bank": "Bank pay (£)",
        "agency": "Agency pay (£)",
        "wte": "Average whole-time equivalents",
    },
    "savings": EVERYWHERE
    | {
        "planned": "Savings planned (£)",
        "achieved": "Savings achieved (£)",
        "recurrent": "Of those, recurrent (£)",
    },
}


# What a trust need not work out itself.
DERIVED: dict[str, dict[str, pl.Expr]] = {
    "product_prices": {"spend": number_in("price") * number_in("quantity")},
    "corporate_functions": {"cost": number_in("pay") + number_in("non_pay") - number_in("income")},
    "rostering": {"care_hours": number_in("registered_hours") + number_in("support_hours")},
    "staff_costs": {"cost": number_in("substantive") + number_in("bank") + number_in("agency")},
}

UNITS = {
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.MONEY: "£ (never thousands)",
    Kind.DAY: "date: the first day of the month, like 01/04/2024",
}


def title(table: str) -> str:
    """The first cell of a template, by which it is known."""
    return f"OpenEfficiency template: {table}, version {VERSION}"
