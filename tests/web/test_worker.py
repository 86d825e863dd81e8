"""The worker's heartbeat: builds of one that is gone, what staff are told, what a probe is told."""

import datetime
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models import F
from django.test import Client
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.site.operations import health
from samklang.web.actions import building, heartbeat, queue
from samklang.web.models import AuditRow, Build, Freeze, Heartbeat, Network, Theme
from samklang.web.queries import worker
from tests.web.conftest import World

WORDS = "Inga brev går ut"


@pytest.fixture
def build(db: None, monkeypatch: pytest.MonkeyPatch) -> Build:
    """A build that runs; making the files is left out."""
    monkeypatch.setattr(building, "build_apart", lambda *_, **__: 1)
    network, _ = Network.objects.get_or_create(address="norr", defaults={"name": "Norr"})
    theme = Theme.objects.create(network=network, address="tema", title=Wording("Tema"))
    frozen = Freeze.objects.create(theme=theme, number=1, hash="0", file="p.zip", responses=2)
    return Build.objects.create(freeze=frozen, state="running", heard_at=timezone.now())


def other_worker(process: int) -> Heartbeat:
    """A worker of this machine by its process."""
    begun = heartbeat._begun(process)
    assert begun
    return Heartbeat.objects.create(
        host=heartbeat._host(), process=process, begun=begun, heard_at=timezone.now()
    )


def test_a_build_of_a_killed_worker_is_begun_again_at_once(build: Build) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    build.worker = other_worker(process.pid)
    build.save()
    mine = heartbeat.begin()
    assert building.run_builds(mine) == 0
    process.kill()
    # Also where nobody has asked yet how it ended.
    while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        pass
    assert building.run_builds(mine) == 1
    process.communicate()
    build.refresh_from_db()
    assert (build.state, build.worker) == ("done", mine)


def test_a_build_that_takes_its_worker_along_is_given_up(build: Build) -> None:
    tries = 0
    while build.state == "running" and tries < 10:
        # The worker is gone each time before the build has ended.
        Build.objects.filter(pk=build.pk).update(
            worker=None, heard_at=timezone.now() - queue.SILENCE * 2, tries=F("tries") + 1
        )
        tries += 1
        queue.begin_again(
            queue.left_behind(Build.objects.all(), None, since="heard_at"), log="given up"
        )
        build.refresh_from_db()
        if build.state == "queued":
            Build.objects.update(state="running")
            build.refresh_from_db()
    assert (build.state, tries) == ("failed", queue.TRIES)
    assert build.log == "given up"


def test_what_a_worker_could_not_end_itself_it_begins_again(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = heartbeat.begin()
    Build.objects.update(state="queued")

    def database_away(*_: object, **__: object) -> int:
        raise DatabaseError

    monkeypatch.setattr(building, "build_apart", database_away)
    with pytest.raises(DatabaseError):
        building.run_builds(mine)
    build.refresh_from_db()
    # It lives, so nobody else would.
    assert (build.state, build.worker) == ("running", mine)
    monkeypatch.setattr(building, "build_apart", lambda *_, **__: 1)
    assert building.run_builds(mine) == 1
    build.refresh_from_db()
    assert build.state == "done"


def test_a_build_is_called_off(build: Build, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user(username="a")
    # One that runs is still asked for by its worker, and then ended there.
    wanted = queue.still_wanted(Build.objects.filter(pk=build.pk), lambda: None)
    assert wanted()
    assert building.stop_build(build, by=user)
    assert not queue.still_wanted(Build.objects.filter(pk=build.pk), lambda: None)()
    assert not building.stop_build(build, by=user)
    Build.objects.update(worker=None, heard_at=timezone.now() - queue.SILENCE * 2)
    building.run_builds()
    build.refresh_from_db()
    assert build.state == "stopped"
    # One that waits is never begun.
    Build.objects.update(state="queued", stop_at=None)
    assert building.stop_build(build, by=user)
    assert building.run_builds() == 0
    build.refresh_from_db()
    assert build.state == "stopped"
    # One that has ended stays as it is.
    Build.objects.update(state="done", stop_at=None)
    assert not building.stop_build(build, by=user)
    assert [row.action for row in AuditRow.objects.all()] == ["stop_build"] * 2


def test_staff_see_how_far_it_has_come_and_call_it_off(world: World, build: Build) -> None:
    page = "/arbete/norr/teman/tema/rapport/"
    Build.objects.update(done=3, total=13)
    seen = world.editor.get(page).content.decode()
    assert '<progress max="13" value="3"' in seen
    assert "3 av 13" in seen
    stop = f"{page}bygge/{build.pk}/avbryt/"
    assert stop in seen
    assert stop not in world.reader.get(page).content.decode()
    assert world.reader.post(stop).status_code == 403
    assert world.stranger.post(stop).status_code == 404
    assert world.editor.post(stop).url == page
    assert "avbryts" in world.editor.get(page).content.decode()
    Build.objects.update(state="stopped")
    assert "avbruten" in world.editor.get(page).content.decode()


def test_a_worker_with_anothers_number_is_not_that_one(build: Build) -> None:
    one = other_worker(os.getpid())
    assert heartbeat.gone() == []
    Heartbeat.objects.update(begun="another boot 1")
    assert heartbeat.gone() == [one.pk]


def test_a_worker_of_another_machine_is_gone_when_it_is_silent(build: Build) -> None:
    far = Heartbeat.objects.create(host="far", process=1, begun="x", heard_at=timezone.now())
    assert heartbeat.gone() == []
    Heartbeat.objects.update(heard_at=timezone.now() - heartbeat.SILENT * 2)
    assert heartbeat.gone() == [far.pk]
    heartbeat.beat(far)
    assert heartbeat.gone() == []
    # A machine that slept for days comes back to find its row removed.
    Heartbeat.objects.update(heard_at=timezone.now() - heartbeat.KEPT * 2)
    mine = heartbeat.begin()
    heartbeat.beat(far)
    assert set(Heartbeat.objects.all()) == {far, mine}


def test_staff_are_told_when_the_worker_is_silent(world: World) -> None:
    # Nobody is reminded of what has never been there.
    assert WORDS not in world.reader.get("/arbete/norr/").content.decode()
    mine = heartbeat.begin()
    worker.forget()
    assert WORDS not in world.reader.get("/arbete/norr/").content.decode()
    Heartbeat.objects.update(heard_at=timezone.now() - worker.QUIET * 2)
    worker.forget()
    assert WORDS in world.reader.get("/arbete/norr/").content.decode()
    heartbeat.end(mine)
    assert not Heartbeat.objects.exists()


def test_a_probe_is_told_what_is_ready_whatever_host_it_names(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = Client(headers={"host": "10.0.0.7"})
    assert (probe.get("/healthz").status_code, probe.get("/healthz").content) == (200, b"ok\n")
    assert probe.get("/readyz").json()["worker"] == "silent"
    assert probe.get("/readyz").status_code == 503
    heartbeat.begin()
    found = probe.get("/readyz")
    assert (found.status_code, set(found.json().values())) == (200, {"ok"})
    monkeypatch.setattr(health, "ROOM", 10**18)
    assert probe.get("/readyz").json()["disk"] == "full"


def test_a_probe_is_told_of_a_queue_that_nobody_takes(build: Build) -> None:
    heartbeat.begin()
    Build.objects.update(state="queued", queued_at=timezone.now() - datetime.timedelta(hours=1))
    assert Client().get("/readyz").json()["queue"] == "late"


def test_a_probe_is_told_of_a_database_that_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "last_heard", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")
    assert Client().get("/healthz").status_code == 200
