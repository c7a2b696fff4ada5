"""Who works there: staff, absence, turnover, opinion."""

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

# Turnover is published without resident doctors, whose posts rotate: those totals are not 'all'.
GROUPS = (
    "all",
    "all except resident doctors",
    "doctors",
    "doctors except resident doctors",
    "consultants",
    "resident doctors",
    "specialty and other doctors",
    "nurses and health visitors",
    "midwives",
    "ambulance staff",
    "scientific, therapeutic and technical",
    "allied health professionals",
    "support to doctors, nurses and midwives",
    "support to ambulance staff",
    "support to scientific staff",
    "support to clinical staff",
    "infrastructure support",
    "central functions",
    "hotel, property and estates",
    "senior managers",
    "managers",
    "clinical professionals",
    "other",
)

workforce = Table(
    name="workforce",
    meaning="Staff in post in a month, by staff group. 'all' is the total; groups may nest.",
    grain=("organisation", "start", "group", "detail"),
    every=Every.MONTH,
    family="staff records",
    columns={
        "organisation": organisation(),
        "start": start(),
        "group": text("Staff group, in one wording over all years.", allowed=GROUPS),
        "detail": text("The publisher's own finer group, where it has one.", may_be_missing=True),
        "fte": number("Full-time equivalents.", may_be_missing=True),
        "headcount": number("People.", may_be_missing=True),
        "months": number("Over how many months the figure is an average; 1 is one month.", least=1, most=12),
    },
)

absence = Table(
    name="absence",
    meaning="Sickness absence: days lost and days available, full-time equivalent.",
    grain=("organisation", "start"),
    every=Every.MONTH,
    family="staff records",
    columns={
        "organisation": organisation(),
        "start": start("month or quarter"),
        "months": whole("How many months the row covers: 1 or 3.", least=1, most=3),
        "days": whole("Calendar days in the period.", least=28, most=92),
        "fte_days_lost": number("FTE days lost to sickness."),
        "fte_days_available": number("FTE days available."),
    },
)

turnover = Table(
    name="turnover",
    meaning="Joiners, leavers and staff in post over a period, by staff group.",
    grain=("organisation", "start", "group", "detail"),
    every=Every.MONTH,
    family="staff records",
    columns={
        "organisation": organisation(),
        "start": start("period"),
        "months": whole("Months the period covers.", least=1, most=12),
        "group": text("Staff group, in one wording over all years.", allowed=GROUPS),
        "detail": text("The publisher's own finer group.", may_be_missing=True),
        "joiners": number("Joiners, people.", may_be_missing=True),
        "leavers": number("Leavers, people.", may_be_missing=True),
        "joiners_fte": number("Joiners, FTE.", may_be_missing=True),
        "leavers_fte": number("Leavers, FTE.", may_be_missing=True),
        "in_post": number("People in post at the end of the period.", may_be_missing=True),
        "in_post_fte": number("FTE in post at the end of the period.", may_be_missing=True),
    },
)

yearly_staff = Table(
    name="yearly_staff",
    meaning="Managers and consultants in FTE, as a yearly panel has them.",
    grain=("organisation", "year", "group"),
    family="staff records",
    columns={
        "organisation": organisation(),
        "year": year(),
        "group": text("Staff group.", allowed=("managers", "consultants")),
        "fte": number("FTE."),
    },
)

ANSWERS = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")

staff_survey = Table(
    name="staff_survey",
    meaning="NHS Staff Survey, questions on managers: share of each answer.",
    grain=("organisation", "year", "question", "answer"),
    family="staff survey",
    columns={
        "organisation": organisation(),
        "year": year(),
        "question": text("Number of the question."),
        "answer": text("Which answer.", allowed=ANSWERS),
        "share": fraction("Share of respondents who gave it.", may_be_missing=True, least=0, most=1),
        "respondents": number(
            "People who answered the question; the same on each answer, so take one.", may_be_missing=True
        ),
    },
)

retention = Table(
    name="retention",
    meaning="Stability: share of staff in post at the start of the year who are there at its end.",
    grain=("organisation", "year"),
    family="staff records",
    columns={
        "organisation": organisation(),
        "year": year(),
        "stability": fraction("Stability index, as a fraction.", least=0, most=1),
    },
)
