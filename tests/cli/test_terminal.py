"""In a real terminal: pipes that are closed early, and code pages that do not know every character."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def real(home):
    """real('status', encoding='cp1252'): the command as a process of its own."""

    def run(*words: str, encoding: str = "utf-8", home=home, **more) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "openefficiency", *words],
            env={
                **os.environ,
                "OPENEFFICIENCY_HOME": str(home),
                "PYTHONIOENCODING": encoding,
                "OPENEFFICIENCY_THREADS": "2",
            }
            | more,
            capture_output=True,
        )

    return run


def test_a_process_answers_as_the_library_does(real, answer):
    result = real("framework", "--year", "2015/16", "--json")

    assert result.returncode == 0
    assert json.loads(result.stdout.decode("utf-8")) == answer("framework", "--year", "2015/16")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_terminal_that_does_not_know_every_character_shows_the_rest(encoding, real):
    result = real("framework", "--year", "2015/16", encoding=encoding)

    assert result.returncode == 0
    assert b"Ashby Hospitals" in result.stdout
    assert b"Traceback" not in result.stderr


def test_json_is_json_whatever_the_terminal_knows(real, answer):
    result = real("measures", "--json", encoding="cp1252")

    assert result.returncode == 0
    assert json.loads(result.stdout.decode("ascii")) == answer("measures")


def test_an_error_has_its_exit_code_and_no_traceback(real):
    result = real("measure", "sickness_absense", encoding="cp1252")

    assert (result.returncode, result.stdout) == (3, b"")
    assert b"did you mean: sickness_absence" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_number_of_threads_that_is_none_is_said(real):
    result = real("status", OPENEFFICIENCY_THREADS="many")

    assert result.returncode == 1
    assert b"OPENEFFICIENCY_THREADS is no number of threads" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_pipe_that_is_closed_early_is_no_error_to_talk_about(home):
    child = subprocess.Popen(
        [sys.executable, "-m", "openefficiency", "measures", "--json"],
        env={**os.environ, "OPENEFFICIENCY_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    child.stdout.read(1)
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    child.wait()

    assert b"Traceback" not in said
    assert b"Exception ignored" not in said


def test_a_command_that_needs_no_statistics_does_not_wait_for_them():
    """Importing scipy and numba takes a second or more."""
    asked = (
        "import sys; from openefficiency.cli import main; main.commands['load']; main.commands['framework']; "
    )
    told = "print(sorted({'scipy', 'numba', 'openefficiency.stats'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", asked + told], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
