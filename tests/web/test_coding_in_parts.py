"""Many codings are read in by the worker: how far it has come, called off, cut off, gone on."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from samklang.core.coding.codebook import Code as Defined
from samklang.core.coding.codings import Coding as Coded
from samklang.core.coding.states import AnswerState
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.web.actions import coding_in_parts, heartbeat, queue
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding_import import KEPT, forget_plans
from samklang.web.actions.coding_in_parts import run_read_ins, stop_read_in
from samklang.web.actions.double_coding import draw
from samklang.web.actions.erasure import erase
from samklang.web.models import AuditRow, Coding, CodingStep, CodingUpload, Theme
from samklang.web.queries.open_answers import asked, place
from samklang.web.starts import codebook
from samklang.web.views import coding_import
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, code, keys
from tests.web.test_coding_import import UPLOAD, live, package, post, zipped
from tests.web.test_importing import Cut, after


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is long here, and a part of it."""
    monkeypatch.setattr(coding_import, "LONG", 20)
    monkeypatch.setattr(coding_in_parts, "PART", 10)


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Twenty-four answers to q5, none of them coded."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    for number, one in enumerate(made.responses.filter(state="sent").order_by("pk")):
        one.answers |= {"q5": f"Svar {number}: vi hade tid och pengar."}
        one.save()
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    return made


def coded(theme: Theme) -> bytes:
    """A package in which every answer has a code that the site lacks, and a memo."""
    made = package(theme)
    texts = {r.id: str(r.answers["q5"]) for r in made.responses if r.status == "complete"}
    family = made.codebook.families[0].id
    new = Defined("nytt", Wording("Nytt", "New"), Wording("Nytt", "New"), family=family)
    codings = tuple(
        Coded(f"x{n}", response, "q5", 0, len(text), text, "nytt", "enables")
        for n, (response, text) in enumerate(texts.items())
    )
    states = tuple(AnswerState(r, "q5", "coded", "K1", None, "Läst") for r in texts)
    book = replace(made.codebook, codes=(*made.codebook.codes, new))
    return zipped(replace(made, codebook=book, codings=codings, states=states))


def ordered(client: Client, content: bytes) -> str:
    """The page of a file that waits for the worker."""
    status, text = post(client, content)
    assert status == 200, text
    page = f"{UPLOAD}{CodingUpload.objects.get(state='').pk}/"
    answer = client.post(page, {"action": "read_in"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    return page


def test_many_wait_for_the_worker_and_show_how_far_they_have_come(
    world: World, theme: Theme
) -> None:
    content = coded(theme)
    page = ordered(world.editor, content)
    assert not Coding.objects.exists()
    waiting = world.editor.get(page).content.decode()
    assert phrase("sv", "coding_import.queued") in waiting
    # Whole without a script; others of the staff find it, readers do not.
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert page in world.owner.get(HOME).content.decode()
    assert page not in world.reader.get(HOME).content.decode()
    # One at a time.
    assert phrase("sv", "coding_import.at_work") in post(world.owner, content)[1]
    seen: list[str] = []
    assert run_read_ins(lives=lambda: seen.append(world.owner.get(page).content.decode())) == 1
    assert [f'value="{n}"' in one for n, one in zip((0, 10, 20, 24), seen, strict=True)] == [
        *(True, True, True, True)
    ]
    assert len(live(theme)) == Coding.objects.filter(live=True).count() == 24
    done = world.editor.get(page).content.decode()
    assert phrase("sv", "coding_import.changed", count=24) in done
    assert "data-progress" not in done
    assert page not in world.owner.get(HOME).content.decode()
    # Of the file itself nothing is kept, and no word of an answer's memo.
    kept = CodingUpload.objects.get()
    assert (kept.state, kept.done, kept.changes, "Läst" in str(kept.plan)) == (
        *("done", 24, []),
        False,
    )
    row = AuditRow.objects.get(action="read_in_codings")
    assert (row.detail["answers"], row.by.username) == (24, "redaktor@exempel.se")  # type: ignore[union-attr]
    # All of it is undone as one.
    step = CodingStep.objects.get(action="read_in")
    world.owner.post(f"{HOME}logg/{step.pk}/angra/")
    assert live(theme) == set()


def test_it_is_called_off_and_what_is_written_stays(world: World, theme: Theme) -> None:
    content = coded(theme)
    page = ordered(world.editor, content)
    stop = f"{page}avbryt/"
    assert stop in world.owner.get(page).content.decode()
    assert world.reader.post(stop).status_code == 403
    assert world.stranger.post(stop).status_code == 404
    run_read_ins(lives=after(1, lambda: world.owner.post(stop)))
    assert Coding.objects.filter(live=True).count() == 10
    said = world.editor.get(page).content.decode()
    assert phrase("sv", "coding_import.stopped", done=10, of=24) in said
    assert AuditRow.objects.get(action="stop_codings").by.username == "agare@exempel.se"  # type: ignore[union-attr]
    step = CodingStep.objects.get(action="read_in")
    assert len(step.changes) == 10
    # The same file once more goes on where it stopped.
    status, text = post(world.editor, content)
    assert status == 200
    assert f"<dt>{phrase('sv', 'coding_import.answers')}</dt><dd>14</dd>" in text
    assert f"<dt>{phrase('sv', 'coding_import.same')}</dt><dd>10</dd>" in text


def test_one_that_waits_is_never_begun(world: World, theme: Theme) -> None:
    page = ordered(world.editor, coded(theme))
    world.editor.post(f"{page}avbryt/")
    assert run_read_ins() == 0
    assert not Coding.objects.exists()
    assert not CodingStep.objects.filter(action="read_in").exists()
    assert not stop_read_in(
        CodingUpload.objects.get(), by=User.objects.get(username="agare@exempel.se")
    )
    assert world.editor.post(page, {"action": "read_in"}).status_code == 200
    assert run_read_ins() == 0


def test_one_that_was_cut_off_goes_on(world: World, theme: Theme) -> None:
    ordered(world.editor, coded(theme))
    mine = heartbeat.begin()

    def cut() -> None:
        raise Cut

    for _ in range(2):
        with pytest.raises(Cut):
            run_read_ins(mine, lives=after(1, cut))
    assert Coding.objects.filter(live=True).count() == 20
    assert run_read_ins(mine) == 1
    assert Coding.objects.filter(live=True).count() == Coding.objects.count() == 24
    kept = CodingUpload.objects.get()
    assert (kept.state, kept.changed, kept.done, kept.tries) == ("done", 24, 24, 3)
    assert len(CodingStep.objects.get(action="read_in").changes) == 24


def test_one_that_takes_its_worker_along_is_given_up(world: World, theme: Theme) -> None:
    page = ordered(world.editor, coded(theme))

    def database_away() -> None:
        raise DatabaseError

    for _ in range(queue.TRIES):
        with pytest.raises(DatabaseError):
            run_read_ins(lives=after(1, database_away))
        CodingUpload.objects.update(heard_at=timezone.now() - queue.SILENCE * 2)
    assert run_read_ins() == 0
    assert phrase("sv", "coding_import.failed", done=24, of=24) in (
        world.editor.get(page).content.decode()
    )
    assert len(CodingStep.objects.get(action="read_in").changes) == 24


def test_what_staff_code_meanwhile_is_not_written_over(world: World, theme: Theme) -> None:
    page = ordered(world.editor, coded(theme))
    last = CodingUpload.objects.get().plan["answers"][-1]["response"]  # in the last part

    def meanwhile() -> None:
        code(world.owner, last, whole=["economy:hinders"])

    run_read_ins(lives=after(1, meanwhile))
    assert Coding.objects.filter(live=True, code__key="nytt").count() == 23
    assert Coding.objects.get(live=True, answer__response=last).code.key == "economy"
    said = world.editor.get(page).content.decode()
    assert phrase("sv", "coding_import.passed_over_one") in said


def test_a_code_that_is_taken_out_meanwhile_ends_it(world: World, theme: Theme) -> None:
    page = ordered(world.editor, coded(theme))

    def meanwhile() -> None:
        Coding.objects.update(live=False)
        theme.codes.filter(key="nytt").update(retired=True)

    run_read_ins(lives=after(1, meanwhile))
    kept = CodingUpload.objects.get()
    said = world.editor.get(page).content.decode()
    assert (kept.state, kept.why, kept.done) == ("failed", "meanwhile_in_parts", 10)
    assert phrase("sv", "coding_import.meanwhile_in_parts", done=10, of=24) in said


def test_whoever_codes_blind_since_reads_nothing_in(world: World, theme: Theme) -> None:
    page = ordered(world.editor, coded(theme))
    where = place(asked(theme), "q5")
    assert where
    one, other = (User.objects.get(username=f"{n}@exempel.se") for n in ("agare", "redaktor"))
    code(world.owner, keys(theme)[0], whole=["economy:hinders"])
    draw(theme, where, second=other, percent=100, seed=3, by=one)
    run_read_ins()
    assert Coding.objects.filter(live=True).count() == 1
    assert phrase("sv", "coding_import.blind") in world.editor.get(page).content.decode()


def test_an_erasure_in_the_middle_ends_it_and_what_is_written_is_logged(
    world: World, theme: Theme
) -> None:
    ordered(world.editor, coded(theme))

    def erased() -> None:
        erase(theme.responses.get(pk=keys(theme)[-1]))

    assert run_read_ins(lives=after(1, erased)) == 1
    assert not CodingUpload.objects.exists()
    assert len(CodingStep.objects.get(action="read_in").changes) == 10


def test_what_is_going_on_is_no_old_plan(world: World, theme: Theme) -> None:
    ordered(world.editor, coded(theme))
    CodingUpload.objects.update(at=timezone.now() - KEPT * 2)
    assert forget_plans() == 0
    assert run_read_ins() == 1
    assert forget_plans() == 1
