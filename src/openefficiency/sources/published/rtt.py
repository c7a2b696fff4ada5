"""Referral to treatment, full extract of a month: pathways by provider and treatment function."""

import re

import polars as pl

from openefficiency.engine import literal, quoted
from openefficiency.sources.document import Document, Sheet
from openefficiency.sources.source import Reading, Source
from openefficiency.tables.activity import waiting_times

COLUMNS = (
    "Period",
    "Provider Org Code",
    "Commissioner Org Code",
    "RTT Part Type",
    "Treatment Function Code",
    "Total All",
)
PATHWAYS = {
    "Part_1A": "admitted",
    "Part_1B": "non-admitted",
    "Part_2": "incomplete",
    "Part_2A": "incomplete with decision to admit",
    "Part_3": "new",
}
# Weeks waited: 'Gt 17 To 18 Weeks SUM 1', and the last one, open to above, 'Gt 104 Weeks SUM 1'.
BAND = re.compile(r"Gt (\d+)(?: To (\d+))? Weeks SUM 1$")
# 'Total' leaves out those whose clock start is not known, and is empty for people who still wait.
TOTAL = "Total All"


class Rtt(Source):
    name = "rtt"
    title = "Consultant-led referral to treatment waiting times, full extract"
    publisher = "NHS England"
    implements = (waiting_times,)

    def recognise(self, document: Document) -> bool:
        return document.first.has(*COLUMNS)

    def read(self, document: Document) -> Reading:
        sheet = document.first
        header = sheet.header(*COLUMNS)
        assert header is not None, "the document was recognised by its header"
        # A hundred thousand rows by commissioner become a few thousand by provider.
        summed = sheet.lazy(header).query("given", by_provider(sheet, header))
        assert summed, "a SELECT gives rows"
        rows = summed.pl()
        return Reading({"waiting_times": rows}, notes=disagreements(rows))


def by_provider(sheet: Sheet, header: int) -> str:
    bands = {name: BAND.match(name) for name in sheet.labels(header)}
    weeks = {name: (int(found[1]), int(found[2] or 999)) for name, found in bands.items() if found}
    within_18 = [name for name, (_, most) in weeks.items() if most <= 18]
    over_52 = [name for name, (least, _) in weeks.items() if least >= 52]
    pathway = " ".join(f"WHEN {literal(part)} THEN {literal(name)}" for part, name in PATHWAYS.items())
    return f"""
        SELECT min(sheet) AS sheet, min(row) AS row, organisation, start, treatment_function, pathway,
            coalesce(min(no_number), sum(total)::VARCHAR) AS pathways,
            sum(within_18)::VARCHAR AS within_18_weeks, sum(over_52)::VARCHAR AS over_52_weeks
        FROM (
            SELECT sheet, row, upper(trim("Provider Org Code")) AS organisation,
                coalesce(try_strptime("Period", 'RTT-%B-%Y')::DATE::VARCHAR, "Period") AS start,
                regexp_replace(regexp_replace(upper(trim("Treatment Function Code")), '^C_', ''), '^999$', 'all')
                    AS treatment_function,
                CASE trim("RTT Part Type") {pathway} ELSE "RTT Part Type" END AS pathway,
                {number(TOTAL)} AS total, {added(within_18)} AS within_18, {added(over_52)} AS over_52,
                {first_that_is_no_number([TOTAL, *weeks])} AS no_number
            FROM given
        )
        GROUP BY ALL ORDER BY row
    """


def number(name: str) -> str:
    return f"TRY_CAST(replace({quoted(name)}, ',', '') AS DOUBLE)"


def added(names: list[str]) -> str:
    """The sum of cells of one row; missing where all are."""
    any_given = f"coalesce({', '.join(quoted(name) for name in names)}) IS NOT NULL"
    return f"CASE WHEN {any_given} THEN {' + '.join(f'coalesce({number(name)}, 0)' for name in names)} END"


def first_that_is_no_number(names: list[str]) -> str:
    """One bad cell spoils the sum it belongs to: it is handed on in place of the sum."""
    bad = [f"CASE WHEN {quoted(n)} IS NOT NULL AND {number(n)} IS NULL THEN {quoted(n)} END" for n in names]
    no_total = f"CASE WHEN {quoted(TOTAL)} IS NULL THEN 'a row without a total' END"
    return f"coalesce({', '.join([*bad, no_total])})"


def disagreements(rows: pl.DataFrame) -> tuple[str, ...]:
    """The publisher prints every provider's total as a treatment function of its own: 999."""
    count = pl.col("pathways").cast(pl.Float64, strict=False)
    is_total = pl.col("treatment_function") == "all"
    sums = rows.group_by("pathway").agg(
        printed=count.filter(is_total).sum(), added_up=count.filter(~is_total).sum()
    )
    return tuple(
        f"does not add up: {pathway} pathways by treatment function are {added_up:,.0f}; the totals print {printed:,.0f}"
        for pathway, printed, added_up in sums.sort("pathway").rows()
        if printed != added_up
    )
