"""Prose: running text read from its source and written back; what is as it was keeps its source."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from samklang.core.document.inline import Link, Run
from samklang.core.manuscript.parsing import (
    LINK_SCHEMES,
    Directive,
    DraftBlock,
    DraftHeading,
    DraftList,
    DraftParagraph,
    DraftText,
    Role,
    parse,
)
from samklang.core.manuscript.pieces import pieces

ProseBlock = DraftHeading | DraftParagraph | DraftList
ROLE_NAME = re.compile(r"[a-z][a-z-]{0,29}")
_MARKS = re.compile(r"[\\`*_\[\]{}<]|&(?=[#\w])")
# What would begin a heading, a list, a quote, a rule or a block at the start of a line.
_BEGINS = re.compile(r"(#{1,6}(?=\s|$)|[-+>~=]|:{3,}|\d{1,9}(?=[.)]))")
_SPACE = re.compile(r"[ \t\r\n]+")


class NotProse(ValueError):
    """The source holds more than headings, paragraphs and lists of one line each."""


def prose(source: str) -> tuple[ProseBlock, ...]:
    """The blocks of running text. Raises NotProse."""
    sections, faults = parse(f"{{#x}}\n# x\n\n{source}", file="")
    if faults or len(sections) != 1:
        raise NotProse(source)
    return tuple(_bare(block) for block in sections[0].blocks)


def is_prose(source: str) -> bool:
    """Whether a source is running text alone."""
    try:
        prose(source)
    except NotProse:
        return False
    return True


def written(blocks: Sequence[ProseBlock]) -> str:
    """The source of running text. Where marks cannot stand as they do, the words stand without."""
    return "\n".join(_one(block) for block in blocks if _worth(block))


def rewritten(source: str, blocks: Sequence[ProseBlock]) -> str:
    """The source of `blocks`, where what `source` has already keeps what it is written as there."""
    cut = [piece for piece in pieces(source) if piece.form != "gap"]
    kept = [prose(piece.text) for piece in cut]
    wanted = [_tidy(block) for block in blocks if _worth(block)]
    wanted = _named(tuple(block for part in kept for block in part), wanted)
    if any(len(part) != 1 for part in kept):
        return written(wanted)
    had = [_tidy(part[0]) for part in kept]
    if had == wanted:
        return source
    matcher = difflib.SequenceMatcher(
        None, [repr(b) for b in had], [repr(b) for b in wanted], False
    )
    made: list[str] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            made += [_ended(piece.text) for piece in cut[i1:i2]]
        else:
            made += [_one(block) for block in wanted[j1:j2]]
    return "\n".join(made)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _bare(block: DraftBlock) -> ProseBlock:
    """A block without lines, which an edit moves. Raises NotProse for one put in."""
    match block:
        case DraftHeading():
            return replace(block, text=_unlined(block.text), line=0)
        case DraftParagraph():
            return replace(block, text=_unlined(block.text), line=0)
        case DraftList():
            return replace(block, items=tuple(map(_unlined, block.items)), line=0)
        case Directive():
            raise NotProse(block.name)


def _unlined(text: DraftText) -> DraftText:
    return tuple(replace(part, line=0) if isinstance(part, Role) else part for part in text)


def _worth(block: ProseBlock) -> bool:
    texts = block.items if isinstance(block, DraftList) else (block.text,)
    return any(_tidied(text) for text in texts)


def _named(before: Sequence[ProseBlock], after: Sequence[ProseBlock]) -> list[ProseBlock]:
    """Headings with the names they had: by their words, else by their order."""
    had = [block for block in before if isinstance(block, DraftHeading)]
    now = [block for block in after if isinstance(block, DraftHeading)]
    names = {_tidied(block.text): block.id for block in had}
    in_order = dict(enumerate(block.id for block in had)) if len(had) == len(now) else {}
    taken: set[str] = set()
    made: list[ProseBlock] = []
    nth = 0
    for block in after:
        if not isinstance(block, DraftHeading):
            made.append(block)
            continue
        name = block.id or names.get(_tidied(block.text), "") or in_order.get(nth, "")
        made.append(replace(block, id="" if name in taken else name))
        taken.add(name)
        nth += 1
    return made


def _tidy(block: ProseBlock) -> ProseBlock:
    match block:
        case DraftHeading():
            return replace(block, level=max(2, block.level), text=_tidied(block.text), line=0)
        case DraftParagraph():
            return replace(block, text=_tidied(block.text), line=0)
        case DraftList():
            items = tuple(text for item in block.items if (text := _tidied(item)))
            return replace(block, items=items, line=0)


def _tidied(text: DraftText) -> DraftText:
    """A line of text: one space at a time, none at its ends or within marks, links that lead."""
    parts: list[Run | Link | Role] = []
    for part in _spaced(text):
        before = parts[-1] if parts else None
        if isinstance(part, Run) and isinstance(before, Run) and _alike(before, part):
            parts[-1] = replace(before, text=before.text + part.text)
        else:
            parts.append(part)
    while parts and isinstance(parts[0], Run) and not parts[0].text.lstrip():
        parts.pop(0)
    while parts and isinstance(parts[-1], Run) and not parts[-1].text.rstrip():
        parts.pop()
    if parts and isinstance(parts[0], Run):
        parts[0] = replace(parts[0], text=parts[0].text.lstrip(" "))
    if parts and isinstance(parts[-1], Run):
        parts[-1] = replace(parts[-1], text=parts[-1].text.rstrip(" "))
    return tuple(parts)


def _alike(one: Run, other: Run) -> bool:
    return (one.strong, one.emphasis) == (other.strong, other.emphasis)


def _spaced(text: DraftText) -> Iterator[Run | Link | Role]:
    ends = True
    for part in text:
        if isinstance(part, Role):
            yield replace(part, line=0)
            ends = False
            continue
        if isinstance(part, Link):
            words = _SPACE.sub(" ", part.text).strip(" ")
            if words:
                yield Link(words, part.url) if part.url.startswith(LINK_SCHEMES) else Run(words)
                ends = False
            continue
        words = _SPACE.sub(" ", part.text)
        if ends:
            words = words.lstrip(" ")
        if not words:
            continue
        ends = words.endswith(" ")
        core = words.strip(" ")
        if not (part.strong or part.emphasis) or not core:
            yield Run(words)
            continue
        lead = len(words) - len(words.lstrip(" "))
        if lead:
            yield Run(" ")
        yield Run(core, strong=part.strong, emphasis=part.emphasis)
        if words.endswith(" "):
            yield Run(" ")


def _one(block: ProseBlock) -> str:
    """A block's source, checked by reading it again."""
    block = _tidy(block)
    for made in (block, _without(block, emphasis=True), _without(block, strong=True)):
        source = _source(made)
        try:
            if prose(source) == (made,):
                return source
        except NotProse:
            continue
    return _source(_without(block, strong=True))


def _without(block: ProseBlock, *, emphasis: bool = True, strong: bool = False) -> ProseBlock:
    def bare(text: DraftText) -> DraftText:
        return tuple(
            replace(part, emphasis=False, strong=part.strong and not strong)
            if isinstance(part, Run)
            else part
            for part in text
        )

    if isinstance(block, DraftList):
        return _tidy(replace(block, items=tuple(map(bare, block.items))))
    return _tidy(replace(block, text=bare(block.text)))


def _source(block: ProseBlock) -> str:
    match block:
        case DraftHeading():
            name = f"{{#{block.id}}}\n" if block.id else ""
            return f"{name}{'#' * block.level} {_inline(block.text)}\n"
        case DraftParagraph():
            return f"{_begun(_inline(block.text))}\n"
        case DraftList():
            marks = (f"{n}. " if block.ordered else "- " for n in range(1, len(block.items) + 1))
            items = zip(marks, block.items, strict=False)
            return "".join(f"{mark}{_begun(_inline(item))}\n" for mark, item in items)


def _begun(line: str) -> str:
    """A line that begins no block of its own."""
    match = _BEGINS.match(line)
    if not match:
        return line
    if match[0].isdigit():
        return f"{match[0]}\\{line[match.end() :]}"
    return f"\\{line}"


def _inline(text: DraftText) -> str:
    made: list[str] = []
    for part in text:
        match part:
            case Role():
                made.append(f"{{{part.name}}}`{part.content}`")
            case Link():
                if made and made[-1].endswith("!"):
                    made[-1] = f"{made[-1][:-1]}\\!"
                url = part.url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
                made.append(f"[{_escaped(part.text)}](<{url}>)")
            case Run():
                mark = "*" * (2 * part.strong + part.emphasis)
                made.append(f"{mark}{_escaped(part.text)}{mark}")
    line = "".join(made)
    # A heading may end with marks that belong to it.
    return re.sub(r"(#+)$", r"\\\1", line)


def _escaped(words: str) -> str:
    return _MARKS.sub(r"\\\g<0>", words)
