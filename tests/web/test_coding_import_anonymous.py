"""Codings of anonymous answers made elsewhere: read in though more answers have come since."""

import pytest

from samklang.exchange.refiqda.exporting import export_project
from samklang.exchange.refiqda.writing import write_project
from samklang.web.actions.freezing import freeze
from samklang.web.models import Coding, CodingUpload, Freeze, Quote, Response, Theme
from samklang.web.queries.questionnaires import published
from tests.web.conftest import World
from tests.web.test_coding import code, keys
from tests.web.test_coding_import import (
    coded_elsewhere,
    live,
    package,
    post,
    read_in,
    theme,  # noqa: F401
    zipped,
)


@pytest.fixture
def nameless(theme: Theme) -> Theme:  # noqa: F811
    """Nobody can say whose an answer is; two hold the same throughout, one of them is coded."""
    theme.responses.exclude(state="sent").delete()
    Theme.objects.filter(pk=theme.pk).update(anonymous=True)
    theme.responses.update(invitation=None, sent_at=None, saved_at=None, created_at=None)
    theme.refresh_from_db()
    first = keys(theme)[0]
    twin = theme.responses.get(pk=keys(theme)[5])
    twin.answers = theme.responses.get(pk=first).answers
    twin.save()
    return theme


def answers_came_in(of: Theme, count: int, *, like: Response | None = None) -> None:
    """In anonymous mode, so many that the numbers of the others move; all as one that is there."""
    version = published(of)
    assert version
    for n in range(count):
        answers = {"q1": "yes", "q5": f"Nytt {n}."}
        if like:
            answers = like.answers
        Response.objects.create(theme=of, questionnaire=version, state="sent", answers=answers)


@pytest.mark.parametrize("ending", [".zip", ".qdpx"])
def test_a_package_of_anonymous_answers_from_before_more_came_in_is_known(
    world: World, nameless: Theme, ending: str
) -> None:
    """Nothing says which answers were in it: they are found by what they hold."""
    made = coded_elsewhere(package(nameless))
    freeze(nameless, by=None)
    assert Freeze.objects.get().members == []
    answers_came_in(nameless, 5)
    now = {r.id: r.answers for r in package(nameless).responses}
    assert any(now[r.id] != r.answers for r in made.responses)
    content = zipped(made) if ending == ".zip" else write_project(export_project(made)[0])
    status, text = post(world.editor, content, f"fil{ending}")
    assert status == 200, text
    read_in(world.editor)
    coded = sorted((c.text, c.code, c.valence) for c in package(nameless).codings)
    assert coded == sorted((c.text, c.code, c.valence) for c in made.codings)
    assert Coding.objects.filter(live=True, origin="import").count() == 2


def test_of_anonymous_answers_that_hold_the_same_the_coded_one_keeps_its_coding(
    world: World, nameless: Theme
) -> None:
    made = package(nameless)
    freeze(nameless, by=None)
    before = live(nameless)
    first = nameless.responses.get(pk=keys(nameless)[0])
    answers_came_in(nameless, 5, like=first)
    assert post(world.editor, zipped(made))[0] == 200
    assert CodingUpload.objects.get().plan["answers"] == []
    assert CodingUpload.objects.get().plan["untouched"] == 0
    assert live(nameless) == before


def test_a_quote_of_an_anonymous_answer_stays_with_it_though_another_holds_the_same(
    world: World, nameless: Theme
) -> None:
    """And though the other is coded by now as the quoted one was then."""
    made = package(nameless)
    freeze(nameless, by=None)
    first, twin = keys(nameless)[0], keys(nameless)[5]
    quoted = Coding.objects.get(answer__response=first)
    quote = Quote.objects.create(theme=nameless, coding=quoted, state="released")
    whole = ["economy:hinders"]
    code(world.editor, first, seen=1, whole=[*whole, "leadership:hinders"])
    code(world.editor, twin, whole=whole)
    answers_came_in(nameless, 5)
    assert post(world.editor, zipped(made))[0] == 200
    read_in(world.editor)
    quote.refresh_from_db()
    assert quote.coding.live
    assert [*Coding.objects.filter(live=True, answer__response=first)] == [quoted]


def test_anonymous_answers_that_were_in_no_package_are_refused(
    world: World, nameless: Theme
) -> None:
    made = coded_elsewhere(package(nameless))
    answers_came_in(nameless, 5)
    status, text = post(world.editor, zipped(made))
    assert status == 400
    assert "finns inte i temat" in text
