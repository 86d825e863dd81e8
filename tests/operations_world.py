"""A site in a folder of its own, worked on by processes of its own: `python -m … STEP`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class Site:
    """A data folder and a database; commands are run as an operator runs them."""

    def __init__(self, folder: Path, database: str = ""):
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("SAMKLANG", "DATABASE"))},
            "SAMKLANG_DATA": str(folder),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def run(self, *arguments: str, status: int = 0, **environment: str) -> str:
        """Runs a command of `samklang`; gives all it says. Its status must be `status`."""
        return self._run(["-m", "samklang", *arguments], status, environment)

    def step(self, *arguments: str, module: str = "tests.operations_world") -> Any:
        """Runs a step of this file, or of another, and gives what it prints, as JSON."""
        return json.loads(self._run(["-m", module, *arguments], 0, {}, out=True))

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts a step that goes on."""
        command = [sys.executable, "-m", "tests.operations_world", *arguments]
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def _run(
        self, command: list[str], status: int, environment: dict[str, str], out: bool = False
    ) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if out else done.stdout + done.stderr


def fill() -> None:
    """A theme with answers, a frozen package and a published edition of it."""
    from django.core.management import call_command
    from django.utils import timezone

    from samklang.web.actions.freezing import freeze
    from samklang.web.models import Build, Network, Publication
    from tests.web.report_world import made_theme

    call_command("migrate", interactive=False, verbosity=0)
    theme = made_theme(Network.objects.create(address="norr", name="Norra nätverket"))
    frozen = freeze(theme, by=None)
    build = Build.objects.create(freeze=frozen, state="done", folder="builds/1")
    _page(build.folder)
    now = timezone.now()
    Publication.objects.create(
        theme=theme, build=build, edition=1, hash=frozen.hash, state="signed", public_from=now
    )
    print(json.dumps({"theme": theme.pk}))


def _page(folder: str) -> None:
    from django.conf import settings

    path = settings.DATA / folder / "index.html"
    path.parent.mkdir(parents=True)
    path.write_text("<p>En rapport</p>", encoding="utf-8")


def answer(seconds: str) -> None:
    """Sends in answers for a while, one transaction each; prints each receipt once it is kept."""
    from django.db import transaction

    from samklang.web.models import Invitation, Response, Theme
    from samklang.web.queries.questionnaires import published

    theme = Theme.objects.get()
    version = published(theme)
    one = Invitation.objects.filter(response=None).order_by("pk").first()
    end, number = time.monotonic() + float(seconds), 0
    while time.monotonic() < end:
        number += 1
        receipt = f"W{number}"
        with transaction.atomic():
            Response.objects.create(
                theme=theme, questionnaire=version, state="sent", answers={"q5": "x" * 500},
                receipt=receipt, invitation=one if number == 1 else None,
            )  # fmt: skip
        print(receipt, flush=True)


def count() -> None:
    """What there is: receipts, hashes of links, and the files of packages and builds."""
    from django.conf import settings

    from samklang.web.models import Freeze, Invitation, Member, Response
    from samklang.web.queries.audit import check_chain

    made = {
        "receipts": sorted(
            Response.objects.exclude(receipt=None).values_list("receipt", flat=True)
        ),
        "links": sorted(Invitation.objects.values_list("link_hash", flat=True)),
        "members": Member.objects.count(),
        "packages": [(settings.DATA / f.file).is_file() for f in Freeze.objects.all()],
        "page": (settings.DATA / "builds/1/index.html").is_file(),
        "chain": check_chain().faults,
    }
    print(json.dumps(made))


def rows() -> None:
    """What upgrading must leave as it is."""
    from samklang.web.models import AuditRow, Code, Freeze, Response, Theme
    from samklang.web.queries.audit import check_chain

    responses = Response.objects.select_related("invitation__member").order_by("pk")
    chain = check_chain()
    made = {
        "answers": [
            [r.answers, r.invitation.member.name if r.invitation else "", r.receipt]
            for r in responses
        ],
        "theme": [
            [theme.title.sv, theme.title.en, theme.purpose.sv, str(theme.published)]
            for theme in Theme.objects.all()
        ],
        "codes": [
            [code.name.sv, code.name.en, code.definition.en, code.exclude.sv, code.exclude.en]
            for code in Code.objects.order_by("pk")
        ],
        "edition": list(Freeze.objects.values_list("edition", flat=True)),
        "audit": list(AuditRow.objects.order_by("pk").values_list("action", flat=True)),
        "chain": [chain.rows, chain.faults],
    }
    print(json.dumps(made))


def quotes(translation: str) -> None:
    """Three quotes of the theme: translated, not translated, and of another in one language."""
    from samklang.core.language.wording import Wording
    from samklang.web.actions.codebook import begin_codebook
    from samklang.web.models import Coding, Quote, ReadAnswer, Theme
    from samklang.web.starts import codebook

    [theme] = Theme.objects.all()
    other = Theme.objects.create(
        network=theme.network, address="en", title=theme.title, languages=["sv"]
    )
    if not theme.codes.exists():
        begin_codebook(theme, codebook("factors"), by=None)  # type: ignore[arg-type]
    code, responses = theme.codes.all()[0], theme.responses.all()[:3]
    for of, response, text in zip(
        (theme, theme, other), responses, (translation, "", "kept"), strict=True
    ):
        read = ReadAnswer.objects.create(theme=theme, response=response, question="q5")
        coding = Coding.objects.create(answer=read, code=code, start=0, end=4)
        Quote.objects.create(theme=of, coding=coding, translation=Wording(en=text))
    print(
        json.dumps([{"en": q.translation.en} if q.translation else {} for q in Quote.objects.all()])
    )


def sql(statement: str) -> None:
    """What a statement gives, whatever the tables are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = [list(row) for row in cursor.fetchall()] if cursor.description else []
    print(json.dumps(rows))


if __name__ == "__main__":
    from samklang.site.running import prepare

    prepare()
    globals()[sys.argv[1]](*sys.argv[2:])
