"""A stored answer in words, as receipts, reviews and exports show it."""

from dataclasses import dataclass

from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.survey import answer_parts
from samklang.core.survey.answers import StoredAnswers
from samklang.core.survey.questionnaire import Question


@dataclass(frozen=True)
class Line:
    """A part of an answer in words: its column's name, a label where it has one, and the text."""

    id: str
    label: str
    text: str


def spoken(question: Question, kept: StoredAnswers, language: Language) -> tuple[Line, ...]:
    """The answer to a question in words; a line with an empty text where there is none."""
    if not question.answered:
        return ()
    labels = {o.id: worded(o.label, language) for o in question.options}
    value = kept.get(question.id)

    def chosen_words(option: str) -> str:
        beside = kept.get(f"{question.id}.{option}.text")
        label = labels.get(option, option)
        return f"{label}: {beside}" if beside else label

    match question.type:
        case "matrix":
            rows = value if isinstance(value, dict) else {}
            return tuple(
                Line(
                    f"{question.id}.{i.id}",
                    worded(i.label, language),
                    labels.get(rows.get(i.id, ""), ""),
                )
                for i in question.items
            )
        case "select_multiple":
            chosen = value if isinstance(value, list) else []
            if not chosen:
                return (Line(question.id, "", ""),)
            return tuple(Line(f"{question.id}.{o}", "", chosen_words(o)) for o in chosen)
        case "select_one":
            return (Line(question.id, "", chosen_words(str(value)) if value else ""),)
        case "consent":
            return (Line(question.id, "", phrase(language, "answering.yes") if value else ""),)
        case "ranking":
            places = value if isinstance(value, dict) else {}
            order = sorted((int(p), o) for o, p in places.items())
            lines = tuple(Line(f"{question.id}.{o}", str(p), chosen_words(o)) for p, o in order)
            return lines or (Line(question.id, "", ""),)
        case "cards":
            filled_in = value if isinstance(value, list) else []
            return tuple(
                Line(
                    f"{question.id}.{number}",
                    phrase(language, "answering.card", number=number),
                    answer_parts.card_in_words(question, card, language),
                )
                for number, card in enumerate(filled_in, 1)
            ) or (Line(question.id, "", ""),)
        case "decimal" if value:
            mark = RULES[language].decimal_mark
            return (Line(question.id, "", str(value).replace(".", mark)),)
    return (Line(question.id, "", str(value) if value else ""),)
