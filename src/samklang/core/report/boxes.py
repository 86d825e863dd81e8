"""Boxes: what is set apart from the text: key points, notices, contacts and references."""

from collections.abc import Callable, Iterable

from samklang.core.document.blocks import (
    Cards,
    Contacts,
    KeyPoints,
    Notice,
    Reference,
    References,
)
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.inline import Text
from samklang.core.faults import closest
from samklang.core.figures.exhibits import knowledge_card
from samklang.core.figures.material import FormattedReference, Material
from samklang.core.language.alphabet import sort_key
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.parsing import Directive, DraftList, DraftParagraph, DraftText
from samklang.core.manuscript.targets import Unreadable
from samklang.core.theme.contact import Contact

Worded = Callable[[DraftText], Text]


def key_points(draft: Directive, language: Language, worded: Worded) -> KeyPoints:
    """A section in brief: one list. Raises Unreadable for anything else."""
    lists = [block for block in draft.body if isinstance(block, DraftList)]
    if len(lists) != 1 or len(draft.body) != 1:
        what = message("faults.key_points_are_one_list")
        raise Unreadable(what, message("faults.write_them_as_lines_that_begin"))
    return KeyPoints(
        draft.argument or phrase(language, "report.key_points"),
        tuple(worded(item) for item in lists[0].items),
    )


def notice(draft: Directive, worded: Worded) -> Notice:
    """A remark with a title and one paragraph. Raises Unreadable for anything else."""
    paragraphs = [block for block in draft.body if isinstance(block, DraftParagraph)]
    if not draft.argument or len(paragraphs) != 1 or len(draft.body) != 1:
        what = message("faults.a_notice_has_a_title_and")
        raise Unreadable(what, message("faults.write_title_then_the_paragraph"))
    return Notice(draft.argument, worded(paragraphs[0].text))


def knowledge(draft: Directive, material: Material, language: Language) -> Cards:
    """The cards that are named, or all. Raises Unreadable for one that is not there."""
    cards = {card.id: card for card in material.knowledge}
    wanted = draft.words or tuple(cards)
    for name in wanted:
        if name not in cards:
            what = message("faults.there_is_no_card", name=name)
            raise Unreadable(what, closest(name, cards.keys()))
    return Cards(tuple(knowledge_card(cards[name], material, language) for name in wanted))


def reference_list(cited: Iterable[FormattedReference]) -> References:
    """What is cited, in the alphabet's order."""
    ordered = sorted(cited, key=lambda reference: (sort_key(reference.order), reference.key))
    return References(
        tuple(Reference(reference.key, reference.text, reference.url) for reference in ordered)
    )


def contacts(known: Iterable[Contact], language: Language) -> Contacts:
    """Whom to turn to, as printed."""
    return Contacts(
        tuple(
            ContactCard(c.name, c.role[language], c.organisation, c.email, c.url, c.responsible)
            for c in known
        )
    )
