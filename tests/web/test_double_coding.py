"""Double coding: a sample drawn, compared and settled; both originals kept."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from samklang.core.language.phrases import phrase
from samklang.web.actions.double_coding import AlreadyDrawn, NothingToDraw, draw, give_up
from samklang.web.actions.erasure import erase
from samklang.web.models import (
    AuditRow,
    Coding,
    CodingSample,
    CodingStep,
    ReadAnswer,
    SampledAnswer,
    Theme,
)
from samklang.web.queries.double_coding import compared, hidden_from, settled_twice
from samklang.web.queries.open_answers import asked, place, sent
from samklang.web.queries.second_reading import read_twice
from tests.web.conftest import World
from tests.web.double_coding_world import DOUBLE, blind, chips, code_second, drawn, second, who
from tests.web.double_coding_world import sample as sample
from tests.web.double_coding_world import theme as theme
from tests.web.test_coding import HOME, code


def test_a_sample_that_was_compared_meanwhile_is_not_thrown_away(sample: CodingSample) -> None:
    CodingSample.objects.update(compared_at=timezone.now())
    with pytest.raises(AlreadyDrawn):
        give_up(sample, by=who("redaktor"))
    assert CodingSample.objects.exists()


@pytest.mark.parametrize("name", ["theme_blind_answer", "theme_coding_difference"])
def test_a_number_that_no_row_can_have_is_not_found(
    world: World, theme: Theme, sample: CodingSample, name: str
) -> None:
    CodingSample.objects.update(second=who("agare"))
    address = reverse(name, args=["norr", theme.address, sample.pk, 10**30])
    assert world.owner.get(address).status_code == 404


def test_a_sample_is_drawn_alike_from_its_seed(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    first = drawn(sample)
    assert (len(first), sample.drawn_from, sample.seed) == (10, 24, 7)
    where = place(asked(theme), "q5")
    assert where
    with pytest.raises(AlreadyDrawn):
        draw(theme, where, second=who("agare"), size=3, by=who("redaktor"))
    give_up(sample, by=who("redaktor"))
    again = draw(theme, where, second=who("agare"), size=10, seed=7, by=who("redaktor"))
    assert drawn(again) == first
    give_up(again, by=who("redaktor"))
    other = draw(theme, where, second=who("agare"), percent=10, seed=8, by=who("redaktor"))
    assert len(drawn(other)) == 3
    give_up(other, by=who("redaktor"))
    least = draw(theme, where, second=who("agare"), size=1, by=who("redaktor"))
    assert len(drawn(least)) == 1
    # Who has coded an answer cannot code it blind.
    give_up(least, by=who("redaktor"))
    with pytest.raises(NothingToDraw):
        draw(theme, where, second=who("redaktor"), size=3, by=who("agare"))
    assert AuditRow.objects.filter(action="draw_coding_sample").count() == 4


def test_a_sample_is_drawn_on_the_page_by_an_editor(world: World, theme: Theme) -> None:
    fields = {"question": "q5", "size": "50", "unit": "percent", "second": who("agare").pk}
    assert world.reader.post(DOUBLE, fields).status_code == 403
    assert world.stranger.get(DOUBLE).status_code == 404
    wrong = world.editor.post(DOUBLE, {**fields, "size": "101"})
    assert wrong.status_code == 400
    assert phrase("sv", "double.too_many_percent") in wrong.content.decode()
    assert world.editor.post(DOUBLE, {**fields, "second": "999"}).status_code == 400
    answer = world.editor.post(DOUBLE, fields)
    made = CodingSample.objects.get()
    assert answer["Location"].endswith(f"dubbelt/{made.pk}/")
    assert made.answers.count() == 12


def test_both_must_be_done_before_they_are_compared(world: World, sample: CodingSample) -> None:
    finish = f"{DOUBLE}{sample.pk}/klart/"
    every = drawn(sample)
    for pk in every[1:]:
        second(world, sample, pk, whole=["economy:hinders"])
    world.editor.post(finish, {"action": "compare"})
    assert CodingSample.objects.get().compared_at is None
    world.owner.post(blind(sample, every[0]), {"seen": 0, "memo": "", "status": "no-code"})
    # The first takes one back.
    read = ReadAnswer.objects.get(response=every[3])
    code(world.editor, every[3], seen=read.version)
    world.editor.post(finish, {"action": "compare"})
    assert CodingSample.objects.get().compared_at is None
    code(world.editor, every[3], seen=read.version + 1, whole=["economy:hinders"])
    world.editor.post(finish, {"action": "compare"})
    assert CodingSample.objects.get().compared_at is not None
    # Nothing blind is left to do, and nothing is hidden.
    assert world.owner.get(blind(sample, every[0])).status_code == 404
    assert not hidden_from(sample.theme, who("agare"))


def test_a_changed_answer_is_read_anew_by_both(world: World, sample: CodingSample) -> None:
    every = code_second(world, sample)
    one = sent(sample.theme).get(pk=every[0])
    one.answers["q5"] = "Något helt annat."
    one.save()
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    assert CodingSample.objects.get().compared_at is None


def test_two_tabs_of_the_second_coder_overwrite_nothing(world: World, sample: CodingSample) -> None:
    pk = drawn(sample)[0]
    second(world, sample, pk, whole=["economy:hinders"])
    second(world, sample, pk, seen=0, status=409, whole=["leadership:enables"])
    (mark,) = SampledAnswer.objects.get(sample=sample, response=pk).marks
    assert sample.theme.codes.get(pk=mark[0]).key == "economy"


def test_differences_are_settled_and_both_originals_kept(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    every = code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    text = world.editor.get(DOUBLE).content.decode()
    assert "10 svar är kodade av två, 8 av dem precis likadant." in text
    assert phrase("sv", "double.left", count=2) in text
    where = place(asked(theme), "q5")
    assert where
    assert settled_twice(theme, where) == set(every[2:])
    address = f"{DOUBLE}{sample.pk}/skillnad/{every[0]}/"
    text = world.owner.get(address).content.decode()
    assert "Samverkan" in chips(text)
    assert world.reader.get(address).status_code == 403
    # Neither gave it; nothing at all; then what the second gave.
    row = SampledAnswer.objects.get(sample=sample, response=every[0])
    knowledge = theme.codes.get(key="knowledge-own")
    assert world.owner.post(address, {"code": [f"{knowledge.pk}:"]}).status_code == 400
    world.owner.post(address, {"memo": ""})
    row.refresh_from_db()
    assert row.outcome is None
    collaboration = theme.codes.get(key="collaboration")
    chosen = {"code": [f"{collaboration.pk}:enables"], "memo": "Det var grannarna."}
    answer = world.owner.post(address, chosen)
    assert answer["Location"].endswith(f"skillnad/{every[1]}/")
    first_marks, marks = row.first_marks, row.marks
    row.refresh_from_db()
    assert (row.first_marks, row.marks) == (first_marks, marks)
    assert row.outcome["memo"] == "Det var grannarna."
    assert row.settled_by == who("agare")
    live = Coding.objects.get(answer__response=every[0], live=True)
    assert (live.code.key, live.by, live.origin) == ("collaboration", who("agare"), "person")
    assert settled_twice(theme, where) == {*every[2:], every[0]}
    # Undone across people: coded as before, and to be settled anew.
    step = CodingStep.objects.get(action="settle")
    world.editor.post(f"{HOME}logg/{step.pk}/angra/")
    row.refresh_from_db()
    assert (row.outcome, row.settled_by) == (None, None)
    assert Coding.objects.get(answer__response=every[0], live=True).code.key != "collaboration"


def test_another_sample_adds_to_the_first(world: World, theme: Theme, sample: CodingSample) -> None:
    every = code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    where = place(asked(theme), "q5")
    assert where
    more = draw(theme, where, second=who("agare"), size=100, by=who("redaktor"))
    assert not set(drawn(more)) & set(every)
    assert more.drawn_from == 14
    code_second(world, more, other=0)
    world.editor.post(f"{DOUBLE}{more.pk}/klart/", {"action": "compare"})
    found = compared(theme, where)
    assert found
    assert (found.agreement.answers, found.agreement.alike) == (24, 22)
    assert found.agreement.alpha.low is not None


def test_a_reflexive_coding_has_no_scores_and_a_log(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    score = phrase("sv", "double.alpha")
    assert score in world.editor.get(DOUBLE).content.decode()
    assert world.reader.post(f"{DOUBLE}samtal/", {"approach": "reflexive"}).status_code == 403
    world.editor.post(f"{DOUBLE}samtal/", {"approach": "reflexive"})
    world.editor.post(f"{DOUBLE}samtal/", {"question": "q5", "text": "Vi läste ordet olika."})
    world.editor.post(f"{DOUBLE}samtal/", {"question": "q5", "text": " "})
    text = world.owner.get(DOUBLE).content.decode()
    assert score not in text
    assert "Vi läste ordet olika." in text
    assert theme.coding_talks.count() == 1


def test_a_sampled_answer_that_is_taken_back_goes(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    every = code_second(world, sample)
    erase(sent(theme).get(pk=every[0]))
    assert sample.answers.count() == 9
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    assert CodingSample.objects.get().compared_at is not None


def test_what_settled_a_difference_leaves_the_log_with_the_answer(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    every = code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    collaboration = theme.codes.get(key="collaboration")
    for number in (0, 1):
        chosen = {"code": [f"{collaboration.pk}:enables"], "memo": f"qqsettled{number}"}
        world.owner.post(f"{DOUBLE}{sample.pk}/skillnad/{every[number]}/", chosen)
    erase(sent(theme).get(pk=every[0]))
    kept = json.dumps([step.changes for step in theme.coding_steps.all()])
    assert "qqsettled0" not in kept
    assert "qqsettled1" in kept


def test_suggestions_are_held_against_what_was_coded_blind(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    """Alike or settled, and no difference before it is; nor where a suggestion was accepted."""
    where = place(asked(theme), "q5")
    assert where
    every = code_second(world, sample)
    assert read_twice(theme, where) == frozenset()
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    assert read_twice(theme, where) == set(every[2:])
    Coding.objects.filter(answer__response=every[5]).update(origin="suggestion")
    assert read_twice(theme, where) == set(every[2:]) - {every[5]}
