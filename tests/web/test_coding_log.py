"""The log of coding: what cannot be taken back is refused, and then nothing at all is changed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding import Mark, save_coding
from samklang.web.actions.coding_log import ChangedSince, TakenBack, log, undo
from samklang.web.models import Code, Coding, CodingStep, ReadAnswer, Theme
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.open_answers import asked, opened, place
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import made_theme


@pytest.fixture
def theme(world: World) -> Theme:
    """A theme with a codebook; its first two answers are coded, each by an entry."""
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    CodingStep.objects.all().delete()
    where, codes = place(asked(made), "q5"), {c.pk: c for c in codes_by_key(made).values()}
    key = {code.key: pk for pk, code in codes.items()}
    assert where
    for response in made.responses.filter(state="sent").order_by("pk")[:2]:
        answer = opened(made, where, response.pk)
        assert answer
        mark = Mark(key["economy"], "enables", 0, len(answer.text))
        save_coding(
            made, answer, marks=[mark], status="", memo="m", seen=0, codes=codes, by=coder()
        )
    return made


def coder() -> User:
    """Who codes."""
    return User.objects.get(username="redaktor@exempel.se")


def stands(theme: Theme) -> list[object]:
    """All that entries can change, and the entries."""
    return [
        list(ReadAnswer.objects.order_by("pk").values("pk", "status", "memo", "version")),
        list(Coding.objects.order_by("pk").values("pk", "live")),
        list(theme.codes.order_by("pk").values("pk", "name", "retired")),
        list(CodingStep.objects.order_by("pk").values("pk", "action", "undone", "undoes")),
    ]


def refused(theme: Theme, step: CodingStep, fault: type[Exception]) -> list[object]:
    """Taking an entry back is refused and changes nothing; gives what the fault says."""
    before = stands(theme)
    with pytest.raises(fault) as said:
        undo(step, by=coder())
    assert stands(theme) == before
    return list(said.value.args)


def test_an_entry_is_taken_back_once(theme: Theme) -> None:
    first = CodingStep.objects.order_by("pk")[0]
    taken = undo(first, by=coder())
    assert (taken.action, taken.undoes, taken.by) == ("undo", first, coder())
    assert refused(theme, first, TakenBack) == [first.pk]
    # Taking the undoing back does it again, and then the first can be taken back once more.
    again = undo(taken, by=coder())
    assert again.action == "redo"
    assert CodingStep.objects.get(pk=first.pk).undone is False
    assert ReadAnswer.objects.order_by("pk")[0].status == "coded"
    assert refused(theme, taken, TakenBack) == [taken.pk]


def test_what_an_entry_names_may_be_gone(theme: Theme) -> None:
    """The first half of the entry could be taken back; it is not, either."""
    first, second = theme.codes.order_by("pk")[:2]
    changes = [
        {"code": number, "fields": {"name_sv": ["Förr", name]}}
        for number, name in ((second.pk + 1000, "x"), (first.pk, first.name.sv))
    ]
    step = log(theme, "change_code", changes, by=coder())
    assert refused(theme, step, ChangedSince) == [second.pk + 1000]


def retire(code: Code) -> None:
    """A code that answers carry is out of use, as by an earlier version."""
    Code.objects.filter(pk=code.pk).update(retired=True)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda read, coding: ReadAnswer.objects.filter(pk=read).update(memo="another"),
        lambda read, coding: ReadAnswer.objects.filter(pk=read).update(status="undecided"),
        lambda read, coding: Coding.objects.filter(pk=coding).update(live=False),
        lambda read, coding: Coding.objects.filter(pk=coding).delete(),
        lambda read, coding: ReadAnswer.objects.filter(pk=read).delete(),
    ],
    ids=["memo", "state", "taken off", "coding gone", "answer gone"],
)
def test_an_answer_that_stands_otherwise_by_now_is_not_put_back(
    theme: Theme, meanwhile: Callable[[int, int], object]
) -> None:
    step = CodingStep.objects.order_by("pk")[0]
    read, (coding,) = step.changes[0]["answer"], step.changes[0]["on"]
    meanwhile(read, coding)
    assert refused(theme, step, ChangedSince) == [read]


def test_a_coding_that_somebody_has_put_on_again_is_not_put_on_twice(theme: Theme) -> None:
    step = CodingStep.objects.order_by("pk")[0]
    taken = undo(step, by=coder())
    Coding.objects.filter(pk=step.changes[0]["on"][0]).update(live=True)
    assert refused(theme, taken, ChangedSince) == [step.changes[0]["answer"]]


def test_an_answer_gets_no_code_back_that_is_out_of_use(theme: Theme) -> None:
    step = CodingStep.objects.order_by("pk")[0]
    taken = undo(step, by=coder())
    retire(theme.codes.get(key="economy"))
    assert refused(theme, taken, ChangedSince) == [step.changes[0]["answer"]]


def test_an_answer_without_a_code_is_not_put_back_to_coded(theme: Theme) -> None:
    read = ReadAnswer.objects.order_by("pk")[0]
    Coding.objects.filter(answer=read).update(live=False)
    ReadAnswer.objects.filter(pk=read.pk).update(status="undecided")
    state = {"status": ["coded", "undecided"], "memo": ["m", "m"], "on": [], "off": []}
    change = {"answer": read.pk, **state}
    step = log(theme, "set_state", [change], by=coder())
    assert refused(theme, step, ChangedSince) == [read.pk]


def test_a_code_that_answers_carry_is_not_put_out_of_use_again(theme: Theme) -> None:
    code = theme.codes.get(key="economy")
    change = {"code": code.pk, "fields": {"retired": [True, False]}}
    step = log(theme, "restore_code", [change], by=coder())
    assert refused(theme, step, ChangedSince) == ["economy"]
