"""Patients are refused at the door: no file that tells who somebody is gets any further.

What is looked at are the first rows of every sheet: their words as labels, their cells as NHS numbers.
A message names the sheet and the label, and never a value.
"""

import re

from openefficiency.errors import RefusedFile
from openefficiency.sources.document import Document, Sheet

# Labels as `squeezed` makes them: small letters and digits only. Each pattern is the whole label.
LABELS = {
    "an NHS number": r"(patients?|new|pat|pseudo|pseudonymised|encrypted)?nhs(number|num|no|nbr|id)(status|statusindicator|pseudo|encrypted)?",
    "a date of birth": r"(patients?|persons?|baby|mothers?)?(dateofbirth|birthdate|dob|dateborn|birthdatetime|dateofbirthbaby)",
    "a patient's name": r"(patients?|persons?|pat)(full|first|last|given|family|sur|fore|middle)?names?|forenames?|surname|firstname|lastname|givenname|familyname",
    "a patient's number": (
        r"(hospital|local|pas|medicalrecord|casenote|unit|pseudo|encrypted|hes|token|tokenperson|chi|ecds)?(patients?|person|mpi)(id|identifier|identification|number|no|num|ref|reference|key)(pseudo|extended|local)?"
        r"|(pas|mrn|medicalrecord|casenote|chi|mpi|crn|urn)(id|identifier|number|no|num)|hospital(number|no|num)|mrn|hesid|encryptedhesid|localpatientidentifier(extended)?"
        r"|(hospitalproviderspell|providerspell|spell|episode|attendance)(id|identifier|number|no)|epikey|attendkey|aekey"
    ),
    "where a patient lives": r"(patients?|persons?|home|usual)(address|postcode|postalcode|lsoa)(ofusualaddress)?|postcodeofusualaddress|(usual|home)address.*",
}
POSTCODE = (
    r"(site|trust|organisation|org|hospital|provider|practice|gp)?(postcode|postalcode|pcd|pcds|pcd2|pcd8)s?"
)
FEWEST, MANY = 2, 5


def refuse_patient_data(document: Document, *, may_hold_postcodes: bool) -> None:
    """Refuse a file in which a label or the cells themselves tell who a patient is."""
    labels = LABELS if may_hold_postcodes else {**LABELS, "a postcode": POSTCODE}
    for sheet in document.sheets:
        for cell in (cell for row in sheet.head for cell in row):
            kind = next((kind for kind, words in labels.items() if re.fullmatch(words, squeezed(cell))), None)
            if kind:
                raise refused(document, sheet, f"a column '{shown(cell)}', which is {kind}")
        for number, column in enumerate(columns_of(sheet), start=1):
            if holds_nhs_numbers(column):
                raise refused(
                    document, sheet, f"numbers in column {number} that are NHS numbers by their check digit"
                )


def refused(document: Document, sheet: Sheet, given: str) -> RefusedFile:
    where = f" (sheet '{sheet.name}')" if sheet.name else ""
    return RefusedFile(
        f"'{document.name}' looks like data about single patients{where}, and is not loaded.\n"
        f"  given:    {given}\n"
        "  possible: counts and sums by organisation; take the column out, or add up, before it leaves its owner."
    )


def squeezed(cell: str) -> str:
    return re.sub(r"[^a-z0-9]", "", cell.lower()) if len(cell) <= 60 else ""


def shown(cell: str) -> str:
    return " ".join(cell.split())


def columns_of(sheet: Sheet) -> list[list[str]]:
    width = max(map(len, sheet.head), default=0)
    columns = ([row[place].strip() for row in sheet.head if place < len(row)] for place in range(width))
    return [[cell for cell in column if cell] for column in columns]


def holds_nhs_numbers(cells: list[str]) -> bool:
    """Most cells are NHS numbers, or many are: one in eleven numbers of ten digits is by chance."""
    numbers = [number for cell in cells if (number := ten_digits(cell))]
    valid = sum(is_nhs_number(number) for number in numbers)
    by_chance = valid * 2 <= len(numbers)
    return not by_chance and (valid >= MANY or (valid >= FEWEST and valid * 2 > len(cells)))


def ten_digits(cell: str) -> str | None:
    """The digits of a cell written as an NHS number is: 943 476 5919, 943-476-5919 or without gaps."""
    found = re.fullmatch(r"(\d{3})[ -]?(\d{3})[ -]?(\d{4})(\.0)?", cell)
    return "".join(found.group(1, 2, 3)) if found else None


def is_nhs_number(digits: str) -> bool:
    """Modulus 11: the first nine digits times 10, 9, ... 2; 11 less the rest is the tenth, 11 being 0."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[9])
