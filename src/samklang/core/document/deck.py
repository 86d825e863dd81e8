"""The deck: a document cut into slides for who speaks, the same for every kind of deck.

First what is said in a quarter of an hour, then an appendix with the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from samklang.core.document.blocks import (
    Block,
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factor,
    Factors,
    Figure,
    Heading,
    KeyFigures,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    Reference,
    References,
)
from samklang.core.document.chosen_examples import chosen_examples
from samklang.core.document.chunks import by_length, chunks, of_facts
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document, Section
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Run, Text, headed, plain
from samklang.core.document.method_box import UNREAD, MethodBox
from samklang.core.document.slide_text import (
    OPENING,
    SlideText,
    begun,
    cited,
    exhibit_id,
    first_sentences,
    opening_sentences,
    sentences,
)
from samklang.core.document.stamps import has_numbers, shows_answers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

# Slides before the appendix: a talk of a quarter of an hour.
MAIN = 15
# Examples named on slides, where the web has all.
NAMED = 30
CARDS, EXAMPLES, REFERENCES, CONTACTS = 4, 6, 5, 6
# Lines under a title that one reads while listening, and sentences that are spoken to them.
LINES, SPOKEN = 3, 4
# Sentences of a caption that stand under a title made of its first.
MORE = 2
# A title longer than this is not read while one listens.
LONGEST_TITLE = 150
# Letters of the examples that a slide tells, together.
TOLD = 1000
# How early in the choice of the main slides: always, written by the author, of a section, of a
# part; the last are looked up and never said.
ALWAYS, WRITTEN, OF_SECTION, OF_PART, LOOKED_UP = range(5)

Kind = Literal[
    "title",
    "section",
    "numbers",
    "points",
    "figure",
    "method",
    "reading",
    "cards",
    "factor",
    "map",
    "chosen",
    "examples",
    "references",
    "contacts",
]
Content = (
    Figure
    | MethodBox
    | ExampleMap
    | Factor
    | Cards
    | KeyFigures
    | tuple[ExampleCard, ...]
    | tuple[Reference, ...]
    | tuple[ContactCard, ...]
    | tuple[Text, ...]
    | None
)


@dataclass(frozen=True)
class Slide:
    """A slide: its title, the section it belongs to ('' before the first) and what it shows.

    lines: what stands under the title beside the content. spoken: what to say to it. sources: the
    citations of the text it is taken from. id: of the section whose first slide it is, or ''.
    part, parts: which of several slides on the same thing it is, counted from 1. rank: how early
    it is chosen for the main part. appendix: whether it is looked up rather than said. synthetic:
    whether it shows answers that are invented.
    """

    kind: Kind
    title: str
    section: str
    content: Content = None
    part: int = 1
    parts: int = 1
    lines: tuple[Text, ...] = ()
    spoken: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()
    id: str = ""
    rank: int = OF_PART
    appendix: bool = False
    synthetic: bool = False


def slides(document: Document) -> tuple[Slide, ...]:
    """The main slides in the document's order, then an appendix with all the others."""
    every = [_title(document), *_opening(document)]
    for section in document.sections:
        of_section = list(_of_section(section, document.language))
        if of_section:
            of_section[0] = replace(of_section[0], id=section.id)
            if section is document.sections[-1]:
                of_section[0] = replace(of_section[0], rank=ALWAYS)
        every += of_section
    said = [(slide.rank, at) for at, slide in enumerate(every) if slide.rank < LOOKED_UP]
    main = {at for _, at in sorted(said)[:MAIN]}
    first = [slide for at, slide in enumerate(every) if at in main]
    rest = [replace(s, appendix=True) for at, s in enumerate(every) if at not in main]
    if rest:
        title = phrase(document.language, "slides.appendix")
        first.append(Slide("section", title, title))
    titled = _distinct_titles([*first, *rest], document.language)
    if document.rehearsal:
        return tuple(replace(slide, synthetic=True) for slide in titled)
    invented = document.synthetic
    return tuple(
        replace(s, synthetic=invented and (s.synthetic or shows_answers(s))) for s in titled
    )


def _title(document: Document) -> Slide:
    leads = [section.lead for section in document.sections[:1]]
    said = opening_sentences(leads, SPOKEN)
    return Slide("title", document.title, "", spoken=said, rank=ALWAYS)


def _opening(document: Document) -> Iterator[Slide]:
    """The main numbers, large, and the points beside them in the report."""
    if document.opening is None:
        return
    opening = document.opening
    written = next(
        (t for section in document.sections for t in section.slides if t.about == OPENING), None
    )
    lead = opening_sentences([opening.lead], SPOKEN)
    for block in opening.blocks:
        if isinstance(block, KeyFigures):
            lines = (*lead[:1],)
            made = Slide("numbers", opening.title, "", block, lines=lines, spoken=lead, rank=ALWAYS)
            yield _written(made, written)
        elif isinstance(block, Listing):
            alone = not any(isinstance(block, KeyFigures) for block in opening.blocks)
            rank = ALWAYS if alone else LOOKED_UP
            title = opening.title if alone else phrase(document.language, "slides.more_results")
            points = Slide("points", title, "", spoken=lead, rank=rank)
            yield from _split(points, by_length(block.items))


def _of_section(section: Section, language: Language) -> Iterator[Slide]:
    texts = {text.about: text for text in section.slides}
    name = section.title
    blocks: list[Block] = []
    heading: Heading | None = None
    for block in (*section.blocks, None):
        if block is not None and not isinstance(block, Heading):
            blocks.append(block)
            continue
        if heading is None:
            first = Slide("points", name, name, rank=OF_SECTION)
            yield from _of_part(first, section.id, (section.lead,), blocks, texts, language)
        else:
            part = Slide("points", plain(heading.text), name)
            yield from _of_part(part, heading.id, (), blocks, texts, language)
        heading, blocks = block, []


def _of_part(
    words: Slide,
    id_: str,
    lead: tuple[Text, ...],
    blocks: Sequence[Block],
    texts: dict[str, SlideText],
    language: Language,
) -> Iterator[Slide]:
    """A slide of what a part of a section says in words, then its exhibits.

    words: how the first of them begins. id_: of the part's heading or the section.
    """
    prose = [text for text in lead if text]
    prose += [block.text for block in blocks if isinstance(block, Paragraph)]
    items = [item for block in blocks if isinstance(block, Listing) for item in block.items]
    points = [item for block in blocks if isinstance(block, KeyPoints) for item in block.items]
    sources = tuple(dict.fromkeys(cited([*prose, *items])))
    said = opening_sentences(prose, SPOKEN)
    words = replace(words, spoken=said, sources=sources)
    shown = any(exhibit_id(block) or isinstance(block, References | Contacts) for block in blocks)
    written = texts.get(id_)
    if written is not None:
        yield _written(words, written)
    elif points:
        yield from _split(words, by_length((*points, *items)))
    elif items:
        yield from _split(words, by_length(tuple(items)))
    elif lead and lead[0]:
        yield replace(words, content=tuple(sentences(lead[0]))[:LINES])
    elif prose and not shown:
        yield replace(words, content=first_sentences(prose, LINES))
    for block in blocks:
        known = texts.get(exhibit_id(block)) if exhibit_id(block) else None
        for slide in _of_block(block, words.section, words.title, known, language):
            yield slide if slide.spoken or not sources else replace(slide, sources=sources)


def _of_block(
    block: Block, section: str, heading: str, written: SlideText | None, language: Language
) -> Iterator[Slide]:
    """The slides of one block, the first of them with the words that the author wrote for it."""
    match block:
        case Figure() if block.withheld:
            # An axis without a mark says nothing: the words do.
            words: Text = (Run(block.summary),)
            made = Slide("points", block.headline, section, (words,), rank=LOOKED_UP)
            yield _written(replace(made, spoken=(words,)), written)
        case Figure():
            rank = OF_SECTION if block.highlight else OF_PART
            spoken = ((Run(block.summary),),)
            opening, *rest = [*sentences((Run(block.summary),))] or [()]
            first = plain(opening).rstrip(".")
            whole = headed(block.title, first) if first else block.title
            # What is asked stands below the chart too.
            title = block.claim or (whole if len(whole) <= LONGEST_TITLE else first or whole)
            # How sure it is stands under a title that says what the answers are.
            sure = () if block.claim else rest[:MORE]
            lines = (tuple(part for text in sure for part in (*text, Run(" "))),) if sure else ()
            made = Slide("figure", title, section, block, lines=lines, spoken=spoken, rank=rank)
            yield _written(made, written)
        case MethodBox():
            few, *more = of_facts(block.facts, beside=bool(block.strata))
            boxes = [replace(block, facts=few, reading=UNREAD, reading_in_office=UNREAD)]
            boxes += [replace(boxes[0], facts=facts, strata=(), text=()) for facts in more]
            yield from _split(Slide("method", block.title, section, rank=LOOKED_UP), boxes)
            if block.reading.facts:
                read, box = block.reading, replace(block, facts=(), strata=(), text=())
                made = Slide("reading", read.title, section, box, rank=LOOKED_UP)
                said = tuple((Run(f"{fact.label}: {fact.value}"),) for fact in read.short)
                yield replace(made, spoken=said)
        case ExampleMap():
            yield _written(Slide("map", block.title, section, block), written)
        case Notice():
            made = Slide("points", block.title, section, (block.text,), rank=LOOKED_UP)
            yield replace(made, spoken=opening_sentences([block.text], SPOKEN))
        case Cards():
            yield from _of_cards(block, section, written, language)
        case Factors():
            for number, factor in enumerate(block.factors):
                made = Slide("factor", factor.name, section, factor, rank=OF_SECTION)
                made = replace(made, lines=((Run(factor.definition),),))
                yield _written(made, written if number == 0 else None)
        case Examples():
            yield from _of_examples(block, section, written, language)
        case References():
            base = Slide("references", heading, section, rank=LOOKED_UP)
            yield from _split(base, chunks(block.entries, REFERENCES))
        case Contacts():
            base = Slide("contacts", heading, section, rank=LOOKED_UP)
            yield from _split(base, chunks(block.contacts, CONTACTS))
        case Heading() | Paragraph() | Listing() | KeyPoints() | KeyFigures():
            pass


def _of_cards(
    block: Cards, section: str, written: SlideText | None, language: Language
) -> Iterator[Slide]:
    """The first sentence of each card side by side, then each card whole."""
    title = phrase(language, "slides.concepts")
    short = [replace(card, text=first_sentences([card.text], 1)[0]) for card in block.cards]
    for number, cards in enumerate(chunks(tuple(short), CARDS)):
        spoken = tuple(card.text for card in cards)
        made = Slide("cards", title, section, Cards(cards), spoken=spoken)
        yield _written(made, written if number == 0 else None)
    for card in block.cards:
        spoken = opening_sentences([card.text], SPOKEN)
        sources = tuple(cited([card.text]))
        content = (tuple(part for sentence in spoken for part in (*sentence, Run(" "))),)
        yield Slide(
            "points", card.title, section, content, spoken=spoken, sources=sources, rank=LOOKED_UP
        )


def _of_examples(
    block: Examples, section: str, written: SlideText | None, language: Language
) -> Iterator[Slide]:
    """A few examples told, then the rest by name; a slide for each that was chosen for it."""
    title = phrase(language, "slides.some_examples")
    if block.whole is not None and not (written and written.examples):
        for card in block.shown_whole:
            first = (_first(card.description),)
            told = replace(card, description=begun(card.description, TOLD))
            # The slide has its name; below it who does it and where come first.
            if where := " · ".join(filter(None, (card.organisation, card.place))):
                told = replace(told, title=where, organisation="", place="")
            yield Slide("chosen", card.title, section, (told,), spoken=first, rank=OF_SECTION)
        more = phrase(language, "slides.more_examples")
        yield from _by_name(block.listed, more, section, language)
        return
    chosen = chosen_examples(block, written.examples if written else ())
    if chosen:
        letters = TOLD // len(chosen)
        spoken = tuple((Run(f"{card.title}. "), *_first(card.description)) for card in chosen)
        few = tuple(replace(card, description=begun(card.description, letters)) for card in chosen)
        yield _written(Slide("chosen", title, section, few, spoken=spoken), written)
        if len(chosen) == len(block.in_order):
            return
    every = phrase(language, "slides.all_examples")
    yield from _by_name(block.in_order, every, section, language)


def _by_name(
    cards: tuple[ExampleCard, ...], title: str, section: str, language: Language
) -> Iterator[Slide]:
    """Examples by name, as many as slides can carry; the web has the rest, and that is said."""
    yield from _split(
        Slide("examples", title, section, rank=LOOKED_UP), chunks(cards[:NAMED], EXAMPLES)
    )
    if len(cards) > NAMED:
        rest = phrase(language, "slides.rest_of_examples", count=len(cards) - NAMED)
        said = ((Run(rest),),)
        yield Slide("points", title, section, said, spoken=said, rank=LOOKED_UP)


def _first(text: str) -> Text:
    return next(sentences((Run(text),)), ())


def _written(slide: Slide, text: SlideText | None) -> Slide:
    """The slide with the author's words, where there are any."""
    if text is None:
        return slide
    made = replace(
        slide,
        title=plain(text.title),
        spoken=text.spoken or slide.spoken,
        rank=min(slide.rank, WRITTEN),
        # A title is plain from here on.
        synthetic=has_numbers([text.title]),
    )
    if slide.kind == "points":
        return replace(made, content=text.lines or made.content or slide.spoken[:LINES])
    return replace(made, lines=text.lines)


def _distinct_titles(slides: Sequence[Slide], language: Language) -> tuple[Slide, ...]:
    """The slides with no two titles alike: a title that returns says what is listed, or has its
    section before it, and a number where that does not tell them apart."""
    taken: set[str] = set()
    made: list[Slide] = []
    for slide in slides:
        title = slide.title
        if slide.part == 1:
            if title.casefold() in taken and slide.kind in ("contacts", "references"):
                title = phrase(language, f"slides.{slide.kind}")
            if title.casefold() in taken and slide.section not in ("", title):
                title = f"{slide.section}: {title}"
            base, count = title, 1
            while title.casefold() in taken:
                count += 1
                title = f"{base} ({count})"
        else:
            title = made[-1].title
        taken.add(title.casefold())
        made.append(replace(slide, title=title))
    return tuple(made)


def _split(first: Slide, contents: Sequence[Content]) -> Iterator[Slide]:
    """One slide for each one of the content, otherwise like `first`."""
    for number, content in enumerate(contents, 1):
        yield replace(first, content=content, part=number, parts=len(contents))
