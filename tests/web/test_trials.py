"""Answers from another tool on the site: guesses that can be changed, a private report, erased."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from samklang.package.read import read
from samklang.publication.apart import Broken, Stopped
from samklang.web.actions import trials as actions
from samklang.web.actions.queue import SILENCE, TRIES, claim
from samklang.web.actions.trials import MOST, run_trials
from samklang.web.models import AuditRow, Trial
from samklang.web.views import trials as views
from tests import answer_files
from tests.web.conftest import World, person

PAGE = "/arbete/norr/prova/"
# What stands in files of tests/answer_files in columns of personal data.
PERSONAL = ("@exempel.se", "Person 3", "anonymous")


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Files are read in this process, and a build reads its package and writes one page."""
    made: list[Any] = []
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    monkeypatch.setattr(views, "confined", lambda read, *arguments: read(*arguments))

    def build(path: Path, out: Path, **more: Any) -> int:
        made.append(read(path))
        out.mkdir(parents=True)
        (out / "index.html").write_text("<h1>rapport</h1>")
        more["made"](1, 2)
        return 1 if more["wanted"]() else 0

    monkeypatch.setattr(actions, "build_apart", build)
    return made


def sent(client: Client, path: Path) -> Any:
    """The answer to an upload."""
    return client.post(PAGE, {"file": SimpleUploadedFile(path.name, path.read_bytes())})


def _values(form: Any) -> dict[str, Any]:
    found = {}
    for name, field in form.fields.items():
        value = form.initial.get(name, field.initial)
        if value is not False:
            found[name] = "on" if value is True else value
    return found


def form_of(trial: Trial) -> dict[str, Any]:
    """The fields of a trial's page as they stand."""
    from samklang.web.forms.trials import GuessesForm
    from samklang.web.queries.trials import guesses_of

    initial = {"title": trial.title, "language": trial.language}
    return _values(GuessesForm(guesses=guesses_of(trial).columns, initial=initial))


FILES = {
    "forms.xlsx": answer_files.microsoft_forms,
    "google.csv": answer_files.google_forms,
    "clumsy.xlsx": answer_files.clumsy,
}


@pytest.mark.parametrize("name", FILES)
def test_from_file_to_report(name: str, world: World, tmp_path: Path, built: list[Any]) -> None:
    answer = sent(world.editor, FILES[name](tmp_path / name))
    page = world.editor.get(answer["Location"]).content.decode()
    trial = Trial.objects.get()
    assert len(trial.guesses["columns"]) == page.count("Så läses ”")
    assert "Raderas" in page
    values = form_of(trial) | {"action": "make", "title": "Vår rapport"}
    assert world.editor.post(answer["Location"], values).status_code == 302
    assert "väntar på sin tur" in world.editor.get(answer["Location"]).content.decode()
    assert run_trials() == 1
    trial.refresh_from_db()
    assert (trial.state, trial.stale) == ("done", False), trial.faults
    (package,) = built
    assert package.theme.title.sv == "Vår rapport"
    assert len(list(package.responses)) == len(trial.rows)
    assert not [one for one in PERSONAL if one in str(list(package.responses))]
    # The package with the answers is there only while the report is made.
    assert not list((settings.DATA / "trials").glob("*.zip"))
    page = world.editor.get(answer["Location"]).content.decode()
    assert "Rapporten är klar" in page
    assert f"{answer['Location']}rapport/" in page
    shown = world.editor.get(f"{answer['Location']}rapport/")
    assert b"rapport" in b"".join(shown.streaming_content)
    assert shown["Cache-Control"] == "no-store"


def test_every_guess_can_be_changed(world: World, tmp_path: Path, built: list[Any]) -> None:
    page = sent(world.editor, answer_files.microsoft_forms(tmp_path / "forms.xlsx"))["Location"]
    trial = Trial.objects.get()
    kinds = [one["kind"] for one in trial.guesses["columns"]]
    several, grid, number, text = (
        kinds.index("several"),
        next(n for n, one in enumerate(trial.guesses["columns"]) if one.get("table")),
        kinds.index("number"),
        kinds.index("text"),
    )
    first = kinds.index("one")
    values = form_of(trial) | {f"kind-{several}": "text", f"kind-{number}": "left-out"}
    values |= {
        f"group-{first}": "on",
        f"kind-{text}": "several",
        f"options-{first}": "Nej\nJa\nVet ej",
    }
    values.pop(f"table-{grid}")
    assert world.editor.post(page, values).status_code == 302
    trial.refresh_from_db()
    now = trial.guesses["columns"]
    assert now[several]["kind"] == "text"
    assert now[several]["options"] == []
    assert now[several]["why"] == "ni har valt det"
    assert now[number]["kind"] == "left-out"
    assert now[first]["options"] == ["Nej", "Ja", "Vet ej"]
    assert now[first]["group"] is True
    # Taken out of its table, it has its own answers; a table of one row is none.
    assert [one["table"] for one in now[grid : grid + 2]] == ["", ""]
    assert now[text]["separator"] in (";", ", ")
    assert len(now[text]["options"]) > 3
    # What the first choice made can be seen, and changed once more.
    assert "Mellan svaren står" in world.editor.get(page).content.decode()
    world.editor.post(page, form_of(trial) | {"action": "make"})
    run_trials()
    (package,) = built
    assert {choice.by for choice in package.theme.figures} == {"q1"}
    assert "q1" not in {choice.question for choice in package.theme.figures}


def test_what_does_not_fit_is_said(world: World, tmp_path: Path) -> None:
    page = sent(world.editor, answer_files.microsoft_forms(tmp_path / "forms.xlsx"))["Location"]
    trial = Trial.objects.get()
    text = [one["kind"] for one in trial.guesses["columns"]].index("text")
    world.editor.post(page, form_of(trial) | {f"kind-{text}": "number", "action": "make"})
    run_trials()
    trial.refresh_from_db()
    assert trial.state == "failed"
    shown = world.editor.get(page).content.decode()
    assert "passar inte" in shown
    assert "Lägg till det bland kolumnens svar" in shown
    for name, value in ((f"kind-{text}", "sql"), ("language", "de"), ("title", "")):
        assert world.editor.post(page, form_of(trial) | {name: value}).status_code == 400
    many = tmp_path / "many.csv"
    rows = "\n".join(f"Ja;skriver {n} helt eget" for n in range(100))
    many.write_text(f"Svar;Ort\n{rows}", encoding="utf-8")
    other = sent(world.editor, many)["Location"]
    changed = form_of(Trial.objects.first()) | {"kind-1": "one"}  # type: ignore[arg-type]
    refused = world.editor.post(other, changed)
    assert refused.status_code == 400
    assert "100 olika svar" in refused.content.decode()


def test_a_file_that_is_no_table(world: World, tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"PK\x03\x04 no"), ("a.csv", b"Svar"), ("b.csv", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        answer = sent(world.editor, path)
        assert answer.status_code == 400
        assert "Filen" in answer.content.decode()
    assert not Trial.objects.exists()


def test_nobody_else_sees_it(world: World, tmp_path: Path) -> None:
    page = sent(world.editor, answer_files.google_forms(tmp_path / "google.csv"))["Location"]
    colleague = person("kollega@exempel.se", world.network, "owner")
    for client in (world.owner, colleague, world.stranger):
        for address in (page, f"{page}rapport/", f"{page}rapport/index.html"):
            assert client.get(address).status_code == 404
        assert client.post(f"{page}radera/").status_code == 404
        assert client.post(page, {"title": "x"}).status_code == 404
    for address in (PAGE, page, f"{page}rapport/"):
        assert world.reader.get(address).status_code == 403
        assert world.anyone.get(address).status_code == 302
    assert "google.csv" not in world.owner.get(PAGE).content.decode()
    # Nor does the trail hold a word of the file.
    rows = list(AuditRow.objects.values("subject", "detail"))
    assert "google" not in json.dumps(rows)


def test_it_is_erased_after_a_day_or_at_once(world: World, tmp_path: Path) -> None:
    path = answer_files.google_forms(tmp_path / "google.csv")
    page = sent(world.editor, path)["Location"]
    trial = Trial.objects.get()
    world.editor.post(page, form_of(trial) | {"action": "make"})
    run_trials()
    Trial.objects.update(at=timezone.now() - timedelta(hours=23))
    assert run_trials() == 0
    assert world.editor.get(page).status_code == 200
    Trial.objects.update(at=timezone.now() - timedelta(hours=24))
    # Due, it is shown no more, though no worker has been by.
    assert world.editor.get(page).status_code == 404
    assert world.editor.get(f"{page}rapport/").status_code == 404
    assert run_trials() == 1
    assert not Trial.objects.exists()
    assert not [p for p in settings.DATA.rglob("*") if p.is_file()]
    page = sent(world.editor, path)["Location"]
    world.editor.post(page, form_of(Trial.objects.get()) | {"action": "make"})
    run_trials()
    assert [p for p in settings.DATA.rglob("*") if p.is_file()]


def test_erased_by_hand_its_files_go_too(
    world: World, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    page = sent(world.editor, answer_files.google_forms(tmp_path / "google.csv"))["Location"]
    world.editor.post(page, form_of(Trial.objects.get()) | {"action": "make"})
    run_trials()
    another = settings.DATA / "trials" / "another.zip"
    another.touch()
    with django_capture_on_commit_callbacks(execute=True):
        assert world.editor.post(f"{page}radera/").status_code == 302
    assert not Trial.objects.exists()
    assert [p for p in settings.DATA.rglob("*") if p.is_file()] == [another]


def test_erased_while_it_is_made(world: World, tmp_path: Path, monkeypatch: Any) -> None:
    page = sent(world.editor, answer_files.google_forms(tmp_path / "google.csv"))["Location"]
    world.editor.post(page, form_of(Trial.objects.get()) | {"action": "make"})

    def build(path: Path, out: Path, **more: Any) -> int:
        with zipfile.ZipFile(path) as package:
            assert "responses.csv" in package.namelist()
        out.mkdir(parents=True)
        (out / "index.html").write_text("x")
        Trial.objects.all().delete()
        return 1

    monkeypatch.setattr(actions, "build_apart", build)
    run_trials()
    assert not [p for p in settings.DATA.rglob("*") if p.is_file()]


def test_changed_after_it_was_made_is_said(world: World, tmp_path: Path) -> None:
    page = sent(world.editor, answer_files.google_forms(tmp_path / "google.csv"))["Location"]
    trial = Trial.objects.get()
    world.editor.post(page, form_of(trial) | {"action": "make"})
    run_trials()
    world.editor.post(page, form_of(trial) | {"title": "En annan"})
    assert "Skapa den igen" in world.editor.get(page).content.decode()
    world.editor.post(page, form_of(trial) | {"title": "En annan", "action": "make"})
    run_trials()
    assert "Skapa den igen" not in world.editor.get(page).content.decode()


def test_no_more_than_a_few_at_a_time(world: World, tmp_path: Path) -> None:
    path = answer_files.google_forms(tmp_path / "google.csv")
    for _ in range(MOST):
        assert sent(world.editor, path).status_code == 302
    refused = sent(world.editor, path)
    assert refused.status_code == 400
    assert f"högst {MOST} filer" in refused.content.decode()
    assert sent(world.owner, path).status_code == 302


@pytest.fixture
def ordered(world: World, tmp_path: Path) -> Trial:
    """A trial whose report waits in the queue."""
    page = sent(world.editor, answer_files.google_forms(tmp_path / "google.csv"))["Location"]
    world.editor.post(page, form_of(Trial.objects.get()) | {"action": "make"})
    return Trial.objects.get()


def test_what_waits_already_is_not_ordered_twice(world: World, ordered: Trial) -> None:
    actions.order_trial(ordered, by=ordered.by)
    assert AuditRow.objects.filter(action="order_trial").count() == 1
    Trial.objects.update(state="failed", faults=["a"], tries=2)
    actions.order_trial(ordered, by=ordered.by)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.faults, ordered.tries) == ("queued", [], 0)
    assert AuditRow.objects.filter(action="order_trial").count() == 2


@pytest.mark.parametrize(
    ("raised", "state"),
    [(Stopped(), "stopped"), (Broken("KeyError: 'Person 3'", ("rows.py, line 7",)), "failed")],
)
def test_a_report_that_is_not_made_leaves_no_file_and_no_word_of_it(
    ordered: Trial,
    raised: Exception,
    state: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    half = settings.DATA / "trials" / f".{ordered.pk}-half"

    def build(path: Path, out: Path, **more: Any) -> int:
        half.mkdir(parents=True)
        (half / "index.html").write_text("x")
        more["made"](3, 9)
        raise raised

    monkeypatch.setattr(actions, "build_apart", build)
    assert run_trials() == 1
    ordered.refresh_from_db()
    assert (ordered.state, ordered.folder, ordered.faults) == (state, "", [])
    assert (ordered.done, ordered.total, ordered.tries) == (3, 9, 1)
    assert ordered.finished_at is not None
    assert not list((settings.DATA / "trials").glob("*.zip"))
    # The log says where in the code it was, and nothing that it read.
    said = [record.getMessage() for record in caplog.records if record.name == "samklang.worker"]
    frames = ["A trial failed", "A trial failed: rows.py, line 7"]
    assert said == (frames if state == "failed" else [])
    # Begun again it clears away the half that was left beside.
    actions.order_trial(ordered, by=ordered.by)
    monkeypatch.setattr(actions, "build_apart", lambda path, out, **more: 0)
    assert run_trials() == 1
    assert not half.exists()


def test_what_a_worker_left_is_begun_again_and_given_up_at_last(
    ordered: Trial, built: list[Any]
) -> None:
    long_ago = timezone.now() - SILENCE - timedelta(minutes=1)
    Trial.objects.update(state="running", tries=1, started_at=timezone.now())
    # Another may be at it still.
    assert run_trials() == 0
    Trial.objects.update(started_at=long_ago)
    assert run_trials() == 1
    ordered.refresh_from_db()
    assert (ordered.state, ordered.tries, len(built)) == ("done", 2, 1)
    Trial.objects.update(state="running", tries=TRIES, started_at=long_ago)
    assert run_trials() == 0
    ordered.refresh_from_db()
    assert (ordered.state, ordered.tries, len(built)) == ("failed", TRIES, 1)


def test_what_another_worker_has_taken_is_left_to_it(
    ordered: Trial, built: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(rows: Any, worker: Any, **written: Any) -> bool:
        rows.update(state="running")
        return claim(rows, worker, **written)

    monkeypatch.setattr(actions, "claim", taken)
    assert run_trials() == 0
    ordered.refresh_from_db()
    assert (ordered.state, ordered.tries, built) == ("running", 0, [])
