"""The constant K that turns expected cost into weighted activity units (WAU).

Published for 2014/15 to 2018/19. For other years it is worked out by a rule of ours that follows from the
published one: K = 3500 x expected / actual cost, over the acute non-specialist trusts.
"""

from collections.abc import Callable
from functools import cache
from importlib import resources

import polars as pl
import yaml

CALIBRATED_ON = "acute non-specialist"


@cache
def constants() -> dict:
    return yaml.safe_load(resources.files(__package__).joinpath("wau_constants.yaml").read_text("utf-8"))


def published(year: str) -> float | None:
    return constants()["published"].get(year)


def computed(actual: float, expected: float) -> float | None:
    """K for a year without a published one, from the cost of the calibration set."""
    return constants()["anchor"] * expected / actual if actual else None


def with_constant(rows: pl.DataFrame, type_of: Callable[[str, str], str | None]) -> pl.DataFrame:
    """Add `k` and in words where it is from. `rows` has organisation, year, actual and expected."""
    found = [constant_of(year, group, type_of) for (year,), group in rows.group_by("year")]
    known = pl.DataFrame(
        found, schema={"year": pl.String, "k": pl.Float64, "k_words": pl.String}, orient="row"
    )
    return rows.join(known, on="year", how="left")


def constant_of(
    year: str, rows: pl.DataFrame, type_of: Callable[[str, str], str | None]
) -> tuple[str, float | None, str]:
    if (given := published(year)) is not None:
        return year, given, f"K {given:,.2f} as published"
    acute = rows.filter(
        pl.Series([type_of(name, year) == CALIBRATED_ON for name in rows["organisation"]], dtype=pl.Boolean)
    )
    both = acute.filter(pl.col("actual").is_not_null() & pl.col("expected").is_not_null())
    k = computed(float(both["actual"].sum()), float(both["expected"].sum()))
    if k is None:
        return year, None, f"no K: no acute non-specialist trust has comparable cost in {year}"
    return year, k, f"K {k:,.2f} worked out from {len(both)} acute non-specialist trusts (rule of ours)"
