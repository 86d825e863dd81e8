"""The site's processes: each is begun again when it ends, and none outlives the first.

Nothing here counts seconds but where the program itself promises them.
"""

import http.client
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice, pairwise, tee
from pathlib import Path

import pytest

from benchmarks.collect_site import FOREIGN, Site, free_port
from samklang.site import listening
from tests.fresh_site import fresh_site


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with its worker."""
    made = Site(tmp_path_factory.mktemp("site") / "data", free_port())
    fresh_site(made.folder)
    made.start(with_worker=True)
    try:
        yield made
    finally:
        made.stop()


def children(process: int) -> list[int]:
    """The processes that a process has begun, oldest first."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return sorted(map(int, listed.read_text().split()))


def until(true: Callable[[], bool]) -> None:
    """Waits until something holds; a minute is a fault."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(made: Site, path: str = "/healthz") -> int:
    """The status of a page."""
    with urllib.request.urlopen(f"{made.address}{path}", timeout=30) as answer:
        return int(answer.status)


def serve(**settings: str) -> subprocess.CompletedProcess[str]:
    """Another `samklang serve`, that is expected to end by itself."""
    own = ("SAMKLANG_", *FOREIGN)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    return subprocess.run(
        [sys.executable, "-m", "samklang", "serve"],
        env=environment | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_idle_processes_share_what_they_have_read(running: Site) -> None:
    shares = [
        Path(f"/proc/{process}/smaps_rollup").read_text().partition("\nPss_Anon:")[2].split()[0]
        for process in running.processes()
    ]
    assert len(shares) == 5
    # Kilobytes of their own memory, some 130 000: what is of files is shared with whatever else
    # runs on the machine as well, and says nothing of them.
    assert sum(map(int, shares)) < 150_000


def test_a_killed_process_is_begun_again(running: Site) -> None:
    assert running.process is not None
    serve_process = running.process.pid
    web, worker = children(serve_process)
    one = children(web)[0]
    os.kill(one, signal.SIGKILL)
    until(lambda: len(children(web)) == 2 and one not in children(web))
    os.kill(worker, signal.SIGKILL)
    until(lambda: len(children(serve_process)) == 2 and worker not in children(serve_process))
    # The server itself: its own children end with it, and all come back.
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in children(serve_process) and len(children(serve_process)) == 2)
    running.wait()
    assert running.process.poll() is None
    until(lambda: answers(running) == 200)


ORDER = """
from samklang.site.running import prepare
prepare()
from samklang.web.actions.building import order_build
from samklang.web.actions.freezing import freeze
from samklang.web.models import Network
from tests.web.report_world import made_theme
order_build(freeze(made_theme(Network.objects.create(address="norr", name="N")), by=None), by=None)
"""


def test_a_build_of_a_killed_worker_is_begun_again_and_nothing_of_it_lives_on(
    running: Site,
) -> None:
    assert running.process is not None
    with closing(sqlite3.connect(running.folder / "samklang.sqlite3", timeout=30)) as database:
        database.isolation_level = None

        def building(tries: int) -> bool:
            states = database.execute("SELECT state, tries FROM web_build").fetchall()
            assert ("failed", tries) not in states
            return states == [("running", tries)]

        subprocess.run([sys.executable, "-c", ORDER], env=running.environment, check=True)
        until(lambda: building(1))
        ((worker,),) = database.execute(
            "SELECT process FROM web_heartbeat JOIN web_build ON worker_id = web_heartbeat.id"
        )
        until(lambda: building(1) and bool(children(worker)))
        builds = children(worker)
        os.kill(worker, signal.SIGKILL)
        until(lambda: building(2))
        until(lambda: not any(_alive(process) for process in builds))
        database.execute("UPDATE web_build SET stop_at = CURRENT_TIMESTAMP")


def test_two_servers_never_share_a_port(running: Site, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    second = serve(
        SAMKLANG_URL=f"http://localhost:{running.port}", SAMKLANG_DATA=str(tmp_path / "other")
    )
    assert second.returncode == 1
    assert second.stderr == (
        f"samklang: http://127.0.0.1:{running.port} is taken: another server listens there. "
        "Stop it, or choose another port in SAMKLANG_URL.\n"
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # It looks before it reads what it takes to serve.
    assert after.ru_utime - before.ru_utime < 0.8
    assert not (tmp_path / "other").exists()
    assert answers(running) == 200


@pytest.mark.parametrize("url", ["http://localhost:{port}", "http://127.0.0.1:{port}"])
def test_every_address_that_serve_prints_answers(url: str, tmp_path: Path) -> None:
    own = ("SAMKLANG_", *FOREIGN)
    settings = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    settings |= {"SAMKLANG_DATA": str(tmp_path / "d"), "SAMKLANG_URL": url.format(port=free_port())}
    # As a service has it: what is printed goes to no terminal.
    with subprocess.Popen(
        [sys.executable, "-m", "samklang", "serve", "--workers", "1"],
        env=settings,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        # Ends the reading below where nothing is printed.
        stopping = threading.Timer(120, process.terminate)
        stopping.start()
        try:
            assert process.stderr is not None
            lines, kept = tee(process.stderr)
            words = (word for line in lines for word in line.split())
            printed = list(islice((w for w in words if w.startswith("http")), 2))
            assert len(printed) == 2
            # A new site's set-up page among them.
            assert any("/start/" in address for address in printed)
            for address in printed:
                with urllib.request.urlopen(address, timeout=30) as answer:
                    assert answer.status == 200, address
        finally:
            stopping.cancel()
            process.terminate()
        # The worker's own life is in the log too.
        log = "".join(kept)
        assert "samklang.worker: The worker begins" in log
        assert "samklang.worker: The worker has ended" in log


def test_of_two_that_begin_at_once_one_gets_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    # Neither listens yet, so only the name in the kernel can tell them apart.
    monkeypatch.setattr(listening, "PATIENCE", 0)
    there = listening.place(f"http://localhost:{free_port()}", None, None)
    with (
        listening.held(there),
        pytest.raises(listening.CannotListen, match="is taken"),
        listening.held(there),
    ):
        pass
    with listening.held(there):
        pass


def test_nor_does_one_share_with_another_program(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"http://localhost:{other.getsockname()[1]}"
        second = serve(SAMKLANG_URL=address, SAMKLANG_DATA=str(tmp_path / "d"))
    assert second.returncode == 1
    assert "is taken" in second.stderr


def test_nothing_is_left_when_the_first_process_is_killed(tmp_path: Path) -> None:
    made = Site(tmp_path / "data", free_port())
    made.start(with_worker=True)
    assert made.process is not None
    every = made.processes()
    assert len(every) == 5
    made.process.kill()
    made.process.wait()
    until(lambda: not any(_alive(process) for process in every))


def test_memory_levels_off(running: Site) -> None:
    assert running.process is not None
    web = children(running.process.pid)[0]

    def asked(times: int) -> int:
        """The kilobytes of the processes that answer, after so many requests more."""
        with closing(http.client.HTTPConnection("127.0.0.1", running.port)) as connection:
            for number in range(times):
                page = ("/", "/svara/", "/konto/logga-in/", "/none/")[number % 4]
                connection.request("GET", page)
                connection.getresponse().read()
        return sum(_resident(process) for process in children(web))

    held = [asked(1_200), asked(800), asked(800), asked(800)]
    # Without the collector of cycles it was 7 MB each time.
    assert min(after - before for before, after in pairwise(held)) < 3_000


def _resident(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SAMKLANG_DATA": "/dev/null/data"}, "SAMKLANG_DATA is /dev/null/data, and that folder"),
        ({"SAMKLANG_URL": "samklang.example.org"}, "SAMKLANG_URL is 'samklang.example.org'; write"),
        ({"SAMKLANG_URL": "https://example.org/enkat"}, "with no path"),
        ({"SAMKLANG_URL": "http://192.0.2.7:8000"}, "192.0.2.7 in SAMKLANG_URL is no address of"),
        ({"SAMKLANG_MAIL": "smtp:/bad"}, "SAMKLANG_MAIL names no server"),
        ({"SAMKLANG_MAIL": "pigeon://a"}, "SAMKLANG_MAIL begins with 'pigeon'"),
        ({"SAMKLANG_BOUNCES": "imaps://a:b"}, "SAMKLANG_BOUNCES names no server"),
        ({"SAMKLANG_KEEP_TRAIL": "-1"}, "SAMKLANG_KEEP_TRAIL is '-1'; write a number such as 730"),
        ({"SAMKLANG_KEEP_MAIL": "alltid"}, "SAMKLANG_KEEP_MAIL is 'alltid'; write a number such"),
        ({"DATABASE_URL": "oracle9://a:hemligt@b/c"}, "DATABASE_URL is no address of a database"),
        ({"DATABASE_URL": "postgresql://a:hemligt@127.0.0.1:1/c"}, "the database cannot be used"),
    ],
    ids=str,
)
def test_a_setting_that_does_not_do_is_named_in_one_line(
    settings: dict[str, str], words: str, tmp_path: Path
) -> None:
    own = {"SAMKLANG_DATA": str(tmp_path / "d"), "SAMKLANG_URL": f"http://localhost:{free_port()}"}
    ended = serve(**own | settings)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert ended.stderr.startswith("samklang: ")
    assert words in ended.stderr
    assert "hemligt" not in ended.stderr
