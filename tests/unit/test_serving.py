"""The page is served to this machine only, and nothing but the page."""

import socket
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from openefficiency.cli.serving import HEADERS, check_port, serve_folder
from openefficiency.errors import OpenEfficiencyError


@pytest.fixture
def address(tmp_path):
    folder = tmp_path / "page"
    (folder / "empty").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Hello</h1>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "way-out").symlink_to(tmp_path / "secret.txt")
    with serve_folder(folder, 0) as served:
        yield served


def ask(address: str, path: str, *, method: str = "GET", host: str | None = None):
    # http.client sends the path as it is, where a browser would tidy it up first.
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@contextmanager
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_page_comes_with_every_header(address):
    answer, body = ask(address, "/")

    assert (answer.status, body) == (200, b"<h1>Hello</h1>")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_head_is_answered_without_a_body(address):
    answer, body = ask(address, "/", method="HEAD")

    assert (answer.status, body, answer.headers["Content-Length"]) == (200, b"", "14")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/nothing", "/empty/", "/nothing/index.html"])
def test_what_is_not_there_is_not_found_and_a_folder_is_not_listed(address, path, method):
    answer, body = ask(address, path, method=method)

    assert answer.status == 404
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert b"index.html" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/empty/../../secret.txt",
        "//../secret.txt",
        "/..\\secret.txt",
        "/way-out",
        "/index.html%00.txt",
    ],
)
def test_no_path_leads_out_of_the_folder(address, path):
    answer, body = ask(address, path)

    assert answer.status == 404
    assert b"secret" not in body.replace(path.encode(), b"")


def test_nothing_can_be_sent(address):
    answer, _ = ask(address, "/", method="POST")

    assert answer.status == 501
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_another_name_for_this_machine_is_not_answered(address):
    assert ask(address, "/", host="evil.example:8000")[0].status == 421
    assert ask(address, "/", host="localhost:8000")[0].status == 200


def test_only_this_machine_is_served(address):
    assert urlsplit(address).hostname == "127.0.0.1"


def test_a_port_that_is_taken_is_told_in_words_before_and_after(tmp_path):
    with taken_port() as port:
        with pytest.raises(OpenEfficiencyError, match=f"cannot be served on port {port}") as told:
            check_port(port)
        with pytest.raises(OpenEfficiencyError, match=r"--port 0"), serve_folder(tmp_path, port):
            pass
    assert f"--port {port + 1}" in str(told.value) or "--port 8001" in str(told.value)


def test_a_port_is_free_again_when_serving_ends(tmp_path):
    with serve_folder(tmp_path, 0) as address:
        port = urlsplit(address).port
    check_port(port)
    with serve_folder(tmp_path, port) as again:
        assert again == address
