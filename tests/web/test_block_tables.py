"""Tables of numbers, sentences above figures and picked examples, each by its own form."""

from typing import Any

import pytest

from samklang.core.manuscript.kinds import KINDS
from samklang.core.manuscript.pieces import Written, read_block
from samklang.web.actions.theme_files import save_file
from samklang.web.forms.blocks import BlockForm
from samklang.web.models import Theme
from samklang.web.queries.block_choices import Offered
from samklang.web.queries.manuscript_figure import Choices
from samklang.web.queries.picks import Pick
from tests.web.conftest import World
from tests.web.manuscript_world import MANUSCRIPT, saved
from tests.web.report_world import theme  # noqa: F401
from tests.web.test_blocks import SV, fields, frozen, sent, text  # noqa: F401

ASKED = Offered(
    choices=Choices({"q1": "Har provat?"}, {"county": "Län"}, {"q1": {"yes": "Ja", "no": "Nej"}})
)
FIGURE = KINDS["figure"]


def form(data: dict[str, Any], written: str = "") -> BlockForm:
    """The form of a figure as it was written."""
    before = read_block(written) or Written("figure")
    initial = BlockForm.initial_of(FIGURE, before)
    by = data.get("by", "")
    return BlockForm(data, kind=FIGURE, offered=ASKED, question="q1", by=by, initial=initial)


def test_a_table_of_numbers_is_put_in_by_its_own_name(world: World, frozen: Theme) -> None:  # noqa: F811
    chosen = text(world.editor.get(f"{SV}nytt/?efter=1"))
    assert "Taltabell" in chosen
    at = f"{SV}nytt/number-table/?efter=1"
    page = world.editor.get(at)
    assert "<h1>Taltabell</h1>" in text(page)
    given = fields(page)
    assert given["show"] == "table"
    answer = world.editor.post(f"{SV}nytt/figure/", given | {"question": "q2", "action": "save"})
    assert answer.status_code == 302
    assert ":::{figure} q2\n:show: table\n:::" in saved()
    shown = text(world.editor.get(SV))
    part = shown.split('id="skriv-figure-q2"')[1].split("</figure>")[0]
    assert "Tabell 1" in part
    assert "<svg" not in part
    assert "<table" in part
    # The chart beside it is counted for itself.
    assert "Diagram 1" in shown.split('id="skriv-figure-q1"')[1]
    # Its form can make a chart of it.
    number = next(
        n for n in range(9) if fields(world.editor.get(f"{SV}{n}/")).get("question") == "q2"
    )
    assert sent(world.editor, f"{SV}{number}/", show="").status_code == 302
    assert ":::{figure} q2\n:::" in saved()


@pytest.mark.parametrize(
    ("data", "written", "line"),
    [
        ({"highlight": "yes", "claim": "De flesta har provat"}, "", "De flesta har provat: q1=yes"),
        ({"highlight": "yes", "claim": ""}, ":claim: Nu: q1=yes\n:highlight: yes\n", ""),
        # Held to something else than the answer chosen: kept as it is.
        ({}, ":claim: Fler: q1=yes, q1=no\n", "Fler: q1=yes, q1=no"),
        ({"by": "county"}, ":claim: Nu: q1=yes\n:highlight: yes\n", "Nu: q1=yes"),
    ],
)
def test_a_sentence_above_is_held_to_the_answer_chosen(
    data: dict[str, str], written: str, line: str
) -> None:
    source = f":::{{figure}} q1\n{written}:::\n"
    made = form({"question": "q1"} | data, source)
    assert made.is_valid(), made.errors
    assert dict(made.block(read_block(source) or Written("")).options).get("claim", "") == line


@pytest.mark.parametrize(
    "data", [{"claim": "De flesta"}, {"claim": "De flesta: nu", "highlight": "yes"}]
)
def test_a_sentence_without_an_answer_is_asked_about(data: dict[str, str]) -> None:
    made = form({"question": "q1"} | data)
    assert list(made.errors) == ["claim"]


def test_the_example_of_a_sentence_is_of_the_questions_own_answer() -> None:
    made = form({"question": "q1"})
    answer = next(label for value, label in made.fields["highlight"].choices if value)
    assert f"valde ”{answer}”" in str(made.fields["claim"].help_text)


def test_no_form_shows_an_answers_code(world: World, frozen: Theme) -> None:  # noqa: F811
    claimed = MANUSCRIPT.replace(
        ":::{figure} q1\n", ":::{figure} q1\n:highlight: yes\n:claim: De flesta: q1=yes\n"
    )
    assert claimed != MANUSCRIPT
    save_file(frozen, path="manuscript.md", text=claimed, seen=1, by=None)
    given = fields(world.editor.get(f"{SV}2/"))
    assert given["claim"] == "De flesta"
    assert sent(world.editor, f"{SV}2/").status_code == 302
    assert saved() == claimed


PICKED = (Pick("a", "Apan", "Föreningen · Boden"), Pick("b", "Boken", "", "data:,"), Pick("c", "C"))


class Examples(Offered):
    picks = PICKED  # type: ignore[assignment]


def picked(data: dict[str, str], kind: str = "examples", written: str = "") -> BlockForm:
    before = read_block(written) or Written(kind)
    initial = BlockForm.initial_of(KINDS[kind], before)
    return BlockForm(data, kind=KINDS[kind], offered=Examples(), initial=initial)


@pytest.mark.parametrize(
    ("places", "whole"),
    [
        ({}, None),
        ({"whole-c": "1", "whole-a": "2"}, "c, a"),
        ({"whole-b": " 7 ", "whole-a": "7"}, "a, b"),
        ({"whole-b": "1", "whole-x": "2"}, "b"),
    ],
)
def test_examples_are_picked_in_the_order_of_their_places(
    places: dict[str, str], whole: str | None
) -> None:
    made = picked(places)
    assert made.is_valid()
    assert dict(made.block(Written("examples")).options).get("whole") == whole


@pytest.mark.parametrize("place", ["0", "-1", "x", "1.5", "1000", "99999999999", "²"])
def test_what_is_no_place_is_said(place: str) -> None:
    assert "1 till 999" in str(picked({"whole-a": place}).errors["whole"])


def test_a_slide_has_room_for_three() -> None:
    places = {f"examples-{id_}": "1" for id_ in "abc"}
    assert "examples" not in picked(places, "slide").errors
    form = BlockForm(
        {f"examples-{n}": "1" for n in range(4)},
        kind=KINDS["slide"],
        offered=type("Four", (Offered,), {"picks": [Pick(str(n), "") for n in range(4)]})(),
    )
    assert "högst 3" in str(form.errors["examples"])


def test_the_form_shows_title_whereabouts_and_picture_those_with_a_place_first() -> None:
    html = str(picked({}, written=":::{examples}\n:whole: c b\n:::\n")["whole"])
    unbound = BlockForm(
        kind=KINDS["examples"],
        offered=Examples(),
        initial=BlockForm.initial_of(
            KINDS["examples"], Written("examples", "", (("whole", "c b"),))
        ),
    )
    html = str(unbound["whole"])
    assert html.index(">C<") < html.index("Boken") < html.index("Apan")
    assert 'name="whole-c" id="id_whole-c" value="1"' in html
    assert 'name="whole-a" id="id_whole-a" value=""' in html
    assert '<img src="data:," alt="">' in html
    assert "Föreningen · Boden" in html
