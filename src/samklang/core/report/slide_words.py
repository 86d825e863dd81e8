"""Slide words: the directive that says what a slide shows and what is said to it."""

from collections.abc import Callable, Collection

from samklang.core.document.chosen_examples import CHOSEN
from samklang.core.document.deck import LINES
from samklang.core.document.inline import Text
from samklang.core.document.slide_text import OPENING, SlideText
from samklang.core.faults import closest
from samklang.core.manuscript.parsing import Directive, DraftList, DraftParagraph, DraftText
from samklang.core.manuscript.targets import Unreadable

EXAMPLES = "examples"
HOW = "Write its title as a paragraph, then a list of at most 3 lines, then what is said."


def read_slide(
    draft: Directive,
    about: str,
    taken: Collection[str],
    examples: Collection[str],
    worded: Callable[[DraftText], Text],
) -> SlideText:
    """The words of a slide: a paragraph that is its title, a list, and paragraphs that are spoken.

    about: what stands before the directive. taken: what has a slide text already. examples: ids
    that `:examples:` may name. Raises Unreadable.
    """
    if draft.argument not in ("", OPENING):
        raise Unreadable(
            f"a slide is about what stands before it, or opening, not '{draft.argument}'.", HOW
        )
    about = draft.argument or about
    if about in taken:
        raise Unreadable("the same slide is written twice.", "Keep one of them.")
    for option in set(draft.options) - {EXAMPLES}:
        raise Unreadable(
            f"the directive 'slide' has no option '{option}'.", closest(option, {EXAMPLES})
        )
    paragraphs = [block.text for block in draft.body if isinstance(block, DraftParagraph)]
    lists = [block for block in draft.body if isinstance(block, DraftList)]
    if (
        not paragraphs
        or not isinstance(draft.body[0], DraftParagraph)
        or len(lists) > 1
        or len(paragraphs) + len(lists) != len(draft.body)
    ):
        raise Unreadable("a slide has a title, one list at most, and what is said.", HOW)
    lines = lists[0].items if lists else ()
    if len(lines) > LINES:
        raise Unreadable(f"a slide has {len(lines)} lines.", HOW)
    wanted = tuple(word for word in draft.options.get(EXAMPLES, "").replace(",", " ").split())
    for name in wanted:
        if name not in examples:
            raise Unreadable(f"there is no example '{name}'.", closest(name, examples))
    if len(wanted) > CHOSEN:
        raise Unreadable(f"a slide tells of {CHOSEN} examples.", "Name fewer.")
    return SlideText(
        about,
        worded(paragraphs[0]),
        tuple(worded(line) for line in lines),
        tuple(worded(text) for text in paragraphs[1:]),
        wanted,
    )
