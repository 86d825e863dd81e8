"""Which letters the fonts have, and what is printed for those they lack."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samklang.render.design import font_files
from samklang.render.glyphs import TEXT_FONTS, advances, covered, uncovered


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Åsa Öst på Ängö, 62\u00a0% – ”så är det”", "Åsa Öst på Ängö, 62\u00a0% – ”så är det”"),
        ("Ελλάδα Россия", "Ελλάδα Россия"),
        # Letters written as two characters are the same letters.
        ("A\u030asa", "Åsa"),
        # What no font has is printed as its number, so that nothing goes unseen.
        ("🎉", "[U+1F389]"),
        ("日本", "[U+65E5][U+672C]"),
        ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        # What only joins or colours a neighbour goes.
        ("👩\u200d🔬", "[U+1F469][U+1F52C]"),
        ("❤\ufe0f"[1:], ""),
        # What only looks different takes its place.
        ("Ａ①", "A①" if "①" in advances(font_files()[TEXT_FONTS[0]])[0] else "A1"),
        ("10\u202f000", "10\u00a0000"),
        ("e\u2011post", "e-post"),
        # Control characters cannot be printed.
        ("a\x00b\x1b[31mc\ud800", "ab[31mc"),
        ("rad\noch\ttabb\u2028slut", "rad och tabb slut"),
        ("", ""),
    ],
)
def test_a_text_as_it_is_printed(text: str, printed: str) -> None:
    assert covered(text) == printed


def test_it_is_told_what_is_printed_as_numbers() -> None:
    assert uncovered("Fest 🎉🎉 i 日") == ("🎉", "日")
    assert uncovered("Åsa ﬁ \x00 A\u030a") == ()


@given(st.text())
def test_every_printed_character_is_in_every_text_font(text: str) -> None:
    for name in TEXT_FONTS:
        letters, _ = advances(font_files()[name])
        assert set(covered(text)) <= set(letters) | {" "}


@example("A\u031c\u0323")
@given(st.text())
def test_printing_twice_changes_nothing(text: str) -> None:
    assert covered(covered(text)) == covered(text)


@pytest.mark.parametrize("name", sorted({*TEXT_FONTS, "SourceSerifPro-It", "SourceSansPro-It"}))
def test_our_reading_of_a_font_agrees_with_fonttools(name: str) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(font_files()[name])
    widths, units = advances(font_files()[name])
    assert units == font["head"].unitsPerEm
    # Format 4 holds the basic plane; the few signs beyond it count as missing.
    expected = {chr(c): glyph for c, glyph in font.getBestCmap().items() if c < 0x10000}
    assert widths == {letter: font["hmtx"][glyph][0] for letter, glyph in expected.items()}
