"""Pieces: a manuscript cut into its headings and blocks, each with its exact source, and put back.

The pieces are the text: joined they are what was cut, character for character, and a change of one
leaves every other as it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from samklang.core.manuscript.kinds import HIDDEN
from samklang.core.manuscript.parsing import block_tokens, is_thicket

# "other" is what has no place in a report, and text before it can be read at all.
Form = Literal["section", "heading", "paragraph", "list", "block", "hidden", "other", "gap"]
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_ATTRIBUTES = re.compile(r"[ ]{0,3}\{[^{}]*\}[ \t]*(?:\r\n?|\n)?")
_FENCE = re.compile(r"[ ]{0,3}(:{3,})[ \t]*\{([^{}]*)\}([^\r\n]*)")
_OPTION = re.compile(r":([^:]+):(.*)")
# What is edited as running text.
TEXT = ("heading", "paragraph", "list")


@dataclass(frozen=True)
class Piece:
    """A piece of a manuscript. text: its source, whole lines. line: its first, from 1.

    name: of the directive in a block, of the one within in what is hidden.
    """

    form: Form
    text: str
    line: int
    name: str = ""

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(_LINE.findall(self.text))


def pieces(text: str) -> tuple[Piece, ...]:
    """A manuscript in pieces, gaps of empty lines among them. `joined` gives it back."""
    lines = _LINE.findall(text)
    if is_thicket(text):
        return (Piece("other", text, 1),)
    made: list[Piece] = []
    at = 0
    for token in block_tokens(text):
        start, end = token.map or (0, 0)
        while end > start and not lines[end - 1].strip():
            end -= 1
        if end <= start or start < at:
            continue
        between = _between(lines[at:start], at)
        head = ""
        # The attributes of a block stand before it, with or without empty lines between.
        reach = 2 if between and between[-1].form == "gap" else 1
        if len(between) >= reach and _attributes(between[-reach]):
            head = joined(between[-reach:])
            del between[-reach:]
        made += between
        first = start + 1 - len(_LINE.findall(head))
        made.append(_block(token.type, token.tag, head + "".join(lines[start:end]), first))
        at = end
    made += _between(lines[at:], at)
    return tuple(made)


def joined(cut: Sequence[Piece]) -> str:
    """The text that pieces are of."""
    return "".join(piece.text for piece in cut)


def _between(lines: Sequence[str], at: int) -> list[Piece]:
    """What lies between two blocks: empty lines, and lines that are part of no block."""
    made: list[Piece] = []
    for number, line in enumerate(lines, at + 1):
        form: Form = "other" if line.strip() else "gap"
        if made and made[-1].form == form:
            made[-1] = replace(made[-1], text=made[-1].text + line)
        else:
            made.append(Piece(form, line, number))
    return made


def _attributes(piece: Piece) -> bool:
    return piece.form == "other" and all(map(_ATTRIBUTES.fullmatch, _LINE.findall(piece.text)))


def _block(kind: str, tag: str, text: str, line: int) -> Piece:
    match kind:
        case "heading_open":
            return Piece("section" if tag == "h1" else "heading", text, line)
        case "paragraph_open":
            return Piece("paragraph", text, line)
        case "bullet_list_open" | "ordered_list_open":
            return Piece("list", text, line)
        case "colon_fence":
            read = read_block(text)
            if read is None:
                return Piece("other", text, line)
            if read.name != HIDDEN:
                return Piece("block", text, line, read.name)
            within = read_block(read.body)
            return Piece("hidden", text, line, within.name if within else "")
        case _:
            return Piece("other", text, line)


@dataclass(frozen=True)
class Written:
    """A block as it is written: after its name, its options in order, and what it holds."""

    name: str
    argument: str = ""
    options: tuple[tuple[str, str], ...] = ()
    body: str = ""


def read_block(text: str) -> Written | None:
    """The block that a piece's source begins; None where it is none."""
    lines = [line.rstrip("\r\n") for line in _LINE.findall(text)]
    while lines and _ATTRIBUTES.fullmatch(lines[0]):
        lines.pop(0)
    opened = _FENCE.fullmatch(lines[0]) if lines else None
    if opened is None:
        return None
    inside = lines[1:]
    if inside and re.fullmatch(rf"[ ]{{0,3}}:{{{len(opened[1])},}}[ \t]*", inside[-1]):
        inside.pop()
    options = []
    while inside and (option := _OPTION.fullmatch(inside[0])):
        options.append((option[1].strip(), option[2].strip()))
        inside.pop(0)
    return Written(opened[2].strip(), opened[3].strip(), tuple(options), "\n".join(inside))


def write_block(block: Written) -> str:
    """A block's source. What an argument or an option holds stays on its line."""
    longest = max((len(m) for m in re.findall(r":{3,}", block.body)), default=2)
    fence = ":" * max(3, longest + 1)
    head = f"{fence}{{{block.name}}} {' '.join(block.argument.split())}".rstrip()
    options = [f":{name}: {' '.join(value.split())}".rstrip() for name, value in block.options]
    body = block.body.strip("\n")
    # Text that begins as an option does is told from one by an empty line.
    gap = [""] * bool(_OPTION.match(body))
    return "\n".join([head, *options, *gap, *[body] * bool(body.strip()), fence]) + "\n"


def hidden(text: str) -> str:
    """A piece's source that is kept and not printed."""
    return write_block(Written(HIDDEN, body=text.strip("\r\n")))


def shown(text: str) -> str:
    """The source that `hidden` holds."""
    read = read_block(text)
    return read.body.strip("\n") + "\n" if read and read.name == HIDDEN else text
