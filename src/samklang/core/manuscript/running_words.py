"""Running words: what a person wrote in a manuscript, word by word, for a spell check.

Left out is what nobody spells: values, addresses, codes, numbers, abbreviations with points, and
words in capitals alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samklang.core.manuscript.editing import numbered
from samklang.core.manuscript.kinds import KINDS
from samklang.core.manuscript.parsing import DraftBlock, DraftList, DraftText, Role, parse
from samklang.core.manuscript.pieces import Piece, read_block

# Longer words are no words, and cost a dictionary the square of their length.
LONGEST = 60
# What a block holds that is running text.
_WRITTEN = ("title", "list", "paragraph", "slide")
# Begun where a word begins alone, and so in time that grows as the text does.
_ADDRESS = re.compile(r"(?<!\S)\S+(?:://|@)\S+|www\.\S+")
# A hyphen at an end stands for what the next word shares: "medlems- och bidragsintäkter".
_WORD = re.compile(r"-?\w(?:[\w'.:\-/_]*\w)?-?")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "\u00ad": "", "\u200b": ""})


@dataclass(frozen=True)
class PieceWords:
    """The words of a piece, in order. number, line: as in core.manuscript.editing."""

    number: int
    line: int
    every: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Its different words, in the order that they come."""
        return tuple(dict.fromkeys(self.every))


def piece_words(text: str) -> tuple[PieceWords, ...]:
    """The running words of each piece of a manuscript that has any. What is hidden has none."""
    words = (
        PieceWords(part.number, part.piece.line, tuple(_of_piece(part.piece)))
        for part in numbered(text)
    )
    return tuple(word for word in words if word.every)


def words_of(text: str) -> Iterator[str]:
    """The words of plain text, in order."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    for match in _WORD.finditer(_ADDRESS.sub(" ", plain)):
        for word in match[0].split("/"):
            if _spelt(word):
                yield word


def _spelt(word: str) -> bool:
    letters = [character for character in word if character not in "-':"]
    return (
        1 < len(letters) <= LONGEST
        and all(character.isalpha() for character in letters)
        and not all(character.isupper() for character in letters)
    )


def _of_piece(piece: Piece) -> Iterator[str]:
    match piece.form:
        case "section":
            sections, _ = parse(piece.text, file="")
            yield from (word for section in sections for word in words_of(section.title))
        case "heading" | "paragraph" | "list":
            yield from _of_source(piece.text)
        case "block":
            yield from _of_block(piece)
        case "hidden" | "other" | "gap":
            return


def _of_block(piece: Piece) -> Iterator[str]:
    kind, block = KINDS.get(piece.name), read_block(piece.text)
    if kind is None or block is None:
        return
    options = dict(block.options)
    for field in kind.fields:
        if field.holds not in _WRITTEN:
            continue
        match field.place:
            case "argument":
                yield from words_of(block.argument)
            case "option":
                # What a sentence above a figure is held to stands after its words.
                yield from words_of(options.get(field.name, "").partition(": ")[0])
            case "body":
                yield from _of_source(block.body)


def _of_source(source: str) -> Iterator[str]:
    sections, _ = parse(f"{{#x}}\n# x\n\n{source}", file="")
    for section in sections:
        yield from _of_blocks(section.blocks)


def _of_blocks(blocks: Iterable[DraftBlock]) -> Iterator[str]:
    for block in blocks:
        texts: Iterable[DraftText] = ()
        if isinstance(block, DraftList):
            texts = block.items
        elif hasattr(block, "text"):
            texts = (block.text,)
        for text in texts:
            # A value ends a word: what it will read is not known here.
            yield from words_of("".join(" " if isinstance(p, Role) else p.text for p in text))
