"""Row by row: a cell becomes what its column promises, or the row is put aside with a reason."""

from datetime import date

import polars as pl
import pytest

from openefficiency.sources import checks
from openefficiency.sources.cells import number_in
from openefficiency.tables.language import Table, day, fraction, money, number, text, whole, year, yes_no

TODAY = date(2026, 11, 25)


@pytest.fixture
def cell(engine):
    """cell(column, given): the value that a cell becomes, or the reason why its row is put aside."""

    def check(column, given, *, name="thing", kind=pl.String):
        table = Table(name="drawn", meaning="Drawn.", grain=(name,), columns={name: column})
        frame = pl.DataFrame({name: pl.Series([given], dtype=kind), "sheet": [""], "row": [2]})
        engine.connection.register("one_cell", frame.to_arrow())
        types = {
            name: str(type_)
            for name, type_ in zip(frame.columns, engine.sql("FROM one_cell").types, strict=True)
        }
        query = checks.typed_query(table, types, "one_cell", today=TODAY)
        [(value, reason)] = engine.rows(f"SELECT {name}, reason FROM ({query})")
        return reason if reason else value

    return check


class TestNumbers:
    @pytest.mark.parametrize(
        ("given", "value"),
        [
            ("12", 12), ("12.5", 12.5), (" 12 ", 12), ("1,234.5", 1234.5), ("12,345,678", 12345678), ("£1,234", 1234),
            ("£ 5", 5), ("-£5.50", -5.5), ("£-5", -5), ("-1,000", -1000), ("1 000", 1000), ("1e3", 1000), (".5", 0.5), ("0", 0),
        ],
    )  # fmt: skip
    def test_a_number_is_read_as_it_is_printed(self, given, value, cell):
        assert cell(money("Amount."), given) == value
        assert pl.DataFrame({"cell": [given]}).select(number_in("cell"))["cell"][0] == value

    @pytest.mark.parametrize(
        "given",
        [
            "12,5",
            "1,23",
            "1,2345",
            "1,23,456",
            ",5",
            "5%",
            "12.5.1",
            "see note",
            "1.2m",
            "(1,234)",
            "12-13",
            "0x10",
            "£",
            "1-",
        ],
    )
    def test_what_is_no_number_is_put_aside_and_never_guessed(self, given, cell):
        assert cell(money("Amount."), given) == f"thing is no pounds: {given}"
        assert pl.DataFrame({"cell": [given]}).select(number_in("cell"))["cell"][0] is None

    @pytest.mark.parametrize("given", ["inf", "-Infinity", "1e999"])
    def test_infinity_is_no_figure(self, given, cell):
        assert "thing is n" in str(cell(money("Amount."), given))

    @pytest.mark.parametrize(
        "given", ["", " ", "*", "-", "n/a", "NA", "N/A", "NULL", "nan", "..", ":", "#N/A", "Not applicable"]
    )
    def test_what_publishers_write_for_no_figure_is_missing(self, given, cell):
        assert cell(money("Amount.", may_be_missing=True), given) is None
        assert cell(money("Amount."), given) == "thing is empty"

    def test_nought_is_a_figure(self, cell):
        assert cell(number("Count."), "0") == 0

    def test_a_whole_number_is_whole(self, cell):
        assert cell(whole("Count."), "12.0") == 12
        assert cell(whole("Count."), "12.5") == "thing is no whole number: 12.5"

    def test_a_computed_number_is_never_rounded_to_a_whole_one(self, cell):
        assert cell(whole("Count."), 12.0, kind=pl.Float64) == 12
        assert cell(whole("Count."), 12.5, kind=pl.Float64) == "thing is no whole number: 12.5"

    def test_a_computation_that_came_to_nothing_is_missing(self, cell):
        assert cell(money("Amount.", may_be_missing=True), float("nan"), kind=pl.Float64) is None
        assert cell(money("Amount."), float("nan"), kind=pl.Float64) == "thing is empty"

    def test_bounds_are_kept(self, cell):
        share = fraction("Share.", least=0, most=1)

        assert (cell(share, "0"), cell(share, "1")) == (0, 1)
        assert cell(share, "-0.1") == "thing is below 0: -0.1"
        assert cell(share, "1.1") == "thing is above 1: 1.1"
        assert cell(number("Count."), "-1") == "thing is below 0: -1"
        assert cell(money("Amount."), "-1") == -1


class TestOtherKinds:
    @pytest.mark.parametrize(
        "given",
        [
            "2024-04-05",
            "05/04/2024",
            "5/4/2024",
            "20240405",
            "05-04-2024",
            "5 April 2024",
            "2024-04-05 00:00:00",
        ],
    )
    def test_a_day_is_read_in_the_british_order(self, given, cell):
        assert cell(day("Day."), given) == date(2024, 4, 5)

    @pytest.mark.parametrize("given", ["31/02/2024", "2024-13-01", "April", "13/13/2024"])
    def test_a_day_that_is_none(self, given, cell):
        assert cell(day("Day."), given) == f"thing is no day: {given}"

    def test_a_month_may_not_lie_in_the_future_or_long_ago(self, cell):
        assert cell(day("First day of the month."), "2026-11-25", name="start") == date(2026, 11, 25)
        assert (
            cell(day("First day of the month."), "2026-11-26", name="start")
            == "start lies in the future: 2026-11-26"
        )
        assert "start lies before 1990" in cell(day("First day of the month."), "0024-04-01", name="start")

    def test_words_are_known_and_not_too_long(self, cell):
        kind = text("Kind.", allowed=("major", "minor"))

        assert cell(kind, "major") == "major"
        assert cell(kind, " major ") == "major"
        assert cell(kind, "medium") == "thing is none of the known values: medium"
        assert cell(text("Words.", longest=3), "four") == "thing is longer than 3 characters: four"

    def test_yes_and_no(self, cell):
        assert (cell(yes_no("Whether."), "true"), cell(yes_no("Whether."), "no")) == (True, False)
        assert cell(yes_no("Whether."), "perhaps") == "thing is no yes or no: perhaps"

    @pytest.mark.parametrize("given", ["2016/17", "1999/00", "2027/28"])
    def test_a_year_is_written_in_one_way(self, given, cell):
        assert cell(year(), given, name="year") == given

    @pytest.mark.parametrize("given", ["2016/18", "2016-17", "2016", "2016/2017", "16/17", "2016/17x"])
    def test_a_year_that_is_written_otherwise(self, given, cell):
        assert f"year is not written like 2016/17: {given}" in cell(
            year(), given, name="year"
        ) or "longer than 7" in cell(year(), given, name="year")

    @pytest.mark.parametrize("given", ["1989/90", "2028/29"])
    def test_a_year_that_cannot_be_held(self, given, cell):
        assert cell(year(), given, name="year") == f"year is not between 1990 and 2027: {given}"

    def test_the_words_of_a_cell_are_safe_and_cut(self, cell):
        evil = "'; DROP TABLE typed_rows; --" + "x" * 100

        assert cell(money("Amount."), evil) == f"thing is no pounds: {evil[:60]}"


def test_everything_wrong_with_a_row_is_said_at_once(engine):
    table = Table(name="drawn", meaning="Drawn.", grain=("a",), columns={"a": money("A."), "b": whole("B.")})
    engine.connection.register(
        "one_row", pl.DataFrame({"a": ["x"], "b": [""], "sheet": [""], "row": [2]}).to_arrow()
    )
    query = checks.typed_query(
        table, {"a": "VARCHAR", "b": "VARCHAR", "sheet": "VARCHAR", "row": "BIGINT"}, "one_row", today=TODAY
    )

    [(reason, given)] = engine.rows(f"SELECT reason, given FROM ({query})")
    assert reason == "a is no pounds: x; b is empty"
    assert given == '{"a":"x","b":"","sheet":"","row":2}'
