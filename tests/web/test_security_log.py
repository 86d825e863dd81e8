"""The security log, kind by kind: what staff do at the site's own pages, and the rows it leaves."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse

from samklang.web.actions.freezing import freeze
from samklang.web.models import AuditRow, Coding, CodingSample, Membership
from samklang.web.queries.audit import check_chain
from tests.web.conftest import PASSWORD, World
from tests.web.double_coding_world import DOUBLE, code_second, drawn, sample, theme, who
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, keys
from tests.web.test_findings import FINDINGS, WORDS
from tests.web.test_staff import code

__all__ = ["sample", "theme"]
LOG_IN, OTHER = "/konto/logga-in/", "fem andra ord här"
MARK = "qqanswer"


def new_rows(after: int = 0) -> list[str]:
    """What is in the trail after a row, which must hold as a chain."""
    assert check_chain().faults == ()
    return list(
        AuditRow.objects.filter(pk__gt=after).order_by("pk").values_list("action", flat=True)
    )


def logged_in(client: Client | None = None, password: str = PASSWORD) -> Client:
    """The owner, by the page itself; the password was shown just now."""
    client = client or Client(headers={"accept-language": "sv"})
    client.post(LOG_IN, {"login": "agare@exempel.se", "password": password})
    return client


def posted(client: Client, address: str, **fields: str) -> None:
    """Sends a form; what waits for the end of the transaction is done, as on the site."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(address, fields)


def second_step(client: Client) -> list[str]:
    """Takes a second step into use; gives the codes to fall back on."""
    secret = re.search(r"<code>([A-Z2-7]+)</code>", client.get("/konto/kod/pa/").content.decode())
    assert secret
    posted(client, "/konto/kod/pa/", code=code(secret.group(1)))
    page = client.get("/konto/reservkoder/").content.decode()
    return re.findall(r"<li><code>([^<]+)</code>", page)


def log_in(world: World) -> None:
    logged_in()


def fail(world: World) -> None:
    logged_in(password="fel ord helt och hållet")


def fail_again(world: World) -> None:
    world.owner.post("/konto/bekrafta/", {"password": "fel ord helt och hållet"})


def log_out(world: World) -> None:
    world.owner.post("/konto/logga-ut/")


def change_with_a_wrong_one(world: World) -> None:
    new = {"oldpassword": "fel ord helt och hållet", "password1": OTHER, "password2": OTHER}
    assert world.owner.post("/konto/losenord/", new).status_code == 200
    assert User.objects.get(email="agare@exempel.se").check_password(PASSWORD)


def change_password(world: World) -> None:
    new = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    world.owner.post("/konto/losenord/", new)
    assert User.objects.get(email="agare@exempel.se").check_password(OTHER)


def forget_password(world: World) -> None:
    world.anyone.post("/konto/losenord/glomt/", {"email": "agare@exempel.se"})
    link = re.search(r"http://\S+", str(mail.outbox[-1].body))
    assert link
    address = world.anyone.get(link.group(), follow=True).redirect_chain[-1][0]
    world.anyone.post(address, {"password1": OTHER, "password2": OTHER})
    assert User.objects.get(email="agare@exempel.se").check_password(OTHER)


def choose_first_password(world: World) -> None:
    world.owner.post(
        "/arbete/norr/medarbetare/", {"email": "ny@exempel.se", "role": "reader", "names": ""}
    )
    link = re.search(r"http://\S+", str(mail.outbox[-1].body))
    assert link
    address = world.anyone.get(link.group(), follow=True).redirect_chain[-1][0]
    world.anyone.post(address, {"password1": OTHER, "password2": OTHER})
    assert User.objects.get(email="ny@exempel.se").check_password(OTHER)


def take_a_second_step(world: World) -> None:
    assert second_step(logged_in())


def fail_a_second_step(world: World) -> None:
    second_step(logged_in())
    logged_in().post("/konto/kod/", {"code": "000000"})


def log_in_by_a_code_kept(world: World) -> None:
    kept = second_step(logged_in())
    client = logged_in()
    posted(client, "/konto/kod/", code=kept[0])
    assert client.get("/arbete/norr/").status_code == 200


def drop_a_second_step(world: World) -> None:
    client = logged_in()
    second_step(client)
    posted(client, "/konto/kod/av/")


def renew_codes(world: World) -> None:
    client = logged_in()
    second_step(client)
    posted(client, "/konto/reservkoder/nya/")


def end_sessions(world: World) -> None:
    here = logged_in()
    logged_in()
    here.post("/konto/inloggningar/")


def refused(world: World) -> None:
    assert world.reader.get("/arbete/norr/logg/").status_code == 403


def refused_elsewhere(world: World) -> None:
    assert world.stranger.get("/arbete/norr/medlemmar/").status_code == 404


def remove_staff(world: World) -> None:
    one = Membership.objects.get(user__email="redaktor@exempel.se")
    logged_in().post(f"/arbete/norr/medarbetare/{one.pk}/", {"role": "none"})
    assert world.editor.get("/arbete/norr/medlemmar/").status_code == 404


def export_csv(world: World) -> None:
    assert world.reader.get("/arbete/norr/medlemmar/hamta/csv/").status_code == 200


def export_excel(world: World) -> None:
    assert world.reader.get("/arbete/norr/medlemmar/hamta/xlsx/").status_code == 200


KINDS: dict[str, tuple[Callable[[World], None], list[str]]] = {
    "log-in": (log_in, ["log_in"]),
    "log-in with a code kept": (
        log_in_by_a_code_kept,
        ["log_in", "add_second_step", "add_second_step", "log_in"],
    ),
    "failure": (fail, ["log_in_failed"]),
    "failure, the password once more": (fail_again, ["log_in_failed"]),
    "failure, another password": (change_with_a_wrong_one, ["log_in_failed"]),
    "failure, a code": (
        fail_a_second_step,
        ["log_in", "add_second_step", "add_second_step", "code_failed"],
    ),
    "log-out": (log_out, ["log_out"]),
    "refusal": (refused, ["refuse"]),
    "refusal, no staff": (refused_elsewhere, ["refuse"]),
    "export, CSV": (export_csv, ["export_register"]),
    "export, Excel": (export_excel, ["export_register"]),
    "another password": (change_password, ["change_password"]),
    "a forgotten password": (forget_password, ["reset_password"]),
    "a first password": (choose_first_password, ["add_staff", "reset_password"]),
    "a second step": (take_a_second_step, ["log_in", "add_second_step", "add_second_step"]),
    "no second step": (
        drop_a_second_step,
        ["log_in", *["add_second_step"] * 2, *["remove_second_step"] * 2],
    ),
    "new codes": (renew_codes, ["log_in", *["add_second_step"] * 2, "renew_codes"]),
    "sessions ended": (end_sessions, ["log_in", "log_in", "end_sessions"]),
    "staff removed": (remove_staff, ["log_in", "remove_staff", "refuse"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_done_leaves_its_rows(world: World, kind: str) -> None:
    does, actions = KINDS[kind]
    does(world)
    assert new_rows() == actions


def test_a_package_that_is_downloaded_leaves_a_row(
    world: World, tmp_path: Any, settings: Any
) -> None:
    settings.DATA = tmp_path
    made = freeze(made_theme(world.network), by=who("agare"))
    before = AuditRow.objects.order_by("pk").last()
    page = reverse("theme_package", args=["norr", "t", made.number])
    assert b"".join(world.owner.get(page).streaming_content)[:2] == b"PK"
    assert new_rows(before.pk) == ["download_package"]


def reading(world: World, one: CodingSample, page: str) -> tuple[Client, str]:
    """A page that shows answers, made to show some, and somebody who has read none before."""
    q5, pk = f"{HOME}fraga/q5/", drawn(one)[0]
    if page in ("differences", "one difference"):
        code_second(world, one)
        world.editor.post(f"{DOUBLE}{one.pk}/klart/", {"action": "compare"})
    if page == "findings":
        Coding.objects.filter(pk=Coding.objects.filter(valence="hinders").first().pk).update(
            valence="enables"
        )
        assert world.editor.post(f"{FINDINGS}ny/", WORDS).status_code == 302
    who_reads = {"blind": world.owner, "quotes": world.editor, "one difference": world.editor}
    return who_reads.get(page, world.reader), {
        "list": q5,
        "grid": f"{q5}tabell/",
        "one answer": f"{q5}svar/{pk}/",
        "one member": f"{HOME}medlem/{pk}/",
        "quotes": f"{HOME}citat/",
        "findings": FINDINGS,
        "blind": f"{DOUBLE}{one.pk}/svar/{pk}/",
        "differences": DOUBLE,
        "one difference": f"{DOUBLE}{one.pk}/skillnad/{pk}/",
    }[page]


@pytest.mark.parametrize(
    "page",
    [
        *("list", "grid", "one answer", "one member", "quotes", "findings"),
        *("blind", "differences", "one difference"),
    ],
)
def test_a_page_that_shows_answers_leaves_a_row(
    world: World, sample: CodingSample, page: str
) -> None:
    client, address = reading(world, sample, page)
    before = AuditRow.objects.order_by("pk").last()
    assert MARK in client.get(address).content.decode()
    assert new_rows(before.pk) == ["read_answers"]


def test_what_a_page_itself_refuses_leaves_a_row(world: World, sample: CodingSample) -> None:
    """The page is open to readers; what they may not do there is refused inside it."""
    page = f"{HOME}fraga/q5/svar/{keys(sample.theme)[-1]}/"
    refusals = (
        (page, {"seen": 0}),
        (f"{HOME}fraga/q5/tabell/", {"action": "state read"}),
        (f"{HOME}namn/", {"names": "on"}),
        (DOUBLE, {}),
    )
    for address, form in refusals:
        before = AuditRow.objects.order_by("pk").last()
        assert world.reader.post(address, form).status_code == 403
        assert new_rows(before.pk) == ["refuse"]
