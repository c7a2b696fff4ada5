"""Serve a folder of finished pages on this machine, until stopped."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from openefficiency.errors import OpenEfficiencyError

HEADERS = {
    # The page brings its own style and script and asks nobody for anything.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Pages(SimpleHTTPRequestHandler):
    """Files only, with the headers above; a folder is not listed."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path):
        del path
        self.send_error(404)

    def log_message(self, format, *args):  # noqa: A002 - the name is the library's
        pass


@contextmanager
def serve_folder(folder: Path, port: int) -> Iterator[str]:
    """Serve on the loopback address only; the address to open comes back."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Pages, directory=str(folder)))
    except OSError as error:
        raise OpenEfficiencyError(
            f"The page cannot be served on port {port}.\n  given:    {error.strerror}\n"
            "  possible: another port (--port 8001), or any free one (--port 0)."
        ) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
