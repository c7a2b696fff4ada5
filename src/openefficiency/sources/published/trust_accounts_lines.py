"""Which cell of the trust accounts (TAC) is which line, as data."""

from dataclasses import dataclass

PLUS, MINUS = 1000, -1000


@dataclass(frozen=True)
class Cell:
    """A cell of the accounts. `times` makes pounds of thousands, and costs positive.

    A sub code means something only with its worksheet and main code; CY01 is the total of the year.
    """

    worksheet: str
    main: str
    sub: str
    label: str
    lines: tuple[str, ...]
    times: int = PLUS


def cell(worksheet: str, sub: str, label: str, *lines: str, times: int = PLUS) -> Cell:
    return Cell(worksheet, f"A{worksheet[3:]}CY01", sub, label, lines, times)


# A cell may be a line of its own and a part of a sum: several cells of one line add up. In the
# statement of income (TAC02) expenses stand below zero, in the notes (TAC08, TAC09) above.
CELLS = (
    cell(
        "TAC02",
        "SCI0100A",
        "Operating income from patient care activities",
        "operating_income",
        "patient_care_income",
    ),
    cell("TAC02", "SCI0110A", "Other operating income", "operating_income", "other_operating_income"),
    cell("TAC02", "SCI0125A", "Operating expenses", "operating_cost", times=MINUS),
    cell("TAC02", "SCI0160", "Finance expense", "finance_cost", times=MINUS),
    cell("TAC02", "SCI0240", "SURPLUS/(DEFICIT) FOR THE YEAR", "surplus"),
    # 2019/20 does not give staff costs without capitalised ones, so the whole is taken in every year.
    cell("TAC09", "STA0360", "TOTAL STAFF COSTS", "pay"),
    cell("TAC09", "STA0310", "Temporary staff - agency/contract staff", "agency"),
    # Bank staff of the trust itself are within salaries, so this is no measure of bank spending.
    cell("TAC09", "STA0300", "Temporary staff - external bank", "other"),
    cell("TAC09", "STA0366", "Total employee benefits excl. capitalised costs", "other"),
    cell(
        "TAC08",
        "EXP0170",
        "Drugs costs (drugs inventory consumed and purchase of non-inventory drugs)",
        "drugs",
    ),
    cell("TAC08", "EXP0150", "Supplies and services – clinical (excluding drugs costs)", "clinical_supplies"),
    cell("TAC08", "EXP0160", "Supplies and services - general", "general_supplies"),
    cell("TAC08", "EXP0210", "Premises - business rates collected by local authorities", "premises"),
    cell("TAC08", "EXP0220", "Premises - other", "premises"),
    cell("TAC08", "EXP0240", "Depreciation", "depreciation"),
    cell(
        "TAC08",
        "EXP0290A",
        "Clinical negligence - amounts payable to NHS Resolution (premium)",
        "clinical_negligence",
    ),
    cell(
        "TAC08",
        "EXP0290B",
        "Clinical negligence - excesses payable and premiums due to alternative insurers",
        "clinical_negligence",
    ),
    cell("TAC08", "EXP0130", "Staff and executive directors costs", "other"),
    cell(
        "TAC08",
        "EXP0155",
        "Supplies and services – clinical: utilisation of consumables donated from DHSC group bodies for COVID response",
        "other",
    ),
    cell("TAC08", "EXP0190", "Consultancy", "other"),
    cell("TAC08", "EXP0250", "Amortisation", "other"),
    cell("TAC08", "EXP0260", "Impairments net of (reversals)", "other"),
    cell("TAC08", "EXP0390", "Total operating expenditure", "other"),
)
