"""What must not get worse: mortality, ratings, waits as scored."""

from openefficiency.tables.language import (
    Every,
    Table,
    day,
    fraction,
    number,
    organisation,
    text,
    year,
)

mortality = Table(
    name="mortality",
    meaning="Summary hospital-level mortality indicator: 1 is as expected.",
    grain=("organisation", "year"),
    family="mortality",
    columns={
        "organisation": organisation(),
        "year": year(),
        "ratio": fraction("Deaths divided by expected deaths.", least=0, most=3),
    },
)

ratings = Table(
    name="ratings",
    meaning="CQC ratings: 0 inadequate, 1 requires improvement, 2 good, 3 outstanding.",
    grain=("organisation", "on", "service", "question"),
    every=Every.ALWAYS,
    family="regulator",
    columns={
        "organisation": text("ODS code, or the CQC's own location number.", longest=20),
        "on": day("Date of the rating."),
        "service": text("Which service was rated; 'Overall' is the whole."),
        "question": text("Which question; 'Overall' is all five."),
        "score": number("0 to 3.", most=3),
    },
)

performance = Table(
    name="performance",
    meaning="Yearly scores of the emergency and waiting standards, as shares.",
    grain=("organisation", "year", "standard"),
    family="performance",
    columns={
        "organisation": organisation(),
        "year": year(),
        "standard": text("Which standard.", allowed=("four_hours", "eighteen_weeks")),
        "share": fraction("Share that met it.", least=0, most=1),
    },
)

oversight = Table(
    name="oversight",
    meaning="Metrics of the NHS Oversight Framework, as published for a quarter.",
    grain=("organisation", "year", "metric", "reported"),
    family="oversight",
    columns={
        "organisation": organisation(),
        "year": year(),
        "metric": text("Metric id, like OF0079, or its name."),
        "reported": text("Reporting date or quarter, as published."),
        "value": fraction("Value, in the unit of the metric.", may_be_missing=True),
    },
)
