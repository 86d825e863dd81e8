"""What is stored of a survey's own answers, type by type; what was not answered is not there."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.answers import as_stored
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Missing

W = Wording("x", "x")
ABC = tuple(Option(o, W) for o in "abc")

# type, answer -> as it is stored (None: nothing is)
TABLE = [
    ("select_one", "b", "b"),
    ("select_multiple", frozenset("ca"), ["a", "c"]),  # in the question's order
    ("select_multiple", frozenset(), []),
    ("matrix", {"time": "low", "money": Missing.NOT_ANSWERED}, {"time": "low"}),
    ("ranking", {"b": "1", "a": "2"}, {"b": "1", "a": "2"}),
    ("cards", ({"name": "Navet"}, {"name": "Bryggan"}), [{"name": "Navet"}, {"name": "Bryggan"}]),
    ("text", "Hej", "Hej"),
    ("select_one", Missing.NOT_ANSWERED, None),
    ("select_one", Missing.NOT_SHOWN, None),
]


@pytest.mark.parametrize(("type", "answer", "stored"), TABLE)
def test_an_answer_is_stored_by_its_type(type, answer, stored) -> None:  # type: ignore[no-untyped-def]
    questionnaire = Questionnaire("1", (Question("q", type, W, options=ABC),))
    beside = {"q.a.text": "Annat", "q.b.text": ""}
    expected = {"q.a.text": "Annat"} | ({} if stored is None else {"q": stored})
    assert as_stored(questionnaire, {"q": answer}, beside) == expected
