"""Web fonts: made from our fonts, the same each time, with or without a cache."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from samklang.render.webfonts import FACES, fonts_of, fonts_with, web_fonts


def test_they_hold_the_letters_of_both_languages_and_their_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fonts_with.cache_clear()
    made = web_fonts()
    assert len(made) == len(FACES)
    for content in made.values():
        assert content[:4] == b"wOF2"
        with TTFont(io.BytesIO(content)) as font:
            letters = {chr(code) for code in font.getBestCmap()}
            assert set("abcåäöÅÄÖéü–—”’“§0123456789%") <= letters
            # The style asks for lining figures of one width, and no feature is there to make them.
            figures = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
            assert len({font["hmtx"][figure][0] for figure in figures}) == 1
            tops, feet = (
                [getattr(font["glyf"][f], edge) for f in figures] for edge in ("yMax", "yMin")
            )
            assert max(tops) - min(tops) < 40
            assert max(feet) - min(feet) < 40
            assert "Open Font License" in str(font["name"].getDebugName(13))
    assert len(list((tmp_path / "samklang" / "fonts").iterdir())) == len(FACES)
    fonts_with.cache_clear()
    assert web_fonts() == made


def test_a_home_that_cannot_be_written_to_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    kept = web_fonts()
    fonts_with.cache_clear()
    assert web_fonts() == kept


def test_a_file_carries_the_letters_that_it_has_and_no_rare_ones_besides() -> None:
    def letters(text: str) -> list[set[str]]:
        fonts = [TTFont(io.BytesIO(content)) for content in fonts_of(text).values()]
        return [{chr(code) for code in font.getBestCmap()} for font in fonts]

    for of_face in letters("Åse och Łukasz"):
        assert set("Åse och Łukasz") <= of_face
        assert "Ž" not in of_face
    assert all("Ł" not in of_face for of_face in letters("Åse"))
    assert sum(map(len, fonts_of("Åse").values())) < 0.7 * sum(map(len, web_fonts().values()))
