"""Conditions in words: what staff read beside a question is never the expression."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.condition_words import condition_words
from samklang.core.survey.questionnaire import Option, Question, Questionnaire

PLAN = Question(
    "plan",
    "select_one",
    Wording("Har ni en plan?", "Do you have a plan?"),
    options=(
        Option("written", Wording("Ja, skriftlig", "Yes, in writing")),
        Option("agreed", Wording("Ja, muntlig", "Yes, agreed")),
        Option("no", Wording("Nej", "No")),
    ),
)
MANY = Question("many", "integer", Wording("Hur många är ni?", "How many are you?"))
OWN = "Visas bara för dem som uppfyller ett eget villkor."


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("", ""),
        ("${plan} = 'no'", "Visas bara för dem som har svarat ”Nej” på ”Har ni en plan?”."),
        (
            "${plan} = 'written' or ${plan} = 'agreed'",
            "Visas bara för dem som har svarat ”Ja, skriftlig” eller ”Ja, muntlig” på "
            "”Har ni en plan?”.",
        ),
        (
            "${plan} != 'no' and ${many} >= 5",
            "Visas bara för dem som inte har svarat ”Nej” på ”Har ni en plan?” och har svarat "
            "minst 5 på ”Hur många är ni?”.",
        ),
        (
            "(${plan} = 'written' or ${plan} = 'agreed') and 3 > ${many}",
            "Visas bara för dem som har svarat ”Ja, skriftlig” eller ”Ja, muntlig” på "
            "”Har ni en plan?” och har svarat mindre än 3 på ”Hur många är ni?”.",
        ),
        (
            "${many} > 1234.5",
            "Visas bara för dem som har svarat mer än 1\xa0234,5 på ”Hur många är ni?”.",
        ),
        (
            "${many} = -0.25",
            "Visas bara för dem som har svarat −0,25 på ”Hur många är ni?”.",
        ),
        (
            "not(selected(${plan}, 'no'))",
            "Visas bara för dem som inte har svarat ”Nej” på ”Har ni en plan?”.",
        ),
        # What would be read in two ways, and what has no words, is not guessed at.
        ("${plan} = 'no' and (${plan} = 'written' or ${many} = 2)", OWN),
        ("${plan} = 'no' or (${plan} = 'written' and ${many} = 2)", OWN),
        ("string-length(${plan}) > 2", OWN),
        ("${plan} = 'gone'", OWN),
        ("${gone} = 'no'", OWN),
        ("${plan} =", OWN),
    ],
)
def test_a_condition_is_said_in_words(relevant: str, words: str) -> None:
    asked = Question("q", "text", Wording("Varför?", "Why?"), relevant=relevant)
    said = condition_words(asked, Questionnaire("1", (PLAN, MANY, asked)), "sv")
    assert said == words
    assert "$" not in said


def test_it_is_said_in_english_too() -> None:
    asked = Question("q", "text", Wording("Varför?", "Why?"), relevant="${plan} = 'no'")
    said = condition_words(asked, Questionnaire("1", (PLAN, asked)), "en")
    assert said == "Shown only to those who answered “No” to “Do you have a plan?”."
