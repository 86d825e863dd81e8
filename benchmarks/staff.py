"""What staff's pages cost in a large network: 5 000 members are asked, 2 000 have answered.

`make bench NAME=staff` prints, for each page, CPU milliseconds of the server's code (the median of
several requests through Django's test client, on a database of its own) and its SQL statements, and
writes build/bench/staff.json. `ARGS=postgresql` does it on PostgreSQL. `ARGS=long` imports a
register of 20 000 members and nothing else (staff-long.json).
"""

import itertools
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from benchmarks.table import keep

MEMBERS, ANSWERS = 5_000, 2_000
LONG = 20_000
TIMES = 5
HOME = "/arbete/norr/"
THEME = f"{HOME}teman/t/"
PAGES = {
    "network": HOME,
    "register": f"{HOME}medlemmar/",
    "register, page 60": f"{HOME}medlemmar/?page=60",
    "register, searched": f"{HOME}medlemmar/?q=förening+49",
    "theme": THEME,
    "frame": f"{THEME}urval/",
    "frame, page 40": f"{THEME}urval/?page=40",
    "following": f"{THEME}svar/",
    "letters": f"{THEME}brev/",
    "coding": f"{THEME}kodning/",
    "reports": f"{THEME}rapport/",
    "trail": f"{HOME}logg/",
}
EXPORTS = {
    "register as CSV": f"{HOME}medlemmar/hamta/csv/",
    "register as Excel": f"{HOME}medlemmar/hamta/xlsx/",
}
# The columns of an import, as they are guessed.
_CHOSEN = re.compile(r'<select[^>]*name="(column-\d+)".*?<option value="([^"]*)" selected', re.S)
HEADER = f"{'page':<24}{'CPU ms':>8}{'SQL':>6}{'kB':>8}"


@dataclass(frozen=True)
class Row:
    """A page. cpu: milliseconds, the median. sql: statements. size: bytes of the answer."""

    page: str
    cpu: float
    sql: int
    size: int


def main(arguments: list[str]) -> None:
    """`[sqlite | postgresql] [long]`."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAMKLANG_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        if "postgresql" not in arguments:
            os.environ.pop("DATABASE_URL", None)
            _all(long="long" in arguments)
            return
        from tests.postgresql_server import INITDB, PG_CTL, running

        if not (INITDB and PG_CTL):
            raise SystemExit("No PostgreSQL server is installed.")
        with running(INITDB, PG_CTL) as address:
            os.environ["DATABASE_URL"] = address
            _all(long="long" in arguments)


def _all(*, long: bool) -> None:
    import django
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", interactive=False, verbosity=0)
    client = made_network(LONG if long else MEMBERS)
    print(HEADER)
    rows = []
    for name, page in ({} if long else PAGES | EXPORTS).items():
        rows.append(_measured(name, lambda page=page: client.get(page)))  # type: ignore[misc]
        row = rows[-1]
        print(f"{row.page:<24}{row.cpu:>8.1f}{row.sql:>6}{row.size / 1000:>8.0f}", flush=True)
    for row in _imported(client):
        rows.append(row)
        print(f"{row.page:<24}{row.cpu:>8.1f}{row.sql:>6}{row.size / 1000:>8.0f}", flush=True)
    connections.close_all()
    keep("staff-long" if long else "staff", rows)


def made_network(size: int = MEMBERS) -> Any:
    """The network with its theme; a client that is logged in as its owner."""
    from django.utils import timezone

    from samklang.web.models import Invitation, Member, Network, Response, Theme
    from samklang.web.models.network import Role
    from samklang.web.queries.questionnaires import published
    from tests.web.conftest import person
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    client = person("agare@exempel.se", network, Role.OWNER)
    theme = made_theme(network)
    Theme.objects.update(state="open")
    there = network.members.count()
    members = Member.objects.bulk_create(
        Member(
            network=network,
            number=f"M-{n}",
            organisation_number=f"80200{n:05}",
            name=f"{('Byns', 'Stadens', 'Åsens')[n % 3]} förening {n * 7919 % size}",
            email=f"m{n}@exempel.se",
            contact="Eva Öberg",
            county=("25", "24", "23")[n % 3],
            municipality=("2514", "2480", "2380")[n % 3],
            groups={"storlek": ("liten", "mellan", "stor")[n % 3], "typ": f"typ {n % 7}"},
        )
        for n in range(there, size)
    )
    day = timezone.localdate()
    invitations = Invitation.objects.bulk_create(
        Invitation(
            theme=theme,
            member=member,
            email=member.email,
            opened_at=timezone.now() if n < ANSWERS else None,
            finished_on=day if n < ANSWERS - 24 else None,
        )
        for n, member in enumerate(members)
    )
    questionnaire = published(theme)
    Response.objects.bulk_create(
        Response(
            theme=theme,
            invitation=one,
            questionnaire=questionnaire,
            state="sent",
            sent_at=timezone.now(),
            receipt=f"R{one.pk}",
            answers={"q1": "no", "q5": f"Svar {one.pk}: vi hade tid, men inga pengar."},
        )
        for one in invitations
        if one.finished_on
    )
    return client


def _imported(client: Any) -> Iterator[Row]:
    """The register read in again from Excel with another contact for each member, step by step.

    The process that reads the file is counted too, and what the worker does of the last step.
    """
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from samklang.web.actions.importing import run_imports

    book = load_workbook(BytesIO(client.get(EXPORTS["register as Excel"]).getvalue()))
    sheet = book.active
    titles = [str(cell.value) for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        row[titles.index("Kontaktperson")].value = "Anna Ek"
    book.save(changed := BytesIO())
    file = SimpleUploadedFile("register.xlsx", changed.getvalue())
    page, fields = f"{HOME}medlemmar/inlasning/", {"file": file}
    parts: list[float] = []
    for name in ("file", "look", "now"):
        begun = sum(os.times()[:4])
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(page, fields)
            if name == "now":
                # Called before each part.
                run_imports(lives=lambda: parts.append(time.process_time()))
                parts.append(time.process_time())
        cpu = 1000 * (sum(os.times()[:4]) - begun)
        yield Row(f"import, {name}", cpu, len(asked), len(changed.getvalue()))
        if parts:
            longest = 1000 * max(after - before for before, after in itertools.pairwise(parts))
            yield Row("import, longest part", longest, 0, 0)
        if name == "file":
            page = answer["Location"]
            html = client.get(page).content.decode()
            fields = dict(_CHOSEN.findall(html))
        elif name == "look":
            page += "nu/"


def _measured(name: str, action: Callable[[], Any]) -> Row:
    """A page asked for several times; the first is not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, size = [], 0
    for _ in range(TIMES + 1):
        begun = time.process_time()
        answer = action()
        size = len(answer.getvalue())
        times.append(1000 * (time.process_time() - begun))
        assert answer.status_code == 200, name
    with CaptureQueriesContext(connection) as asked:
        action().getvalue()
    return Row(name, statistics.median(times[1:]), len(asked), size)


if __name__ == "__main__":
    main(sys.argv[1:])
