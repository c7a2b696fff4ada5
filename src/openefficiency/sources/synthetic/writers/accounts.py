"""Trust accounts, one row for each cell of the accounts form, in thousands of pounds."""

from pathlib import Path

from openefficiency.sources.synthetic.economy import BodyYear, Economy
from openefficiency.sources.synthetic.faults import Fault
from openefficiency.sources.synthetic.staff import PAY_SHARE, staff_of
from openefficiency.sources.synthetic.world import World
from openefficiency.sources.synthetic.writers.register import save

COLUMNS = (
    "OrganisationName",
    "OrganisationCode",
    "WorkSheetName",
    "TableID",
    "MainCode",
    "RowNumber",
    "SubCode",
    "Total",
)
SHEETS = {"SCI": ("TAC02 SoCI", "1"), "EXP": ("TAC08 Op Exp", "1"), "STA": ("TAC09 Staff", "2")}
MARGIN, FINANCE = 0.004, 0.006
# Of what these cost, where it stands in the accounts.
PARTS = {
    "corporate": {"EXP0160": 0.15, "EXP0200": 0.25},
    "estates": {"EXP0210": 0.08, "EXP0220": 0.62, "EXP0240": 0.30},
    "other": {"EXP0290A": 0.5, "EXP0380Z": 0.5},
    "drugs": {"EXP0170": 1.0},
    "clinical_supplies": {"EXP0150": 1.0},
}
STAFF_PART = 0.5
# By how much the accounts of one organisation do not fit its cost collection.
MISSED = 0.05


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    names = {each.code: each.name for each in world.organisations}
    faults = []
    for year in world.years:
        name = f"TAC data in trusts accounts {year.replace('/', '-')}.csv"
        bodies = [each for each in economy.years if each.year == year]
        rows = []
        for place, each in enumerate(bodies):
            figures = figures_of(each)
            if year == world.years[-1] and place == 0:
                figures, fault = that_do_not_fit(figures, each, name)
                faults.append(fault)
            rows += [
                row_of(sub, thousands, each.code, names[each.code], number)
                for number, (sub, thousands) in enumerate(figures.items(), 10)
            ]
        save(folder / name, COLUMNS, rows)
    return faults


def figures_of(each: BodyYear) -> dict[str, int]:
    """Cells by sub code, in whole thousands; sums are sums of what is printed."""
    spent: dict[str, float] = {}
    for kind, parts in PARTS.items():
        for sub, part in parts.items():
            spent[sub] = spent.get(sub, 0.0) + each.spend[kind] * part
    spent["EXP0130"] = sum(each.spend[kind] * share for kind, share in PAY_SHARE.items())
    spent |= {"EXP0300": each.research * STAFF_PART, "EXP0310": each.research * (1 - STAFF_PART)}
    spent |= {"EXP0320": each.education * STAFF_PART, "EXP0330A": each.education * (1 - STAFF_PART)}
    spent["EXP0380Z"] += each.other_income
    return completed({sub: round(pounds / 1000) for sub, pounds in sorted(spent.items())}, each)


def completed(expenses: dict[str, int], each: BodyYear) -> dict[str, int]:
    cost = sum(expenses.values())
    other = round((each.education + each.research + each.other_income) / 1000)
    patients = round(each.quantum * (1 + MARGIN) / 1000)
    finance = round(cost * FINANCE)
    staff = staff_of(each)
    pay = expenses["EXP0130"] + expenses["EXP0300"] + expenses["EXP0320"]
    agency = round(sum(found.agency for found in staff.values()) / 1000)
    return {
        "SCI0100A": patients,
        "SCI0110A": other,
        "SCI0125A": -cost,
        "SCI0140A": patients + other - cost,
        "SCI0160": -finance,
        "SCI0240": patients + other - cost - finance,
        **expenses,
        "EXP0390": cost,
        "STA0230": pay - agency,
        "STA0310": agency,
        "STA0360": pay,
    }


def row_of(sub: str, thousands: int, code: str, name: str, number: int) -> tuple[str, ...]:
    sheet, table = SHEETS[sub[:3]]
    return (name, code, sheet, table, f"A{sheet[3:5]}CY01", str(number), sub, str(thousands))


def that_do_not_fit(figures: dict[str, int], each: BodyYear, file: str) -> tuple[dict[str, int], Fault]:
    """Costs that no activity and no income stands for: the accounts and the collection disagree."""
    more = round(each.quantum * MISSED / 1000)
    wrong = figures | {
        "EXP0380Z": figures["EXP0380Z"] + more,
        "EXP0390": figures["EXP0390"] + more,
        "SCI0125A": figures["SCI0125A"] - more,
        "SCI0140A": figures["SCI0140A"] - more,
        "SCI0240": figures["SCI0240"] - more,
    }
    return wrong, Fault(
        file=file,
        row=2 + list(figures).index("EXP0380Z"),
        column="Total",
        cell=str(wrong["EXP0380Z"]),
        organisation=each.code,
        meaning=f"operating cost less other income exceeds the cost collection by £{more * 1000:,}",
    )
