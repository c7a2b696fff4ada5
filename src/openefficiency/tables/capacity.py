"""Beds, theatres and the days patients wait to leave."""

from openefficiency.tables.language import (
    Every,
    Table,
    number,
    organisation,
    start,
    text,
)

SECTORS = ("all", "general and acute", "maternity", "mental illness", "learning disability")

beds = Table(
    name="beds",
    meaning="Beds open and occupied, averaged over the quarter or year (KH03).",
    grain=("organisation", "start", "sector", "stay"),
    every=Every.QUARTER,
    family="bed returns",
    columns={
        "organisation": organisation(),
        "start": start("quarter"),
        "months": number("Months the average covers: 3 or 12.", least=1, most=12),
        "sector": text("Kind of bed.", allowed=SECTORS),
        "stay": text("Overnight or day only.", allowed=("overnight", "day")),
        "available": number("Beds open, average.", may_be_missing=True),
        "occupied": number("Beds occupied, average.", may_be_missing=True),
    },
)

monthly_acute_beds = Table(
    name="monthly_acute_beds",
    meaning=(
        "General and acute beds open and occupied, averaged over the month (situation reports). "
        "Counted otherwise than KH03: never mixed with `beds`."
    ),
    grain=("organisation", "start", "patients"),
    every=Every.MONTH,
    family="bed situation reports",
    columns={
        "organisation": organisation(),
        "start": start(),
        "patients": text("Whose beds.", allowed=("all", "adult", "paediatric")),
        "available": number("Beds open, average.", may_be_missing=True),
        "occupied": number("Beds occupied, average.", may_be_missing=True),
    },
)

beds_by_specialty = Table(
    name="beds_by_specialty",
    meaning="Occupied overnight beds by specialty and quarter.",
    grain=("organisation", "start", "specialty", "sector"),
    every=Every.QUARTER,
    family="bed returns",
    columns={
        "organisation": organisation(),
        "start": start("quarter"),
        "sector": text("Kind of bed.", allowed=SECTORS),
        "specialty": text("Specialty code."),
        "occupied": number("Beds occupied, average."),
    },
)

critical_care_beds = Table(
    name="critical_care_beds",
    meaning="Critical care beds open and occupied, on a day or averaged over the month.",
    grain=("organisation", "start", "kind"),
    every=Every.MONTH,
    family="bed returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "kind": text("Whose beds.", allowed=("adult", "paediatric", "neonatal")),
        "available": number("Beds open.", may_be_missing=True),
        "occupied": number("Beds occupied.", may_be_missing=True),
    },
)

theatres = Table(
    name="theatres",
    meaning="Operating theatres, and those for day cases only, by quarter.",
    grain=("organisation", "start", "kind"),
    every=Every.QUARTER,
    family="theatre returns",
    columns={
        "organisation": organisation(),
        "start": start("quarter"),
        "kind": text("Which theatres.", allowed=("operating", "day case")),
        "theatres": number("How many."),
    },
)

cancelled_operations = Table(
    name="cancelled_operations",
    meaning="Operations cancelled at the last minute, by quarter.",
    grain=("organisation", "start"),
    every=Every.QUARTER,
    family="theatre returns",
    columns={
        "organisation": organisation(),
        "start": start("quarter"),
        "cancelled": number("Cancelled for non-clinical reasons.", may_be_missing=True),
        "not_treated_in_28_days": number("Of those, not treated within 28 days.", may_be_missing=True),
    },
)

discharge_delays = Table(
    name="discharge_delays",
    meaning=(
        "Patients who no longer need to be in hospital: the sum over the days of a month, and how "
        "many days reported. A day before an organisation began to report is missing, not zero."
    ),
    grain=("organisation", "start"),
    every=Every.MONTH,
    family="discharge returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "delayed_days": number("Patient-days of patients who did not meet the criteria to reside."),
        "days_reported": number("Days of the month with a figure.", least=1, most=31),
    },
)

discharges = Table(
    name="discharges",
    meaning=(
        "Patients discharged: the sum over the days of a month, and how many days reported. "
        "A day before an organisation began to report is missing, not zero."
    ),
    grain=("organisation", "start"),
    every=Every.MONTH,
    family="discharge returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "discharged": number("Patients discharged."),
        "discharged_by_1700": number(
            "Of those, by five in the afternoon; collected until May 2023.", may_be_missing=True
        ),
        "days_reported": number("Days of the month with a figure.", least=1, most=31),
    },
)

discharge_delay_reasons = Table(
    name="discharge_delay_reasons",
    meaning="Why patients were delayed, by month.",
    grain=("organisation", "start", "delay_reason"),
    every=Every.MONTH,
    family="discharge returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        # Not called `reason`: that is what a row in quarantine has.
        "delay_reason": text("Reason, as published.", longest=300),
        "count": number("Patients.", may_be_missing=True),
    },
)
