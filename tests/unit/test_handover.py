"""Where promise and keeper meet: rows are kept, put aside or counted, and totals are added up."""

import json
from datetime import date

import polars as pl
import pytest

from openefficiency.errors import BrokenPromise
from openefficiency.sources import handover
from openefficiency.sources.source import Reading, Source, Total
from openefficiency.tables.money import accounts
from openefficiency.tables.workforce import absence

TODAY = date(2026, 11, 25)


class Invented(Source):
    name = "invented"
    title = "Invented"
    publisher = "Nobody"
    implements = (absence, accounts)


def months(*rows: tuple, drop: tuple = ()) -> pl.DataFrame:
    """Rows of (organisation, first day, lost), as text, each in the next row of a sheet from row 2."""
    return pl.DataFrame(
        {
            "organisation": [code for code, _, _ in rows],
            "start": [start for _, start, _ in rows],
            "months": ["1"] * len(rows),
            "days": ["30"] * len(rows),
            "fte_days_lost": [lost for _, _, lost in rows],
            "fte_days_available": ["100"] * len(rows),
            "sheet": ["S"] * len(rows),
            "row": list(range(2, 2 + len(rows))),
        },
        schema_overrides=dict.fromkeys(
            ("organisation", "start", "months", "days", "fte_days_lost", "fte_days_available"), pl.String
        ),
    ).drop(*drop)


@pytest.fixture
def hand_over(engine, tmp_path):
    """hand_over(frame, totals): what was handed over, and the folder."""

    def run(frame: pl.DataFrame, *totals: Total, source=None):
        reading = Reading({"absence": frame}, totals=totals)
        done = handover.hand_over(source or Invented(), reading, folder=tmp_path, engine=engine, today=TODAY)
        return done, tmp_path

    return run


def test_kept_rows_say_their_sheet_row_and_financial_year(hand_over):
    done, folder = hand_over(months(("RA1", "2025-03-01", "5"), ("RA1", "2025-04-01", "6")))

    kept = pl.read_parquet(folder / "absence.parquet")
    assert kept.select("organisation", "start", "year", "fte_days_lost", "sheet", "row").rows() == [
        ("RA1", date(2025, 3, 1), "2024/25", 5, "S", 2),
        ("RA1", date(2025, 4, 1), "2025/26", 6, "S", 3),
    ]
    assert done.tables["absence"].rows == 2
    assert done.tables["absence"].scopes == (("2025-03-01",), ("2025-04-01",))


def test_rows_are_kept_in_one_order_whatever_order_they_came_in(hand_over, engine, tmp_path):
    rows = [("RB1", "2025-04-01", "1"), ("RA1", "2025-05-01", "2"), ("RA1", "2025-04-01", "3")]
    first, _ = hand_over(months(*rows))
    second, folder = hand_over(months(*rows)[::-1])

    assert first.tables["absence"].sha256 == second.tables["absence"].sha256
    assert pl.read_parquet(folder / "absence.parquet")["organisation"].to_list() == ["RA1", "RA1", "RB1"]


def test_a_row_that_breaks_a_rule_is_put_aside_as_it_was_given(hand_over):
    done, folder = hand_over(months(("RA1", "2025-04-01", "5"), ("RA2", "2025-04-01", "lots")))

    [row] = pl.read_parquet(folder / "absence.quarantine.parquet").to_dicts()
    assert (row["table"], row["sheet"], row["row"], row["reason"]) == (
        "absence",
        "S",
        3,
        "fte_days_lost is no number: lots",
    )
    assert json.loads(row["given"])["fte_days_lost"] == "lots"
    assert (done.tables["absence"].rows, done.tables["absence"].quarantined) == (1, 1)


def test_every_row_is_kept_or_put_aside_and_none_is_lost(hand_over):
    rows = [
        ("RA1", "2025-04-01", "5"),
        ("RA1", "2025-04-01", "5"),
        ("RA2", "x", "5"),
        ("RA3", "2025-04-01", "1"),
        ("RA3", "2025-04-01", "2"),
    ]
    done, _ = hand_over(months(*rows))

    assert done.tables["absence"].rows + done.tables["absence"].quarantined == len(rows)


def test_the_same_row_again_is_kept_once_and_says_which_it_repeats(hand_over):
    done, folder = hand_over(months(("RA1", "2025-04-01", "5"), ("RA1", "2025-04-01", "5.0")))

    assert done.tables["absence"].rows == 1
    assert pl.read_parquet(folder / "absence.quarantine.parquet")["reason"].to_list() == [
        "the same again as row 2"
    ]


def test_rows_that_contradict_each_other_are_both_put_aside(hand_over):
    done, folder = hand_over(
        months(("RA1", "2025-04-01", "5"), ("RA1", "2025-04-01", "6"), ("RA2", "2025-04-01", "7"))
    )

    assert done.tables["absence"].rows == 1
    assert (
        pl.read_parquet(folder / "absence.quarantine.parquet")["reason"].to_list()
        == ["rows contradict each other about one organisation, start: 2, 3"] * 2
    )


def test_a_total_that_is_met_says_nothing_and_one_that_is_not_is_told(hand_over):
    frame = months(("RA1", "2025-04-01", "5"), ("RA2", "2025-04-01", "6"))
    done, _ = hand_over(
        frame,
        Total("absence", "fte_days_lost", 11, said_by="the last row"),
        Total("absence", "fte_days_lost", 60, where={"organisation": "RA2"}, said_by="the last row"),
        Total("absence", "fte_days_lost", 5, where={"organisation": "RZZ"}, said_by="the last row"),
    )

    assert done.notes == (
        "does not add up: absence.fte_days_lost (organisation RA2) is 6.00; the last row prints 60.00",
        "does not add up: absence.fte_days_lost (organisation RZZ) is 0.00; the last row prints 5.00",
    )


def test_a_publication_in_parts_tells_its_parts(hand_over):
    source = type("InParts", (Invented,), {"name": "in_parts", "scope_by": ("organisation",)})()
    done, _ = hand_over(months(("RA1", "2025-04-01", "5"), ("RA2", "2025-04-01", "6")), source=source)

    assert done.tables["absence"].scopes == (("2025-04-01", "RA1"), ("2025-04-01", "RA2"))


def test_a_column_that_is_missing_is_a_broken_promise_in_words(hand_over):
    with pytest.raises(
        BrokenPromise,
        match=r"'invented' does not keep the promise of 'absence'.\n  missing: days\n  given:   organisation, start, months",
    ):
        hand_over(months(("RA1", "2025-04-01", "5"), drop=("days",)))


def test_the_commonest_reasons_come_first(hand_over, engine):
    _, folder = hand_over(
        months(("RA1", "2025-04-01", "x"), ("RA2", "2025-04-01", "y"), ("RA3", "April", "5"))
    )

    assert (
        handover.commonest_reasons(folder, engine=engine)
        == "fte_days_lost is no number (2); start is no day (1)"
    )


def test_where_nothing_was_put_aside_there_is_no_reason(hand_over, engine):
    _, folder = hand_over(months(("RA1", "2025-04-01", "5")))

    assert handover.commonest_reasons(folder, engine=engine) == ""
