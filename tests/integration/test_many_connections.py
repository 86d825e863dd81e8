"""Connections that are kept open take no place from who comes after them."""

import resource
import socket
from contextlib import ExitStack
from pathlib import Path

from benchmarks.collect_site import site
from tests.fresh_site import fresh_site

# The server's own limit for one process is 1 024; a browser keeps its connection for a minute.
KEPT = 1_100
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_newcomer_is_answered_beside_all_who_keep_their_connection(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 < soft < 2 * KEPT:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2 * KEPT, hard))
    with site(tmp_path, workers=1) as served, ExitStack() as kept:
        fresh_site(served.folder)
        served.start()
        for number in range(KEPT):
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=20)
            kept.enter_context(connection)
            connection.sendall(REQUEST)
            try:
                assert connection.recv(100).startswith(b"HTTP/1.1 200"), number
            except TimeoutError as error:
                raise AssertionError(f"connection {number} is not answered") from error
