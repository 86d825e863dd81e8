"""Open questions: every place where respondents write, by its address."""

from dataclasses import dataclass

from samklang.core.language.wording import Language, worded
from samklang.core.survey.questionnaire import Option, Question, Questionnaire


@dataclass(frozen=True)
class OpenQuestion:
    """A place where respondents write.

    address: ``q`` for a question of type text, ``q.option.text`` beside an open option,
    ``q.2.field`` for a text on the second card. option, field: what the address points at.
    """

    address: str
    question: Question
    option: Option | None = None
    card: int = 0
    field: Question | None = None

    def title(self, language: Language) -> str:
        """The question in short, with the option or the field and number of the card."""
        parts = [worded(self.question.title, language)]
        if self.option is not None:
            parts.append(worded(self.option.label, language))
        if self.field is not None:
            of_card = worded(self.field.title, language)
            parts.append(f"{of_card} ({self.card})")
        return ": ".join(parts)

    def wording(self, language: Language) -> str:
        """The question as it was asked."""
        asked = self.field or self.question
        return worded(asked.wording, language)


def question_of(address: str) -> str:
    """The id of the question that an address is within."""
    return address.partition(".")[0]


def open_questions(questionnaire: Questionnaire) -> tuple[OpenQuestion, ...]:
    """Every place where respondents write, in the questionnaire's order."""
    questions: list[OpenQuestion] = []
    for question in questionnaire:
        if question.type == "text":
            questions.append(OpenQuestion(question.id, question))
        questions += [
            OpenQuestion(f"{question.id}.{option.id}.text", question, option=option)
            for option in question.options
            if option.open
        ]
        if question.type == "cards":
            questions += [
                OpenQuestion(f"{question.id}.{card}.{field.id}", question, card=card, field=field)
                for card in range(1, question.most + 1)
                for field in question.fields
                if field.type == "text"
            ]
    return tuple(questions)
