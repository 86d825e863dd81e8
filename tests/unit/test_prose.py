"""Running text read and written back: nothing is lost, and what is not changed is as it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.document.inline import Link, Run
from samklang.core.manuscript.editing import numbered, run_of, source_of
from samklang.core.manuscript.parsing import DraftHeading, DraftList, DraftParagraph, Role
from samklang.core.manuscript.pieces import TEXT
from samklang.core.manuscript.prose import NotProse, prose, rewritten, written

DEMO = Path("themes/social-innovation-i-norr")
# No character reference, since the words are what a person typed.
WORDS = st.text(st.sampled_from("abåö *_`[]{}()#:-+>.\\<&1!~=|\"'"), min_size=1, max_size=10)
PART = st.one_of(
    st.builds(Run, WORDS),
    st.builds(Run, WORDS),
    st.sampled_from(
        [
            Role("share", "q1=yes", 0),
            Role("claim", "de flesta: q1=yes", 0),
            Link("här", "https://a.se/?x=1&y=(2)"),
            Run("fet", strong=True),
            Run("kursiv", emphasis=True),
        ]
    ),
)
LINE = st.lists(PART, min_size=1, max_size=5).map(tuple)
BLOCK = st.one_of(
    st.builds(DraftParagraph, LINE),
    st.builds(lambda text: DraftHeading(2, "", text), LINE),
    st.builds(DraftList, st.lists(LINE, min_size=1, max_size=3).map(tuple), st.booleans()),
)


def plain(blocks: object) -> str:
    """All words of blocks, in order, without spaces."""
    found: list[str] = []

    def walk(one: object) -> None:
        if isinstance(one, (Run, Link)):
            found.append(one.text)
        elif isinstance(one, Role):
            found.append(f"<{one.name} {one.content}>")
        elif isinstance(one, tuple):
            for each in one:
                walk(each)
        elif isinstance(one, DraftList):
            walk(one.items)
        elif isinstance(one, (DraftHeading, DraftParagraph)):
            walk(one.text)

    walk(blocks)
    return "".join("".join(found).split())


@given(st.lists(BLOCK, max_size=4).map(tuple))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again(blocks: tuple[DraftParagraph, ...]) -> None:
    source = written(blocks)
    read = prose(source)
    assert plain(read) == plain(blocks)
    assert prose(written(read)) == read
    # Nothing a person types as words becomes a number of the report.
    assert source.count("{share}`") == repr(blocks).count("name='share'")


A_SE = "https://a.se"


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        # One space at a time, whatever it is of and whatever vanishes between two.
        ((Run("a "), Run(" b")), "a b"),
        ((Run("a "), Run(" "), Run("b")), "a b"),
        ((Run("a "), Link(" ", A_SE), Run(" b")), "a b"),
        ((Run("a "), Link(" här ", A_SE), Run(" b")), f"a [här](<{A_SE}>) b"),
        ((Run("a\t\n b"),), "a b"),
        ((Link("här", "ftp://a.se"), Run("!")), "här!"),
        # Marks hold no space at their ends, and none stands before them at the line's.
        ((Run("ett"), Run(" två ", strong=True), Run("tre")), "ett **två** tre"),
        ((Run(" "), Run("fet", strong=True), Run(" ")), "**fet**"),
        ((Run("\u00a0"), Run("fet", strong=True), Run("\u00a0")), "**fet**"),
        ((Run(" ", strong=True), Run("a")), "a"),
        # What would be a picture is a link after a mark of exclamation.
        ((Run("Se!"), Link("här", A_SE)), f"Se\\![här](<{A_SE}>)"),
        ((Run("Se"), Link("här", A_SE)), f"Se[här](<{A_SE}>)"),
        # Marks that could not be read where they stand: the words stand without.
        ((Run("a", strong=True), Run("b")), "**a**b"),
        ((Run("a.", strong=True), Run("b")), "a.b"),
        ((Run("a.", emphasis=True), Run("b")), "a.b"),
        ((Run("a.", strong=True, emphasis=True), Run("b")), "a.b"),
        ((Run("a", strong=True), Run(" b.", emphasis=True), Run("c")), "**a** b.c"),
    ],
)
def test_a_line_as_it_is_written(parts: tuple[Run | Link, ...], source: str) -> None:
    assert written([DraftParagraph(parts)]) == f"{source}\n"


def test_marks_stand_where_they_did() -> None:
    source = "Ett **fett** och *lutat* ord, [en länk](<https://a.se>) och {share}`q1=yes`.\n"
    assert written(prose(source)) == source
    assert written([DraftParagraph((Run("# ingen rubrik"),))]) == "\\# ingen rubrik\n"
    assert written([DraftParagraph((Run("1. ingen lista"),))]) == "1\\. ingen lista\n"
    bold = DraftParagraph((Run("ett "), Run(" två ", strong=True), Run("tre")))
    assert written([bold]) == "ett **två** tre\n"
    hostile = Link("x", "javascript:alert(1)")
    assert written([DraftParagraph((hostile,))]) == "x\n"


@pytest.mark.parametrize("name", ["manuscript.md", "manuscript.en.md"])
def test_the_demo_s_text_saved_as_it_is_changes_nothing(name: str) -> None:
    text = (DEMO / name).read_text(encoding="utf-8")
    parts = numbered(text)
    runs = {run_of(parts, p.number) for p in parts if p.piece.form in TEXT}
    assert len(runs) > 15
    for numbers in runs:
        source = source_of(text, numbers)
        assert rewritten(source, prose(source)) == source


def test_one_changed_paragraph_leaves_the_others_as_they_were() -> None:
    source = "{#h}\n## Rubrik ##\n\nEtt _lutat_\nord.\n\n* a\n* b\n"
    blocks = list(prose(source))
    blocks[2] = DraftList(((Run("a"),), (Run("c"),)), ordered=False)
    assert rewritten(source, blocks) == "{#h}\n## Rubrik ##\n\nEtt _lutat_\nord.\n\n- a\n- c\n"
    # A heading from a page has no name of its own, and keeps the one it had.
    blocks[0] = DraftHeading(2, "", (Run("Ny rubrik"),))
    assert rewritten(source, blocks).startswith("{#h}\n## Ny rubrik\n\nEtt _lutat_\nord.\n\n")


def test_what_is_put_in_is_no_running_text() -> None:
    for source in (":::{figure} q1\n:::\n", "> citat\n", "# Avsnitt\n", "- a\n\n  b\n"):
        with pytest.raises(NotProse):
            prose(source)
