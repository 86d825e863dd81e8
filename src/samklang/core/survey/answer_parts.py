"""Answers of several parts, as a page reads them: rankings and cards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.survey.questionnaire import Question

Fields = Mapping[str, Sequence[str]]


class ReadValue(NamedTuple):
    """What a field holds, as it is stored; or None and the fault, in words."""

    value: Any
    fault: str = ""


# What reads one field of a card: a question with the field's name as its id.
ReadOne = Callable[[Question], ReadValue]


def ranked(question: Question, fields: Fields, language: Language) -> ReadValue:
    """Option → its place from "1", without gaps; the fault where two have the same place."""
    given: dict[str, int] = {}
    for option in question.options:
        text = (fields.get(f"{question.id}.{option.id}") or [""])[-1].strip()
        if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= len(question.options):
            given[option.id] = int(text[:4])
    if len(set(given.values())) < len(given):
        return ReadValue(None, phrase(language, "answering.same_place"))
    order = sorted(given, key=given.__getitem__)
    return ReadValue({option: str(place) for place, option in enumerate(order, 1)})


def cards(question: Question, read_one: ReadOne, language: Language) -> ReadValue:
    """The cards that hold anything, each as field → text; the fault of the first faulty field."""
    cards: list[dict[str, str]] = []
    for number in range(1, question.most + 1):
        card: dict[str, str] = {}
        lacking = ""
        for field in question.fields:
            value, fault = read_one(replace(field, id=f"{question.id}.{number}.{field.id}"))
            label = worded(field.wording, language)
            if fault:
                where = phrase(language, "answering.card", number=number)
                return ReadValue(None, f"{where}, {label}: {fault}")
            if value:
                card[field.id] = value
            elif field.required:
                lacking = lacking or label
        if card and lacking:
            fault = phrase(language, "answering.card_lacks", number=number, field=lacking)
            return ReadValue(None, fault)
        if card:
            cards.append(card)
    return ReadValue(cards)


def card_in_words(question: Question, card: Mapping[str, str], language: Language) -> str:
    """A card as one text: each field that holds anything, after its label."""
    parts = []
    for field in question.fields:
        text = card.get(field.id, "")
        labels = {o.id: worded(o.label, language) for o in field.options}
        if text:
            label = worded(field.wording, language).rstrip(":")
            parts.append(f"{label}: {labels.get(text, text)}")
    return "\n".join(parts)
