"""Serve a folder of finished pages on this machine, until stopped."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from openefficiency.errors import OpenEfficiencyError

LOOPBACK = "127.0.0.1"
HEADERS = {
    # The page brings its own style and script and asks nobody for anything.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """A browser that goes away in the middle of an answer is no error of ours."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Pages(SimpleHTTPRequestHandler):
    """Files of the folder only, with the headers above; a folder is not listed."""

    server_version = "OpenEfficiency"
    sys_version = ""

    def send_head(self):
        if not self.is_asked_as_this_machine():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        if not self.is_in_the_folder():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def is_asked_as_this_machine(self) -> bool:
        # Another site may give its own name the address of this machine, to read the page through a browser.
        host = self.headers.get("Host", LOOPBACK).rpartition(":")[0] or self.headers.get("Host", LOOPBACK)
        return host in (LOOPBACK, "localhost")

    def is_in_the_folder(self) -> bool:
        try:
            asked = Path(self.translate_path(self.path)).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            return False
        return asked.is_relative_to(Path(self.directory).resolve())

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path):
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format, *args):  # noqa: A002 - the name is the library's
        pass


@contextmanager
def serve_folder(folder: Path, port: int) -> Iterator[str]:
    """Serve on the loopback address only; the address to open comes back."""
    try:
        server = Server((LOOPBACK, port), partial(Pages, directory=str(folder)))
    except OSError as error:
        raise port_taken(port, error) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def check_port(port: int) -> None:
    """Say that a port is taken before the work is done, not after it."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as tried:
        # As the server does it: a port that was in use a minute ago is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((LOOPBACK, port))
            tried.listen()
        except OSError as error:
            raise port_taken(port, error) from error


def port_taken(port: int, error: OSError) -> OpenEfficiencyError:
    return OpenEfficiencyError(
        f"The page cannot be served on port {port}.\n  given:    {error.strerror}\n"
        f"  possible: another port (--port {port + 1 if 1024 <= port < 65535 else 8001}), or any free one (--port 0)."
    )
