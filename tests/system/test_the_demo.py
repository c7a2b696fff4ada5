"""The demo, run as somebody would run it who has just installed the package."""

import os
import re
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

SMALL = ["--organisations", "12", "--years", "1"]


class Demo:
    def __init__(self, home):
        self.environment = os.environ | {"OPENEFFICIENCY_HOME": str(home), "PYTHONUNBUFFERED": "1"}

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "openefficiency", "demo", *SMALL, *options]

    def run(self, *options: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*options),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *options: str) -> subprocess.Popen:
        return subprocess.Popen(
            self.command(*options),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Demo:
    return Demo(tmp_path_factory.mktemp("home"))


def test_it_shows_a_page_of_invented_hospitals_and_ends_cleanly_when_it_is_stopped(demo):
    with demo.start("--port", "0", "--no-browser") as running:
        try:
            with urlopen(address_in(running), timeout=30) as answer:
                page = answer.read().decode()
            running.send_signal(signal.SIGINT)
            rest, _ = running.communicate(timeout=30)
        finally:
            running.kill()

    assert "Invented hospitals: these organisations and figures are made up" in page
    assert (running.returncode, rest.strip()) == (0, "Stopped.")


def address_in(running: subprocess.Popen) -> str:
    return next(
        found[0] for line in running.stdout if (found := re.findall(r"http://127\.0\.0\.1:\d+/", line))
    )


def test_the_same_hospitals_are_not_loaded_twice_and_others_take_their_place(demo):
    demo.run("--no-serve")
    again = demo.run("--no-serve")
    other = demo.run("--no-serve", "--seed", "2")

    assert re.search(r"(\d+) files: \1 already held", again.stderr), again.stderr
    assert "of an earlier demo are withdrawn" not in again.stderr
    assert "of an earlier demo are withdrawn" in other.stderr
    assert "(invented hospitals)" in other.stdout


def test_a_port_that_is_taken_is_said_in_words_before_any_work(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = demo.run("--port", str(port), "--no-browser")

    assert refused.returncode == 1
    assert f"cannot be served on port {port}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "Inventing" not in refused.stderr
