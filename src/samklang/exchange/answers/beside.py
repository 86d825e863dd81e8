"""Own words beside a question: the columns that hold what was written at "Other", by heading.

SurveyMonkey writes "Annat (beskriv)" below the question, LimeSurvey "Question [Other]" or
"code[other]", Qualtrics "Question - Answer - Text", Webropol "Question: Answer: Text", Survey123
"Other - Question", KoboToolbox "name_other", and Typeform "Other" alone after the answers' columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.guesses import Guess
from samklang.exchange.answers.spread import TYPEFORM

# What is none of the other answers, and no answer that only begins so, as "Annan förening".
_OTHER = re.compile(
    r"(-oth-|(någo[nt] |nåt )?(annat|annan|övrigt)(/(annat|annan))?|(something |someone )?else|"
    r"others?|eget svar|egna ord)"
    r"( svar| alternativ| answer| option)?"
    r"(\W*$|\s*[,(:/–-].*|\?.*|"
    r" (ange|beskriv|specificera|nämligen|vad|vilke[nt]|vem|please|specify|text)\b.*)",
    re.I,
)
# Alone in a heading it may be a question of its own, unless it asks what the other is.
_ASKS = re.compile(
    r"\b(ange|beskriv|specificera|nämligen|vad|vilke[nt]|vilka|vem|specify|describe|which|what)\b",
    re.I,
)
# A program's codes, which say nothing in a report.
_CODES = frozenset({"other", "-oth-", "oth"})
# What a heading adds to its question: [answer], (answer), ": answer", " - answer" or "_answer".
_AFTER = re.compile(r"\s*\[([^\[\]]+)\]|\s*\(([^()]+)\)|[\s:–/-]+(\S.*)|_(\S.*)")
_TEXT = re.compile(r"[-:–]\s*(text|textsvar|open text|öppet svar|fritext)$", re.I)


def with_own_words(
    columns: Sequence[Guess], cells: Mapping[str, Sequence[str]], tool: str, language: Language
) -> list[Guess]:
    """The guesses, with a column of own words put to the question before it that it belongs to.

    The question counts such words as its `other`. A column whose words stand in rows that have
    chosen another answer is a comment, and stays by itself.
    """
    guesses = list(columns)
    owner = -1
    for n, guess in enumerate(guesses):
        if guess.kind == "left-out":
            continue
        name = _name(guess.column, guesses[owner], alone=owner == n - 1, tool=tool)
        if owner >= 0 and name and (made := _joined(guesses[owner], name, cells, guess, language)):
            guesses[owner] = made
            why = phrase(language, "trial.why_beside", question=made.column)
            guesses[n] = Guess(guess.column, "text", why, beside=made.column)
        else:
            owner = n if guess.kind in ("one", "several") else -1
    return guesses


def _name(heading: str, question: Guess, *, alone: bool, tool: str) -> str:
    """What a heading calls the answer that its words are of; '' where it is not the question's."""
    asked = question.column
    own = ""
    if heading.startswith(asked):
        after = _AFTER.fullmatch(heading.removeprefix(asked))
        own = _TEXT.sub("", next(filter(None, after.groups()))).rstrip() if after else ""
    elif heading.endswith(f" - {asked}"):
        own = heading.removesuffix(f" - {asked}")
    elif alone and _OTHER.match(heading) and (tool == TYPEFORM or _ASKS.search(heading)):
        own = heading
    named = {option.casefold() for option in question.options}
    return own if own and (_OTHER.match(own) or own.casefold() in named) else ""


def _joined(
    question: Guess,
    name: str,
    cells: Mapping[str, Sequence[str]],
    words: Guess,
    language: Language,
) -> Guess | None:
    """The question with what the words are of as its `other`; None where they are comments."""
    alike = [o for o in question.options if o.casefold() == name.casefold()]
    alike = alike or [o for o in question.options if _OTHER.match(o)]
    if len(alike) > 1:
        return None
    chosen = alike[0] if alike else ""
    beside = {
        answer
        for answer, said in zip(cells[question.column], cells[words.column], strict=True)
        if said and answer
    }
    if question.kind == "one" and beside - {chosen}:
        return None
    label = name.rstrip(" :") if not chosen or chosen.casefold() in _CODES else chosen
    if label.casefold() in _CODES:
        label = phrase(language, "trial.other")
    left = tuple(option for option in question.options if option != chosen)
    return replace(question, options=left, other=question.other or label) if left else None
