"""What hospitals do: attendances, admissions, stays, waits."""

from openefficiency.tables.language import (
    Every,
    Table,
    fraction,
    number,
    organisation,
    start,
    text,
    whole,
    year,
)

POINTS_OF_DELIVERY = (
    "elective ordinary",
    "day case",
    "elective total",
    "elective planned ordinary",
    "elective planned day case",
    "elective planned total",
    "treatment centre",
    "non-elective",
    "gp referrals made",
    "gp referrals seen",
    "other referrals made",
    "other referrals seen",
    "first outpatient",
    "first outpatient not attended",
    "follow-up outpatient",
    "follow-up outpatient not attended",
    "episodes",
    "admissions",
)

activity = Table(
    name="activity",
    meaning="Activity by point of delivery and month (Monthly Activity Return, HES).",
    grain=("organisation", "start", "point_of_delivery", "specialties"),
    every=Every.MONTH,
    family="activity returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "point_of_delivery": text("What was done.", allowed=POINTS_OF_DELIVERY),
        "specialties": text("Which specialties.", allowed=("general and acute", "specific acute", "all")),
        "count": number(
            "How many (first finished consultant episodes for admissions); missing where the publisher hides it.",
            may_be_missing=True,
        ),
    },
)

emergency_attendances = Table(
    name="emergency_attendances",
    meaning="Attendances at A&E departments, counted in the month of arrival.",
    grain=("organisation", "start", "department"),
    every=Every.MONTH,
    family="urgent care returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "department": text("Kind of department.", allowed=("major", "single", "minor", "all")),
        "attendances": whole("Everyone who arrived."),
        "over_four_hours": whole("Of those, still there four hours later.", may_be_missing=True),
        "admissions": whole("Emergency admissions by way of the department.", may_be_missing=True),
    },
)

emergency_admission_waits = Table(
    name="emergency_admission_waits",
    meaning="Waits from the decision to admit, and all emergency admissions, by month.",
    grain=("organisation", "start"),
    every=Every.MONTH,
    family="urgent care returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "over_four_hours": whole("Waited over four hours for a bed.", may_be_missing=True),
        "over_twelve_hours": whole("Waited over twelve hours for a bed.", may_be_missing=True),
        "emergency_admissions": whole("All emergency admissions.", may_be_missing=True),
    },
)

yearly_admissions = Table(
    name="yearly_admissions",
    meaning="Finished episodes and admissions of a year, by provider.",
    grain=("organisation", "year", "item"),
    family="hospital episodes",
    columns={
        "organisation": organisation(),
        "year": year(),
        "item": text("What is counted: episodes, admissions, or admissions of an age band or sex."),
        "count": number("How many."),
    },
)

national_activity = Table(
    name="national_activity",
    meaning="Episodes and appointments of England, by treatment function or age band.",
    grain=("year", "split", "category", "item"),
    family="hospital episodes",
    columns={
        "year": year(),
        "split": text("Split by what.", allowed=("treatment function", "age band")),
        "category": text("Code or band."),
        "item": text("What is counted."),
        "count": number("How many.", may_be_missing=True),
    },
)

waiting_times = Table(
    name="waiting_times",
    meaning="Referral to treatment: pathways by treatment function and month.",
    grain=("organisation", "start", "treatment_function", "pathway"),
    every=Every.MONTH,
    family="waiting times returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "treatment_function": text("Treatment function code, or 'all'."),
        "pathway": text(
            "Which pathways.",
            allowed=("incomplete", "incomplete with decision to admit", "admitted", "non-admitted", "new"),
        ),
        "pathways": number("How many pathways."),
        "within_18_weeks": number("Of those, within 18 weeks.", may_be_missing=True),
        "over_52_weeks": number("Of those, over 52 weeks.", may_be_missing=True),
    },
)

diagnostics = Table(
    name="diagnostics",
    meaning="Diagnostic tests done, by kind of test and month (DM01).",
    grain=("organisation", "start", "test"),
    every=Every.MONTH,
    family="diagnostics returns",
    columns={
        "organisation": organisation(),
        "start": start(),
        "test": text("Kind of test, or 'all'."),
        "tests": number("How many."),
    },
)

length_of_stay = Table(
    name="length_of_stay",
    meaning="Mean length of stay by quarter, plain and adjusted for age and complexity.",
    grain=("organisation", "start", "variant"),
    every=Every.QUARTER,
    family="hospital episodes",
    columns={
        "organisation": organisation(),
        "start": start("quarter"),
        "variant": text("Adjusted or not.", allowed=("unadjusted", "adjusted")),
        # A mean without its stays: kept as a number that a measure may show, never add or average.
        "days": fraction("Mean days.", least=0, most=365),
    },
)
