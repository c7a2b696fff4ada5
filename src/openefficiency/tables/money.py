"""Income, spending, loans: the accounts."""

from openefficiency.tables.language import Table, money, organisation, text, year

LINES = (
    "operating_income",
    "patient_care_income",
    "other_operating_income",
    "operating_cost",
    "pay",
    "non_pay",
    "agency",
    "bank",
    "medical_pay",
    "nursing_pay",
    "ahp_pay",
    "other_clinical_pay",
    "non_clinical_pay",
    "drugs",
    "clinical_supplies",
    "general_supplies",
    "premises",
    "depreciation",
    "clinical_negligence",
    "finance_cost",
    "surplus",
    "efficiency_delivered",
    "other",
)

accounts = Table(
    name="accounts",
    meaning="Lines of the accounts, in whole pounds. Costs are positive; a surplus may be negative.",
    grain=("organisation", "year", "line", "code"),
    family="accounts",
    columns={
        "organisation": organisation(),
        "year": year(),
        "line": text("Which line, in our words; 'other' where we have no word.", allowed=LINES),
        "code": text("The publisher's own table and code, where it has one.", may_be_missing=True),
        "label": text("The publisher's own label.", may_be_missing=True, longest=400),
        "amount": money("Amount in £ (never thousands)."),
    },
)

loans = Table(
    name="loans",
    meaning="Loans and support from the Department of Health and Social Care.",
    grain=("organisation", "year", "kind", "loan"),
    family="accounts",
    columns={
        "organisation": text("ODS code, or the name where the publisher gives no code.", longest=120),
        "year": year(),
        "kind": text("Kind of loan or support, and whether principal or interest."),
        "loan": text("Which loan: its place in the publisher's list. Two of one amount are two loans."),
        "amount": money("£."),
    },
)
