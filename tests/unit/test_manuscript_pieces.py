"""A manuscript cut into pieces and put back, and edits that leave all else as it was."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samklang.core.language.phrases import phrase
from samklang.core.manuscript.editing import (
    NotThere,
    copied,
    inserted,
    moved,
    numbered,
    removed,
    replaced,
    run_of,
    source_of,
    turned,
)
from samklang.core.manuscript.kinds import HIDDEN, KINDS
from samklang.core.manuscript.parsing import parse
from samklang.core.manuscript.pieces import joined, pieces, read_block, write_block
from samklang.core.report.compose import compose
from tests.sample_material import material

DEMO = Path("themes/social-innovation-i-norr")
WORD = st.text(st.sampled_from("abå *_`[]{}#:-\\<&1.\t"), min_size=1, max_size=12)
BLOCK = st.one_of(
    WORD,
    WORD.map(lambda w: f"## {w}"),
    WORD.map(lambda w: f"{{#x{len(w)}}}\n# {w}"),
    st.lists(WORD, min_size=1, max_size=3).map(lambda ws: "\n".join(f"- {w}" for w in ws)),
    WORD.map(lambda w: f":::{{figure}} q1\n:by: {w}\n:::"),
    WORD.map(lambda w: f":::{{notice}} T\n{w}\n:::"),
    WORD.map(lambda w: f"::::{{hidden}}\n:::{{figure}} {w}\n:::\n::::"),
    st.sampled_from(
        [":::{figure} q1", "> citat", "    kod", "[r]: https://x.se", "{#ensam}", "***"]
    ),
)
GAP = st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n", "\r\n\r\n", "\r"])
MANUSCRIPT = st.lists(st.tuples(BLOCK, GAP), max_size=9).map(
    lambda parts: "".join(block + gap for block, gap in parts)
)
TEXT = """{#a}
# A

Ett *ord*
till.

## Under
- ett
- två

:::{figure} q1
:by: county
:::

{#b}
# B

Sist.
"""


@given(MANUSCRIPT)
@settings(max_examples=500, deadline=None)
def test_the_pieces_are_the_text(text: str) -> None:
    cut = pieces(text)
    assert joined(cut) == text
    lines = re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", text)
    for piece in cut:
        assert "".join(lines[piece.line - 1 :]).startswith(piece.text)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_at_all_comes_back(text: str) -> None:
    assert joined(pieces(text)) == text


@pytest.mark.parametrize("name", ["manuscript.md", "manuscript.en.md"])
def test_the_demo_comes_back_and_every_block_is_written_as_it_was(name: str) -> None:
    text = (DEMO / name).read_text(encoding="utf-8")
    assert joined(pieces(text)) == text
    blocks = [piece.text for piece in pieces(text) if piece.form == "block"]
    assert len(blocks) > 30
    for source in blocks:
        read = read_block(source)
        assert read
        assert write_block(read) == source


@given(MANUSCRIPT, st.integers(0, 20))
@settings(max_examples=200, deadline=None)
def test_an_edit_changes_its_own_span_and_no_other(text: str, nth: int) -> None:
    parts = numbered(text)
    if not parts:
        return
    number = nth % len(parts)
    before = joined([p for p in pieces(text) if p.line < parts[number].piece.line])
    made = replaced(text, "NYTT", numbers=range(number, number + 1))
    assert made.startswith(before)
    after = joined([p for p in pieces(text) if p.line > parts[number].piece.line])
    assert made.endswith(after)
    # What is between them is the new words, and at most an empty line beside them.
    assert made[len(before) : len(made) - len(after)].strip() == "NYTT"
    # Saved as it stood, nothing is changed at all.
    same = source_of(text, range(number, number + 1))
    assert replaced(text, same, numbers=range(number, number + 1)) == text or not same.strip()


def forms(text: str) -> list[str]:
    return [part.piece.form for part in numbered(text)]


def test_running_text_is_a_run_between_what_is_put_in() -> None:
    assert forms(TEXT) == [
        *("section", "paragraph", "heading", "list", "block", "section", "paragraph")
    ]
    assert run_of(numbered(TEXT), 2) == range(1, 4)
    assert run_of(numbered(TEXT), 4) == range(4, 5)
    assert source_of(TEXT, range(1, 4)) == "Ett *ord*\ntill.\n\n## Under\n- ett\n- två\n"


def test_a_piece_is_moved_and_nothing_stands_before_the_first_section() -> None:
    up = moved(TEXT, number=4, by=-1)
    assert forms(up) == [
        *("section", "paragraph", "heading", "block", "list", "section", "paragraph")
    ]
    assert sorted(filter(None, up.split("\n"))) == sorted(filter(None, TEXT.split("\n")))
    # Past the next section's heading it is in the next section.
    assert [s.id for s in parse(moved(TEXT, number=4, by=1), file="")[0]] == ["a", "b"]
    assert len(parse(moved(TEXT, number=4, by=1), file="")[0][1].blocks) == 2
    for number, by in ((1, -1), (6, 1), (0, -1), (5, 1)):
        with pytest.raises(NotThere):
            moved(TEXT, number=number, by=by)
    swapped = moved(TEXT, number=0, by=1)
    assert [s.id for s in parse(swapped, file="")[0]] == ["b", "a"]
    assert sorted(filter(None, swapped.split("\n"))) == sorted(filter(None, TEXT.split("\n")))


def test_a_copy_has_no_name_of_another() -> None:
    assert copied(TEXT, number=4).count(":::{figure} q1\n:by: county\n:::\n") == 2
    named = "{#a}\n# A\n\n{#h}\n## H\n"
    assert copied(named, number=1) == "{#a}\n# A\n\n{#h}\n## H\n\n## H\n"


@given(MANUSCRIPT, st.integers(0, 20))
@example(":1:\n", 0)  # begins as an option of a block does
@settings(max_examples=200, deadline=None)
def test_what_is_hidden_is_kept_as_it_was(text: str, nth: int) -> None:
    parts = [p for p in numbered(text) if p.piece.form in ("paragraph", "list", "block")]
    if not parts or "\r" in text:
        return
    number = parts[nth % len(parts)].number
    away = turned(text, number=number)
    if numbered(away)[number].piece.form != "hidden":
        # Text that opens a block without closing it takes all that follows.
        return
    back = turned(away, number=number)
    was, now = (source_of(t, range(number, number + 1)) for t in (text, back))
    assert now.strip("\n") == was.strip("\n")


def test_what_is_hidden_is_not_printed_and_not_asked_for() -> None:
    text = "{#a}\n# A\n\nSyns.\n\n:::{figure} q1\n:::\n"
    document, faults = compose(turned(text, number=2), material(), "sv", file="")
    assert (document.figures, faults) == ((), ())
    document, _ = compose(text, material(), "sv", file="")
    assert len(document.figures) == 1


def test_a_piece_and_a_whole_section_are_taken_out() -> None:
    assert removed("{#a}\n# A\n\nEtt.\n\nTvå.\n", number=1) == "{#a}\n# A\n\nTvå.\n"
    assert removed("{#a}\n# A\n\nEtt.\n\nTvå.\n", number=2) == "{#a}\n# A\n\nEtt.\n"
    assert removed("{#a}\n# A\n\nEtt.\n", number=0) == ""
    assert removed(TEXT, number=0) == "{#b}\n# B\n\nSist.\n"
    assert inserted("", "{#a}\n# A", after=-1) == "{#a}\n# A\n"
    assert inserted("{#a}\n# A\n", "Ord.", after=0) == "{#a}\n# A\n\nOrd.\n"
    with pytest.raises(NotThere):
        inserted("# A\n", "x", after=7)


def test_every_kind_is_composed_documented_and_named() -> None:
    documented = Path("docs/theme-package.md").read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        assert f"`{{{name}}}" in documented or f"`{{{name}}} " in documented, name
        if name != HIDDEN:
            _, faults = compose(f"{{#a}}\n# A\n\n:::{{{name}}}\n:::\n", material(), "sv", file="")
            assert not any("there is no directive" in str(fault.what) for fault in faults), name
        for language in ("sv", "en"):
            assert phrase(language, f"blocks.kind_{kind.key}")
            for field in kind.fields:
                assert phrase(language, f"blocks.field_{field.name}")
    _, faults = compose("{#a}\n# A\n\n:::{nothing}\n:::\n", material(), "sv", file="")
    assert any("there is no directive" in str(fault.what) for fault in faults)


def test_quotes_are_paragraphs_in_the_language_they_were_given_in() -> None:
    text = "{#results}\n# R\n\n:::{quotes} economy\n:::\n"
    for language in ("sv", "en"):
        document, faults = compose(text, material(), language, file="")
        assert faults == ()
        said = document.sections[0].lead[0]
        assert said.text.startswith("”")
        assert said.lang == ("" if language == "sv" else "sv")
    for wrong, what in (
        (":::{quotes} nothing\n:::", "there is no factor 'nothing'."),
        (":::{quotes} economy\n:valence: both\n:::", "'both' is not a valence."),
    ):
        _, faults = compose(f"{{#a}}\n# A\n\n{wrong}\n", material(), "sv", file="")
        assert [str(fault.what) for fault in faults] == [what]
