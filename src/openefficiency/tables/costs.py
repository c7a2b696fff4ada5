"""What care costs: by organisation, service and currency, and the national average of each."""

from openefficiency.tables.language import (
    Table,
    fraction,
    money,
    number,
    organisation,
    text,
    year,
    yes_no,
)

costs = Table(
    name="costs",
    meaning=(
        "What each organisation spent on each currency in each service and department, and what the "
        "same activity would have cost at the national average (National Cost Collection, "
        "organisation level)."
    ),
    grain=("organisation", "year", "basis", "department", "service", "currency", "supplier", "pot"),
    family="cost collection",
    repeats_add_up=True,
    columns={
        "organisation": organisation(),
        "year": year(),
        "basis": text(
            "Whether the market forces factor was taken out.", allowed=("unadjusted", "mff adjusted")
        ),
        "department": text("Point of delivery, with one code over all years: EL, NEL, NES, DC, CL."),
        "service": text("Treatment function or service code.", may_be_missing=True),
        "currency": text("HRG or other currency code, as text: '01' is an ambulance call."),
        "supplier": text(
            "Who did it: own staff, or contracted out.", allowed=("own", "out"), may_be_missing=True
        ),
        "pot": text("Mapping pot of the publisher.", may_be_missing=True),
        "activity": number(
            "Units of the currency; missing where the publisher hid it (*).", may_be_missing=True
        ),
        "unit_cost": money("Cost of one unit.", may_be_missing=True),
        "national_unit_cost": money("National average of it.", may_be_missing=True),
        "actual_cost": money("What it cost here; missing where hidden.", may_be_missing=True),
        "expected_cost": money(
            "What the same activity costs at the national average; missing where hidden or where "
            "there is no comparator. Missing is not zero.",
            may_be_missing=True,
        ),
        "bed_days": number("Bed days, where the collection has them.", may_be_missing=True),
        "is_excess": yes_no("Excess bed days: their cost belongs to the stay, their activity is not stays."),
    },
)

currency_costs = Table(
    name="currency_costs",
    meaning=(
        "Activity and unit cost of the busiest currencies of each organisation, departments and "
        "services added together. A common basket, not the whole collection."
    ),
    grain=("organisation", "year", "currency"),
    family="cost collection",
    columns={
        "organisation": organisation(),
        "year": year(),
        "currency": text("HRG or other currency code, as text."),
        "activity": number("Units of the currency."),
        "unit_cost": money("Cost of one unit, before the market forces factor."),
        "cost": money("Activity times unit cost."),
    },
)

cost_totals = Table(
    name="cost_totals",
    meaning="All the cost an organisation reported in cells that were not hidden, unadjusted.",
    grain=("organisation", "year"),
    family="cost collection",
    columns={
        "organisation": organisation(),
        "year": year(),
        "actual_cost": money("Cost of all cells that were not hidden."),
        "activity": number("Activity of all cells that were not hidden; a mixture of units."),
    },
)

national_costs = Table(
    name="national_costs",
    meaning="National schedule: activity and average unit cost of each currency in each department.",
    grain=("year", "department", "service", "currency", "view"),
    family="cost collection",
    columns={
        "year": year(),
        "view": text(
            "'detail' adds up to the schedule; 'total' repeats detail as the publisher adds it up.",
            allowed=("detail", "total"),
        ),
        "department": text("Point of delivery."),
        "service": text("Treatment function or service code.", may_be_missing=True),
        "currency": text("HRG or other currency code, as text."),
        "description": text("What the currency is.", may_be_missing=True, longest=400),
        "activity": number("Units of the currency in England.", may_be_missing=True),
        "unit_cost": money("National average cost of one unit.", may_be_missing=True),
        "cost": money("National cost.", may_be_missing=True),
        "lower_quartile": money("Lower quartile unit cost.", may_be_missing=True),
        "upper_quartile": money("Upper quartile unit cost.", may_be_missing=True),
        "bed_days": number("Inlier bed days.", may_be_missing=True),
        "submissions": number("Number of organisations that reported it.", may_be_missing=True),
    },
)

national_totals = Table(
    name="national_totals",
    meaning="Totals that the publisher prints: the cost quantum and its parts, the adding-up check.",
    grain=("year", "collection", "item"),
    family="cost collection",
    columns={
        "year": year(),
        "collection": text("Which collection."),
        "item": text("What is totalled, as the publisher writes it."),
        "amount": money("The printed total, in £ or in the unit of the item."),
    },
)

published_indices = Table(
    name="published_indices",
    meaning=(
        "The publisher's own index of what an organisation spent against what the same activity costs at "
        "the national average (National Cost Collection Index, 100 is average): the check of ours."
    ),
    grain=("organisation", "year", "detail", "pot", "department", "service"),
    family="cost collection",
    columns={
        "organisation": organisation(),
        "year": year(),
        "detail": text(
            "Whether the index is of a whole mapping pot, or of one service in one department of it.",
            allowed=("pot", "service"),
        ),
        "pot": text("'total' for all care, or which mapping pot; in the publisher's word where it is new."),
        "department": text("Department, as the publisher writes it.", may_be_missing=True),
        "service": text("Service, as the publisher writes it.", may_be_missing=True),
        "index": fraction(
            "100 times actual cost over expected cost; missing where the publisher shows none.",
            may_be_missing=True,
        ),
        "actual_cost": money("What it cost.", may_be_missing=True),
        "expected_cost": money(
            "What the same activity costs at the national average. Missing is not zero.", may_be_missing=True
        ),
    },
)

market_forces = Table(
    name="market_forces",
    meaning="Market forces factor: how unavoidably dear it is to give care at a place.",
    grain=("organisation", "year"),
    family="reference",
    columns={
        "organisation": organisation(),
        "year": year(),
        "factor": fraction("Payment index: 1 is the cheapest place.", least=0.8, most=1.5),
    },
)

prices = Table(
    name="prices",
    meaning="Prices of the national tariff, by HRG and setting.",
    grain=("year", "currency", "setting"),
    family="reference",
    columns={
        "year": year(),
        "currency": text("HRG code."),
        "description": text("What it is.", may_be_missing=True, longest=400),
        "setting": text("What the price is for: day case, elective, emergency, outpatient procedure."),
        "price": money(
            "Price of one unit; missing where none is published (a 0 in the file).", may_be_missing=True
        ),
    },
)

trim_points = Table(
    name="trim_points",
    meaning="Length of stay from which the tariff pays extra days, by HRG.",
    grain=("year", "currency", "setting"),
    family="reference",
    columns={
        "year": year(),
        "currency": text("HRG code."),
        "setting": text("Elective or emergency.", allowed=("elective", "emergency")),
        "days": number("Days."),
    },
)

deflators = Table(
    name="deflators",
    meaning="Price indices by financial year. The GDP deflator is distorted in 2020-22.",
    grain=("year", "series", "published"),
    family="reference",
    columns={
        "year": year(),
        "series": text("Which index.", allowed=("gdp", "cpi", "cpih")),
        "published": text("Which edition of the index."),
        "index": fraction("Level of the index, on the base of its edition.", least=0),
        "is_forecast": yes_no("Whether the year is a forecast."),
    },
)

staff_hour_costs = Table(
    name="staff_hour_costs",
    meaning="What an hour of a member of staff costs (PSSRU); quoted figures.",
    grain=("year", "role"),
    family="reference",
    columns={
        "year": year(),
        "role": text("Which staff."),
        "cost_per_hour": money("£ an hour."),
        "is_proxy": yes_no("Whether the figure is borrowed from another role."),
        "borrowed_from": text("Which role, if so.", may_be_missing=True),
    },
)
