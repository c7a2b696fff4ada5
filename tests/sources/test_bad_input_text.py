"""Bad text files: each is read rightly, put aside with its row, or refused in words that say what to do."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from openefficiency.errors import OpenEfficiencyError, RefusedFile, UnreadableFile
from openefficiency.sources import delimited
from openefficiency.sources.opening import open_document
from openefficiency.store import Store
from openefficiency.tasks.loading import load

HEADER = "provider_code,provider_name,mff_factor\n"
COSTS = "Org code,Financial year,Currency code,Activity,Unit cost\n"
ASHBY_AND_BERROW = [("RCF", "2026/27", 1.01), ("RZ9", "2026/27", 1.1)]


@pytest.fixture
def raw(tmp_path):
    """raw('a,b\\n1,2'): a file with exactly these bytes."""

    def write(content: str | bytes, *, name: str = "any-name.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def factors(became, raw):
    """factors(bytes): organisation, year and factor as they were read."""

    def read(content: str | bytes, **more):
        return became(raw(content, **more)).rows("market_forces", "organisation", "year", "factor")

    return read


@pytest.fixture
def refusal(engine):
    """refusal(path): the three parts in which a file is refused."""

    def words(path) -> list[str]:
        with pytest.raises(OpenEfficiencyError) as caught:
            document = open_document(path, engine=engine)
            assert document.first.cells.is_empty()
        what, given, possible = str(caught.value).splitlines()
        assert given.startswith("  given:    ")
        assert possible.startswith("  possible: ")
        return [what, given.removeprefix("  given:    "), possible.removeprefix("  possible: ")]

    return words


@pytest.mark.parametrize("content", ["", "  \n\n \t\n"])
def test_an_empty_file_is_said_to_be_empty(content, raw, refusal):
    what, given, _ = refusal(raw(content))

    assert what == "'any-name.csv' is empty."
    assert given == f"{len(content)} bytes without content"


def test_only_a_header_is_no_rows_and_no_error(factors):
    assert factors(HEADER) == []


@pytest.mark.parametrize(
    "content", [b"\x00" * 1000, b'{"provider_code": 1}', b"<html>Moved</html>", b"\x89PNG\r\n\x00"]
)
def test_what_is_no_table_is_not_known(content, raw, engine):
    assert open_document(raw(content), engine=engine) is None


def test_a_year_far_ahead_is_put_aside_with_its_row(became, raw):
    found = became(raw(COSTS + "RA9,2023/24,AA22C,10,120\nRA9,2099/00,AA22C,10,120\n"))

    assert found.quarantine.select("row", "reason").rows() == [
        (3, "year is not between 1990 and 2027: 2099/00")
    ]
    assert found.rows("currency_costs", "year") == [("2023/24",)]


def test_a_file_of_which_every_row_is_put_aside_is_refused_with_the_reason(raw, tmp_path, engine):
    path = raw(COSTS + "RA9,2099/00,AA22C,10,120\nRB9,2099/00,AA22C,10,120\n")
    good = raw(HEADER + "RCF,Ashby,1.01\n", name="good.csv")

    bad, fine = load(
        [path, good], store=Store(tmp_path / "store"), engine=engine, now=datetime(2026, 11, 25, tzinfo=UTC)
    )

    assert (bad.state, fine.state) == ("refused", "loaded")
    assert "No row of 'any-name.csv' could be taken" in bad.problem
    assert "2 rows; year is not between 1990 and 2027 (2)" in bad.problem


def test_columns_in_another_order_are_read_by_their_labels(factors):
    assert factors("mff_factor,provider_name,provider_code\n1.01,Ashby,RCF\n") == [("RCF", "2026/27", 1.01)]


def test_cells_under_the_wrong_labels_are_put_aside(became, raw):
    found = became(raw("provider_code,provider_name,mff_factor\n1.01,Ashby,RCF\n"))

    assert found.reasons == ["factor is no fraction: RCF"]


def test_a_row_given_twice_is_kept_once_and_rows_that_disagree_not_at_all(became, raw):
    found = became(raw(HEADER + "RCF,Ashby,1.01\nRCF,Ashby,1.01\nRZ9,Berrow,1.1\nRZ9,Berrow,1.2\n"))

    assert found.rows("market_forces", "organisation") == [("RCF",)]
    assert found.quarantine["row"].to_list() == [3, 4, 5]
    assert found.reasons[0] == "the same again as row 2"
    assert all("contradict each other" in reason for reason in found.reasons[1:])


def test_a_negative_cost_is_kept_and_flagged_and_an_activity_of_none_is_nought(became, raw):
    found = became(raw(COSTS + "RA9,2023/24,AA22C,10,-120\nRA9,2023/24,AB01Z,0,99\nRA9,2023/24,AC01Z,*,99\n"))

    assert found.rows("currency_costs", "currency", "activity", "cost") == [
        ("AA22C", 10, -1200),
        ("AB01Z", 0, 0),
    ]
    assert found.flags.select("rule", "row").rows() == [("negative unit cost", 2)]
    assert "activity is empty" in found.reasons[0]


def test_a_code_of_two_hundred_letters_is_put_aside(became, raw):
    found = became(raw(HEADER + "R" * 200 + ",Ashby,1.01\n"))

    assert found.reasons == ["organisation is longer than 12 characters: " + "R" * 60]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read(encoding, factors):
    content = HEADER + "RCF,Ashby £5,1.01\nRZ9,Berrow,1.1\n"

    assert factors(content.encode(encoding)) == ASHBY_AND_BERROW


def test_utf_16_of_the_other_order_with_its_mark_is_read(factors):
    content = HEADER + "RCF,Ashby £5,1.01\nRZ9,Berrow,1.1\n"

    assert factors(b"\xfe\xff" + content.encode("utf-16-be")) == ASHBY_AND_BERROW


def test_two_encodings_in_one_file_are_each_read_as_what_they_are(raw, engine):
    # The second begins where nobody looks who only looks at the start.
    ashby = (HEADER + "RCF,Ashby £,1.01\n" * 30_000).encode()
    path = raw(ashby + "RZ9,Berrow £5 – ’s,1.1\n".encode("cp1252"))

    sheet = open_document(path, engine=engine).first
    for names in (sheet.table()["provider_name"].to_list(), [row[1] for row in sheet.lazy().fetchall()]):
        assert (names[0], names[-1], len(names)) == ("Ashby £", "Berrow £5 – ’s", 30_001)


def test_a_utf_16_file_that_was_cut_off_is_refused(raw, refusal):
    what, _, _ = refusal(raw((HEADER + "RCF,Ashby,1.01\n").encode("utf-16")[:-1]))

    assert what == "'any-name.csv' is not a csv file that can be read."


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(ends, factors):
    content = HEADER + "RCF,Ashby,1.01\nRZ9,Berrow,1.1\n"

    assert factors(content.replace("\n", ends)) == ASHBY_AND_BERROW


def test_a_line_break_in_quotes_is_part_of_its_cell_and_counts_no_row(became, raw):
    found = became(raw(HEADER + 'RCF,"Ashby\nHospitals",1.01\nRZ9,Berrow,9\n'))

    assert found.rows("market_forces", "organisation") == [("RCF",)]
    assert found.quarantine["row"].to_list() == [3]


def test_blank_lines_lose_no_row_and_are_counted(became, raw):
    found = became(raw("Factors\n\n" + HEADER + "RCF,Ashby,1.01\n\nRZ9,Berrow,1.1\n,,\nRZ8,Calder,9\n"))

    assert found.rows("market_forces", "organisation", "row") == [("RCF", 4), ("RZ9", 6)]
    assert found.quarantine["row"].to_list() == [8]


def test_a_row_with_too_many_cells_is_put_aside_for_they_have_moved(became, raw):
    # 'Ashby, the Royal' without quotes: 1.05 stands under no label, 'the Royal' where the factor was.
    found = became(raw(HEADER + "RCF,Ashby,1.01\nRZ9,Berrow,1.1,1.05\nRZ8,Calder,1.2\n"))

    assert found.rows("market_forces", "organisation") == [("RCF",), ("RZ8",)]
    assert found.quarantine["row"].to_list() == [3]
    assert "factor is no fraction: #ROW TOO LONG: 1.1" in found.reasons[0]


def test_a_long_row_far_below_is_found_too_and_alike_in_a_file_read_as_it_goes(raw, engine):
    path = raw(HEADER + "RCF,Ashby,1.01\n" * 1000 + "RZ9,Berrow,1.1,1.05\n")

    sheet = open_document(path, engine=engine).first
    assert sheet.table()["mff_factor"][-1] == "#ROW TOO LONG: 1.1"
    assert sheet.lazy().fetchall()[-1][2] == "#ROW TOO LONG: 1.1"


def test_empty_cells_after_the_last_column_move_nothing(factors):
    assert factors(HEADER + "RCF,Ashby,1.01,,\nRZ9,Berrow,1.1\n") == ASHBY_AND_BERROW


def test_a_row_with_too_few_cells_has_empty_ones(became, raw):
    found = became(raw(HEADER + "RCF,Ashby\nRZ9,Berrow,1.1\n"))

    assert found.quarantine.select("row", "reason").rows() == [(2, "factor is empty")]


def test_a_quote_that_is_never_closed_is_refused_for_it_swallows_rows(raw, refusal):
    what, given, possible = refusal(raw(HEADER + 'RCF,"Ashby,1.01\nRZ9,Berrow,1.1\n'))

    assert what == "'any-name.csv' is not a csv file that can be read."
    assert given == "line 3: unexpected end of data"
    assert "quotes that are closed" in possible


def test_a_line_of_five_megabytes_is_refused(raw, refusal):
    _, given, possible = refusal(raw(HEADER + "RCF," + "x" * 5_000_000 + ",1.01\n"))

    assert given == "a line that is longer"
    assert "at most 4,000,000 characters" in possible


def test_five_thousand_columns_are_read(raw, engine):
    labels, cells = (",".join(f"{kind}{n}" for n in range(5000)) for kind in ("label ", ""))
    table = open_document(raw(f"{labels}\n{cells}\n"), engine=engine).first.table()

    assert table["label 4999"].to_list() == ["4999"]


def test_more_columns_than_any_spreadsheet_has_are_refused(raw, refusal):
    _, given, _ = refusal(raw("," * 20_000 + "\n"))

    assert given == "line 1 has 20,001 columns"


def test_bytes_that_are_no_text_are_refused_wherever_they_stand(raw, refusal):
    _, given, _ = refusal(raw((HEADER + "RCF,Ashby,1.01\n" * 30_000).encode() + b"RZ9,\x00,1.1\n"))

    assert given.startswith("bytes that are no text")


@pytest.mark.parametrize(
    "name", ["factors[1].csv", "factors*.csv", "fac?tors.csv", "it's.csv", "factors.csv.gz"]
)
def test_a_name_is_never_taken_for_a_pattern_of_other_names(name, raw, engine):
    try:
        path = raw(HEADER + "RCF,Ashby,1.01\n", name=name)
    except OSError:
        pytest.skip("this machine has no such names")
    for other in ("factors1.csv", "factors2.csv", "facxtors.csv"):
        raw(HEADER + "RZ9,Other,1.1\n", name=other)

    assert open_document(path, engine=engine).first.table()["provider_code"].to_list() == ["RCF"]


def test_a_file_that_is_too_big_to_hold_is_refused_where_it_would_be_held(raw, engine, monkeypatch):
    monkeypatch.setattr(delimited, "MOST_AT_ONCE", 50)
    sheet = open_document(raw(HEADER + "RCF,Ashby,1.01\nRZ9,Berrow,1.1\n"), engine=engine).first

    with pytest.raises(RefusedFile, match="too big to be held in memory"):
        sheet.table()
    assert len(sheet.lazy().fetchall()) == 2


# Opens the file and counts its rows as it goes, with no more than this much memory above the start.
COUNT = """
import resource, sys
from pathlib import Path
from openefficiency.engine import Engine
from openefficiency.errors import OpenEfficiencyError
from openefficiency.sources.opening import open_document

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    document = open_document(Path(sys.argv[1]), engine=Engine(threads=2))
    said = document.first.lazy().aggregate("count(*)").fetchall()[0][0] if document else "not known"
except OpenEfficiencyError as error:
    said = str(error).splitlines()[1].strip()
print(said)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def counted(path) -> tuple[str, int]:
    """What is said of a file by a program of its own, and the megabytes it took."""
    pytest.importorskip("resource", reason="this machine does not tell how much memory a program took")
    done = subprocess.run(
        [sys.executable, "-c", COUNT, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 2, done.stdout
    said, megabytes = done.stdout.splitlines()
    return said, int(megabytes)


@pytest.mark.parametrize(("rows", "wanted"), [(1, "not known"), (30_000, "bytes that are no text")])
def test_two_gigabytes_that_came_as_zeros_are_not_read_and_not_held(rows, wanted, raw):
    path = raw(HEADER + "RCF,Ashby,1.01\n" * rows)
    with path.open("r+b") as file:
        # Where the machine can, no room is taken: a file with a hole.
        file.truncate(2 * 10**9)

    said, megabytes = counted(path)
    assert wanted in said
    assert megabytes < 300


def test_three_hundred_megabytes_of_rows_are_counted_without_being_held(raw):
    path = raw(HEADER)
    with path.open("ab") as file:
        for _ in range(300):
            file.write(b"RCF,Ashby Hospitals,1.01\n" * 40_000)

    said, megabytes = counted(path)
    assert said == str(300 * 40_000)
    assert megabytes < 300


def test_rows_are_in_the_order_of_the_file_however_many_are_read_at_once(raw, engine):
    path = raw("number,name\n" + "".join(f"{number},{'Ashby' * 10}\n" for number in range(2, 600_000)))

    rows = open_document(path, engine=engine).first.lazy()
    assert rows.filter("number::INTEGER <> row").aggregate("count(*)").fetchall() == [(0,)]


def test_a_file_that_is_written_anew_leaves_nothing_behind(raw, engine):
    sheet = open_document(raw(HEADER + "\nRCF,Ashby,1.01\n"), engine=engine).first
    folder = sheet.read_cells.__self__.kept.path
    assert folder.exists()

    del sheet
    assert not folder.exists()


def test_an_error_is_one_of_ours(raw, engine):
    with pytest.raises(UnreadableFile):
        open_document(raw(b"PAR1" + b"x" * 100), engine=engine)
