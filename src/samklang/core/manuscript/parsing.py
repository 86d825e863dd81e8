"""The manuscript: Markdown with roles and directives, parsed to drafts without any number yet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from samklang.core.document.inline import Link, Run
from samklang.core.faults import Fault, Read
from samklang.core.language.messages import Message, message
from samklang.core.manuscript.kinds import HIDDEN
from samklang.core.manuscript.roles import TypedRole, typed

# A section's id is the name of its page, so it is held to the rule of all ids.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
TAKEN = re.compile(
    r"(figure|card|example|factor|ref|evidence|know)-.*|know|main|downloads|keys|read|glance"
)
# Marks of Markdown in one paragraph: to pair them costs the square of how many there are.
MARKS = 4_000
_MARK = re.compile(r"[*_\[\]()`&<{!\\~]")
LINK_SCHEMES = ("https://", "http://", "mailto:", "#")


@dataclass(frozen=True)
class Role:
    """A value to be put in: its name, what it is asked of, and its line in the manuscript."""

    name: str
    content: str
    line: int

    @cached_property
    def typed(self) -> TypedRole:
        """What it asks for, read once. Raises Unreadable."""
        return typed(self.name, self.content)


DraftText = tuple[Run | Link | Role, ...]


@dataclass(frozen=True)
class DraftHeading:
    """A heading of level 2 or 3; `id` is '' unless the manuscript gives one."""

    level: int
    id: str
    text: DraftText
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class DraftParagraph:
    """A paragraph."""

    text: DraftText
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class DraftList:
    """A list."""

    items: tuple[DraftText, ...]
    ordered: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Directive:
    """A block to be put in: ``:::{name} argument`` with ``:option: value`` lines and a body."""

    name: str
    argument: str
    options: Mapping[str, str]
    body: "tuple[DraftBlock, ...]"
    words: tuple[str, ...]
    line: int


DraftBlock = DraftHeading | DraftParagraph | DraftList | Directive


@dataclass(frozen=True)
class DraftSection:
    """A section: its id, its title and its blocks."""

    id: str
    title: str
    blocks: tuple[DraftBlock, ...]
    line: int


# What Markdown has and a report has no place for, by its kind of token.
_NO_PLACE = {
    "blockquote_open": message("faults.part_names_quote"),
    "fence": message("faults.part_names_code"),
    "code_block": message("faults.part_names_indented"),
    "hr": message("faults.part_names_rule"),
}


@dataclass
class _Faults:
    file: str
    all: list[Fault] = field(default_factory=list)

    def add(self, line: int, what: Message, remedy: Message) -> None:
        self.all.append(Fault(self.file, line, "", what, remedy))


def parse(text: str, *, file: str) -> Read[tuple[DraftSection, ...]]:
    """The sections of a manuscript, and every fault of its form.

    A faulty part is left out of the sections, so that the rest can be checked too.
    """
    faults = _Faults(file)
    if thicket := _thicket(text):
        what = message("faults.a_paragraph_of_many_marks", most=MARKS)
        faults.add(thicket, what, message("faults.divide_it_or_take_away"))
        return Read((), tuple(faults.all))
    blocks = list(_blocks(_parser().parse(text), faults, offset=1))
    sections: list[DraftSection] = []
    open_section: tuple[str, str, int] | None = None
    inside: list[DraftBlock] = []
    # Without regard to case, since some file systems keep none.
    seen: set[str] = set()
    for line, block in blocks:
        if isinstance(block, DraftHeading) and block.level == 1:
            if open_section:
                sections.append(_section(open_section, inside))
            title = "".join(part.text for part in block.text if not isinstance(part, Role))
            if not block.id and not any(f.line == line for f in faults.all):
                what = message("faults.the_section_has_no_id", title=title)
                faults.add(line, what, message("faults.write_id_on_the_line_before"))
            elif block.id and block.id.casefold() in seen:
                what = message("faults.the_section_id_is_used_twice", id=block.id)
                faults.add(line, what, message("faults.give_it_its_own"))
            seen.add(block.id.casefold())
            open_section, inside = (block.id, title, line), []
        elif open_section is None:
            what = message("faults.there_is_text_before_the_first")
            faults.add(line, what, message("faults.begin_with_a_heading"))
        else:
            inside.append(block)
    if open_section:
        sections.append(_section(open_section, inside))
    elif not faults.all:
        what = message("faults.the_manuscript_has_no_section")
        faults.add(0, what, message("faults.begin_each_section_with_a_heading"))
    return Read(tuple(sections), tuple(faults.all))


def block_tokens(text: str) -> Sequence[Token]:
    """The outermost blocks of a manuscript that is no thicket, each with its lines in `map`."""
    return [token for token in _parser().parse(text) if token.level == 0 and token.map]


def is_thicket(text: str) -> bool:
    """Whether a text holds a paragraph that no one wrote by hand: to read it would take minutes."""
    return _thicket(text) > 0


def _thicket(text: str) -> int:
    """The line where a paragraph has come to hold too many marks; 0 where none does."""
    marks = 0
    for number, line in enumerate(text.splitlines(), 1):
        marks = marks + len(_MARK.findall(line)) if line.strip() else 0
        if marks > MARKS:
            return number
    return 0


def _section(head: tuple[str, str, int], blocks: Sequence[DraftBlock]) -> DraftSection:
    return DraftSection(id=head[0], title=head[1], blocks=tuple(blocks), line=head[2])


@cache
def _parser() -> MarkdownIt:
    # Raw HTML is text: nothing a manuscript holds is ever markup.
    return (
        MarkdownIt("commonmark", {"html": False})
        .use(attrs_block_plugin)
        .use(colon_fence_plugin)
        .use(myst_role_plugin)
    )


def _blocks(
    tokens: Sequence[Token], faults: _Faults, *, offset: int
) -> Iterator[tuple[int, DraftBlock]]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        line = (token.map[0] if token.map else 0) + offset
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
                name = str(token.attrs.get("id", ""))
                if name and (not ID.fullmatch(name) or TAKEN.fullmatch(name)):
                    what = message("faults.the_id_cannot_be_used", name=name[:40])
                    faults.add(line, what, message("faults.write_1_to_40_letters_a"))
                    name = ""
                if level > 3:
                    what = message("faults.a_heading_of_level_4_or")
                    faults.add(line, what, message("faults.use_at_most_three_levels"))
                yield (
                    line,
                    DraftHeading(
                        min(level, 3),
                        name,
                        _text(tokens[index + 1], faults, line),
                        line,
                    ),
                )
                index += 3
            case "paragraph_open":
                yield line, DraftParagraph(_text(tokens[index + 1], faults, line), line)
                index += 3
            case "bullet_list_open" | "ordered_list_open":
                end = _closing(tokens, index)
                yield (
                    line,
                    DraftList(
                        tuple(_items(tokens[index + 1 : end], faults, offset=offset)),
                        ordered=token.type == "ordered_list_open",
                        line=line,
                    ),
                )
                index = end + 1
            case "colon_fence":
                directive = _directive(token, faults, line)
                if directive:
                    yield line, directive
                index += 1
            case _:
                what = message(
                    "faults.has_no_place_in_a_report", names=_NO_PLACE.get(token.type, token.type)
                )
                faults.add(line, what, message("faults.quotes_come_from_released_codings_write"))
                index = _closing(tokens, index) + 1


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _items(tokens: Sequence[Token], faults: _Faults, *, offset: int) -> Iterator[DraftText]:
    index = 0
    while index < len(tokens):
        end = _closing(tokens, index)
        line = (tokens[index].map or [0])[0] + offset
        parts = list(_blocks(tokens[index + 1 : end], faults, offset=offset))
        if len(parts) == 1 and isinstance(parts[0][1], DraftParagraph):
            yield parts[0][1].text
        else:
            what = message("faults.a_list_item_holds_more_than")
            faults.add(line, what, message("faults.keep_each_item_to_one_paragraph"))
        index = end + 1


def _directive(token: Token, faults: _Faults, line: int) -> Directive | None:
    info = token.info.strip()
    if not info.startswith("{") or "}" not in info:
        what = message("faults.names_no_directive", info=info)
        faults.add(line, what, message("faults.write_argument"))
        return None
    name, _, argument = info[1:].partition("}")
    if name.strip() == HIDDEN:
        return None
    lines = token.content.split("\n")
    options: dict[str, str] = {}
    used = 0
    for raw in lines:
        if not raw.startswith(":") or ":" not in raw[1:]:
            break
        key, _, value = raw[1:].partition(":")
        options[key.strip()] = value.strip()
        used += 1
    body = "\n".join(lines[used:])
    nested = _parser().parse(body)
    return Directive(
        name=name.strip(),
        argument=argument.strip(),
        options=options,
        body=tuple(block for _, block in _blocks(nested, faults, offset=line + 1 + used)),
        words=tuple(body.split()),
        line=line,
    )


def _text(token: Token, faults: _Faults, line: int) -> DraftText:
    parts: list[Run | Link | Role] = []
    strong = emphasis = False
    url: str | None = None
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline" | "softbreak" | "hardbreak":
                text = child.content if child.type in ("text", "code_inline") else " "
                line += child.type in ("softbreak", "hardbreak")
                if url is not None:
                    parts.append(Link(text, url))
                elif text:
                    parts.append(Run(text, strong=strong, emphasis=emphasis))
            case "strong_open" | "strong_close":
                strong = child.type == "strong_open"
            case "em_open" | "em_close":
                emphasis = child.type == "em_open"
            case "link_open":
                url = str(child.attrs["href"])
                if not url.startswith(LINK_SCHEMES):
                    what = message("faults.the_link_leads_nowhere", url=url)
                    faults.add(line, what, message("faults.use_https_mailto_or_id"))
            case "link_close":
                url = None
            case "myst_role":
                parts.append(Role(str(child.meta["name"]), child.content.strip(), line))
            case _:
                what = message(
                    "faults.cannot_be_shown_in_a_report", content=child.content or child.type
                )
                faults.add(line, what, message("faults.remove_it_figures_and_maps_are"))
    return tuple(_joined(parts))


def _joined(parts: Sequence[Run | Link | Role]) -> Iterator[Run | Link | Role]:
    """Neighbouring runs of the same kind as one."""
    held: list[Run] = []
    for part in (*parts, None):
        if isinstance(part, Run) and (
            not held or (held[0].strong, held[0].emphasis) == (part.strong, part.emphasis)
        ):
            held.append(part)
            continue
        if held:
            yield replace(held[0], text="".join(run.text for run in held))
        held = [part] if isinstance(part, Run) else []
        if part is not None and not isinstance(part, Run):
            yield part
