"""Slide words: the directive that says what a slide shows and what is said to it."""

from collections.abc import Callable, Collection

from samklang.core.document.chosen_examples import CHOSEN
from samklang.core.document.deck import LINES
from samklang.core.document.inline import Text
from samklang.core.document.slide_text import OPENING, SlideText
from samklang.core.faults import closest
from samklang.core.language.messages import message
from samklang.core.manuscript.parsing import Directive, DraftList, DraftParagraph, DraftText
from samklang.core.manuscript.targets import Unreadable

EXAMPLES = "examples"
HOW = message("faults.write_its_title_as_a_paragraph")


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
        raise Unreadable(message("faults.a_slide_is_about_what_stands", name=draft.argument), HOW)
    about = draft.argument or about
    if about in taken:
        what = message("faults.the_same_slide_is_written_twice")
        raise Unreadable(what, message("package.keep_one_of_them"))
    for option in set(draft.options) - {EXAMPLES}:
        what = message("faults.the_slide_has_no_option", name=option)
        raise Unreadable(what, closest(option, {EXAMPLES}))
    paragraphs = [block.text for block in draft.body if isinstance(block, DraftParagraph)]
    lists = [block for block in draft.body if isinstance(block, DraftList)]
    if (
        not paragraphs
        or not isinstance(draft.body[0], DraftParagraph)
        or len(lists) > 1
        or len(paragraphs) + len(lists) != len(draft.body)
    ):
        raise Unreadable(message("faults.a_slide_has_a_title_one_list"), HOW)
    lines = lists[0].items if lists else ()
    if len(lines) > LINES:
        raise Unreadable(message("faults.a_slide_has_lines", count=len(lines)), HOW)
    wanted = tuple(word for word in draft.options.get(EXAMPLES, "").replace(",", " ").split())
    for name in wanted:
        if name not in examples:
            what = message("faults.there_is_no_example", name=name)
            raise Unreadable(what, closest(name, examples))
    if len(wanted) > CHOSEN:
        what = message("faults.a_slide_tells_of", count=CHOSEN)
        raise Unreadable(what, message("faults.name_fewer"))
    return SlideText(
        about,
        worded(paragraphs[0]),
        tuple(worded(line) for line in lines),
        tuple(worded(text) for text in paragraphs[1:]),
        wanted,
    )
