"""Looking after the store: whatever was changed in it is found, and every figure leads back to its rows."""

import shutil

import pytest

from openefficiency.errors import NotFound, StoreError, VerificationFailed
from openefficiency.measures.catalogue import named
from openefficiency.tasks import keeping, reporting
from openefficiency.tasks.measuring import fingerprint, finished, work_out

YEAR = [f"{day} RA1 {lost} 1000" for lost, day in enumerate(
    ("30/04/2024", "31/05/2024", "30/06/2024", "31/07/2024", "31/08/2024", "30/09/2024",
     "31/10/2024", "30/11/2024", "31/12/2024", "31/01/2025", "28/02/2025", "31/03/2025"), start=1)]  # fmt: skip
LOST = sum(range(1, 13)) / (12 * 1000)


@pytest.fixture
def loaded(monthly, load, store):
    load(monthly(*YEAR, "30/04/2025 RA1 * 1000", name="year.csv"))
    [release] = store.releases()
    return release


def flip_a_byte(path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


class TestVerify:
    def test_a_store_as_it_was_written_passes_and_says_what_was_looked_at(self, loaded, held):
        assert keeping.verify(held()) == [
            "1 releases with 1 tables are as they were written",
            "no figures are kept yet",
        ]
        finished(held())
        assert keeping.verify(held())[1] == "every kept figure was worked out again and is the same"

    def test_an_empty_store_passes(self, held):
        assert keeping.verify(held())

    def test_one_changed_byte_is_found_and_the_release_named(self, loaded, held, store):
        flip_a_byte(store.file(loaded, "absence.parquet"))

        with pytest.raises(
            VerificationFailed, match=f"{loaded.id}: absence.parquet is not what was stored\n.*possible"
        ):
            keeping.verify(held())

    def test_a_missing_file_is_found(self, loaded, held, store):
        store.file(loaded, "absence.parquet").unlink()

        with pytest.raises(VerificationFailed, match=f"{loaded.id}: absence.parquet"):
            keeping.verify(held())

    def test_rows_in_quarantine_that_are_gone_are_missed(self, loaded, held, store):
        store.file(loaded, "absence.quarantine.parquet").unlink()

        with pytest.raises(VerificationFailed, match=r"quarantine.parquet does not hold the 1 rows"):
            keeping.verify(held())

    def test_a_whole_release_that_is_gone_is_missed(self, loaded, held, store):
        shutil.rmtree(store.file(loaded, ""))

        with pytest.raises(VerificationFailed, match=f"{loaded.id}: the release of 'year.csv' is gone"):
            keeping.verify(held())

    def test_one_that_was_withdrawn_is_not_missed(self, loaded, held, store, noon):
        keeping.forget(store, loaded.id, because="a draft", now=noon)

        assert keeping.verify(held())

    def test_all_that_is_wrong_is_said_at_once(self, loaded, held, store, monthly, load):
        load(monthly("31/05/2025 RA1 5 1000", name="may.csv"))
        for release in store.releases():
            flip_a_byte(store.file(release, "absence.parquet"))

        with pytest.raises(VerificationFailed) as error:
            keeping.verify(held())
        assert str(error.value).count("absence.parquet is not what was stored") == 2

    def test_kept_figures_that_do_not_follow_from_what_is_held_are_found(self, loaded, held, store):
        figures = finished(held())
        folder = store.results_folder / fingerprint(held(), "then")
        figures.rows.with_columns(figures.rows["value"] * 1.01).write_parquet(folder / "rows.parquet")

        with pytest.raises(
            VerificationFailed, match=r"kept figures are not the ones(.|\n)*possible: delete the folder"
        ):
            keeping.verify(held())

    def test_kept_figures_that_cannot_be_read_are_said(self, loaded, held, store):
        finished(held())
        (store.results_folder / fingerprint(held(), "then") / "rows.parquet").write_bytes(b"broken")

        with pytest.raises(StoreError, match="kept figures"):
            keeping.verify(held())


class TestKeptFigures:
    def test_they_are_worked_out_once(self, loaded, held):
        done = []
        for _ in range(2):
            finished(held(), done=lambda one: done.append(one.name))

        assert len(done) == len(set(done)) > 0

    def test_they_are_the_same_as_those_that_are_worked_out(self, loaded, held):
        first, again, fresh = finished(held()), finished(held()), work_out(held(), organisations="then")

        assert first.rows.equals(again.rows) and again.rows.equals(fresh.rows)
        assert first.origins.equals(again.origins)

    def test_another_release_makes_them_anew(self, loaded, held, monthly, load, noon):
        def value():
            rows = finished(held()).rows
            return rows.filter((rows["measure"] == "sickness_absence") & (rows["year"] == "2024/25"))[
                "value"
            ].to_list()

        assert value() == [pytest.approx(LOST)]
        load(monthly("31/03/2025 RA1 500 1000", name="march.csv"), at=noon.replace(hour=13))
        assert value() == [pytest.approx((sum(range(1, 12)) + 500) / 12000)]

    def test_they_depend_on_what_is_held_and_on_how_organisations_are_followed(
        self, loaded, held, monthly, load
    ):
        before = fingerprint(held(), "then")

        assert before == fingerprint(held(), "then")
        assert before != fingerprint(held(), "now")
        load(monthly("30/04/2025 RA1 5 1000", name="april.csv"))
        assert before != fingerprint(held(), "then")

    def test_while_somebody_loads_figures_are_shown_and_not_kept(self, loaded, held, store, monkeypatch):
        monkeypatch.setattr("openefficiency.store.PATIENCE_TO_KEEP", 0.05)
        with store.writing():
            assert len(finished(held()).rows)

        assert not store.results_folder.exists()


class TestTrace:
    @pytest.fixture
    def cell(self, loaded, held):
        [cell] = reporting.measure(
            held(), named("sickness_absence"), reporting.Asked(year="2024/25", organisation="RA1")
        )
        return cell

    def test_a_figure_leads_back_to_file_sheet_and_rows(self, cell, held, loaded):
        [traced] = keeping.trace(held(), cell)

        assert (traced.file, traced.publisher, traced.release, traced.table) == (
            "year.csv",
            "NHS England",
            loaded.id,
            "absence",
        )
        # Row 1 is the header; the thirteenth month is of another year.
        assert (traced.first_row, traced.last_row, traced.rows) == (2, 13, 12)

    def test_the_rows_shown_are_those_that_add_up_to_it(self, cell, held):
        [traced] = keeping.trace(held(), cell, rows=100)

        assert sum(row["fte_days_lost"] for row in traced.shown) == cell.numerator == sum(range(1, 13))
        assert sum(row["fte_days_available"] for row in traced.shown) == cell.denominator


class TestPutAside:
    def test_every_row_in_quarantine_is_shown_with_its_file_and_reason(self, loaded, held):
        [row] = keeping.quarantined(held()).to_dicts()

        assert (row["file"], row["table"], row["row"], row["reason"]) == (
            "year.csv",
            "absence",
            14,
            "fte_days_lost is empty",
        )
        assert '"fte_days_lost":"*"' in row["given"]

    def test_where_nothing_was_put_aside_there_is_nothing(self, held):
        assert keeping.quarantined(held()).is_empty()


def test_an_organisation_without_any_figure_is_said(held):
    with pytest.raises(NotFound, match="no figure of 'RA1' for 'Sickness absence'"):
        keeping.one_cell([], "sickness_absence", "RA1")
