"""What a look at the report in blocks costs a web process, with figures that nothing is kept of.

`make bench NAME=look` opens the demo's report with 0, 1 and 10 figures by groups more than before,
as an editor does, and prints CPU milliseconds: of the first look, of the worker's round after it
(its processes too), and of looks after that (the median); then the same of the page where a figure
is chosen. It writes build/bench/look.json.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from benchmarks.table import keep

TIMES = 5
PAGE = "/arbete/norr/teman/t/skriv/sv/"
NEW = (0, 1, 10)
FIGURES = [
    (question, option, by)
    for by in ("county", "type", "size")
    for question, option in (("q1", "yes"), ("q2", "yes"), ("q2b", "municipality"))
] + [("q4", "illness", "county")]
HEADER = (
    f"{'look':<26}{'first, ms':>10}{'worker, ms':>11}{'after, ms':>10}{'counting':>9}{'numbers':>8}"
)


@dataclass(frozen=True)
class Row:
    """A look. first, worker, after: CPU ms. counting: whether the first one said that it is
    counted. numbers: percentages on the page in the end."""

    look: str
    first: float
    worker: float
    after: float
    counting: bool
    numbers: int


def main() -> None:
    """Takes no arguments."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAMKLANG_DATA"] = folder
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        os.environ.setdefault("SAMKLANG_SECRET", "only for what is measured and thrown away, long")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        os.environ.pop("DATABASE_URL", None)
        _all()


def _all() -> None:
    from django.test.utils import setup_test_environment

    from tests.browser.blocks_world import EDITOR, make

    make()
    setup_test_environment()
    from django.contrib.auth import get_user_model
    from django.db import connections
    from django.test import Client

    from samklang.site.running import read_ahead
    from samklang.web.actions.theme_files import save_file
    from samklang.web.models import Theme

    client = Client()
    client.force_login(get_user_model().objects.get(username=EDITOR))
    theme = Theme.objects.get()
    base = _demo()
    version = save_file(theme, path="manuscript.md", text=base, seen=0, by=None).version
    # What the server reads before its processes are forked, and they read with the first page.
    read_ahead()
    client.get("/arbete/norr/teman/t/")
    print(HEADER)
    rows = [_measured("whole report, first of all", lambda: client.get(f"{PAGE}?avsnitt=alla"))]
    for new in NEW[1:]:
        made = base + "".join(_figure(*one) for one in FIGURES[:new])
        version = save_file(theme, path="manuscript.md", text=made, seen=version, by=None).version
        rows.append(
            _measured(
                f"whole report, {new} new",
                lambda: client.get(f"{PAGE}?avsnitt=alla"),
            )
        )
    form = _fields(client.get(f"{PAGE}nytt/figure/?efter=3").content.decode())
    form |= {"question": "q4", "option": "segregation", "by": "type", "action": "show"}
    rows.append(_measured("a figure's own form", lambda: client.post(f"{PAGE}nytt/figure/", form)))
    connections.close_all()
    keep("look", rows)


def _demo() -> str:
    from tests.conftest import DEMO

    return (DEMO / "manuscript.md").read_text()


def _figure(question: str, option: str, by: str) -> str:
    return f"\n:::{{figure}} {question}\n:option: {option}\n:by: {by}\n:::\n"


def _fields(html: str) -> dict[str, str]:
    form = html.split('id="block"')[1].split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        at = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if at["type"] not in ("checkbox", "radio"):
            found[at["name"]] = unescape(at.get("value", ""))
    return found


def _measured(name: str, look: Callable[[], Any]) -> Row:
    from samklang.web.worker import turn

    first, answer = _timed(look)
    begun = sum(os.times()[:4])
    turn()
    worker = 1000 * (sum(os.times()[:4]) - begun)
    later = [_timed(look) for _ in range(TIMES)]
    numbers = len(re.findall(r"\d\s%", later[-1][1]))
    row = Row(
        name,
        first,
        worker,
        statistics.median(cpu for cpu, _ in later),
        "data-counting" in answer,
        numbers,
    )
    assert "data-counting" not in later[-1][1], name
    print(
        f"{row.look:<26}{row.first:>10.0f}{row.worker:>11.0f}{row.after:>10.0f}"
        f"{'yes' if row.counting else 'no':>9}{row.numbers:>8}",
        flush=True,
    )
    return row


def _timed(look: Callable[[], Any]) -> tuple[float, str]:
    begun = time.process_time()
    answer = look()
    text = answer.content.decode()
    cpu = 1000 * (time.process_time() - begun)
    assert answer.status_code == 200
    return cpu, text


if __name__ == "__main__":
    main()
    sys.exit()
