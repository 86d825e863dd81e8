"""Web fonts: the house's fonts as WOFF2 with the Latin letters only, made once and kept."""

import hashlib
import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from samklang.render.design import FACES as FAMILIES
from samklang.render.design import font_files
from samklang.render.kept import keep, kept_folder

SERIF, SANS = FAMILIES["serif"], FAMILIES["sans"]
# Family, style, weight and the file it is made from.
FACES = (
    (SERIF, "normal", 400, "SourceSerifPro-Regular"),
    (SERIF, "italic", 400, "SourceSerifPro-It"),
    (SERIF, "normal", 600, "SourceSerifPro-Semibold"),
    (SANS, "normal", 400, "SourceSansPro-Regular"),
    (SANS, "normal", 600, "SourceSansPro-Semibold"),
)
# Basic Latin, Latin-1, Latin Extended-A, and the marks that prose and tables use.
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    0x2010,
    0x2011,
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2022,
    0x2026,
    0x2190,
    0x2192,
    0x2212,
    0x202F,
]
# What Swedish and English are written with, and the commonest letters of names.
COMMON = [
    *range(0x20, 0x7F),
    *map(ord, "\u00a0\u00ad§·ÄÅÉÖáäåéöü"),
    *(code for code in LETTERS if code >= 0x2010),
]
# Figures are lining and of one width as they are; what else the faces can do no style asks for.
FEATURES = ("kern", "liga")
# What the name table keeps: the licence goes with the font.
NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
ENGLISH = 0x0409


def web_fonts() -> dict[str, bytes]:
    """WOFF2 by file name; a face that is not in the cache yet is made, in about half a second."""
    return fonts_with(tuple(LETTERS))


def fonts_of(text: str) -> dict[str, bytes]:
    """The web fonts for a file that carries them: without the rare letters that it has not."""
    rare = (set(LETTERS) - set(COMMON)).intersection(map(ord, text))
    return fonts_with((*COMMON, *sorted(rare)))


# All letters, and the rare ones of a few reports of late.
@lru_cache(maxsize=8)
def fonts_with(letters: tuple[int, ...]) -> dict[str, bytes]:
    """The web fonts with these letters, by file name."""
    sources = font_files()
    # Asked once: each answer is a whole file of metadata read anew.
    recipe = f"{version('fonttools')} {version('brotli')} {FEATURES} {letters}".encode()
    return {f"{name}.woff2": _web_font(sources[name], letters, recipe) for *_, name in FACES}


def _web_font(source: Path, letters: Sequence[int], recipe: bytes) -> bytes:
    content = source.read_bytes()
    folder = kept_folder("fonts")
    if folder is None:
        return _subset(source, letters)
    kept = folder / f"{hashlib.sha256(content + recipe).hexdigest()[:32]}.woff2"
    try:
        return kept.read_bytes()
    except OSError:
        made = _subset(source, letters)
        keep(kept, made)
        return made


def _subset(source: Path, letters: Sequence[int]) -> bytes:
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options()
    options.flavor = "woff2"
    options.layout_features = list(FEATURES)
    options.notdef_outline = True
    out = io.BytesIO()
    with load_font(str(source), options) as font:
        # Set aside meanwhile: fontTools looks through every table for names that are still in use,
        # which takes two fifths of the time; none is, for the features that name things are gone.
        names = font["name"]
        del font["name"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        names.names = [
            name for name in names.names if name.nameID in NAMES and name.langID == ENGLISH
        ]
        font["name"] = names
        save_font(font, out, options)
    return out.getvalue()
