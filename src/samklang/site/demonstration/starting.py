"""Starting the demonstration: a folder of its own each time, from one that is kept ready.

What the database begins with is made once for a theme, a version of the code and a day, and copied
at each start; so that every start is fresh and quick. The empty database that it is made in, which
takes most of that time, is kept from one day to the next.
"""

import gc
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import samklang
from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.package.files import read_files
from samklang.render.kept import kept_folder
from samklang.site.data import DATABASE

SETTINGS = "samklang.site.demonstration.settings"
HOST = "127.0.0.1"
# Kept ready: so many, the newest.
MOST_KEPT = 2


def demonstrate(package: Path, built: Path, *, port: int, announce: Callable[[str], None]) -> int:
    """Serves the report and the web application until stopped; gives the exit status.

    package: the theme package that was built into `built`. port: any free one where it is 0 or
    taken. Raises FaultyInput where the world cannot be made of the package.
    """
    url = f"http://{HOST}:{_free(port)}"
    with _folder(package, built, url) as data:
        key = secrets.token_urlsafe(24)
        os.environ |= _environment(data, url, key)
        # Its settings are read from the environment that has just been made.
        from samklang.site.running import serve

        def heard(line: str) -> None:
            if line.startswith("Listening"):
                announce(f"Report and tour: {url}/")
                announce(f"With links that log you in, on this computer only: {url}/visning/{key}/")
                announce(f"Letters are written to {data / 'mail'}  (Ctrl+C ends)")

        status = serve(host=None, port=None, workers=1, with_worker=True, announce=heard)
        # What serving froze is let go of, or native libraries complain of it at the end.
        gc.unfreeze()
        return status


def _environment(data: Path, url: str, key: str) -> dict[str, str]:
    """What the site's processes are told; nothing of the caller's own site is used."""
    environment = {name: "" for name in os.environ if name.startswith("SAMKLANG_")}
    return environment | {
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "SAMKLANG_DATA": str(data),
        "SAMKLANG_URL": url,
        "SAMKLANG_DEMO_KEY": key,
    }


def _free(port: int) -> int:
    """The port where nobody listens, else any that is free."""
    with socket.socket() as tried:
        # Connections of the start before, which have just ended, do not take it.
        if os.name == "posix":
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


@contextmanager
def _folder(package: Path, built: Path, url: str) -> Iterator[Path]:
    """A fresh data folder, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="samklang-demo-", ignore_cleanup_errors=True) as made:
        data = Path(made) / "data"
        kept = kept_folder("demonstration")
        if kept is None:
            _make(data, package, built, url)
        else:
            ready = kept / _key(package, url)
            if not ready.is_dir():
                with tempfile.TemporaryDirectory(prefix=".new-", dir=kept) as fresh:
                    _make(Path(fresh) / "data", package, built, url)
                    if not ready.is_dir():
                        os.rename(Path(fresh) / "data", ready)
            os.utime(ready)
            _forget(kept)
            shutil.copytree(ready, data)
        yield data


def _forget(kept: Path) -> None:
    """Removes what was kept ready for other versions, but for the newest."""
    there = sorted(
        (p for p in kept.iterdir() if not p.name.startswith(".")), key=lambda p: p.stat().st_mtime
    )
    for old in there[:-MOST_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _key(package: Path, url: str) -> str:
    """What the world is made of: the theme, the code, the address in its letters and the day."""
    digest = hashlib.sha256(f"{url} {time.strftime('%Y-%m-%d')}".encode())
    for name, content in sorted(read_files(package).items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    root = Path(samklang.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".yaml", ".toml", ".md", ".html") and path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _empty() -> Path | None:
    """Where a database without rows is kept for the migrations that there are; None for nowhere."""
    kept = kept_folder("migrated")
    if kept is None:
        return None
    made_by = hashlib.sha256(f"{version('django')} {version('django-allauth')}".encode())
    for path in sorted((Path(samklang.__file__).parent / "web" / "migrations").rglob("*.py")):
        made_by.update(path.name.encode() + b"\0" + path.read_bytes())
    folder = kept / made_by.hexdigest()[:32]
    folder.mkdir(exist_ok=True)
    os.utime(folder)
    _forget(kept)
    return folder / DATABASE


def _make(data: Path, package: Path, built: Path, url: str) -> None:
    command = [sys.executable, "-P", "-m", "samklang.site.demonstration.making"]
    command += [str(package.absolute()), str(built.absolute())]
    if empty := _empty():
        command.append(str(empty))
    environment = os.environ | _environment(data, url, secrets.token_urlsafe(24))
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(
        command,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        what = message("terminal.no_demonstration_can_be_made", error=done.stderr.strip())
        raise faulty_file(package, what, message("terminal.build_it_without_it"))
