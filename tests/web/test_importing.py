"""A long register is imported by the worker: how far it has come, called off, cut off, gone on."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from samklang.web.actions import heartbeat, importing, queue
from samklang.web.actions.importing import run_imports
from samklang.web.models import AuditRow, Member, MemberChange, Network, RegisterUpload
from samklang.web.views import register
from tests.web.conftest import World
from tests.web.test_register import PAGE, choices, uploaded

ROWS = 23
FILE = "Nr;Namn;E-post\n" + "".join(f"{n};Förening {n};f{n}@exempel.se\n" for n in range(ROWS))


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is long here, and a part of it."""
    monkeypatch.setattr(register, "LONG", 20)
    monkeypatch.setattr(importing, "PART", 10)


def ordered(client: Client, text: str = FILE, **more: str) -> str:
    """The page of an import that waits for the worker."""
    page = uploaded(client, text)
    answer = client.post(f"{page}nu/", choices(client, page) | more)
    assert answer.status_code == 302
    assert answer.url == page
    return page


class Cut(Exception):
    """The worker is killed."""


def after(parts: int, action: Any) -> Any:
    """A `lives` that does something once so many parts are written."""
    calls = 0

    def lives() -> None:
        nonlocal calls
        if calls == parts:
            action()
        calls += 1

    return lives


def test_a_long_file_waits_for_the_worker_and_shows_how_far_it_has_come(world: World) -> None:
    page = ordered(world.editor)
    assert not Member.objects.exists()
    waiting = world.editor.get(page).content.decode()
    assert "väntar på sin tur" in waiting
    # Whole without a script.
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert page in world.owner.get(PAGE).content.decode()
    assert page not in world.reader.get(PAGE).content.decode()
    seen: list[str] = []
    assert run_imports(lives=lambda: seen.append(world.owner.get(page).content.decode())) == 1
    assert [f'value="{done}"' in one for done, one in zip((0, 10, 20), seen, strict=True)] == [
        True,
        True,
        True,
    ]
    done = world.editor.get(page).content.decode()
    assert f"{ROWS} medlemmar lades till." in done
    assert "data-progress" not in done
    assert Member.objects.count() == MemberChange.objects.count() == ROWS
    assert page not in world.owner.get(PAGE).content.decode()
    # Of the file itself nothing is kept.
    kept = RegisterUpload.objects.get()
    assert (kept.state, kept.header, kept.rows) == ("done", [], [])
    row = AuditRow.objects.get(action="import_members")
    assert (row.detail["new"], row.by.username) == (ROWS, "redaktor@exempel.se")  # type: ignore[union-attr]
    assert world.network.__class__.objects.get(pk=world.network.pk).register_columns["Nr"]


def test_it_does_what_an_import_at_once_does(world: World) -> None:
    ordered(world.editor)
    run_imports()
    changed = FILE.replace("Förening 7;", "Sjuan;").replace("\n22;Förening 22", "\n;Ny förening")
    changed += "40;Förening 40;\n"
    page = ordered(world.editor, changed, missing="leave")
    run_imports()
    assert Member.objects.get(number="7").name == "Sjuan"
    assert not Member.objects.get(number="22").active
    assert Member.objects.filter(name__in=("Ny förening", "Förening 40")).count() == 2
    kept = RegisterUpload.objects.get(pk=page.split("/")[-2])
    assert (kept.added, kept.changed, kept.left, kept.done) == (2, 1, 1, ROWS + 1)
    said = world.editor.get(page).content.decode()
    assert "2 medlemmar lades till." in said
    assert "1 medlem är nu markerad" in said
    history = MemberChange.objects.filter(member__number="7").latest("pk")
    assert (history.before, history.source) == ({"name": "Förening 7"}, "medlemmar.csv")


def test_it_is_called_off_and_what_is_written_stays(world: World) -> None:
    page = ordered(world.editor)
    stop = f"{page}avbryt/"
    assert stop in world.owner.get(page).content.decode()
    assert world.reader.post(stop).status_code == 403
    assert world.stranger.post(stop).status_code == 404
    # Another editor's as well: whoever sees that it is wrong can end it.
    run_imports(lives=after(1, lambda: world.owner.post(stop)))
    assert Member.objects.count() == 10
    said = world.editor.get(page).content.decode()
    assert f"10 av {ROWS} rader hann bli klara" in said
    assert "10 medlemmar lades till." in said
    assert RegisterUpload.objects.get().rows == []
    assert AuditRow.objects.get(action="import_members").detail["new"] == 10
    assert AuditRow.objects.get(action="stop_import").by.username == "agare@exempel.se"  # type: ignore[union-attr]
    # The same file once more goes on where it stopped.
    again = ordered(world.editor)
    run_imports()
    assert Member.objects.count() == ROWS
    assert "13 medlemmar lades till." in world.editor.get(again).content.decode()


def test_one_that_waits_is_never_begun(world: World) -> None:
    page = ordered(world.editor)
    world.editor.post(f"{page}avbryt/")
    assert run_imports() == 0
    assert not Member.objects.exists()
    assert "avbruten" in world.editor.get(page).content.decode()
    assert RegisterUpload.objects.get().rows == []
    # Neither a second time, nor begun anew by a button that was pressed twice.
    assert not importing.stop_import(RegisterUpload.objects.get(), by=User.objects.first())
    assert world.editor.post(f"{page}nu/", {}).url == page
    assert run_imports() == 0


def test_one_that_was_cut_off_goes_on(world: World) -> None:
    ordered(world.editor)
    mine = heartbeat.begin()

    def cut() -> None:
        raise Cut

    for _ in range(2):
        with pytest.raises(Cut):
            run_imports(mine, lives=after(1, cut))
    assert Member.objects.count() == 20
    assert run_imports(mine) == 1
    assert Member.objects.count() == ROWS
    kept = RegisterUpload.objects.get()
    assert (kept.state, kept.added, kept.done, kept.tries) == ("done", ROWS, ROWS, 3)
    assert AuditRow.objects.filter(action="import_members").count() == 1


def test_one_that_takes_its_worker_along_is_given_up(world: World) -> None:
    page = ordered(world.editor)

    def database_away() -> None:
        raise DatabaseError

    for _ in range(queue.TRIES):
        with pytest.raises(DatabaseError):
            run_imports(lives=database_away)
        RegisterUpload.objects.update(heard_at=timezone.now() - queue.SILENCE * 2)
    assert run_imports() == 0
    assert "gick inte att slutföra" in world.editor.get(page).content.decode()
    assert RegisterUpload.objects.get().rows == []


def test_what_staff_change_meanwhile_is_not_written_over(world: World) -> None:
    ordered(world.editor)
    run_imports()
    ordered(world.editor, FILE.replace("@exempel.se", "@ny.se"))

    def meanwhile() -> None:
        Member.objects.filter(number="15").update(name="Femton", contact="Åsa")
        Member.objects.create(network=world.network, number="99", name="Handskriven")

    run_imports(lives=after(1, meanwhile))
    one = Member.objects.get(number="15")
    # The file says what its name is; of the contact it says nothing.
    assert (one.name, one.contact, one.email) == ("Förening 15", "Åsa", "f15@ny.se")
    assert MemberChange.objects.filter(member=one).latest("pk").before["name"] == "Femton"


def test_a_member_that_somebody_adds_meanwhile_is_not_made_twice(world: World) -> None:
    ordered(world.editor)

    def meanwhile() -> None:
        Member.objects.create(network=world.network, number="15", name="Förening 15")

    run_imports(lives=after(1, meanwhile))
    assert Member.objects.count() == ROWS
    kept = RegisterUpload.objects.get()
    assert (kept.state, kept.added, kept.changed) == ("done", ROWS - 1, 1)


def test_an_erasure_in_the_middle_ends_it(world: World) -> None:
    ordered(world.editor)
    assert run_imports(lives=after(1, lambda: RegisterUpload.objects.all().delete())) == 1
    assert Member.objects.count() == 10


def test_two_networks_do_not_see_each_others(world: World) -> None:
    page = ordered(world.editor)
    assert world.stranger.get(page).status_code == 404
    other = Network.objects.exclude(pk=world.network.pk).get()
    assert world.stranger.get(page.replace("/norr/", f"/{other.address}/")).status_code == 404
