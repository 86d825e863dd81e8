"""The audit trail: append-only, chained, and of access too; what was tampered with is found."""

import datetime
import re
from typing import Any

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from samklang import cli
from samklang.web.actions.audit import prune, record
from samklang.web.actions.retention import deidentify
from samklang.web.models import AuditHead, AuditRow
from samklang.web.models.audit import AppendOnly
from samklang.web.queries.audit import check_chain
from tests.web.answering_world import link, one, open_theme
from tests.web.conftest import PASSWORD, World
from tests.web.test_staff import code


def faults() -> list[str]:
    """The words for what is wrong with the trail."""
    return [word for _, word in check_chain().faults]


def rows(world: World, count: int = 4) -> list[AuditRow]:
    """So many rows of a network."""
    by = User.objects.get(email="agare@exempel.se")
    return [
        record("save_file", by=by, network=world.network, subject=f"text {n}", version=n)
        for n in range(count)
    ]


def raw(sql: str, *values: object) -> None:
    """Changes the database past the program, and past its triggers as its owner can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE web_auditrow DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_row_stays")
            cursor.execute("DROP TRIGGER audit_row_is_kept")
        cursor.execute(sql, values)


def test_a_trail_that_nobody_has_touched_holds(world: World) -> None:
    made = rows(world)
    found = check_chain(wanted=frozenset([made[0].hash, "0" * 64]))
    assert (found.faults, found.rows, found.head) == ((), 4, made[-1].hash)
    assert found.known == {made[0].hash}


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("UPDATE web_auditrow SET subject = 'another' WHERE id = %s", "altered"),
        ("UPDATE web_auditrow SET by_id = NULL WHERE id = %s", "altered"),
        ("UPDATE web_auditrow SET deed = 'sign' WHERE id = %s", "altered"),
        ("UPDATE web_auditrow SET network_id = NULL WHERE id = %s", "altered"),
        ("UPDATE web_auditrow SET at = '2001-01-01 00:00:00+00:00' WHERE id = %s", "altered"),
        ("DELETE FROM web_auditrow WHERE id = %s", "broken"),
        (
            "UPDATE web_auditrow SET subject = '', detail = '{}', by_id = NULL, salt = ''"
            " WHERE id = %s",
            "emptied",
        ),
    ],
)
def test_a_row_that_was_tampered_with_is_found(world: World, sql: str, word: str) -> None:
    second = rows(world)[1]
    raw(sql, second.pk)
    assert faults() == [word]


def test_rows_cut_off_at_the_end_are_found_by_the_head_and_by_a_hash_kept_elsewhere(
    world: World,
) -> None:
    made = rows(world)
    raw("DELETE FROM web_auditrow WHERE id = %s", made[-1].pk)
    assert faults() == ["cut"]
    AuditHead.objects.update(hash=made[-2].hash)
    found = check_chain(wanted=frozenset([made[-1].hash]))
    assert (found.faults, found.known) == ((), frozenset())


@pytest.mark.parametrize("sql", ["DELETE FROM web_auditrow", "UPDATE web_auditrow SET deed = 'x'"])
def test_the_database_refuses_to_change_or_remove_a_row(world: World, sql: str) -> None:
    rows(world)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert (faults(), AuditRow.objects.count()) == ([], 4)


def test_the_program_refuses_too(world: World) -> None:
    row = rows(world)[0]
    for action in (
        row.save,
        row.delete,
        AuditRow.objects.all().delete,
        lambda: AuditRow.objects.update(subject=""),
    ):
        with pytest.raises(AppendOnly):
            action()


def test_who_is_removed_from_accounts_leaves_the_trail_whole(world: World) -> None:
    rows(world)
    User.objects.get(email="agare@exempel.se").delete()
    assert faults() == []
    assert world.reader.get("/arbete/norr/logg/").status_code == 403


def test_deidentifying_empties_names_and_the_chain_still_holds(world: World) -> None:
    theme = open_theme(world.network)
    Client().post(link(theme) + "avsta/", {"reason": "tid"})
    assert AuditRow.objects.filter(subject="Förening 1").count() == 1
    deidentify(theme)
    found = check_chain()
    assert not AuditRow.objects.filter(subject__startswith="Förening").exists()
    assert (found.faults, found.blanked) == ((), 1)
    assert one(theme).decline_reason == ""


def test_old_rows_go_from_the_beginning_and_the_chain_goes_on(world: World) -> None:
    made = rows(world)
    before = timezone.now()
    record("save_file", by=None, network=world.network, subject="new")
    assert prune(before) == 4
    found = check_chain()
    assert (found.faults, found.rows) == ((), 2)
    row = AuditRow.objects.get(action="prune_audit")
    assert row.detail == {"removed": 4, "hash": made[-1].hash}
    assert prune(before - datetime.timedelta(days=1)) == 0


def test_log_in_failure_and_log_out_are_noted(world: World) -> None:
    client = Client()
    wrong = {"login": "agare@exempel.se", "password": "hunter2 is wrong"}
    client.post("/konto/logga-in/", wrong)
    client.post("/konto/logga-in/", {"login": "hunter2@nobody.se", "password": "x"})
    client.post("/konto/logga-in/", {"login": "agare@exempel.se", "password": PASSWORD})
    client.post("/konto/logga-ut/")
    found = [(r.action, r.by and r.by.email, r.subject) for r in AuditRow.objects.order_by("pk")]
    assert found == [
        ("log_in_failed", None, "agare@exempel.se"),
        ("log_in_failed", None, ""),
        ("log_in", "agare@exempel.se", ""),
        ("log_out", "agare@exempel.se", ""),
    ]
    page = world.owner.get("/arbete/norr/logg/").content.decode()
    assert page.count("skrev fel lösenord") == 1
    assert "loggade in" in page
    elsewhere = world.stranger.get("/arbete/soder/logg/").content.decode()
    assert "skrev fel lösenord" not in elsewhere


def test_a_refused_page_is_noted_in_the_networks_trail(world: World) -> None:
    world.reader.get("/arbete/norr/logg/")
    world.stranger.get("/arbete/norr/medlemmar/")
    found = [
        (r.by.email, r.network.address, r.detail["page"])
        for r in AuditRow.objects.filter(action="refuse").order_by("pk")
    ]
    assert found == [
        ("lasare@exempel.se", "norr", "network_audit"),
        ("frammande@exempel.se", "norr", "register"),
    ]


def test_an_exported_register_is_noted(world: World) -> None:
    open_theme(world.network)
    world.reader.get("/arbete/norr/medlemmar/hamta/csv/")
    row = AuditRow.objects.get(action="export_register")
    assert (row.by.email, row.detail) == ("lasare@exempel.se", {"form": "csv", "members": 3})


def test_other_passwords_and_second_steps_are_noted(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    world.owner.post(
        "/konto/losenord/",
        {
            "oldpassword": PASSWORD,
            "password1": "fem andra ord här",
            "password2": "fem andra ord här",
        },
    )
    client = Client()
    client.post("/konto/logga-in/", {"login": "redaktor@exempel.se", "password": PASSWORD})
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    page = client.get("/konto/kod/pa/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/kod/pa/", {"code": code(secret.group(1))})
    other = Client()
    other.post("/konto/logga-in/", {"login": "redaktor@exempel.se", "password": PASSWORD})
    other.post("/konto/kod/", {"code": "000000"})
    found = list(AuditRow.objects.order_by("pk").values_list("action", flat=True))
    assert found == [
        *("change_password", "log_in", "add_second_step", "add_second_step", "code_failed"),
    ]


def test_the_command_says_whether_the_chain_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The command prepares a process of its own and looks for its site; this one is the tests'.
    monkeypatch.setattr("samklang.site.running.prepare", lambda: None)
    monkeypatch.setattr("samklang.site.data.begun_in", lambda _: True)
    made = rows(world)
    run = CliRunner().invoke(cli.main, ["audit-log", "--holds", made[1].hash])
    assert (run.exit_code, run.stdout.split()[-1]) == (0, made[-1].hash)
    assert CliRunner().invoke(cli.main, ["audit-log", "--holds", "0" * 64]).exit_code == 1
    raw("UPDATE web_auditrow SET subject = 'another' WHERE id = %s", made[1].pk)
    broken = CliRunner().invoke(cli.main, ["audit-log"])
    assert (broken.exit_code, broken.stderr) == (1, f"row {made[1].pk}: altered\n")


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "nonsense"])
@pytest.mark.parametrize("page", ["/svara/", "/konto/logga-in/", "/svara/ta-tillbaka/"])
def test_a_form_in_another_charset_is_a_bad_request(world: World, page: str, charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert client.generic("POST", page, "a=%ff", content_type=kind).status_code == 400
