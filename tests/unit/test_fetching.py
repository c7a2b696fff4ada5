"""Publications are fetched politely, resumed, checked, and never written over."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from openefficiency.errors import FetchError
from openefficiency.sources import fetching
from openefficiency.sources.fetching import FETCHED, HERE, Address, Unfetched, addresses, fetch
from openefficiency.sources.known import all_sources

CONTENT = b"".join(b"RCF,Ashby,%d\n" % number for number in range(40_000))
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """A publisher on this machine; `asked` remembers the path and the headers of every request."""

    daemon_threads = True
    # One that was cut off on purpose is no news.
    handle_error = staticmethod(lambda request, client: None)

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Publisher)
        self.asked, self.etag, self.content = [], '"one"', CONTENT
        self.busy, self.retry_after = 0, "7"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


class Publisher(BaseHTTPRequestHandler):
    def log_message(self, *words):
        """Stay silent."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        getattr(self, self.path.strip("/").split(".")[0])()

    def data(self, *, cut: int | None = None):
        content, first = self.server.content, 0
        if self.headers.get("Range") and self.headers.get("If-Range") == self.server.etag:
            first = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if first else 200)
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - first))
        self.send_header("ETag", self.server.etag)
        self.send_header("Content-Type", "text/csv")
        self.end_headers()
        self.wfile.write(content[first : cut or len(content)])

    def cut(self):
        """Breaks off in the middle the first time."""
        self.data(cut=100_000 if len(self.server.asked) == 1 else None)

    def always_cut(self):
        self.data(cut=100_000)

    def busy(self):
        if len(self.server.asked) > self.server.busy:
            return self.data()
        self.send_response(503)
        self.send_header("Retry-After", self.server.retry_after)
        self.send_header("Content-Length", "0")
        return self.end_headers()

    def missing(self):
        self.send_error(404)

    def page(self):
        body = b"<html>Are you a person?</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def waited():
    return []


@pytest.fixture
def bring(server, tmp_path, waited):
    """bring('data.csv'): fetch from the publisher on this machine; nothing is really waited for."""

    def bring(*paths: str, sha256: str | None = None, **more):
        entries = [address(server.url(path), sha256=sha256) for path in paths]
        return fetch(entries, into=tmp_path, sleep=waited.append, **more)

    return bring


def address(url: str, **more) -> Address:
    given = {"source": "costs", "title": "Costs of Ashby", "year": "2016/17", "licence": "OGL v3.0"}
    return Address(url=url, **given | more)


def test_a_file_comes_whole_with_its_hash_written_down(bring, tmp_path):
    [found] = bring("data.csv", sha256=SHA256)

    assert (found.state, found.sha256, found.size) == (FETCHED, SHA256, len(CONTENT))
    assert found.path == tmp_path / "costs_2016-17_data.csv"
    assert found.path.read_bytes() == CONTENT
    record = json.loads((tmp_path / "fetched.json").read_text())
    assert record["costs_2016-17_data.csv"]["sha256"] == SHA256
    assert not list(tmp_path.glob("*.part*"))


def test_the_server_is_told_who_asks(bring, server):
    bring("data.csv")

    assert server.asked[0][1]["User-Agent"].startswith("openefficiency/")


def test_one_pause_lies_between_two_files(bring, waited):
    bring("data.csv", "data.2.csv", pause=1.5)

    assert waited == [0, 1.5]


def test_a_file_that_is_here_is_not_asked_for_again(bring, server):
    bring("data.csv")
    [found] = bring("data.csv")

    assert (found.state, len(server.asked)) == (HERE, 1)


def test_a_file_that_was_changed_here_is_said_and_not_touched(bring, tmp_path):
    [found] = bring("data.csv")
    found.path.write_text("mine")

    with pytest.raises(FetchError, match=r"is there already, with the hash .* in place of"):
        bring("data.csv")
    assert found.path.read_text() == "mine"


def test_a_broken_connection_goes_on_where_it_broke_off(bring, server):
    [found] = bring("cut.csv", sha256=SHA256)

    assert found.path.read_bytes() == CONTENT
    assert [headers.get("Range") for _, headers in server.asked] == [None, "bytes=100000-"]


def test_a_file_that_changed_meanwhile_starts_again_from_the_beginning(bring, server):
    with pytest.raises(FetchError):
        bring("always_cut.csv")
    server.etag, server.content = '"two"', CONTENT.replace(b"Ashby", b"Berrow")
    server.asked.clear()
    server.RequestHandlerClass = type("Whole", (Publisher,), {"always_cut": Publisher.data})

    [found] = bring("always_cut.csv")

    assert server.asked[0][1]["If-Range"] == '"one"'
    assert found.path.read_bytes() == server.content


def test_it_is_tried_three_times_and_what_came_is_kept(bring, server, tmp_path):
    with pytest.raises(
        FetchError, match=r"the connection broke off .*Tried 3 times[\s\S]*100,000 bytes have come"
    ):
        bring("always_cut.csv")

    assert len(server.asked) == 3
    assert (tmp_path / "costs_2016-17_always_cut.csv.part").read_bytes() == CONTENT[:100_000]
    assert not (tmp_path / "costs_2016-17_always_cut.csv").exists()


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(bring, server, waited):
    server.busy = 1
    [found] = bring("busy.csv")

    assert (found.sha256, waited) == (SHA256, [0, 7])


def test_a_server_that_wants_an_hour_is_not_waited_for(bring, server, waited):
    server.busy, server.retry_after = 3, "3600"

    with pytest.raises(FetchError, match=r"answers 503. It asks to wait 3,600 seconds"):
        bring("busy.csv")
    assert waited == [0]


def test_a_server_may_say_when_by_the_clock(bring, server, waited):
    server.busy, server.retry_after = 1, "Fri, 01 Jan 2016 00:00:00 GMT"
    bring("busy.csv", pause=0.5)

    assert waited == [0, 0.5]


def test_a_server_that_stays_busy_is_asked_three_times(bring, server):
    server.busy = 9

    with pytest.raises(FetchError, match=r"answers 503. Tried 3 times"):
        bring("busy.csv")
    assert len(server.asked) == 3


def test_a_missing_file_is_asked_for_once_and_said_in_three_parts(bring, server):
    with pytest.raises(FetchError) as caught:
        bring("missing.csv")

    what, given, url, possible = str(caught.value).splitlines()
    assert what == "'Costs of Ashby' could not be fetched."
    assert given == "  given:    the server answers 404 Not Found"
    assert url.endswith("/missing.csv (this address was never checked: it may be out of date)")
    assert possible.startswith("  possible: open the address in a browser")
    assert len(server.asked) == 1


def test_a_web_page_in_place_of_a_file_is_not_kept(bring, tmp_path):
    with pytest.raises(FetchError, match="a web page in place of a file"):
        bring("page.zip")
    assert not list(tmp_path.glob("*page*"))


def test_a_wrong_hash_is_said_and_the_file_not_kept(bring, tmp_path):
    with pytest.raises(FetchError, match=f"a file with the hash {SHA256}; known is 00"):
        bring("data.csv", sha256="00")
    assert not list(tmp_path.iterdir())


def test_one_that_cannot_be_had_does_not_stop_the_others(bring, tmp_path):
    with pytest.raises(Unfetched, match="404") as caught:
        bring("missing.csv", "data.csv")
    assert [one.sha256 for one in caught.value.fetched] == [SHA256]
    assert len(caught.value.problems) == 1
    assert (tmp_path / "costs_2016-17_data.csv").exists()


def test_offline_is_said_and_the_host_not_tried_for_the_next_file(tmp_path, waited):
    # Nobody listens at port 1.
    entries = [address("http://127.0.0.1:1/a.csv"), address("http://127.0.0.1:1/b.csv")]

    with pytest.raises(FetchError, match="is this machine offline") as caught:
        fetch(entries, into=tmp_path, sleep=waited.append)
    assert "no connection to 127.0.0.1:1, as before" in str(caught.value)
    assert len(waited) == fetching.TRIES


def test_progress_is_told_up_to_the_end(bring):
    told = []
    bring("data.csv", progress=lambda address, done, of: told.append((done, of)))

    assert told[-1] == (len(CONTENT), len(CONTENT))


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://127.0.0.1/a.zip"])
def test_only_the_web_is_fetched_from(url, tmp_path):
    with pytest.raises(FetchError, match="not on the web"):
        fetch([address(url)], into=tmp_path)


def test_a_page_is_shown_and_not_fetched(tmp_path):
    with pytest.raises(FetchError, match="a page that leads to the files"):
        fetch([address("http://127.0.0.1:1/", page=True)], into=tmp_path)


def test_no_two_addresses_are_saved_under_one_name():
    names = [entry.file for entry in addresses()]

    assert len(names) == len(set(names)) >= 14


@pytest.mark.parametrize("entry", addresses(), ids=lambda entry: entry.title)
def test_every_address_is_of_a_source_and_says_whether_it_was_checked(entry):
    assert entry.source in all_sources()
    assert entry.url.startswith("https://")
    assert entry.warning or entry.checked != "never"
