"""Who is who: organisations, what became of them, and the systems they belong to."""

from openefficiency.tables.language import Every, Table, day, fraction, organisation, text, yes_no

TYPES = (
    "acute non-specialist",
    "acute specialist",
    "mental health",
    "community",
    "ambulance",
    "primary care",
    "commissioner",
    "other",
)

organisations = Table(
    name="organisations",
    meaning="Bodies that provide or pay for care, as one register knew them on one day.",
    grain=("organisation", "known_on", "register"),
    every=Every.ALWAYS,
    family="reference",
    columns={
        "organisation": organisation(),
        "known_on": day("The day (or the middle of the period) this row is true for."),
        "register": text("Which register says so."),
        "name": text("Name as the register writes it.", may_be_missing=True),
        "type": text("Kind of organisation.", allowed=TYPES, may_be_missing=True),
        "subtype": text("Size or teaching group, where the register has one.", may_be_missing=True),
        "opened": day("First day of operation.", may_be_missing=True),
        "closed": day("Last day of operation; missing while open.", may_be_missing=True),
    },
)

successions = Table(
    name="successions",
    meaning="Which organisation took over from which, and when.",
    grain=("old", "new", "on"),
    every=Every.ALWAYS,
    family="reference",
    columns={
        "old": organisation(),
        "new": organisation(),
        "on": day("First day of the new organisation."),
        "change": text("What happened: merger, new code, split.", may_be_missing=True),
        "is_split": yes_no("Whether the old one went to more than one.", may_be_missing=True),
    },
)

memberships = Table(
    name="memberships",
    meaning="To which system and region an organisation belonged, from when to when.",
    # The basis belongs to the grain: shares of patients and shares of visits are two answers, and
    # added up they would count every organisation twice.
    grain=("organisation", "group", "kind", "basis", "valid_from"),
    every=Every.ALWAYS,
    family="reference",
    columns={
        "organisation": organisation(),
        "kind": text("Kind of group.", allowed=("stp", "icb", "region")),
        "group": text("Code of the system or region, as published: ODS (QOP, Y56) or ONS (E54000057)."),
        "group_name": text("Name of the system or region.", may_be_missing=True),
        "share": fraction(
            "Share of the organisation in this group; the shares of one basis sum to 1.", least=0, most=1
        ),
        "basis": text("What the share is a share of; shares of visits never split money."),
        "valid_from": day("First day of the membership."),
        "valid_to": day("Last day; missing while it lasts.", may_be_missing=True),
    },
)

peer_characteristics = Table(
    name="peer_characteristics",
    meaning="What makes organisations comparable: size, casemix, place, age of catchment.",
    grain=("organisation", "year", "item"),
    every=Every.YEAR,
    family="reference",
    columns={
        "organisation": organisation(),
        "year": text("Financial year, written 2016/17.", longest=7),
        "item": text("Which characteristic."),
        "amount": fraction("Its value, in the unit of the item; never added up."),
    },
)
