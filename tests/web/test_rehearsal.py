"""A dress rehearsal: ordered, worked out by the worker, shown, and never an answer in a table."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone

from samklang.analysis import rehearsal as analysis
from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.publication import rehearsing as apart
from samklang.publication.apart import Stopped
from samklang.web.actions import queue, rehearsing
from samklang.web.actions.rehearsing import run_rehearsals
from samklang.web.actions.themes import close_theme
from samklang.web.models import (
    AuditRow,
    Build,
    Freeze,
    Invitation,
    Publication,
    Rehearsal,
    Response,
    Theme,
)
from tests.web.conftest import World
from tests.web.report_world import made_theme

PAGE = "/arbete/norr/teman/t/generalrepetition/"


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """The theme of the reports' tests before it opens, rehearsed in this process by one draw."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(analysis, "DRAWS", 1)

    def rehearse_here(path: Path, out: Path, **more: Any) -> Any:
        expected = [more["rate"], more["seed"], more["expected"]]
        return apart.Rehearsed(**apart.worked_out(["rehearse", str(path), str(out), *expected]))

    monkeypatch.setattr(rehearsing, "rehearse_apart", rehearse_here)
    # tests/integration/test_rehearsed_report.py reads the whole of it.
    page = {"index.html": b"<title>Rapporten</title>", "sv/index.html": b"Diagram"}
    monkeypatch.setattr(apart, "rehearsed_files", lambda package, **more: page)
    monkeypatch.setattr(
        rehearsing, "measure_apart", lambda path, wanted: apart.worked_out(["measure", str(path)])
    )
    made = made_theme(world.network)
    made.opened_at = None
    made.save()
    made.invitations.update(finished_on=None, declined_at=None)
    return made


def kept() -> list[object]:
    """Every row that answers, packages and editions stand in."""
    tables = (Response, Invitation, Freeze, Build, Publication)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_the_whole_of_it(world: World, theme: Theme, tmp_path: Path) -> None:
    Response.objects.all().delete()
    before = kept()
    assert PAGE in world.editor.get("/arbete/norr/teman/t/").content.decode()
    sent = world.editor.post(PAGE + "ny/", {"rate": "100", "gate-q1-yes": "60"})
    assert sent.status_code == 302
    waiting = world.editor.get(PAGE).content.decode()
    assert "väntar på sin tur" in waiting
    # There is one thing to do meanwhile: to call it off.
    assert PAGE + "ny/" not in waiting
    assert "/avbryt/" in waiting
    assert run_rehearsals() == 1
    one = Rehearsal.objects.get()
    assert one.state == "done", one.faults
    assert one.expected == {"q1": {"yes": 0.6}}
    # Answers that were made up stand in no table, and no file of them is left but the report.
    assert kept() == before
    files = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert files == {f"rehearsals/{one.pk}/index.html", f"rehearsals/{one.pk}/sv/index.html"}
    page = world.reader.get(PAGE).content.decode()
    assert "30</span> påhittade svar från 30 tillfrågade" in page
    assert "procentenheter" in page
    assert "Skicka till mig" not in page
    assert "jamfor" not in page
    row = AuditRow.objects.get(action="order_rehearsal")
    assert row.by
    assert row.by.username == "redaktor@exempel.se"


def test_the_real_numbers_stand_beside_once_it_has_closed(world: World, theme: Theme) -> None:
    world.editor.post(PAGE + "ny/", {"rate": "80"})
    run_rehearsals()
    assert world.editor.post(PAGE + "jamfor/").status_code == 302
    assert Rehearsal.objects.count() == 1  # it has not closed
    theme.state = "open"
    theme.save()
    close_theme(theme, by=None)  # type: ignore[arg-type]
    assert "Jämför med de riktiga svaren" in world.editor.get(PAGE).content.decode()
    world.editor.post(PAGE + "jamfor/")
    run_rehearsals()
    assert [r.state for r in Rehearsal.objects.all()] == ["done", "done"]
    page = world.editor.get(PAGE).content.decode()
    assert "Bredd i de riktiga svaren" in page
    # The theme has opened: no new rehearsal.
    world.editor.post(PAGE + "ny/", {"rate": "80"})
    assert Rehearsal.objects.count() == 2


def test_a_comparison_that_is_taken_up_meanwhile_stays_at_work(
    theme: Theme, django_user_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = django_user_model.objects.first()
    theme.state = "open"
    theme.save()
    close_theme(theme, by=by)
    one = rehearsing.order_comparison(theme, by=by)
    save = Rehearsal.save

    def taken_up(row: Rehearsal, **more: Any) -> None:
        Rehearsal.objects.update(state="running")
        save(row, **more)

    monkeypatch.setattr(Rehearsal, "save", taken_up)
    assert rehearsing.order_comparison(theme, by=by) == one
    assert Rehearsal.objects.get().state == "running"


def test_it_is_called_off(world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    world.editor.post(PAGE + "ny/", {"rate": "80"})
    one = Rehearsal.objects.get()
    stop = f"{PAGE}{one.pk}/avbryt/"
    assert stop in world.editor.get(PAGE).content.decode()
    assert stop not in world.reader.get(PAGE).content.decode()
    assert world.reader.post(stop).status_code == 403
    assert world.stranger.post(stop).status_code == 404
    # One that runs: how far it has come is seen, and its worker hears that it is off.
    asked = []

    def rehearse_until_called_off(path: Path, out: Path, **more: Any) -> Any:
        more["made"](3, 21)
        assert '<progress max="21" value="3"' in world.reader.get(PAGE).content.decode()
        asked.append(more["wanted"]())
        assert world.editor.post(stop).status_code == 302
        assert "avbryts" in world.reader.get(PAGE).content.decode()
        monkeypatch.setattr(queue, "LOOK", 0)
        asked.append(more["wanted"]())
        raise Stopped

    monkeypatch.setattr(rehearsing, "rehearse_apart", rehearse_until_called_off)
    assert run_rehearsals() == 1
    assert asked == [True, False]
    one.refresh_from_db()
    assert one.state == "stopped"
    # One that waits is never begun; one that has ended stays as it is.
    world.editor.post(PAGE + "ny/", {"rate": "80"})
    waits = Rehearsal.objects.get(state="queued")
    assert world.editor.post(f"{PAGE}{waits.pk}/avbryt/").status_code == 302
    assert run_rehearsals() == 0
    assert not rehearsing.stop_rehearsal(waits, by=None)  # type: ignore[arg-type]
    assert AuditRow.objects.filter(action="stop_rehearsal").count() == 2


def report_of(one: Rehearsal, path: str = "") -> str:
    return f"{PAGE}{one.pk}/rapport/{path}"


def status(client: Client, address: str) -> int:
    """What a page answers, its file closed."""
    answer = client.get(address)
    answer.close()
    return answer.status_code


def test_the_report_is_for_staff_alone_and_for_some_days(
    world: World, theme: Theme, tmp_path: Path
) -> None:
    world.editor.post(PAGE + "ny/", {"rate": "80"})
    run_rehearsals()
    one = Rehearsal.objects.get()
    assert report_of(one) in world.reader.get(PAGE).content.decode()
    # In one language, so that it opens on the report.
    assert world.reader.get(report_of(one))["Location"] == "sv/"
    answer = world.reader.get(report_of(one, "sv/"))
    assert b"Diagram" in b"".join(answer)  # type: ignore[arg-type]
    answer.close()
    assert answer["Cache-Control"] == "no-store"
    assert "X-Robots-Tag" not in answer or "noindex" in answer["X-Robots-Tag"]
    assert status(world.reader, report_of(one, "sv/")) == 200
    assert world.reader.get(report_of(one, "../../samklang.sqlite3")).status_code == 404
    assert world.stranger.get(report_of(one)).status_code == 404
    assert world.anyone.get(report_of(one)).status_code == 302
    # It was made a week ago: no page shows it, and the worker removes it.
    Rehearsal.objects.update(finished_at=timezone.now() - timedelta(days=7, minutes=1))
    assert world.reader.get(report_of(one)).status_code == 404
    page = world.reader.get(PAGE).content.decode()
    assert report_of(one) not in page
    assert "är borttagen" in page
    assert "procentenheter" in page, "what was expected stays"
    assert run_rehearsals() == 1
    assert not list((tmp_path / "rehearsals").iterdir())
    one.refresh_from_db()
    assert one.folder == ""
    assert run_rehearsals() == 0


def test_nothing_is_ordered_before_anybody_is_asked(world: World, theme: Theme) -> None:
    theme.invitations.all().delete()
    page = world.editor.get(PAGE).content.decode()
    assert phrase("sv", "rehearsal.nobody") in page
    assert phrase("sv", "rehearsal.order") not in page.partition("<main")[2]


def test_a_newer_report_takes_its_place_and_it_goes_with_the_theme(
    world: World, theme: Theme, tmp_path: Path
) -> None:
    for rate in ("80", "70"):
        world.editor.post(PAGE + "ny/", {"rate": rate})
        run_rehearsals()
    newest, first = Rehearsal.objects.all()
    assert status(world.reader, report_of(newest, "sv/")) == 200
    assert world.reader.get(report_of(first)).status_code == 404
    half = tmp_path / "rehearsals" / f".{first.pk}-abc"
    half.mkdir()
    run_rehearsals()
    assert [path.name for path in (tmp_path / "rehearsals").iterdir()] == [str(newest.pk)]
    assert Rehearsal._meta.get_field("theme").remote_field.on_delete is models.CASCADE
    Rehearsal.objects.all().delete()  # as with its theme
    run_rehearsals()
    assert not list((tmp_path / "rehearsals").iterdir())


def test_no_row_of_an_edition_can_point_at_a_rehearsal() -> None:
    # What is proposed, signed and remembered is a Publication of a Build of a Freeze.
    reached = {Publication}
    for _ in range(3):
        reached |= {
            field.related_model
            for model in reached
            for field in model._meta.get_fields()
            if field.many_to_one or field.one_to_one
            if field.related_model._meta.app_label == "web"
        }
    assert {Build, Freeze} <= reached
    assert Rehearsal not in reached


def test_a_text_that_cannot_be_a_report_is_said_beside_what_to_expect(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(package: Any, **more: Any) -> Any:
        what = message("faults.there_is_no_card", name="q9")
        raise faulty_file("manuscript.md", what, message("faults.it_is_a_file"))

    monkeypatch.setattr(apart, "rehearsed_files", faulty)
    world.editor.post(PAGE + "ny/", {"rate": "80"})
    run_rehearsals()
    one = Rehearsal.objects.get()
    assert (one.state, one.folder, bool(one.faults)) == ("done", "", True)
    page = world.editor.get(PAGE).content.decode()
    assert "Rapporten gick inte att göra" in page
    assert "q9" in page
    assert "procentenheter" in page


def test_the_rate_that_is_proposed_is_that_of_the_theme_before(world: World, theme: Theme) -> None:
    assert 'name="rate" value="60"' in world.editor.get(PAGE).content.decode()
    before = Theme.objects.create(
        network=world.network, title=Wording("Förra"), address="forra", state="closed"
    )
    for number, member in enumerate(world.network.members.order_by("pk")[:20]):
        done = timezone.localdate() if number < 13 else None
        Invitation.objects.create(theme=before, member=member, finished_on=done)
    assert 'name="rate" value="65"' in world.editor.get(PAGE).content.decode()


def test_who_may(world: World, theme: Theme) -> None:
    order, compare, letter = PAGE + "ny/", PAGE + "jamfor/", PAGE + "brev/invitation/sv/"
    for address in (order, compare, letter):
        assert world.reader.post(address, {"rate": "50"}).status_code == 403
        assert world.stranger.post(address, {"rate": "50"}).status_code == 404
    assert world.stranger.get(PAGE).status_code == 404
    assert world.anyone.get(PAGE).status_code == 302
    page = world.reader.get(PAGE).content.decode()
    assert "Gör en generalrepetition</button>" not in page
    # A letter names a member.
    assert "Hemliga" not in page
    assert not Rehearsal.objects.exists()


def test_what_is_filled_in_wrongly_is_said(world: World, theme: Theme) -> None:
    for rate in ("", "0", "101", "many"):
        assert world.editor.post(PAGE + "ny/", {"rate": rate}).status_code == 400
    shares = {"rate": "50", "gate-q1-yes": "101"}
    assert world.editor.post(PAGE + "ny/", shares).status_code == 400
    assert not Rehearsal.objects.exists()


def test_too_few_answers_are_a_fault_in_words(world: World, theme: Theme) -> None:
    world.editor.post(PAGE + "ny/", {"rate": "3"})
    run_rehearsals()
    one = Rehearsal.objects.get()
    assert one.state == "failed"
    assert one.faults
    page = world.editor.get(PAGE).content.decode()
    assert "gick inte att göra" in page


def test_a_sample_letter_goes_to_whoever_asks(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.editor.get(PAGE).content.decode()
    assert "Skicka till mig" in page
    world.editor.post(PAGE + "brev/invitation/sv/")
    (letter,) = mail.outbox
    assert letter.to == ["redaktor@exempel.se"]
    assert letter.subject.startswith("[Provbrev] ")
    assert world.editor.post(PAGE + "brev/receipt/sv/").status_code == 404
    # The link in it opens nobody's answers.
    (link,) = [word for word in letter.body.split() if "/svara/" in word][:1]
    path = "/" + link.split("/", 3)[3]
    assert world.anyone.get(path).status_code == 404


def test_one_left_by_a_worker_that_is_gone_is_begun_again(theme: Theme) -> None:
    past = timezone.now() - timedelta(hours=1)
    left = Rehearsal.objects.create(
        theme=theme, kind="simulated", rate=70, state="running", tries=1, started_at=past
    )
    given_up = Rehearsal.objects.create(
        theme=theme, kind="simulated", rate=70, state="running", tries=3, started_at=past
    )
    assert run_rehearsals() == 1
    left.refresh_from_db()
    given_up.refresh_from_db()
    assert (left.state, left.tries, given_up.state) == ("done", 2, "failed")
