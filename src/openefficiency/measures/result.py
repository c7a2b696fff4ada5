"""Hand-over 1: organisation x year x numerator, denominator, value, with where it came from."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from openefficiency.measures.measure import Measure
from openefficiency.provenance import Origin, Provenance, package_version

# What a row of a result has. `reason` says why there is no value; `flags` what to know about one.
COLUMNS: dict[str, Any] = {
    "organisation": pl.String,
    "year": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "reason": pl.String,
    "coverage": pl.Float64,
    "basis": pl.String,
    "flags": pl.List(pl.String),
}

ORIGIN_COLUMNS: dict[str, Any] = {
    "organisation": pl.String,
    "year": pl.String,
    "part": pl.String,
    "table": pl.String,
    "release": pl.String,
    "sheet": pl.String,
    "first_row": pl.Int64,
    "last_row": pl.Int64,
    "rows": pl.Int64,
}


@dataclass(frozen=True)
class Result:
    """Every organisation and year of one measure. `origins` names the rows each figure rests on."""

    measure: Measure
    rows: pl.DataFrame
    origins: pl.DataFrame

    def __post_init__(self) -> None:
        shown = self.rows.filter(pl.col("value").is_not_null()).select("organisation", "year")
        without = shown.join(self.origins, on=["organisation", "year"], how="anti")
        assert without.is_empty(), (
            f"figures of {self.measure.name} without provenance: {without.head(3).rows()}"
        )

    def of_year(self, year: str) -> "Result":
        return Result(
            self.measure,
            self.rows.filter(pl.col("year") == year),
            self.origins.filter(pl.col("year") == year),
        )

    def provenance(self, organisation: str, year: str) -> Provenance:
        mine = (pl.col("organisation") == organisation) & (pl.col("year") == year)
        return Provenance(
            origins=tuple(
                Origin(**origin)
                for origin in self.origins.filter(mine)
                .select("release", "table", "sheet", "first_row", "last_row", "rows")
                .unique(maintain_order=True)
                .iter_rows(named=True)
            ),
            measure=self.measure.name,
            measure_version=self.measure.version,
            package=package_version(),
        )

    def years(self) -> list[str]:
        return self.rows.filter(pl.col("value").is_not_null())["year"].unique().sort().to_list()
