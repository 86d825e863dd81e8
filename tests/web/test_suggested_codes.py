"""Suggested codes at an answer: shown where two persons bear them out, never chosen for anybody."""

import re
import socket
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from samklang.core.language.phrases import phrase
from samklang.suggesting.meaning import MeaningVectors
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.double_coding import draw
from samklang.web.actions.erasure import erase
from samklang.web.actions.meanings import AT_ONCE, make_meanings
from samklang.web.models import AnswerVector, Coding, CodingStep, Response, Theme
from samklang.web.models.network import Role
from samklang.web.queries import suggested_codes
from samklang.web.queries.codebook import codebook
from samklang.web.queries.meanings import meaning
from samklang.web.queries.open_answers import asked, lines, place
from samklang.web.queries.second_reading import read_twice
from samklang.web.starts import codebook as starter
from tests.web.conftest import World, person
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, code, keys, page

MONEY = ("Hyran", "Lokalhyran", "Bidraget", "Verksamhetsbidraget", "Pengarna", "Medlemsavgiften")
BUTTON = 'value="confirm">'
LOG = f"{HOME}logg/"
PEOPLE = ("Styrelsen", "Ordföranden", "Eldsjälarna", "Ledaren")


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Seventeen answers on money, six on people, all coded by one person; the last one is not."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    begin_codebook(made, starter("factors"), by=None)  # type: ignore[arg-type]
    for number, one in enumerate(Response.objects.filter(state="sent").order_by("pk")):
        words = f"{MONEY[number % 6]} räckte inte till kostnaderna, pengar och bidrag år {number}."
        if number in range(17, 23):
            words = f"{PEOPLE[number % 4]} är trött och ingen vill ta över ansvaret, år {number}."
        one.answers |= {"q5": words}
        one.save()
    for number, pk in enumerate(keys(made)[:-1]):
        which = "leadership:hinders" if number >= 17 else "economy:hinders"
        code(world.editor, pk, whole=[which])
    return made


def confirm(client: Client, pk: int, *whole: str, seen: int = 1) -> None:
    code(client, pk, seen=seen, whole=list(whole), action="confirm")


def confirm_all(world: World, theme: Theme) -> None:
    for coding in Coding.objects.filter(live=True).select_related("answer", "code"):
        confirm(world.owner, coding.answer.response_id, f"{coding.code.key}:hinders")


def suggestions(client: Client, pk: int) -> str:
    """The part of the page that suggests; '' where nothing is suggested."""
    text = client.get(page(pk)).content.decode()
    part = re.search(r'<fieldset class="family" id="suggested">.*?</fieldset>', text, re.DOTALL)
    return part[0] if part else ""


def test_a_code_is_suggested_when_two_persons_bear_it_out(world: World, theme: Theme) -> None:
    last = keys(theme)[-1]
    assert suggestions(world.editor, last) == ""
    text = world.editor.get(page(last)).content.decode()
    assert phrase("sv", "suggestions.verdict_too_few") in text
    assert phrase("sv", "suggestions.stays_here") in text
    confirm_all(world, theme)
    shown = suggestions(world.editor, last)
    assert 'value="economy:hinders:suggestion"' in shown
    assert "checked" not in shown
    assert phrase("sv", "suggestions.stays_here") in shown
    assert "bidrag" in shown.split("Det som talade för koden:")[1].split(".")[0]
    assert "räckte inte till kostnaderna" in shown.split('<q dir="auto">')[1]
    assert suggestions(world.reader, last) == ""


def test_a_likely_code_that_few_answers_bear_out_is_not_suggested(
    world: World, theme: Theme
) -> None:
    confirm_all(world, theme)
    last = keys(theme)[-1]
    like = theme.responses.get(pk=keys(theme)[20])
    Response.objects.filter(pk=last).update(answers=like.answers)
    assert suggestions(world.editor, last) == ""


def test_an_accepted_suggestion_is_stored_as_one_and_judges_no_suggestion(
    world: World, theme: Theme
) -> None:
    confirm_all(world, theme)
    last = keys(theme)[-1]
    code(world.editor, last, whole=["economy:hinders:suggestion"])
    coding = Coding.objects.get(answer__response=last)
    assert (coding.origin, coding.code.key, coding.valence) == ("suggestion", "economy", "hinders")
    assert suggestions(world.editor, last) == ""  # it has it
    # Saved again as the page then shows it, it is still an accepted suggestion.
    code(world.editor, last, seen=1, whole=["economy:hinders"], memo="Tydligt")
    assert Coding.objects.get(answer__response=last, live=True).origin == "suggestion"
    same = {"whole": ["economy:hinders"], "memo": "Tydligt"}
    code(world.owner, last, seen=2, action="confirm", **same)
    assert CodingStep.objects.latest("pk").action == "confirm"
    where = place(asked(theme), "q5")
    assert where
    assert read_twice(theme, where) == frozenset(keys(theme)[:-1])


def test_suggestions_that_were_wrong_are_not_shown(world: World, theme: Theme) -> None:
    """The second person reads every other answer on money otherwise."""
    for number, coding in enumerate(Coding.objects.filter(live=True).select_related("answer")):
        which = "knowledge-own:hinders" if number % 2 else "economy:hinders"
        confirm(world.owner, coding.answer.response_id, which)
    assert suggestions(world.editor, keys(theme)[-1]) == ""


def test_nobody_confirms_what_is_their_own_or_has_changed(world: World, theme: Theme) -> None:
    first, second, third = keys(theme)[:3]
    confirm(world.editor, first, "economy:hinders")
    assert not CodingStep.objects.filter(action="confirm").exists()
    assert BUTTON not in world.editor.get(page(first)).content.decode()
    assert BUTTON in world.owner.get(page(first)).content.decode()
    code(world.owner, second, seen=0, status=409, whole=["economy:hinders"], action="confirm")
    answer = world.reader.post(page(third), {"seen": 1, "memo": "", "action": "confirm"})
    assert answer.status_code == 403
    confirm(world.owner, first, "economy:hinders")
    step = CodingStep.objects.get(action="confirm")
    where = place(asked(theme), "q5")
    assert where
    assert read_twice(theme, where) == {first}
    assert BUTTON not in world.owner.get(page(first)).content.decode()
    assert phrase("sv", "coding.action_confirm") in world.editor.get(LOG).content.decode()
    world.editor.post(f"{LOG}{step.pk}/angra/")
    assert read_twice(theme, where) == set()


def test_the_answer_named_as_most_like_is_none_that_its_reader_codes_blind(
    world: World, theme: Theme
) -> None:
    confirm_all(world, theme)
    last, where = keys(theme)[-1], place(asked(theme), "q5")
    assert where
    named = re.search('<q dir="auto">(.*?)</q>', suggestions(world.editor, last))
    assert named
    third = person("tredje@exempel.se", world.network, Role.EDITOR)
    by = User.objects.get(username="tredje@exempel.se")
    drawn = draw(theme, where, second=by, size=1, by=by)
    (near,) = theme.responses.filter(answers__q5=named[1])
    drawn.answers.update(response=near)
    assert named[1] in suggestions(world.editor, last)
    shown = suggestions(third, last)
    assert '<q dir="auto">' in shown
    assert named[1] not in shown


def test_nothing_leaves_the_machine(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm_all(world, theme)

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    suggested_codes._ranking.cache_clear()
    assert suggestions(world.editor, keys(theme)[-1])


def test_what_is_learnt_is_kept_until_a_coding_changes(world: World, theme: Theme) -> None:
    confirm_all(world, theme)
    first, last = keys(theme)[0], keys(theme)[-1]
    suggested_codes._ranking.cache_clear()
    for _ in range(3):
        assert suggestions(world.editor, last)
    assert suggested_codes._ranking.cache_info().misses == 1
    code(world.editor, first, seen=1, whole=["leadership:hinders"])
    suggestions(world.editor, last)
    assert suggested_codes._ranking.cache_info().misses == 2


class Counted:
    """Vectors that tell the subject by one word; how many texts were asked for."""

    name = MeaningVectors.name

    def __init__(self) -> None:
        self.texts: list[str] = []

    def of(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.texts += texts
        rows = np.zeros((len(texts), 4), dtype=np.float32)
        for number, text in enumerate(texts):
            rows[number, 0 if "pengar" in text.lower() else 1] = 1
        return rows


def test_meaning_ranks_where_the_worker_has_made_its_vectors(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made a few at a time, each once, anew when words change, gone with the answer; a page makes
    none."""
    confirm_all(world, theme)
    made = Counted()
    where, families = place(asked(theme), "q5"), codebook(theme)
    codes = [code for entry in families for code in entry.codes]
    assert where
    monkeypatch.setattr("samklang.suggesting.meaning._model", lambda: pytest.fail("in a page"))
    world.editor.get(page(keys(theme)[-1]))
    assert meaning(theme, "q5", lines(theme, where), codes) is None
    rounds = []
    while done := make_meanings(made):
        rounds.append(done)
    assert rounds[0] == AT_ONCE
    assert len(made.texts) == sum(rounds) == theme.codes.filter(retired=False).count() + 24
    cache.clear()
    assert make_meanings(made) == 0
    kept = meaning(theme, "q5", lines(theme, where), codes)
    assert kept
    assert kept.answers.shape == (24, 4)
    ranked: list[object] = []
    whole = suggested_codes.rank
    monkeypatch.setattr(
        suggested_codes, "rank", lambda *a, **k: ranked.append(k["meaning"]) or whole(*a, **k)
    )
    suggested_codes._ranking.cache_clear()
    world.editor.get(page(keys(theme)[-1]))
    assert any(space is not None for space in ranked)
    # Other words: until the worker has been there, words rank alone.
    one = theme.responses.get(pk=keys(theme)[0])
    one.answers |= {"q5": "Något helt annat."}
    one.save()
    assert meaning(theme, "q5", lines(theme, where), codes) is None
    cache.clear()
    assert make_meanings(made) == 1
    erase(one)
    assert not AnswerVector.objects.filter(response=one).exists()


def test_without_the_model_nothing_is_made(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samklang.web.actions.meanings.available", lambda: False)
    assert make_meanings() == 0
    assert not AnswerVector.objects.exists()
