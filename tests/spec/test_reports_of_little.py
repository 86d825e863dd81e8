"""A report before all is there: what is said by what has nothing, is counted or comes later."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.document.blocks import Block, ExampleMap, Examples, Figure, Heading, Paragraph
from samklang.core.document.chosen_examples import chosen_examples
from samklang.core.document.inline import plain
from samklang.core.faults import Fault
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.core.report.rehearsed import LATER
from samklang.core.theme.theme import FigureChoice
from tests.sample_material import both
from tests.spec.test_named_figures import MADE

HEAD = "{#s}\n# Avsnitt\n\nInledande rad.\n\n"
BARE = replace(
    MADE,
    tables={name: one for name, one in MADE.tables.items() if not name.startswith("factors")},
    examples=(),
    contacts=(),
    knowledge=(),
    quotes=(),
    coded=(),
)


def composed(text: str, of: Material) -> tuple[list[Block], tuple[Fault, ...]]:
    document, faults = compose(HEAD + text, of, "sv", file="m.md")
    return [block for _, block in document.blocks()], faults


def directive(name: str, argument: str = "", **options: str) -> str:
    lines = [f":::{{{name}}} {argument}".rstrip(), *(f":{k}: {v}" for k, v in options.items())]
    return "\n".join([*lines, ":::", ""])


EVERY_FACTOR = directive("factor-figure")
ONE_FACTOR = directive("factor-figure", by="county", factor="economy")
# what is put in -> what it says while it has nothing to show
NOTHING = [
    (EVERY_FACTOR, "there_are_no_coded_factors"),
    (ONE_FACTOR, "there_are_no_coded_factors"),
    (":::{factors}\neconomy\n:::\n", "there_are_no_coded_factors"),
    (directive("examples"), "there_are_no_examples"),
    (directive("map"), "no_example_is_tied_to_a"),
    (":::{quotes} economy\n:::\n", "no_quote_has_been_released"),
    (directive("figure", "q5"), "is_no_closed_question"),
]


@pytest.mark.parametrize(("text", "code"), NOTHING)
def test_a_block_with_nothing_to_show_is_a_fault(text: str, code: str) -> None:
    blocks, faults = composed(text, BARE)
    assert [fault.what.code for fault in faults] == [f"faults.{code}"]  # type: ignore[union-attr]
    assert blocks == []


def test_an_optional_block_waits_for_what_it_shows() -> None:
    """And a section that has nothing else waits with it, its text and all."""
    text = (
        "Text före.\n\n" + directive("examples", optional="") + "\n{#t}\n# Annat\n\nMer text.\n\n"
        + directive("factors", optional="") + directive("figure", "q1")
    )  # fmt: skip
    document, faults = compose(HEAD + text, BARE, "sv", file="m.md")
    assert faults == ()
    assert [section.id for section in document.sections] == ["t"]
    assert [type(block) for _, block in document.blocks()] == [Figure]
    document, faults = compose(HEAD + text, MADE, "sv", file="m.md")
    assert [section.id for section in document.sections] == ["s", "t"]


@pytest.mark.parametrize(
    ("of", "sections"),
    [
        (MADE, ["method", "results", "factors", "examples", "contacts"]),
        (BARE, ["method", "results"]),
        (replace(BARE, examples=MADE.examples[1:]), ["method", "results", "examples"]),
    ],
    ids=["all", "bare", "without a place"],
)
def test_a_theme_without_a_manuscript_shows_what_there_is(
    of: Material, sections: list[str]
) -> None:
    text = default_manuscript(of, "sv")
    document, faults = compose(text, of, "sv", file="m.md")
    assert faults == ()
    assert [section.id for section in document.sections][: len(sections)] == sections
    maps = [block for _, block in document.blocks() if isinstance(block, ExampleMap)]
    assert len(maps) == (1 if of is MADE else 0)


# which examples are asked for -> which are told whole
WHOLE: list[tuple[dict[str, str], tuple[str, ...] | None]] = [
    ({}, None),
    ({"whole": "kit"}, ("kit",)),
    ({"whole": "kit, shop kit"}, ("kit", "shop")),
]


@pytest.mark.parametrize(("options", "whole"), WHOLE)
def test_which_examples_are_told_whole(
    options: dict[str, str], whole: tuple[str, ...] | None
) -> None:
    ([block], faults) = composed(directive("examples", **options), MADE)
    assert faults == ()
    assert isinstance(block, Examples)
    assert block.whole == whole


def test_an_example_to_tell_whole_that_there_is_not() -> None:
    blocks, faults = composed(directive("examples", whole="shp"), MADE)
    assert blocks == []
    assert [fault.what.code for fault in faults] == ["faults.there_is_no_example"]  # type: ignore[union-attr]
    assert "shop" in str(faults[0].remedy)


def test_of_many_examples_a_few_are_told_whole_unless_somebody_has_chosen() -> None:
    shop, _ = MADE.examples
    many = tuple(replace(shop, id=f"e{n:02}") for n in range(21))
    ([block], _) = composed(directive("examples"), replace(MADE, examples=many))
    assert isinstance(block, Examples)
    assert block.whole == tuple(card.id for card in chosen_examples(block))
    assert len(block.whole) == 3
    ([twenty], _) = composed(directive("examples"), replace(MADE, examples=many[:20]))
    assert isinstance(twenty, Examples)
    assert twenty.whole is None
    flagged = (*many[:20], replace(many[20], whole=True))
    ([block], _) = composed(directive("examples"), replace(MADE, examples=flagged))
    assert isinstance(block, Examples)
    assert block.whole == ("e20",)


def test_a_figure_that_the_theme_names() -> None:
    """By its id, with what the theme says of it; a question's name is the question."""
    named = (
        FigureChoice("first", "q1", by="county"),
        FigureChoice("second", "hours", title=both("Så många timmar")),
    )
    of = replace(MADE, theme=replace(MADE.theme, figures=named))
    blocks, faults = composed(directive("figure", "second") + "\n" + directive("figure", "q1"), of)
    assert faults == ()
    made = [(b.id, b.title, b.kind) for b in blocks if isinstance(b, Figure)]
    assert made == [("second", "Så många timmar", "values"), ("q1", "Har utvecklat", "bars")]


FIGURE = directive("figure", "q1")
# slide words after a figure -> their fault
SLIDES = [
    (":::{slide} q1\nRubrik\n:::\n", "a_slide_is_about_what_stands"),
    (":::{slide}\nRubrik\n:::\n\n:::{slide}\nEn till\n:::\n", "the_same_slide_is_written_twice"),
    (":::{slide}\n:examples: shop kit shop kit\nRubrik\n:::\n", "a_slide_tells_of"),
]


@pytest.mark.parametrize(("text", "code"), SLIDES)
def test_slide_words_that_cannot_be(text: str, code: str) -> None:
    _, faults = composed(FIGURE + "\n" + text, MADE)
    assert [fault.what.code for fault in faults] == [f"faults.{code}"]  # type: ignore[union-attr]


def test_a_heading_that_returns_has_a_number_in_its_name() -> None:
    blocks, _ = composed("## Del\n\nA.\n\n## Del\n\nB.\n\n## Del\n\nC.\n", MADE)
    assert [b.id for b in blocks if isinstance(b, Heading)] == ["part", "part-2", "part-3"]


COUNTING, CODES = phrase("sv", "report.being_counted"), phrase("sv", "report.codes_wait")
BY_COUNTY = directive("figure", "q1", by="county")
HOURS = directive("figure", "hours")
BY_FACTOR = directive("figure", "q1", by="factors.economy.hinders")
# what is put in -> what stands there while nothing is counted, while q1 by county and the economy
# by county are, and for a reader to whom the codes are closed; '' where it shows what it shows
WAITING = [
    (FIGURE, COUNTING, "", ""),
    (BY_COUNTY, COUNTING, COUNTING, ""),
    (HOURS, COUNTING, "", ""),
    (EVERY_FACTOR, COUNTING, "", CODES),
    (ONE_FACTOR, COUNTING, COUNTING, CODES),
    (":::{factors}\neconomy\n:::\n", COUNTING, "", CODES),
    (directive("method-box"), COUNTING, "", ""),
    (directive("examples"), "", "", ""),
    (directive("map"), "", "", ""),
]


@pytest.mark.parametrize(("text", "none", "some", "closed"), WAITING)
def test_what_stands_in_the_place_of_a_block_that_waits(
    text: str, none: str, some: str, closed: str
) -> None:
    counted = frozenset({"q1|county", "factors|county=economy.enables"})
    usual, _ = composed(text, MADE)
    for changed, waits in (
        ({"awaited": None}, none),
        ({"awaited": counted}, some),
        ({"blind": True}, closed),
    ):
        made: dict[str, Any] = changed
        blocks, faults = composed(text, replace(MADE, **made))
        if waits:
            assert faults == ()
            [block] = blocks
            assert isinstance(block, Paragraph)
            assert plain(block.text) == waits
        else:
            assert [type(block) for block in blocks] == [type(block) for block in usual]


@pytest.mark.parametrize("name", sorted(LATER))
def test_a_rehearsal_says_of_what_people_make_that_it_comes_later(name: str) -> None:
    texts = {
        "quotes": ":::{quotes} economy\n:::\n",
        "finding": ":::{finding} f1\n:::\n",
        "factors": ":::{factors}\neconomy\n:::\n",
    }
    text = texts.get(name, directive(name))
    [block], faults = composed(text, replace(BARE, rehearsal=True))
    assert faults == ()
    assert isinstance(block, Paragraph)
    assert plain(block.text) == phrase("sv", f"report.later_{name.replace('-', '_')}")


def test_a_rehearsed_report_is_marked_wherever_it_shows_something() -> None:
    text = (
        "Ekonomi nämns av {mentions}`economy:hinders`, och {share}`q1=yes` svarar ja.\n\n"
        + FIGURE + "\n" + directive("map")
    )  # fmt: skip
    of = replace(BARE, examples=MADE.examples, rehearsal=True)
    document, faults = compose("{#s}\n# Avsnitt\n\n" + text, of, "sv", file="m.md")
    assert faults == ()
    assert (document.rehearsal, document.synthetic) == (True, True)
    # It is this notice that holds, not that of invented answers.
    assert document.notices[0] == phrase("sv", "report.rehearsal_notice")
    assert len(document.notices) == len(compose(HEAD, MADE, "sv", file="m.md")[0].notices)
    lead = plain(document.sections[0].lead).replace("\u00a0", " ")
    assert lead == f"Ekonomi nämns av {phrase('sv', 'report.later_number')}, och 67 % svarar ja."
    mark = phrase("sv", "report.rehearsal_note")
    figure, map_ = (block for _, block in document.blocks())
    assert isinstance(figure, Figure)
    assert isinstance(map_, ExampleMap)
    assert figure.alt.startswith(mark)
    assert (figure.rehearsal, figure.synthetic) == (True, True)
    assert map_.about.startswith(mark)
    # Of other numbers it is a fault that they are not there.
    _, faults = composed("{share}`q9=yes`", of)
    assert [fault.what.code for fault in faults] == ["faults.is_no_closed_question"]  # type: ignore[union-attr]
