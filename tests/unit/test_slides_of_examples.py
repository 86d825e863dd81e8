"""What slides, maps and issues make of a document's examples, and of what holds little else."""

from dataclasses import replace

import pytest

from samklang.core.document.anchors import unlinked
from samklang.core.document.blocks import (
    Block,
    Contacts,
    ExampleMap,
    Examples,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    References,
)
from samklang.core.document.deck import EXAMPLES, NAMED, slides
from samklang.core.document.document import Document, Section
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.example_map import example_map, without
from samklang.core.document.inline import Cite, Link, Run, plain
from samklang.core.document.invented import why_invented
from samklang.core.document.issues import for_issue
from samklang.core.document.slide_text import first_sentences
from samklang.core.language.phrases import phrase
from samklang.core.report.compose import compose
from tests.sample_material import material


def card(
    id_: str, match: str = "exact", issues: tuple[str, ...] = ("report", "site")
) -> ExampleCard:
    return ExampleCard(
        id_, f"Exempel {id_}", f"Om {id_}. Och mer.", "", "", (), (), (), "", (), "", (),
        match, "", "", False, issues,  # type: ignore[arg-type]
    )  # fmt: skip


def cards(count: int, match: str = "exact") -> tuple[ExampleCard, ...]:
    return tuple(card(f"e{n:02}", match) for n in range(count))


def document(*blocks: Block, opening: Section | None = None) -> Document:
    made, _ = compose("# Avsnitt\n", material(), "sv", file="m.md")
    section = Section("s", "Avsnitt", (), blocks)
    return replace(made, sections=(section,), opening=opening)


def said(made: Document, kind: str) -> list[str]:
    """Titles of the slides of a kind, without the one that begins the deck."""
    return [slide.title for slide in slides(made) if slide.kind == kind]


def test_examples_that_are_told_whole_have_a_slide_each_and_the_others_are_named() -> None:
    block = Examples(cards(5), "", whole=("e03", "e01", "gone"))
    made = document(block)
    told = [s for s in slides(made) if s.kind == "chosen"]
    assert [s.title for s in told] == ["Exempel e03", "Exempel e01"]
    # To each is said the first sentence of what it is.
    assert [[plain(text) for text in s.spoken] for s in told] == [["Om e03."], ["Om e01."]]
    [rest] = [s for s in slides(made) if s.kind == "examples"]
    assert rest.title == phrase("sv", "slides.more_examples")
    assert [c.id for c in rest.content] == ["e00", "e02", "e04"]  # type: ignore[union-attr]
    assert rest.appendix


def test_a_slide_of_one_example_says_its_name_once() -> None:
    known = replace(card("e00"), organisation="Sykaféet", place="Umeå")
    made = document(Examples((known, card("e01")), "", whole=("e00", "e01")))
    told = [s for s in slides(made) if s.kind == "chosen"]
    assert [s.title for s in told] == ["Exempel e00", "Exempel e01"]
    # Of the second nobody knows who or where: below its name stands its name.
    shown = [c for s in told for c in s.content]  # type: ignore[union-attr]
    assert [(c.title, c.organisation, c.place) for c in shown] == [
        ("Sykaféet · Umeå", "", ""),
        ("Exempel e01", "", ""),
    ]


def test_where_all_are_told_whole_nobody_is_left_to_name() -> None:
    made = document(Examples(cards(2), "", whole=("e00", "e01")))
    assert said(made, "chosen") == ["Exempel e00", "Exempel e01"]
    assert said(made, "examples") == []


def test_more_examples_than_slides_can_name_are_counted() -> None:
    block = Examples(cards(NAMED + 7, "none"), "")
    found = slides(document(block))
    named = [s for s in found if s.kind == "examples"]
    assert all(len(s.content) <= EXAMPLES for s in named)  # type: ignore[arg-type]
    assert [c.id for s in named for c in s.content] == [c.id for c in block.examples[:NAMED]]  # type: ignore[union-attr]
    last = found[-1]
    assert plain(last.content[0]) == phrase("sv", "slides.rest_of_examples", count=7)  # type: ignore[index]
    # None has a source that tells of it, so none is told.
    assert said(document(block), "chosen") == []
    exactly = document(Examples(cards(NAMED, "none"), ""))
    assert len(slides(exactly)[-1].content) == EXAMPLES  # type: ignore[arg-type]


def test_titles_that_return_have_their_section_before_them() -> None:
    """The second section's part is called as the first section's is."""
    part = (Heading(2, "a", (Run("Ekonomi"),)), Listing(((Run("Rad."),),)))
    again = (Heading(2, "b", (Run("Ekonomi"),)), Listing(((Run("Annan."),),)))
    made = document()
    first, second = Section("s", "Hinder", (), part), Section("t", "Stöd", (), again)
    of = replace(made, sections=(first, second))
    assert [s.title for s in slides(of)][1:] == ["Ekonomi", "Stöd: Ekonomi"]
    # A section that says nothing has no slide, nor has an empty list.
    empty = replace(
        of, sections=(first, Section("u", "Tomt", (), (Contacts(()), References(()))), second)
    )
    assert [s.title for s in slides(empty)] == [s.title for s in slides(of)]


def test_a_rehearsed_deck_says_so_on_every_slide() -> None:
    made = document(Paragraph((Run("Rad."),)))
    assert [s.synthetic for s in slides(replace(made, synthetic=False))] == [False, False]
    rehearsed = replace(made, synthetic=False, rehearsal=True)
    assert [s.synthetic for s in slides(rehearsed)] == [True, True]
    assert [why_invented(one) for one in (rehearsed, made, replace(made, synthetic=False))] == [
        "rehearsal",
        "synthetic",
        "",
    ]


def test_the_main_numbers_come_first_and_the_points_beside_them_last() -> None:
    numbers = KeyFigures((KeyFigure("67 %", "Har utvecklat", (), "q1"),))
    points = Listing(((Run("En rad."),),))
    opening = Section("main", "Huvudresultat", (Run("Först. Sedan."),), (numbers, points))
    found = slides(document(Paragraph((Run("Rad."),)), opening=opening))
    [first] = [s for s in found if s.kind == "numbers"]
    assert (found[1], first.title, plain(first.lines[0])) == (first, "Huvudresultat", "Först.")
    [beside] = [s for s in found if s.title == phrase("sv", "slides.more_results")]
    assert beside.appendix
    # Without numbers the points are what is said first.
    alone = replace(opening, blocks=(points,))
    found = slides(document(Paragraph((Run("Rad."),)), opening=alone))
    assert (found[1].title, found[1].appendix) == ("Huvudresultat", False)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            (Run("Ett påstående "), Cite("(Ek, 2020)", ("ek",)), Run(". Mer.")),
            "Ett påstående.",
        ),
        ((Cite("(Ek, 2020)", ("ek",)), Run(" säger det.")), "säger det."),
        ((Link("länk", "https://a.se"), Cite("(Ek, 2020)", ("ek",)), Run(".")), "länk."),
    ],
)
def test_on_a_slide_citations_are_left_out(text: tuple[object, ...], sentences: str) -> None:
    made = first_sentences([text], 3)  # type: ignore[list-item]
    assert " ".join(plain(one) for one in made).strip() == sentences


def test_a_map_without_some_of_its_examples() -> None:
    composed, _ = compose("# Avsnitt\n\n:::{map}\n:::\n", material(), "sv", file="m.md")
    [shown] = [block for _, block in composed.blocks() if isinstance(block, ExampleMap)]
    assert shown.places
    # Without the only example that has a place, the counties stay and no dot is left.
    empty = without(shown, {"shop"}, "sv")
    assert (empty.places, empty.counties, empty.about) == ((), shown.counties, shown.about)
    assert without(shown, {"elsewhere"}, "sv") == shown
    # A map of which it is not told what it is made of stays as it is.
    unknown = replace(shown, placed=())
    assert without(unknown, {"shop"}, "sv") is unknown
    assert example_map([], "sv", number=3).counties == ()


def test_an_issue_has_the_examples_that_may_be_shown_in_it() -> None:
    blocks = (Paragraph((Run("Rad."),)), Examples((card("a"), card("b", issues=("site",))), ""))
    made = document(*blocks)
    assert for_issue(made, "site") is made
    kept = for_issue(made, "report")
    [left] = [block for _, block in kept.blocks() if isinstance(block, Examples)]
    assert [one.id for one in left.examples] == ["a"]
    # What is no list of examples is not touched.
    assert kept.sections[0].blocks[0] is made.sections[0].blocks[0]


def test_links_that_lead_nowhere() -> None:
    blocks = (
        Heading(2, "del", (Run("Del"),)),
        Listing(((Link("dit", "#del"),), (Link("bort", "#borta"),))),
        Paragraph((Link("ut", "https://a.se"), Link("exempel", "#example-e00"))),
        Examples(cards(1), ""),
        KeyFigures(()),
        Contacts(()),
        Paragraph((Link("sist", "#sist"),)),
    )
    assert unlinked(document(*blocks)) == ("borta", "sist")
