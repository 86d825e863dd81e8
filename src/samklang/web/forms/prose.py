"""Running text on a page: as words with marks in a text field, or as HTML from the page's script.

A number or a source in it is a chip. In the field it stands as ``[[2: 62 %]]``; the page sends
along what each chip asks for. HTML from a browser is read into our own blocks and never kept.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from samklang.core.document.inline import Link, Run
from samklang.core.document.legible import legible_text
from samklang.core.manuscript.parsing import (
    LINK_SCHEMES,
    DraftHeading,
    DraftList,
    DraftParagraph,
    DraftText,
    Role,
)
from samklang.core.manuscript.prose import ROLE_NAME, NotProse, ProseBlock
from samklang.web.queries.blocks import Worth

# What each chip shows: its words, and what is wrong with it.
Shown = Callable[[Role], Worth]
# The place of a value that is being chosen.
NEW = Role("new", "-", 0)
_ROLE = re.compile(r"(?<!\\)\{([a-z][a-z-]{0,29})\}`([^`\n]+)`")
_NAME_LINE = re.compile(r"(?m)^ {0,3}\{#[A-Za-z0-9_-]+\}[ \t]*\n")
_CHIP = re.compile(r"\[\[\s*(\d{1,4}|\?)[^\[\]\n]*\]\]")
MOST_CHIPS = 2_000
# What a browser sends of one text is no longer than the text could be.
LONGEST_HTML = 1_000_000


@dataclass(frozen=True)
class Chip:
    """A value in a text: its number on the page, what it asks for, its words, what is wrong."""

    number: int
    role: Role
    words: str
    wrong: str


def chips(source: str, shown: Shown) -> list[Chip]:
    """The values of a source in order, counted from 1."""
    roles = [Role(m[1], m[2].strip(), 0) for m in _ROLE.finditer(source)]
    return [Chip(n, role, *_worded(role, shown)) for n, role in enumerate(roles, 1)]


def _worded(role: Role, shown: Shown) -> Worth:
    return Worth("?", "") if role.name == NEW.name else shown(role)


def as_field(source: str, made: Sequence[Chip]) -> str:
    """A source as it stands in a text field: chips for values, headings without their names."""
    left = iter(made)

    def chip(match: re.Match[str]) -> str:
        one = next(left)
        words = re.sub(r"[\[\]\n]", "", one.words)
        return "[[?]]" if one.role.name == NEW.name else f"[[{one.number}: {words}]]"

    return _NAME_LINE.sub("", _ROLE.sub(chip, source))


def sent_along(made: Sequence[Chip]) -> str:
    """What chips ask for, for a hidden field."""
    return json.dumps([[chip.role.name, chip.role.content] for chip in made])


def from_field(text: str, along: str) -> str:
    """The source of a text field. Raises NotProse for a chip that is not known."""
    try:
        known = [
            Role(str(name), legible_text(str(content)), 0)
            for name, content in json.loads(along or "[]")[:MOST_CHIPS]
        ]
    except (ValueError, TypeError, RecursionError):
        known = []

    def value(match: re.Match[str]) -> str:
        if match[1] == "?":
            return _written(NEW)
        nth = int(match[1])
        if not 0 < nth <= len(known) or not _can_be(known[nth - 1]):
            raise NotProse(match[0])
        return _written(known[nth - 1])

    return _CHIP.sub(value, text.replace("\r\n", "\n").replace("\r", "\n"))


def _can_be(role: Role) -> bool:
    """Whether a value that was sent along can be one."""
    return bool(ROLE_NAME.fullmatch(role.name) and re.fullmatch(r"[^`\n\r]+", role.content))


def _written(role: Role) -> str:
    return f"{{{role.name}}}`{role.content}`"


def with_value(source: str, value: str) -> str:
    """A source with a value where one was to be chosen; at its end where no place is marked."""
    place = _written(NEW)
    if place in source:
        before, _, after = source.partition(place)
        return before + value + after.replace(place, "")
    return f"{source.rstrip()} {value}\n" if value else source


def as_html(blocks: Sequence[ProseBlock], shown: Shown) -> str:
    """Blocks as HTML for the page's editor."""
    return "\n".join(_html(block, shown) for block in blocks)


def _html(block: ProseBlock, shown: Shown) -> str:
    match block:
        case DraftHeading():
            return f"<h{block.level}>{_line(block.text, shown)}</h{block.level}>"
        case DraftParagraph():
            return f"<p>{_line(block.text, shown)}</p>"
        case DraftList():
            kind = "ol" if block.ordered else "ul"
            items = "".join(f"<li><p>{_line(item, shown)}</p></li>" for item in block.items)
            return f"<{kind}>{items}</{kind}>"


def _line(text: DraftText, shown: Shown) -> str:
    made = []
    for part in text:
        match part:
            case Role():
                words, wrong = _worded(part, shown)
                made.append(
                    f'<span class="chip" data-name="{escape(part.name)}"'
                    f' data-content="{escape(part.content)}" data-wrong="{escape(wrong)}">'
                    f"{escape(words)}</span>"
                )
            case Link():
                made.append(f'<a href="{escape(part.url)}">{escape(part.text)}</a>')
            case Run():
                words = escape(part.text)
                words = f"<em>{words}</em>" if part.emphasis else words
                made.append(f"<strong>{words}</strong>" if part.strong else words)
    return "".join(made)


def from_html(text: str) -> tuple[ProseBlock, ...]:
    """The blocks that HTML from a browser holds. All that is not known is words."""
    if not text.strip():
        return ()
    # In a time that grows as the text does, whatever it is: Python's own reader of HTML takes the
    # square of it where a tag does not end.
    parser = etree.HTMLParser(target=_Reader())  # type: ignore[arg-type]  # asks for comment()
    parser.feed(text[:LONGEST_HTML])
    # What the target gives, which the stubs do not know.
    made: tuple[ProseBlock, ...] = parser.close()  # type: ignore[assignment]
    return made


class _Reader:
    """Reads headings, paragraphs, lists, bold, italics, links and chips, and text of the rest.

    Its methods are those that lxml calls.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.made: list[ProseBlock] = []
        self.line: list[Run | Link | Role] = []
        self.items: list[DraftText] | None = None
        self.ordered = False
        self.level = 0
        self.strong = self.emphasis = self.silent = 0
        self.url = ""
        self.in_chip = 0

    def start(self, tag: str, at: Mapping[str, str]) -> None:
        """A tag begins."""
        self._end_words()
        match tag:
            case "p" | "div" | "li":
                self._end_line()
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._end_line()
                self.level = 2 if tag in ("h1", "h2") else 3
            case "ul" | "ol":
                self._end_line()
                self._end_list()
                self.items, self.ordered = [], tag == "ol"
            case "strong" | "b":
                self.strong += 1
            case "em" | "i":
                self.emphasis += 1
            case "a":
                self.url = at.get("href", "")
            case "br":
                self.line.append(Run(" "))
            case "script" | "style":
                self.silent += 1
            case "span" if self.in_chip:
                self.in_chip += 1
            case "span" if "data-name" in at:
                chip = Role(at["data-name"], at.get("data-content", "").strip(), 0)
                if _can_be(chip):
                    self.line.append(chip)
                self.in_chip = 1
            case _:
                pass

    def end(self, tag: str) -> None:
        """A tag ends."""
        self._end_words()
        match tag:
            case "p" | "div" | "li":
                self._end_line()
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._end_line()
                self.level = 0
            case "ul" | "ol":
                self._end_line()
                self._end_list()
            case "strong" | "b":
                self.strong = max(0, self.strong - 1)
            case "em" | "i":
                self.emphasis = max(0, self.emphasis - 1)
            case "a":
                self.url = ""
            case "script" | "style":
                self.silent = max(0, self.silent - 1)
            case "span":
                self.in_chip = max(0, self.in_chip - 1)
            case _:
                pass

    def data(self, data: str) -> None:
        """A piece of text."""
        self.words.append(data)

    def _end_words(self) -> None:
        data, self.words = "".join(self.words), []
        if self.silent or self.in_chip or not data:
            return
        if self.url.startswith(LINK_SCHEMES):
            self.line.append(Link(data, self.url))
        else:
            self.line.append(Run(data, strong=self.strong > 0, emphasis=self.emphasis > 0))

    def _end_line(self) -> None:
        text, self.line = tuple(self.line), []
        if not any(not isinstance(p, Run) or p.text.strip() for p in text):
            return
        if self.items is not None:
            self.items.append(text)
        elif self.level:
            self.made.append(DraftHeading(self.level, "", text))
        else:
            self.made.append(DraftParagraph(text))

    def _end_list(self) -> None:
        if self.items:
            self.made.append(DraftList(tuple(self.items), self.ordered))
        self.items = None

    def close(self) -> tuple[ProseBlock, ...]:
        """What has been read."""
        self._end_words()
        self._end_line()
        self._end_list()
        return tuple(self.made)


def lines_apart(text: str) -> str:
    """A text where each line is a paragraph, unless it is a list already."""
    if re.search(r"(?m)^[^\S\n]*([-*+]|\d+[.)])\s", text):
        return text
    return "\n\n".join(text.splitlines())


def one_list(blocks: Sequence[ProseBlock]) -> tuple[ProseBlock, ...]:
    """Blocks as one list: each line is a point."""
    items: list[DraftText] = []
    for block in blocks:
        items += block.items if isinstance(block, DraftList) else (block.text,)
    return (DraftList(tuple(items), ordered=False),) if items else ()
