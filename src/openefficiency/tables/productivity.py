"""How much more is done with how much more."""

from openefficiency.tables.language import Every, Table, fraction, organisation, text, year

productivity_growth = Table(
    name="productivity_growth",
    meaning="Growth of cost-weighted activity and of real resources over a year, by trust.",
    grain=("organisation", "year"),
    every=Every.YEAR,
    family="productivity series",
    columns={
        "organisation": organisation(),
        "year": year(),
        "activity_growth": fraction("Cost-weighted activity growth: 0.05 is 5%.", least=-1),
        "resource_growth": fraction("Real-terms resource growth.", least=-0.99),
        "published_growth": fraction("Productivity growth as published.", may_be_missing=True),
        "against": text("The year it is compared with.", longest=7),
    },
)
