"""The manuscript's form: what it gives and every fault it can have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.document.inline import Link, Run
from samklang.core.manuscript.parsing import (
    Directive,
    DraftHeading,
    DraftList,
    DraftParagraph,
    Role,
    parse,
)

HEAD = "{#results}\n# Resultat\n\n"


def only(text: str) -> object:
    sections, faults = parse(HEAD + text, file="manuscript.md")
    assert faults == ()
    (section,) = sections
    assert (section.id, section.title) == ("results", "Resultat")
    (block,) = section.blocks
    return block


def test_a_paragraph_with_marks_links_and_roles() -> None:
    assert only("Vi *ser* **detta** [här](https://a.se) {share}`q1=yes`.") == DraftParagraph(
        (
            Run("Vi "),
            Run("ser", emphasis=True),
            Run(" "),
            Run("detta", strong=True),
            Run(" "),
            Link("här", "https://a.se"),
            Run(" "),
            Role("share", "q1=yes", 4),
            Run("."),
        )
    )


def test_html_is_text() -> None:
    assert only("<script>alert(1)</script> & <b>x</b>") == DraftParagraph(
        (Run("<script>alert(1)</script> & <b>x</b>"),)
    )


def test_headings_and_lists() -> None:
    assert only("## Under\n") == DraftHeading(2, "", (Run("Under"),))
    assert only("- ett\n- två\n") == DraftList(((Run("ett"),), (Run("två"),)), ordered=False)


def test_a_directive_with_options_and_body() -> None:
    block = only(":::{figure} q1\n:highlight: yes\n:::\n")
    assert isinstance(block, Directive)
    assert (block.name, block.argument, block.options) == ("figure", "q1", {"highlight": "yes"})
    block = only(":::{key-points}\n- ett {share}`q1=yes`\n:::\n")
    assert isinstance(block, Directive)
    assert block.body == (DraftList(((Run("ett "), Role("share", "q1=yes", 5)),), ordered=False),)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("# Utan id\n\ntext", 1, "has no id"),
        ("text före\n\n" + HEAD, 1, "before the first section"),
        (HEAD + "x\n\n" + HEAD + "y", 7, "used twice"),
        ('{id="../../x"}\n# A\n\nx', 2, "cannot be used"),
        ("{#figure-q1}\n# A\n\nx", 2, "cannot be used"),
        ("{#main}\n# A\n\nx", 2, "cannot be used"),
        (HEAD + "x\n\n" + HEAD.replace("results", "Results") + "y", 7, "used twice"),
        (HEAD + "> citat", 4, "a block quote"),
        (HEAD + "```\nkod\n```", 4, "a code block"),
        (HEAD + "![bild](x.png)", 4, "cannot be shown"),
        (HEAD + "[x](javascript:alert(1))", 0, ""),
        (HEAD + "[x](data.csv)", 4, "leads nowhere"),
        (HEAD + "#### Djup", 4, "level 4"),
        (HEAD + ":::figure q1\n:::", 4, "does not name a directive"),
        (HEAD + "- a\n\n  - b", 4, "more than one paragraph"),
        ("", 0, "no section"),
    ],
)
def test_each_fault_has_its_line(text: str, line: int, what: str) -> None:
    _, faults = parse(text, file="manuscript.md")
    if not what:
        # markdown-it itself refuses such a link: it stays text.
        assert faults == ()
        return
    assert [(f.line, what in str(f.what)) for f in faults] == [(line, True)]
    assert all(f.remedy for f in faults)


@given(st.text(alphabet="#*_`{}:[]()<>!-= \nabåq1|\\\"'&", max_size=200))
def test_any_text_gives_sections_or_faults(text: str) -> None:
    sections, faults = parse(text, file="manuscript.md")
    assert sections or faults
