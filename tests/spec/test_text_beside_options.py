"""A text beside an open option: what is sent from the page, what is stored, what is asked about."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.answers import read
from samklang.core.survey.pages import steps
from samklang.core.survey.questionnaire import Option, Question, Questionnaire

OPTIONS = (
    Option("town", Wording("Kommun", "")),
    Option("other", Wording("Någon annan, nämligen", ""), open=True),
    Option("none", Wording("Ingen", ""), exclusive=True),
)
ASKED = (
    "Det står en text vid ”Någon annan, nämligen”, men det alternativet är inte valt. "
    "Välj det eller ta bort texten."
)
ALONE = "Ett av alternativen går inte att förena med de andra. Välj antingen det eller de andra."

# type, ticked (None: no field is sent), written -> stored, text stored, what is asked
TABLE = [
    ("select_multiple", ["town"], "Region", ["town", "other"], "Region", ""),
    ("select_multiple", None, "Region", ["other"], "Region", ""),
    ("select_multiple", ["other"], "Region", ["other"], "Region", ""),
    ("select_multiple", ["town"], "  ", ["town"], "", ""),
    ("select_multiple", ["none"], "Region", None, "Region", ALONE),
    ("select_multiple", ["none"], "", ["none"], "", ""),
    ("select_one", None, "Region", "other", "Region", ""),
    ("select_one", ["other"], "Region", "other", "Region", ""),
    ("select_one", ["town"], "Region", "town", "Region", ASKED),
    ("select_one", [""], "Region", "", "Region", ASKED),
    ("select_one", ["town"], "", "town", "", ""),
]


@pytest.mark.parametrize(("type", "ticked", "written", "stored", "text", "asked"), TABLE)
def test_a_text_is_never_dropped(type, ticked, written, stored, text, asked) -> None:  # type: ignore[no-untyped-def]
    options = OPTIONS if type == "select_multiple" else OPTIONS[:2]
    question = Question("q", type, Wording("Med vem?", ""), options=options)
    fields = {"q.other.text": [written]} | ({} if ticked is None else {"q": ticked})
    reading = read([question], fields, "sv")
    assert reading.values.get("q") == stored
    assert reading.values["q.other.text"] == text
    assert reading.faults.get("q", "") == asked


def test_what_is_asked_about_is_not_sent_in_unseen() -> None:
    question = Question("q", "select_one", Wording("Med vem?", ""), options=OPTIONS[:2])
    survey = Questionnaire("1", (question,))
    assert steps(survey, {"q": "town", "q.other.text": "Region"}).missing == ((1, "q"),)
    assert steps(survey, {"q.other.text": "Region"}).missing == ((1, "q"),)
    assert steps(survey, {"q": "other", "q.other.text": "Region"}).missing == ()
