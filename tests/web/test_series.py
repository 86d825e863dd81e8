"""A series in the browser: the question bank, the package's earlier themes, the public page."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samklang.analysis.analysis import analyse
from samklang.core.document.document import Document
from samklang.core.faults import Fault
from samklang.core.language.wording import Wording
from samklang.core.report.compose import compose
from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.read import read_from
from samklang.web.actions.publishing import propose, send_to_review, sign
from samklang.web.actions.questionnaires import mark, publish_questionnaire, save_draft
from samklang.web.actions.themes import begin_theme
from samklang.web.models import Publication, Theme
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import draft, latest, published
from tests.web.conftest import World
from tests.web.report_world import built, theme  # noqa: F401

PAGE = "/rapporter/norr/utveckling/"
LATER = "/arbete/norr/teman/senare/enkat/"


def text(answer: Any) -> str:
    return answer.content.decode().replace("\u00a0", " ")


@pytest.fixture
def printed(theme: Theme) -> Publication:  # noqa: F811
    """The theme of twenty-four answers, built and public."""
    edition = propose(built(theme), by=None)  # type: ignore[arg-type]
    send_to_review(edition, by=None)  # type: ignore[arg-type]
    sign(edition, by=None)  # type: ignore[arg-type]
    return edition


def later(world: World, **more: Any) -> Theme:
    """A theme of the same network, begun now."""
    values: dict[str, Any] = {"title": Wording("Senare", "Later"), "address": "senare"}
    made = begin_theme(world.network, by=None, **(values | more))  # type: ignore[arg-type]
    made.synthetic = True
    made.save()
    return made


def changed(made: Theme, name: str, sv: str) -> None:
    """A question with another wording, in a new version that is published."""
    newest, there = draft(made)
    questions = tuple(replace(q, wording=Wording(sv, sv)) if q.id == name else q for q in there)
    save_draft(made, Questionnaire("1", questions), seen=mark(newest), by=None, way="test")  # type: ignore[arg-type]
    publish_questionnaire(latest(made), by=None)  # type: ignore[arg-type]


def test_an_edition_keeps_what_it_asked_and_printed(printed: Publication) -> None:
    kept = printed.printed
    assert kept["id"] == "t"
    assert kept["synthetic"] is True
    shares = {(s["question"], s["option"]): s for s in kept["shares"]}
    assert shares["q1", "yes"]["share"] == 67
    assert {q["id"] for q in kept["questions"]} == {q for q, _ in shares}
    assert "Hemliga" not in json.dumps(kept)


def test_questions_are_taken_from_the_bank_as_they_were_asked(
    world: World,
    printed: Publication,
) -> None:
    made = later(world)
    shown = text(world.editor.get(LATER + "bank/"))
    assert 'value="q1"' in shown
    seen = mark(draft(made)[0])
    assert world.editor.post(LATER + "bank/", {"seen": seen}).status_code == 400
    answer = world.editor.post(LATER + "bank/", {"question": ["q1", "q2"], "seen": seen})
    assert answer.status_code == 302
    mine, theirs = draft(made)[1].by_id, draft(printed.theme)[1].by_id
    assert {name: mine[name] for name in mine} == {name: theirs[name] for name in ("q1", "q2")}
    overview = text(world.editor.get(LATER))
    assert overview.count("Samma fråga som i Innovation. Svaren går att jämföra.") == 2
    assert 'value="q1"' not in text(world.editor.get(LATER + "bank/"))
    # Who had the page open while somebody else took a question overwrites nothing.
    world.editor.post(LATER + "bank/", {"question": ["q2b"], "seen": seen})
    assert "q2b" not in draft(made)[1].by_id
    # A question of one's own is not called what another theme's question is called.
    assert 'value="q1"' not in text(world.editor.get(LATER + "fraga/"))


def test_a_bank_is_the_networks_own_and_an_editors(world: World, printed: Publication) -> None:
    later(world)
    assert world.reader.get(LATER + "bank/").status_code in (403, 404)
    assert world.stranger.get(LATER + "bank/").status_code == 404
    other = begin_theme(world.elsewhere, by=None, title=Wording("A"), address="a")  # type: ignore[arg-type]
    shown = text(world.stranger.get(f"/arbete/soder/teman/{other.address}/enkat/bank/"))
    assert "har inte ställt några frågor förut" in shown
    assert 'value="q1"' not in shown


def development_of(made: Theme, printed: Publication) -> tuple[Document, tuple[Fault, ...]]:
    """The later theme's document, with a figure of an answer over time and the same answers."""
    files = dict(package_files(made, published(made)))  # type: ignore[arg-type]
    before = package_files(printed.theme, published(printed.theme))  # type: ignore[arg-type]
    files |= {"responses.csv": responses(printed), "register.csv": before["register.csv"]}
    block = "{#a}\n# A\n\n:::{development} q1\n:option: yes\n:::\n"
    return compose(block, analyse(read_from(files)), "sv", file="manuscript.md")


def test_a_later_theme_is_compared_with_the_earlier_one(world: World, printed: Publication) -> None:
    made = later(world, copy_of=printed.theme)
    publish_questionnaire(made.questionnaires.get(), by=None)  # type: ignore[arg-type]
    Theme.objects.filter(pk=made.pk).update(opened_at=timezone.now(), state="open")
    made.refresh_from_db()

    def series() -> Any:
        files = package_files(made, published(made))  # type: ignore[arg-type]
        files = dict(files) | {"responses.csv": responses(printed)}
        files["register.csv"] = package_files(printed.theme, published(printed.theme))[  # type: ignore[arg-type]
            "register.csv"
        ]
        return read_from(files).theme.series

    (earlier,) = series()
    assert earlier.id == "t"
    # Its manuscript can follow an answer from the one to the other.
    document, faults = development_of(made, printed)
    assert faults == ()
    (figure,) = document.figures
    assert [row.cells[0].share for row in figure.table.rows] == [67, 67]
    assert "Ingen säker skillnad: 0 procentenheter" in figure.summary
    assert earlier.address.endswith("/rapporter/norr/t/")
    assert earlier.published == timezone.localdate()
    changed(made, "q1", "Vilken kommun hör ni till?")
    assert series() == ()  # another question of the same id
    changed(made, "q1", draft(printed.theme)[1].by_id["q1"].wording.sv)
    assert len(series()) == 1
    # Real answers are not compared with invented ones.
    Theme.objects.filter(pk=made.pk).update(synthetic=False)
    made.refresh_from_db()
    assert series() == ()
    # Nor is the earlier theme compared with the later.
    assert read_from(package_files(printed.theme, published(printed.theme))).theme.series == ()  # type: ignore[arg-type]


def responses(printed: Publication) -> bytes:
    files = package_files(printed.theme, published(printed.theme))  # type: ignore[arg-type]
    return files["responses.csv"]


def published_again(printed: Publication, world: World, **altered: Any) -> Theme:
    """A later theme with an edition that printed other shares of the same questions."""
    made = later(world)
    Theme.objects.filter(pk=made.pk).update(opened_at=timezone.now(), state="closed")
    kept = json.loads(json.dumps(printed.printed))
    kept |= {"id": "senare", "title": {"sv": "Senare", "en": "Later"}}
    for share in kept["shares"]:
        if (share["question"], share["option"]) == ("q1", "yes"):
            share |= {"share": 95, "low": 88, "high": 98}
    kept["questions"][0] |= altered
    printed_again = Publication.objects.get(pk=printed.pk)
    printed_again.pk = None
    printed_again.theme, printed_again.printed = made, kept
    printed_again.save()
    return made


def test_the_public_page_shows_what_has_changed(
    world: World, printed: Publication, django_assert_max_num_queries: Any
) -> None:
    anyone = Client(headers={"accept-language": "sv"})
    assert "Ingen fråga har ställts i mer än en rapport än." in text(anyone.get(PAGE))
    assert "utveckling" not in text(anyone.get("/rapporter/norr/"))
    made = published_again(printed, world)
    with django_assert_max_num_queries(2):
        shown = text(anyone.get(PAGE))
    assert "Ökat: 28 procentenheter" in shown
    assert "Svaren är syntetiska" in shown
    assert 'href="http' in shown
    assert PAGE in text(anyone.get("/rapporter/norr/"))
    english = text(Client(headers={"accept-language": "en"}).get(PAGE))
    assert "Up: 28 percentage points" in english
    # A withdrawn edition is compared with no more.
    Publication.objects.filter(theme=made).update(state="withdrawn")
    assert "Ingen fråga har ställts" in text(anyone.get(PAGE))


def test_a_changed_question_is_marked_and_not_compared(world: World, printed: Publication) -> None:
    sv = printed.printed["questions"][0]["wording"]["sv"]
    published_again(printed, world, wording={"sv": f"{sv} <b>Nytt</b>?"})
    shown = text(world.anyone.get(PAGE))
    assert "Frågan ändrades efter Innovation" in shown
    assert "Den löd annorlunda." in shown
    assert f"Då löd den: ”{sv}”" in shown
    assert "Ökat:" not in shown
    assert "<b>Nytt" not in shown
