"""The true answers of an invented world, to be written beside its files."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from openefficiency.sources.synthetic.economy import BodyYear, Economy
from openefficiency.sources.synthetic.faults import Fault
from openefficiency.sources.synthetic.savings import savings_of
from openefficiency.sources.synthetic.staff import staff_of
from openefficiency.sources.synthetic.world import CAUSES, COST_TYPES, SHARES, USUAL_STOCK_DAYS, World
from openefficiency.sources.synthetic.writers.cost_collection import collected

CURRENCY = ("department", "service", "currency", "supplier")
CALIBRATED_ON = "acute non-specialist"
WAU = 3500
NAME = "truth.json"
WARNING = "Invented hospitals: no organisation of this name or code exists, and no figure is of a real one."


def truth_of(world: World, economy: Economy, faults: list[Fault]) -> dict[str, Any]:
    indices, gaps = cost_indices(economy), gaps_to_average(economy)
    return {
        "invented": WARNING,
        "seed": world.seed,
        "years": list(world.years),
        "systems": [asdict(system) for system in world.systems],
        "organisations": [vars(each) | {"system": each.system.code} for each in world.organisations],
        "successions": [asdict(change) for change in world.successions],
        "causes": CAUSES,
        "cost_types": {kind: dict(zip(COST_TYPES, shares, strict=True)) for kind, shares in SHARES.items()},
        "K": constants(economy, world),
        "organisation_years": [
            answers(each, indices[(each.code, each.year)], gaps[(each.body.number, each.year)])
            for each in economy.years
        ],
        "excluded": excluded(economy),
        "faults": [asdict(fault) for fault in faults],
    }


def cost_indices(economy: Economy) -> dict[tuple[str, str], dict[str, float]]:
    """Actual over expected cost of what is comparable, without the market forces factor.

    Before noise over everything; and as the files have it, over the cells in which nothing is hidden.
    """
    true = (
        with_expected(economy)
        .group_by("code", "year")
        .agg(index=pl.col("clean").sum() / pl.col("expected_clean").sum())
    )
    shown = in_files(economy).group_by("code", "year").agg(pl.col("adjusted", "expected_adjusted").sum())
    rows = true.join(shown, on=["code", "year"]).sort("year", "code").rows(named=True)
    return {(row["code"], row["year"]): row for row in rows}


def with_expected(economy: Economy) -> pl.DataFrame:
    """What is comparable, and what it costs the nation, both before noise."""
    national = pl.col("clean").sum() / pl.col("activity").sum()
    return economy.cells.filter(~pl.col("excluded")).with_columns(
        expected_clean=national.over("year", *CURRENCY) * pl.col("activity")
    )


def in_files(economy: Economy) -> pl.DataFrame:
    return collected(economy).filter(~pl.col("excluded") & ~pl.col("hidden") & ~pl.col("mean_hidden"))


def constants(economy: Economy, world: World) -> dict[str, dict[str, float]]:
    """K, so that a weighted activity unit costs £3,500 in the acute non-specialist trusts together."""
    acute = pl.col("body").is_in([body.number for body in world.bodies if body.type == CALIBRATED_ON])
    true = ratio_of(with_expected(economy).filter(acute), "expected_clean", "clean")
    shown = ratio_of(in_files(economy).filter(acute), "expected_adjusted", "adjusted")
    return {year: {"before_noise": WAU * true[year], "in_files": WAU * shown[year]} for year in world.years}


def ratio_of(cells: pl.DataFrame, above: str, below: str) -> dict[str, float]:
    """The ratio of two sums in each year."""
    return dict(cells.group_by("year").agg(pl.col(above).sum() / pl.col(below).sum()).rows())


def gaps_to_average(economy: Economy) -> dict[tuple[int, str], dict[str, float]]:
    """By cost type, what the comparable activity cost here less what it costs the nation, in £.

    Before noise and without the market forces factor. Each type has its own average in each currency, so
    the gaps of the types add up to the whole gap: some are above, some below.
    """
    factors = pl.DataFrame(
        [
            (
                each.body.number,
                each.year,
                *(each.clean[kind] / sum(each.clean.values()) for kind in COST_TYPES),
            )
            for each in economy.years
        ],
        schema=["body", "year", *COST_TYPES],
        orient="row",
    ).with_columns(pl.col("body").cast(economy.cells.schema["body"]))
    own = economy.cells.filter(~pl.col("excluded")).join(factors, on=["body", "year"], how="left")
    spent = own.with_columns(pl.col(COST_TYPES) * pl.col("clean"))
    average = (pl.col(COST_TYPES).sum() / pl.col("activity").sum()).over("year", *CURRENCY)
    gaps = (
        spent.with_columns(pl.col(COST_TYPES) - average * pl.col("activity"))
        .group_by("body", "year")
        .agg(pl.col(COST_TYPES).sum())
    )
    return {
        (row["body"], row["year"]): {kind: row[kind] for kind in COST_TYPES} for row in gaps.rows(named=True)
    }


def answers(each: BodyYear, index: dict[str, float], gap: dict[str, float]) -> dict[str, Any]:
    """Everything that is true of one organisation in one year; money is local £ unless told otherwise."""
    staff = staff_of(each)
    return {
        "organisation": each.code,
        "year": each.year,
        "body": each.body.number,
        "scaled_mff": each.scaled_mff,
        "planted_ratio": sum(each.clean.values()) / sum(each.efficient.values()),
        "cost_index": index["index"],
        "actual_in_files": index["adjusted"],
        "expected_in_files": index["expected_adjusted"],
        "cost_index_in_files": index["adjusted"] / index["expected_adjusted"],
        "planted": each.excess,
        "efficient_cost": each.efficient,
        "cost_before_noise": each.clean,
        "cost": each.spend,
        "gap_to_efficient": {kind: each.clean[kind] - each.efficient[kind] for kind in COST_TYPES},
        "gap_to_average_without_mff": gap,
        "causes": causes_of(each),
        "excess_stock": excess_stock(each),
        "quantum": each.quantum,
        "operating_cost": each.operating_cost,
        "income_outside_the_collection": {
            "education": each.education,
            "research": each.research,
            "other": each.other_income,
        },
        "wte": {kind: found.wte for kind, found in staff.items()},
        "substantive_wte": {kind: found.substantive_wte for kind, found in staff.items()},
        "savings": asdict(savings_of(each)),
    }


def causes_of(each: BodyYear) -> dict[str, dict[str, float]]:
    """£ of each planted cause by the cost type in which it shows: these overlap with the gaps of the types."""
    return {
        cause: {kind: each.efficient[kind] * part * each.excess[cause] for kind, part in shows.items()}
        for cause, shows in CAUSES.items()
        if cause in each.excess
    }


def excess_stock(each: BodyYear) -> float:
    """Cash that lies in the pharmacy beyond the usual days: it can be released once, and is no cost."""
    return each.spend["drugs"] * (each.body.stock_days - USUAL_STOCK_DAYS) / 365


def excluded(economy: Economy) -> list[dict[str, Any]]:
    """Rows of the collection that no index may count; £ without the market forces factor."""
    columns = ("code", "year", *CURRENCY, "activity", "clean", "actual")
    rows = economy.cells.filter(pl.col("excluded")).select(columns).sort("year", "code", *CURRENCY)
    return rows.rename({"code": "organisation"}).rows(named=True)


def write_truth(truth: dict[str, Any], folder: Path) -> None:
    (folder / NAME).write_text(
        json.dumps(truth, indent=1, default=str, ensure_ascii=False) + "\n", encoding="utf-8"
    )
