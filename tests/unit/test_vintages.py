"""Which rows stand today: the newest of each period, and of two sources the one nearer to the publisher."""

from datetime import UTC, date, datetime, timedelta

import pytest

from openefficiency.provenance import Holding, Release
from openefficiency.sources import vintages
from openefficiency.sources.local.labels import LABELS
from openefficiency.tables.capacity import beds
from openefficiency.tables.known import all_tables

DAY = timedelta(days=1)
FEBRUARY = "28/02/2025 RA1 5 100"


class TestANewerRelease:
    def test_it_replaces_the_periods_it_speaks_for_and_no_other(self, monthly, load, stands, noon):
        load(monthly("31/01/2025 RA1 3 100", FEBRUARY, name="old.csv"))
        load(monthly("28/02/2025 RA1 7 100", name="new.csv"), at=noon + DAY)

        assert stands("absence", "start", "fte_days_lost") == [
            (date(2025, 1, 1), 3),
            (date(2025, 2, 1), 7),
        ]

    def test_who_is_no_longer_in_it_is_gone_from_that_period(self, monthly, load, stands, noon):
        load(monthly(FEBRUARY, "28/02/2025 RA2 6 100", name="old.csv"))
        load(monthly("28/02/2025 RA1 7 100", name="new.csv"), at=noon + DAY)

        assert stands("absence", "organisation", "fte_days_lost") == [("RA1", 7)]

    def test_the_old_one_stays_readable_as_of_its_day(self, monthly, load, stands, noon):
        load(monthly(FEBRUARY, name="old.csv"))
        load(monthly("28/02/2025 RA1 7 100", name="new.csv"), at=noon + DAY)

        def lost(day):
            return stands("absence", "fte_days_lost", as_of=day)

        assert lost(noon.date() - DAY) == []
        assert lost(noon.date()) == [(5,)]
        assert lost(noon.date() + DAY) == [(7,)]

    def test_one_of_which_a_period_could_not_be_taken_leaves_the_old_figures_of_it(
        self, monthly, load, stands, noon
    ):
        load(monthly(FEBRUARY, name="old.csv"))
        load(monthly("28/02/2025 RA1 * 100", "31/03/2025 RA1 8 100", name="new.csv"), at=noon + DAY)

        assert stands("absence", "start", "fte_days_lost") == [
            (date(2025, 2, 1), 5),
            (date(2025, 3, 1), 8),
        ]

    def test_of_two_files_loaded_at_once_the_later_in_order_counts(self, monthly, load, stands):
        # Whichever of them has the greater hash.
        for lost, first, second in ((7, "c.csv", "d.csv"), (8, "e.csv", "f.csv"), (9, "g.csv", "h.csv")):
            load(
                monthly(f"28/02/2025 RA1 {lost + 10} 100", name=first),
                monthly(f"28/02/2025 RA1 {lost} 100", name=second),
            )

            assert stands("absence", "fte_days_lost") == [(lost,)]

    def test_every_row_tells_the_release_it_is_from(self, monthly, load, stands, noon):
        [old] = load(monthly("31/01/2025 RA1 3 100", FEBRUARY, name="old.csv"))
        [new] = load(monthly("28/02/2025 RA1 7 100", name="new.csv"), at=noon + DAY)

        assert stands("absence", "start", "release") == [
            (date(2025, 1, 1), old.release),
            (date(2025, 2, 1), new.release),
        ]


class TestAReleaseInParts:
    def test_the_part_of_one_trust_does_not_replace_that_of_another(self, stands, load, local_stock):
        load(local_stock("RA1", 10))
        load(local_stock("RA2", 20))

        assert stands("pharmacy_stock", "organisation", "stock_value") == [("RA1", 10), ("RA2", 20)]

    def test_a_newer_one_of_the_same_trust_does(self, stands, load, noon, local_stock):
        load(local_stock("RA1", 10), local_stock("RA2", 20))
        load(local_stock("RA1", 30), at=noon + DAY)

        assert stands("pharmacy_stock", "organisation", "stock_value") == [("RA1", 30), ("RA2", 20)]


class TestTwoSources:
    def test_the_one_nearer_to_the_publisher_wins_whichever_came_first(
        self, monthly, quarterly, load, stands, noon
    ):
        panel = quarterly("2025_Q1 RA1 300 9000", name="panel.csv")
        months = monthly("31/01/2025 RA1 90 3000", FEBRUARY, "31/03/2025 RA1 80 3000", name="months.csv")
        load(months)
        load(panel, at=noon + DAY)

        # 300 would count the same days again.
        assert stands("absence", "start", "months", "fte_days_lost") == [
            (date(2025, 1, 1), 1, 90),
            (date(2025, 2, 1), 1, 5),
            (date(2025, 3, 1), 1, 80),
        ]

    def test_it_wins_for_each_organisation_on_its_own(self, monthly, quarterly, load, stands):
        load(
            monthly("31/01/2025 RA1 90 3000", name="months.csv"),
            quarterly("2025_Q1 RA1 300 9000", "2025_Q1 RA2 400 9000", name="panel.csv"),
        )

        assert stands("absence", "organisation", "fte_days_lost") == [("RA1", 90), ("RA2", 400)]

    def test_a_quarter_that_it_does_not_hold_is_left_to_the_other(self, monthly, quarterly, load, stands):
        load(
            monthly("31/03/2025 RA1 90 3000", name="months.csv"),
            quarterly("2025_Q1 RA1 300 9000", "2025_Q2 RA1 500 9000", name="panel.csv"),
        )

        assert stands("absence", "start", "fte_days_lost") == [
            (date(2025, 3, 1), 90),
            (date(2025, 4, 1), 500),
        ]

    def test_what_the_nearer_one_no_longer_says_is_left_to_the_other(
        self, monthly, quarterly, load, stands, noon
    ):
        load(
            monthly(FEBRUARY, "28/02/2025 RA2 6 100", name="months.csv"),
            quarterly("2025_Q1 RA2 400 9000", name="panel.csv"),
        )
        assert stands("absence", "organisation", "fte_days_lost") == [("RA1", 5), ("RA2", 6)]
        load(monthly(FEBRUARY + "0", name="revised.csv"), at=noon + DAY)

        assert stands("absence", "organisation", "fte_days_lost") == [("RA1", 5), ("RA2", 400)]

    @pytest.mark.parametrize("nearer", [1, 2])
    def test_a_year_and_a_quarter_in_the_middle_of_it_are_never_both_counted(self, engine, tmp_path, nearer):
        year = ("2009-04-01", 12, 100)
        autumn = ("2009-10-01", 3, 130)
        files = {1: year, 2: autumn}
        releases = [
            bed_release(number, standing=1 if number == nearer else 2, row=row)
            for number, row in files.items()
        ]
        for release, row in zip(releases, files.values(), strict=True):
            write_beds(engine, tmp_path / f"{release.id}.parquet", row)
        query = vintages.query(beds, releases, lambda release, name: tmp_path / f"{release.id}.parquet")

        assert engine.rows(f"SELECT available FROM ({query})") == [(files[nearer][2],)]

    def test_times_that_follow_each_other_are_both_counted(self, engine, tmp_path):
        rows = [("2009-04-01", 12, 100), ("2010-04-01", 3, 130)]
        releases = [bed_release(number, standing=number + 1, row=row) for number, row in enumerate(rows)]
        for release, row in zip(releases, rows, strict=True):
            write_beds(engine, tmp_path / f"{release.id}.parquet", row)
        query = vintages.query(beds, releases, lambda release, name: tmp_path / f"{release.id}.parquet")

        assert sorted(engine.rows(f"SELECT available FROM ({query})")) == [(100,), (130,)]


def bed_release(number: int, *, standing: int, row: tuple) -> Release:
    return Release(
        id=f"beds-{number}",
        source=f"source {number}",
        title="Beds",
        publisher="Somebody",
        licence="Open",
        standing=standing,
        file="beds.csv",
        sha256="",
        loaded_at=datetime(2026, 11, 25, number, tzinfo=UTC),
        package="0",
        tables={"beds": Holding(rows=1, sha256="", scopes=((row[0],),))},
    )


def write_beds(engine, path, row: tuple) -> None:
    start, months, available = row
    engine.connection.execute(
        f"COPY (SELECT 'RA1' AS organisation, DATE '{start}' AS start, {months}::DOUBLE AS months, 'all' AS sector, "
        f"'overnight' AS stay, {available}::DOUBLE AS available, NULL::DOUBLE AS occupied, '2009/10' AS year, "
        f"'' AS sheet, 1 AS row) TO '{path.as_posix()}' (FORMAT parquet)"
    )


@pytest.mark.parametrize("name", sorted(all_tables()))
def test_a_table_that_nobody_has_loaded_has_its_columns_and_no_rows(name, engine):
    found = engine.sql(vintages.query(all_tables()[name], [], lambda release, name: release))

    assert set(all_tables()[name].columns) | {"sheet", "row", "release"} <= set(found.columns)
    assert found.fetchall() == []


@pytest.fixture
def local_stock(workbook):
    """local_stock('RA1', 10): the stock of a trust's pharmacy, on the template."""
    labels = LABELS["pharmacy_stock"]
    given = {"organisation": None, "year": "2024/25", "issues": 100}

    def write(organisation: str, stock: float):
        cells = given | {"organisation": organisation, "stock_value": stock}
        rows = [list(labels.values()), [cells.get(name) for name in labels]]
        return workbook({"Sheet": rows}, name=f"{organisation}-{stock}.xlsx")

    return write
