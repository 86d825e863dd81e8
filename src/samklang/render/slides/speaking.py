"""Speaking: the notes of a slide, first what is said to it and then what it rests on."""

from typing import cast

from samklang.core.document.bare import without_package
from samklang.core.document.blocks import ExampleMap, Factor, Figure
from samklang.core.document.deck import Slide
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import plain
from samklang.core.document.method_box import MethodBox
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.notes import brief, led_to, note_facts


def speaker_notes(slide: Slide, document: Document) -> list[str]:
    """The paragraphs of a slide's notes; evidence stands after a line that says so.

    One record of evidence is told whole, several in brief.
    """
    language = document.language
    spoken = [plain(text) for text in slide.spoken]
    shown = [text for text in _in_words(slide, language) if text not in spoken]
    below = [*shown, *_evidence(slide, document)]
    if slide.sources:
        sources = "; ".join(slide.sources)
        below.append(phrase(language, "slides.sources", sources=sources))
    if slide.kind == "title":
        below += document.notices
    if not below:
        return spoken
    cite = phrase(language, "slides.notes_cite", citation=document.citation)
    return [*spoken, phrase(language, "slides.evidence"), *below, cite]


def _evidence(slide: Slide, document: Document) -> list[str]:
    language = document.language
    led = led_to((slide.content, slide.lines, slide.spoken))
    known = {record.id: record for record in document.evidence}
    records = [known[id_] for id_ in led if id_ in known]
    said = []
    for record in records:
        said.append(phrase(language, "evidence.speaker", title=record.title))
        if len(records) > 1:
            said.append(brief(record))
            continue
        # A speaker reads no hash; the citation leads to the report, which has it.
        for label, value in note_facts(without_package(record), (), document):
            said.append(phrase(language, "evidence.fact", label=label, value=value))
    return said


def _in_words(slide: Slide, language: Language) -> list[str]:
    """What a slide shows that is not words, and what it has no room for."""
    match slide.content:
        case Figure() as figure:
            why = figure.invented
            invented = phrase(language, f"report.{why}_note") if why else ""
            return [text for text in (figure.summary, figure.alt, invented) if text]
        case ExampleMap() as shown:
            return [shown.alt]
        case Factor() as factor:
            quotes = (*factor.enabling_quotes, *factor.hindering_quotes)
            return [
                factor.definition,
                f"{phrase(language, 'slides.enables')}: {factor.enables}",
                f"{phrase(language, 'slides.hinders')}: {factor.hinders}",
                *(quote.translation or quote.text for quote in quotes),
            ]
        case _:
            pass
    if slide.kind == "reading":
        box = cast(MethodBox, slide.content)
        return [f"{fact.label}: {fact.value}" for fact in box.reading_in_office.facts]
    if slide.kind in ("examples", "chosen"):
        cards = cast(tuple[ExampleCard, ...], slide.content)
        return [f"{card.title}: {card.description}" for card in cards]
    return []
