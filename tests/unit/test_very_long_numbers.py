"""Numbers of thousands of digits, which Python itself does not read, in other programs' files."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from samklang.exchange.refiqda.quoting import quotes
from tests.data.limesurvey.small import export, lss, question
from tests.unit.imported_survey import Imported
from tests.unit.test_limesurvey_answers import TWO_PAGES, begun
from tests.unit.written_form import HEAD, refused

LONG = "9" * 5_000


def test_a_form_that_repeats_without_end_is_refused_by_its_row() -> None:
    head: list[object] = [*HEAD, "repeat_count"]
    rows: list[list[object]] = [
        ["begin repeat", "cards", "Exempel", "Examples", "", LONG],
        ["text", "what", "Vad", "What", "", ""],
        ["end repeat", "", "", "", "", ""],
    ]
    assert ("survey", 2, "repeat_count", "repeat_count") in refused(*rows, head=head)


@pytest.mark.parametrize("most", [LONG, "2", ""])
def test_as_many_places_as_there_are_answers_are_ranked(most: str, tmp_path: Path) -> None:
    given = {"max_answers": most} if most else None
    survey = lss(question("q", "R", answers={"a": "A", "b": "B", "c": "C"}, attributes=given))
    found = Imported(tmp_path, survey, export('"q[1]";"q[2]";"q[3]"', '"a";"b";"c"'))
    assert len(found.questions) == (2 if most == "2" else 3)


def test_a_page_that_no_survey_has_is_none(tmp_path: Path) -> None:
    found = Imported(tmp_path, TWO_PAGES, begun(f'"{LONG}"', '"Y";'))
    assert len(list(found.composed.responses)) == 1


def test_a_place_that_no_text_has_quotes_nothing() -> None:
    selection = Element("Selection", name="ord", startPosition="0", endPosition=LONG)
    assert not quotes(selection, "ord för ord")
    selection.set("endPosition", "3")
    assert quotes(selection, "ord för ord")
