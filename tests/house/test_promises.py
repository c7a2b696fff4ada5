"""Tables, sources, errors, commands and words: each has what every one of its kind must have."""

import inspect
import re
from itertools import product

import click
import pytest

from openefficiency import errors
from openefficiency.cli import main
from openefficiency.engine import literal
from openefficiency.measures.measure import Better
from openefficiency.measures.quality import GRADES, collections
from openefficiency.present.words import PLACES
from openefficiency.sources.checks import TYPES
from openefficiency.sources.known import all_sources
from openefficiency.sources.source import Standing
from openefficiency.tables.known import all_tables
from openefficiency.tables.language import Every, Kind

ERRORS = [
    thing
    for _, thing in inspect.getmembers(errors, inspect.isclass)
    if issubclass(thing, errors.OpenEfficiencyError)
]
by_name = pytest.mark.parametrize


class TestTables:
    @by_name("table", all_tables().values(), ids=lambda table: table.name)
    def test_it_says_what_it_means_and_what_picks_out_a_row(self, table):
        assert table.meaning.endswith(".")
        assert table.grain and set(table.grain) <= set(table.columns)
        assert table.family in collections(), f"source_quality.yaml does not grade '{table.family}'"
        assert table.every is Every.ALWAYS or table.period, "a table with time has a column that says which"

    @by_name("table", all_tables().values(), ids=lambda table: table.name)
    def test_every_column_says_what_it_means(self, table):
        for name, column in table.columns.items():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
            assert len(column.meaning.strip()) > 1 and column.meaning.endswith((".", ".)")), name
            assert column.kind in TYPES

    @by_name("table", all_tables().values(), ids=lambda table: table.name)
    def test_what_picks_out_a_row_may_be_missing_only_where_it_is_words(self, table):
        for name in table.grain:
            column = table.columns[name]
            assert not column.may_be_missing or column.kind is Kind.TEXT, name

    def test_every_table_is_kept_by_some_source(self):
        kept = {table.name for source in all_sources().values() for table in source.implements}

        assert set(all_tables()) == kept

    def test_every_kind_of_column_has_a_type_in_the_engine(self, engine):
        assert TYPES.keys() == set(Kind)
        for kind in TYPES.values():
            assert engine.rows(f"SELECT NULL::{kind}") == [(None,)]

    def test_every_collection_that_is_graded_is_one_of_a_table_and_says_why(self):
        families = {table.family for table in all_tables().values()}
        for family, told in collections().items():
            assert told["grade"] in GRADES
            assert told["why"].strip().endswith(".")
            assert family in families, f"nothing rests on '{family}'"


class TestSources:
    @by_name("source", all_sources().values(), ids=lambda source: source.name)
    def test_it_says_whose_publication_it_reads(self, source):
        assert source.title and source.publisher and source.licence
        assert isinstance(source.standing, Standing)
        assert source.implements or source.title.endswith("not used")
        assert len(inspect.getmodule(type(source)).__doc__.strip()) > 20
        assert re.fullmatch(r"[a-z][a-z0-9_]*", source.name)

    @by_name("source", all_sources().values(), ids=lambda source: source.name)
    def test_some_test_shows_what_its_file_becomes(self, source, root):
        module = inspect.getmodule(type(source)).__name__.rpartition(".")[2]
        tests = sorted((root / "tests" / "sources").glob("test_*.py"))

        def speaks_of(path):
            text = path.read_text("utf-8")
            return f'"{source.name}"' in text or f".{module} import" in text

        assert any(speaks_of(path) for path in tests)

    def test_its_scope_is_told_in_columns_that_there_are(self):
        for source in all_sources().values():
            for name in source.scope_by:
                assert any(name in table.columns for table in source.implements), (source.name, name)


class TestErrors:
    def test_every_one_has_an_exit_code_of_its_own(self):
        codes = [error.exit_code for error in ERRORS]

        assert len(set(codes)) == len(codes)
        assert not set(codes) & {0, 2}, "0 is success, and 2 a mistake in the command line"

    @by_name("error", ERRORS, ids=lambda error: error.__name__)
    def test_it_stands_in_the_page_of_exit_codes(self, error, root):
        page = (root / "docs" / "reference" / "exit-codes.md").read_text("utf-8")

        assert re.search(rf"^\| {error.exit_code} \| `{error.__name__}` \|", page, re.MULTILINE)
        assert error.__doc__

    def test_no_exception_of_ours_is_outside_the_family(self, package_files):
        for path in package_files:
            for name, base in re.findall(
                r"^class (\w+(?:Error|Exception|Failed))\((\w*)", path.read_text("utf-8"), re.MULTILINE
            ):
                assert path.name == "errors.py", f"{path}: {name}({base})"


class TestCommands:
    @by_name("name", main.commands)
    def test_it_has_help_an_example_and_a_page(self, name, root):
        command = main.commands[name]
        help_text = command.help or ""

        assert len(help_text.splitlines()[0]) > 10
        assert "Example:" in help_text
        assert re.search(rf"^ +openefficiency {name}\b", help_text, re.MULTILINE), (
            "an example that can be copied"
        )
        assert f"## `{name}`\n" in (root / "docs" / "reference" / "commands.md").read_text("utf-8")

    @by_name("name", main.commands)
    def test_every_option_of_its_example_is_one_that_it_has(self, name):
        command = main.commands[name]
        options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        examples = [
            line for line in (command.help or "").splitlines() if line.strip().startswith("openefficiency ")
        ]
        for line in examples:
            for option in re.findall(r"(?<=\s)--[a-z-]+", line):
                assert option in options, line

    @by_name("name", main.commands)
    def test_every_option_says_what_it_is_for_or_shows_its_default(self, name):
        for parameter in main.commands[name].params:
            if isinstance(parameter, click.Option):
                assert parameter.help or parameter.show_default, parameter.name

    def test_no_command_is_in_the_page_that_is_not_there(self, root):
        page = (root / "docs" / "reference" / "commands.md").read_text("utf-8")

        assert re.findall(r"^## `(.+)`$", page, re.MULTILINE) == list(main.commands)


class TestWords:
    def test_every_direction_and_place_has_its_words(self):
        assert PLACES.keys() == set(product(Better, ("low", "middle", "high")))
        for words in PLACES.values():
            assert "{others}" in words

    def test_where_neither_way_is_better_nobody_is_told_to_worry(self):
        for place in ("low", "middle", "high"):
            assert "worth a look" not in PLACES[Better.NEITHER, place]

    def test_what_is_worth_a_look_is_on_the_side_that_is_not_better(self):
        assert (
            "worth a look" in PLACES[Better.LOWER, "high"]
            and "worth a look" not in PLACES[Better.LOWER, "low"]
        )
        assert (
            "worth a look" in PLACES[Better.HIGHER, "low"]
            and "worth a look" not in PLACES[Better.HIGHER, "high"]
        )


@by_name("text", ["it's", "a''b", "'; DROP TABLE x; --", "line\nbreak", "£ – ’"])
def test_a_value_is_safe_in_sql(text, engine):
    assert engine.rows(f"SELECT {literal(text)}") == [(text,)]
