"""What the invented trusts bring themselves, on the templates."""

from datetime import date
from pathlib import Path

import numpy as np

from openefficiency.sources.local.blank import write_filled
from openefficiency.sources.local.labels import LABELS
from openefficiency.sources.synthetic.currencies import FAMILY
from openefficiency.sources.synthetic.economy import BodyYear, Economy, months_of
from openefficiency.sources.synthetic.faults import SPOILINGS, Fault
from openefficiency.sources.synthetic.savings import savings_of
from openefficiency.sources.synthetic.staff import staff_of
from openefficiency.sources.synthetic.world import CAUSES, World
from openefficiency.tables.local import FUNCTIONS

# Share of corporate cost by function, in the order of the table.
FUNCTION_SHARES = (0.16, 0.17, 0.31, 0.04, 0.06, 0.2, 0.06)
CORPORATE_PAY, CORPORATE_INCOME = 0.6, 0.05
PRODUCTS = 24
TEST_COST = 2.4
PHARMACY_HOUR = 190.0
NURSE_HOURS = 1_650
WARD_BEDS = 24
BY_STAFF_GROUP = {
    "medical": (("medical", 1.0),),
    "nursing": (("nursing and midwifery", 1.0),),
    "other_pay": (
        ("scientific and technical", 0.45),
        ("allied health professionals", 0.3),
        ("other clinical", 0.25),
    ),
    "corporate": (("non-clinical", 1.0),),
}


def write(world: World, economy: Economy, folder: Path) -> list[Fault]:
    acute = [each for each in economy.years if FAMILY[each.body.type] == "acute"]
    latest = [each for each in acute if each.year == world.years[-1]]
    prices = np.random.default_rng([world.seed, 6]).lognormal(2, 1.5, PRODUCTS).round(2) + 0.5
    tables = {
        "corporate_functions": [row for each in economy.years for row in corporate(each)],
        "staff_costs": [row for each in economy.years for row in staff_costs(each)],
        "savings": [savings(each) for each in economy.years],
        "procurement": [row for each in economy.years for row in procurement(each, world.seed)],
        "product_prices": [row for each in latest for row in products(each, prices)],
        "pharmacy_stock": [stock(each) for each in acute],
        "pharmacy_time": [pharmacy_time(each, world.seed) for each in acute],
        "diagnostic_costs": [row for each in acute for row in diagnostics(each)],
        "rostering": [row for each in latest for row in wards(each, world)],
    }
    fault = spoil_stock(tables["pharmacy_stock"])
    for table, rows in tables.items():
        # One comes as a workbook, so that both forms are met.
        write_filled(table, rows, folder / f"{table}.{'xlsx' if table == 'savings' else 'csv'}")
    return [fault]


def corporate(each: BodyYear) -> list[tuple]:
    """Pay and non-pay less income is all that corporate functions cost."""
    shares = np.array(FUNCTION_SHARES) / sum(FUNCTION_SHARES)
    rows = []
    for function, share in zip(FUNCTIONS, shares, strict=True):
        cost = each.spend["corporate"] * share
        parts = (CORPORATE_PAY, 1 - CORPORATE_PAY + CORPORATE_INCOME, CORPORATE_INCOME)
        rows.append((each.code, each.year, function, *(round(cost * part, 2) for part in parts)))
    return rows


def staff_costs(each: BodyYear) -> list[tuple]:
    staff = staff_of(each)
    return [
        (
            each.code, each.year, group, round(staff[kind].substantive * share, 2), round(staff[kind].bank * share, 2),
            round(staff[kind].agency * share, 2), round(staff[kind].wte * share, 4),
        )
        for kind, groups in BY_STAFF_GROUP.items()
        for group, share in groups
    ]  # fmt: skip


def savings(each: BodyYear) -> tuple:
    saved = savings_of(each)
    return (each.code, each.year, saved.planned, saved.achieved, saved.recurrent)


def procurement(each: BodyYear, seed: int) -> list[tuple]:
    random = np.random.default_rng([seed, 7, each.body.number, int(each.year[:4])])
    spend = {
        "clinical supplies": each.spend["clinical_supplies"],
        "estates": each.spend["estates"] * 0.5,
        "general supplies": each.spend["corporate"] * 0.15,
    }
    return [
        (
            each.code,
            each.year,
            category,
            round(pounds),
            *(round(pounds * part) for part in random.uniform((0.5, 0.7, 0.6), (0.95, 1.0, 0.98))),
        )
        for category, pounds in spend.items()
    ]


def products(each: BodyYear, prices: np.ndarray) -> list[tuple]:
    """Who pays too much pays it on everything: the price index of a trust is one plus what was planted."""
    premium = each.excess.get("procurement_prices", 0.0)
    spend = each.efficient["clinical_supplies"] * CAUSES["procurement_prices"]["clinical_supplies"] / PRODUCTS
    return [
        (
            each.code,
            each.year,
            f"{1000 + number:05d}",
            f"Product {number + 1}",
            round(float(price) * (1 + premium), 4),
            max(1, round(spend / price)),
        )
        for number, price in enumerate(prices)
    ]


def stock(each: BodyYear) -> tuple:
    issues = each.spend["drugs"]
    return (each.code, each.year, round(issues * each.body.stock_days / 365, 2), round(issues, 2))


def pharmacy_time(each: BodyYear, seed: int) -> tuple:
    clinical = float(np.random.default_rng([seed, 8, each.body.number]).uniform(0.45, 0.9))
    hours = each.efficient["drugs"] / PHARMACY_HOUR
    return (each.code, each.year, round(hours * clinical), round(hours))


def diagnostics(each: BodyYear) -> list[tuple]:
    """Pathology costs what its tests should cost, and what was planted on top."""
    pathology = sum(each.efficient[kind] * part for kind, part in CAUSES["pathology"].items())
    excess = each.excess.get("pathology", 0.0)
    imaging = each.efficient["other_pay"] * 0.12
    return [
        (each.code, each.year, "pathology", round(pathology * (1 + excess), 2), round(pathology / TEST_COST)),
        (each.code, each.year, "imaging", round(imaging, 2), round(imaging / 70)),
    ]


def wards(each: BodyYear, world: World) -> list[tuple]:
    """A fifth of the nurses of an acute trust work on these wards; who spends more has more hours a patient."""
    number = max(3, round(each.efficient["nursing"] / 12e6))
    patients = number * WARD_BEDS * 0.92
    wte = staff_of(each)["nursing"].substantive_wte * 0.2
    rows = []
    for month in months_of(each.year):
        days = days_in(month)
        hours = wte * NURSE_HOURS * days / 365 / number
        code = world.code_of(each.body.number, month)
        rows += [
            (
                code,
                month.isoformat(),
                f"Ward {ward + 1}",
                round(hours * 0.64),
                round(hours * 0.36),
                round(patients * days / number),
            )
            for ward in range(number)
        ]
    return rows


def days_in(month: date) -> int:
    return (month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1) - month).days


def spoil_stock(rows: list[tuple]) -> Fault:
    """The oldest figure of the first trust cannot be."""
    how = SPOILINGS["pharmacy_stock"]
    place = list(LABELS["pharmacy_stock"].values()).index(how.column)
    row = list(rows[0])
    row[place] = how.cell
    rows[0] = tuple(row)
    # The first line is the title, the second has the labels.
    return Fault("pharmacy_stock.csv", 3, how.column, how.cell, row[0], how.found)
