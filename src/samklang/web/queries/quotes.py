"""Quotes as staff and members see them: the words they stand on, and why one is not printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samklang.core.coding.personal_data import Flag
from samklang.core.language.wording import texts_of
from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.models import Coding, Quote, Response, Theme
from samklang.web.models.quote import QuoteState
from samklang.web.queries.coded_package import must_ask, printed
from samklang.web.queries.double_coding import Hidden, still_open
from samklang.web.queries.open_answers import digest, place, text_of
from samklang.web.queries.quote_flags import flags_of


@dataclass(frozen=True)
class Shown:
    """A quote with its span and the whole answer; both '' where the answer has changed since, or
    the coding was taken away.

    state: as it is shown: that of the quote, else `changed`, `untied` (its coding was taken away),
    `refused` or `unasked` (the member has not said yes), or `waiting` (for double coding). flags:
    what in its words or translation may point to somebody.
    """

    quote: Quote
    span: str
    text: str
    state: str
    flags: tuple[Flag, ...] = ()

    @property
    def words(self) -> str:
        """As it is printed."""
        return self.quote.words or self.span


class Span(NamedTuple):
    """The words that a coding stands on, and the whole answer."""

    words: str = ""
    answer: str = ""


def span_of(coding: Coding, asked: Questionnaire) -> Span:
    """'' twice where the answer has changed, or the coding is not there any more: it may stand on
    words of an earlier answer.
    """
    if not coding.live:
        return Span()
    where = place(asked, coding.answer.question)
    text = text_of(coding.answer.response.answers, where) if where else ""
    if not text or digest(text) != coding.answer.digest:
        return Span()
    return Span(text[coding.start : coding.end], text)


def quotes(theme: Theme, asked: Questionnaire, *, hidden: Hidden) -> list[Shown]:
    """A theme's quotes in the order they were chosen, flagged, without those of hidden answers.
    Three queries.
    """
    waiting = still_open(theme)
    rows = theme.quotes.select_related(
        "theme",
        "coding__code__family",
        "coding__answer__response__invitation__member",
        "released_by",
    )
    every = [
        replace(shown, state="waiting") if waiting.has(shown.quote.coding.answer) else shown
        for row in rows
        if not hidden.has(row.coding.answer)
        for shown in (_shown(row, asked),)
    ]
    flagged = flags_of(theme.network, [read_text(shown.quote, shown.span) for shown in every])
    return [replace(shown, flags=of) for shown, of in zip(every, flagged, strict=True)]


def read_text(quote: Quote, span: str) -> str:
    """All that is printed of a quote, as it is read for personal data: words and translations."""
    return "\n".join(filter(None, (quote.words or span, *texts_of(quote.translated(quote.theme)))))


def _shown(row: Quote, asked: Questionnaire) -> Shown:
    span, text = span_of(row.coding, asked)
    state: str = row.state
    if not row.coding.live:
        state = "untied"
    elif not span:
        state = "changed"
    elif row.consent == "no":
        state = "refused"
    elif row.state == QuoteState.RELEASED and printed(row.coding, row.theme) is None:
        state = "unasked"
    elif row.state == QuoteState.ASKED and row.consent:
        state = "agreed"
    elif row.state == QuoteState.CANDIDATE and must_ask(row.theme) and not row.consent:
        state = "candidate"
    return Shown(row, span, text, state)


def of_member(response: Response, asked: Questionnaire) -> Sequence[Shown]:
    """The quotes that a member has been asked of, that still are its words. One query."""
    rows = Quote.objects.filter(
        coding__answer__response=response, asked_at__isnull=False, coding__live=True
    ).select_related("theme", "coding__code__family", "coding__answer__response")
    return [one for row in rows if (one := _shown(row, asked)).span]
