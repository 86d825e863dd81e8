"""Steps of the erasure test, in a process of their own: plant a marker everywhere, then erase."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ANSWER, NAME, CONTACT = "qqanswermarker", "qqnamemarker", "qqcontactmarker"
MARKERS = (ANSWER, NAME, CONTACT)


# Connections of others, as a site's processes have them: the log is not cut off by the last one's
# closing.
_others: list[Any] = []


def platform_default() -> None:
    """SQLite as it is built by default: without SECURE_DELETE, which Debian turns on."""
    from django.db.backends.sqlite3.base import Database

    other = Database.connect(_data() / "samklang.sqlite3")
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("SELECT count(*) FROM sqlite_master").fetchall()
    _others.append(other)

    connect = Database.connect

    def connected(*args: Any, **kwargs: Any) -> Any:
        made = connect(*args, **kwargs)
        made.execute("PRAGMA secure_delete = OFF")
        return made

    Database.connect = connected


def plant() -> None:
    """A marker in answers, names, contacts, and in every copy that is made of them."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from samklang.core.language.wording import Wording
    from samklang.web.actions.delegation import decline, delegate
    from samklang.web.actions.freezing import freeze
    from samklang.web.actions.mailing import order_mailing
    from samklang.web.actions.register import change_member
    from samklang.web.models import Build, Network
    from samklang.web.worker import turn
    from tests.web.report_world import made_theme

    call_command("migrate", interactive=False, verbosity=0)
    theme = made_theme(Network.objects.create(address="norr", name="Norra nätverket"))
    theme.state = "open"
    theme.save()
    for member in theme.network.members.all():
        change_member(member, by=None, name=f"{NAME} {member.number}", contact=CONTACT)  # type: ignore[arg-type]
    # Short ones, and some so long that whole pages of the database hold nothing else. Not all: the
    # worker makes a vector of each, which takes a CPU second where an answer is long.
    for number, one in enumerate(theme.responses.all()):
        text = f"{ANSWER} of {number}. " * (1 + (number**2 * 3 if number % 6 == 5 else number // 4))
        one.answers = {**one.answers, "q5": text, "q2b.other.text": ANSWER}
        one.changes = {"q5": f"{ANSWER} changed"} if number % 5 == 0 else None
        one.save()
    _code(theme)
    left = theme.invitations.filter(finished_on=None)
    decline(left[0], reason=f"{NAME} has no time")
    delegate(left[1], to=f"{CONTACT}@exempel.se")
    order_mailing(theme, kind="reminder", group="all", key="k", by=None)  # type: ignore[arg-type]
    turn()
    first = freeze(theme, by=None)
    _edition(theme, Build.objects.create(freeze=first, state="done", folder="builds/1"))
    # A later freeze that no edition stands on, with a build that quotes.
    theme.title = Wording("Innovationer", "Innovations")
    theme.save()
    second = freeze(theme, by=None)
    Build.objects.create(freeze=second, state="done", folder="builds/2")
    for folder in ("builds/2", "cache/samklang/outputs", "before-upgrade"):
        (settings.DATA / folder).mkdir(parents=True, exist_ok=True)
        (settings.DATA / folder / "kept.backup").write_text(ANSWER)
    with connection.cursor() as cursor:
        # As either database does by itself in time: it reads what the columns hold.
        cursor.execute("ANALYZE")
    print(json.dumps({"places": places(), "packages": _packages()}))


def _code(theme: Any) -> None:
    """Codings, both readings of a sample, a quote and discussions; the marker in every note."""
    from django.contrib.auth.models import User

    from samklang.core.language.wording import Wording
    from samklang.web.actions.coding import Mark, save_coding
    from samklang.web.actions.coding_import import keep_plan
    from samklang.web.actions.double_coding import compare, draw, note_talk, save_blind, settle
    from samklang.web.models import Coding, Quote, SampledAnswer
    from samklang.web.queries.codebook import codes_by_key
    from samklang.web.queries.coding_import import Plan
    from samklang.web.queries.double_coding import blind
    from samklang.web.queries.double_coding_import import DoublePlan
    from samklang.web.queries.findings_import import FindingsPlan
    from samklang.web.queries.open_answers import asked, opened, place

    first, second = (User.objects.create_user(username=n, email=n) for n in ("a@x.se", "b@x.se"))
    codes = {code.pk: code for code in codes_by_key(theme).values()}
    money, people = (k for k, code in codes.items() if code.key in ("economy", "leadership"))
    where = place(asked(theme), "q5")
    assert where
    for one in theme.responses.filter(state="sent"):
        answer = opened(theme, where, one.pk)
        assert answer
        marks = [Mark(money, "hinders", 0, 20, memo=f"{ANSWER} on a coding")]
        memo = f"{ANSWER} on an answer"
        save_coding(theme, answer, marks=marks, status="", memo=memo, seen=0, codes=codes, by=first)
    sample = draw(theme, where, second=second, size=24, seed=1, by=first)
    for row in SampledAnswer.objects.select_related("response"):
        unseen = blind(row, where, codes)
        assert unseen
        marks = [Mark(people, "hinders", 0, 20)]
        save_blind(unseen, marks=marks, status="", memo=f"{ANSWER} unseen", seen=0, codes=codes)
    compare(sample, where, by=first)
    for row in SampledAnswer.objects.select_related("sample__theme"):
        answer = opened(theme, where, row.response_id)
        assert answer
        why = f"{ANSWER} settled"
        settle(row, answer, kept=[(money, "hinders")], status="", memo=why, codes=codes, by=second)
    own = Wording(en=ANSWER)
    for coding in Coding.objects.filter(live=True):
        Quote.objects.create(
            theme=theme, coding=coding, words=ANSWER, translation=own, state="released",
            consent="name", released_by=first, released_on="2026-11-01",
        )  # fmt: skip
    note_talk(theme, question="q5", text=f"{ANSWER} talked over", by=first)
    double = DoublePlan(talks=({"text": f"{ANSWER} talked over elsewhere"},))
    answers = ({"memo": f"{ANSWER} read in"},)
    plan = Plan((), (), (), answers, 0, 0, 0, 0, double, FindingsPlan())
    keep_plan(theme, plan, name="x.zip", by=first)


def _edition(theme: Any, build: Any) -> None:
    from django.conf import settings
    from django.utils import timezone

    from samklang.web.models import Publication

    (settings.DATA / build.folder).mkdir(parents=True)
    (settings.DATA / build.folder / "index.html").write_text("En rapport")
    Publication.objects.create(
        theme=theme,
        build=build,
        edition=1,
        hash=build.freeze.hash,
        state="signed",
        public_from=timezone.now(),
    )


def take_back() -> None:
    """One member's answers are taken back by the receipt, and the worker does its round."""
    from samklang.web.actions.erasure import erase
    from samklang.web.models import AuditRow, Response
    from samklang.web.worker import turn

    one = Response.objects.filter(state="sent").order_by("pk").first()
    text = one.answers["q5"].partition(".")[0] + "."  # type: ignore[union-attr]
    erase(one)  # type: ignore[arg-type]
    turn()
    done = AuditRow.objects.filter(action="purge").count()
    print(json.dumps({"text": text, "packages": _packages(), "done": done}))


def deidentify() -> None:
    """The theme's date has passed, the members have left and are erased; the worker's rounds."""
    from samklang.web.actions.erasure import erase_member
    from samklang.web.actions.retention import deidentify as remove
    from samklang.web.models import Member, PendingErasure, Theme
    from samklang.web.queries.audit import check_chain
    from samklang.web.worker import turn

    remove(Theme.objects.get())
    Member.objects.update(active=False)
    for member in Member.objects.all():
        erase_member(member, by=None)  # type: ignore[arg-type]
    turn()
    left = PendingErasure.objects.count()
    chain = check_chain()
    made = {
        "places": places(),
        "packages": _packages(),
        "pending": left,
        "chain": [chain.faults, chain.blanked],
        "builds": sorted(p.name for p in (_data() / "builds").iterdir()),
    }
    print(json.dumps(made))


def _packages() -> list[list[Any]]:
    """Of each freeze: its file, whether it was purged, whether its hash is that of its content,
    how many rows say complete, and the words that are left."""
    from samklang.package.read import read
    from samklang.web.models import Freeze

    found: list[list[Any]] = []
    for freeze in Freeze.objects.order_by("number"):
        row: list[Any] = [freeze.file, freeze.purged_at is not None]
        if freeze.file:
            package = read(_data() / freeze.file)
            complete = [r for r in package.responses if r.status == "complete"]
            words = [str(r.answers["q5"]) for r in complete]
            row += [package.hash == freeze.hash, len(complete), sum(ANSWER in w for w in words)]
        found.append(row)
    return found


def _data() -> Path:
    from django.conf import settings

    data: Path = settings.DATA
    return data


def places() -> list[str]:
    """The files below the data folder that hold a marker, in zips and tars too."""
    return sorted({str(p.relative_to(_data())) for p, _ in held(_data())})


def held(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file and the marker in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for content in _contents(path):
                yield from ((path, m) for m in MARKERS if m.encode() in content)


def _contents(path: Path) -> Iterator[bytes]:
    import io
    import tarfile
    import zipfile

    yield path.read_bytes()
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            for entry in tar:
                content = tar.extractfile(entry).read()  # type: ignore[union-attr]
                yield content
                if zipfile.is_zipfile(io.BytesIO(content)):
                    yield from _of_zip(io.BytesIO(content))
    elif zipfile.is_zipfile(path):
        yield from _of_zip(path)


def _of_zip(source: Any) -> Iterator[bytes]:
    import zipfile

    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            yield archive.read(name)


if __name__ == "__main__":
    from samklang.site.running import prepare

    prepare()
    if not os.environ.get("DATABASE_URL"):
        platform_default()
    globals()[sys.argv[1]](*sys.argv[2:])
