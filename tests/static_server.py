"""A built folder on this machine's loopback address, as any plain web server would serve it."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Files only; PDF and slides with their own types, and no log line per request."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".woff2": "font/woff2",
        ".csv": "text/csv; charset=utf-8",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the address is all that matters."""


def server(folder: Path, *, port: int) -> ThreadingHTTPServer:
    """A server of `folder` on loopback; any free port where `port` is taken or 0."""
    handler = partial(_Handler, directory=str(folder))
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError:
        return ThreadingHTTPServer((HOST, 0), handler)
