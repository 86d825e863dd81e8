"""Own words covered: what somebody wrote becomes as many x; crosses, numbers and gaps stay."""

from samklang.core.language.wording import Wording
from samklang.core.survey.own_words import cover_words
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Missing, Response


def test_each_shape_of_an_answer() -> None:
    asked = Questionnaire(
        version="1",
        questions=tuple(
            Question(name, kind, Wording(name, name))
            for name, kind in (
                ("text", "text"),
                ("cards", "cards"),
                ("fields", "text"),
                ("gap", "text"),
                ("one", "select_one"),
                ("number", "integer"),
            )
        ),
    )
    response = Response(
        "r1",
        "m1",
        "complete",
        answers={
            "text": "Två åar",
            "cards": ({"what": "Kör", "where": "Boden"}, {"what": "Bio"}),
            "fields": {"first": "Ett", "second": Missing.NOT_ANSWERED},
            "gap": Missing.NOT_ANSWERED,
            "one": "yes",
            "number": "12",
        },
        open_texts={"one.other": "Annat"},
    )
    made = cover_words(response, asked)
    assert made.answers == {
        "text": "xxxxxxx",
        "cards": ({"what": "xxx", "where": "xxxxx"}, {"what": "xxx"}),
        "fields": {"first": "xxx", "second": Missing.NOT_ANSWERED},
        "gap": Missing.NOT_ANSWERED,
        "one": "yes",
        "number": "12",
    }
    assert made.open_texts == {"one.other": "xxxxx"}
