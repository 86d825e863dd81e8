"""Deeds on quotes: choose, word, ask the member, release, withdraw; and the member's own word."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.coding.personal_data import Flag
from samklang.core.coding.quotes import is_shortened
from samklang.core.language.wording import Wording
from samklang.web.actions.audit import record
from samklang.web.models import Coding, Invitation, Letter, Quote, Theme
from samklang.web.models.mailing import LetterState, MailKind
from samklang.web.models.quote import Consent, QuoteState
from samklang.web.queries.coded_package import must_ask
from samklang.web.queries.quote_flags import flags_of
from samklang.web.queries.quotes import read_text


class ChangedWords(ValueError):
    """The words to be printed are not the member's own, shortened."""


class NotAsked(ValueError):
    """The member has not said how it may be quoted, or has said no."""


class Unchecked(ValueError):
    """Something in the quote may point to somebody, and nobody has said to have checked it."""


class NoAddress(ValueError):
    """The member has no address to be asked at, or wants no letters."""


@transaction.atomic
def choose_quote(theme: Theme, coding: Coding, *, by: User) -> Quote:
    """Makes a coded span a candidate; one that is so already is left as it is."""
    quote, made = Quote.objects.get_or_create(theme=theme, coding=coding)
    if made:
        record("choose_quote", by=by, theme=theme, quote=quote.pk)
    return quote


@transaction.atomic
def word_quote(quote: Quote, *, span: str, words: str, translation: Wording, by: User) -> None:
    """Says how a quote is printed; `span` is the member's words. What is new in it, or in a
    translation, must be released anew. A member that has said yes is asked again of words that it
    has not seen; to leave out more of those it said yes to changes nothing.

    Raises ChangedWords where they are not the member's, shortened.
    """
    words = " ".join(words.split())
    if words == " ".join(span.split()):
        words = ""
    if words and not is_shortened(words, span):
        raise ChangedWords(quote.pk)
    if (words, translation) == (quote.words, quote.translation):
        return
    if quote.state == QuoteState.RELEASED:
        quote.state = QuoteState.CANDIDATE
        quote.released_by, quote.released_on = None, None
    seen, now = quote.words or span, words or span
    if quote.consent in (Consent.NAME, Consent.PLACE) and not (
        now == seen or is_shortened(now, seen)
    ):
        quote.state, quote.consent, quote.answered_at = QuoteState.CANDIDATE, Consent.UNSAID, None
    quote.words, quote.translation = words, translation
    quote.save()
    record("word_quote", by=by, theme=quote.theme, quote=quote.pk)


@transaction.atomic
def ask_member(quote: Quote, invitation: Invitation, *, by: User) -> None:
    """Asks the member how it may be quoted, by a letter with its own link. Raises NoAddress."""
    to = invitation.delegated_to or invitation.email
    if not to or invitation.opted_out_at:
        raise NoAddress(quote.pk)
    Quote.objects.filter(pk=quote.pk).update(state=QuoteState.ASKED, asked_at=timezone.now())
    waiting = Letter.objects.filter(
        invitation=invitation, kind=MailKind.QUOTE, state=LetterState.QUEUED
    )
    # Several quotes of one member are one letter.
    if not waiting.exists():
        Letter.objects.create(
            invitation=invitation,
            kind=MailKind.QUOTE,
            to=to,
            language=invitation.language,
            state=LetterState.QUEUED,
        )
    record("ask_quote", by=by, theme=quote.theme, quote=quote.pk)


@transaction.atomic
def answer_quote(quote: Quote, *, consent: str) -> None:
    """The member's own word on a quote, which it can change; a no takes the quote out."""
    if consent not in (Consent.NAME, Consent.PLACE, Consent.NO):
        raise ValueError(consent)
    quote.consent, quote.answered_at = consent, timezone.now()
    if consent == Consent.NO:
        quote.state = QuoteState.WITHDRAWN
        quote.released_by, quote.released_on = None, None
    elif quote.state == QuoteState.WITHDRAWN:
        quote.state = QuoteState.ASKED
    quote.save()
    record("answer_quote", by=None, theme=quote.theme, quote=quote.pk)


@transaction.atomic
def release_quote(quote: Quote, *, span: str, checked: Collection[str], by: User) -> None:
    """Lets a quote into the next report, in the name of who does it.

    span: the member's words. checked: the flags (`flag_key`) that the person has looked at and
    let pass. Raises NotAsked, and Unchecked where a flag is not among them.
    """
    if quote.consent == Consent.NO or (must_ask(quote.theme) and not quote.consent):
        raise NotAsked(quote.pk)
    [flagged] = flags_of(quote.theme.network, [read_text(quote, span)])
    if not {flag_key(flag) for flag in flagged} <= set(checked):
        raise Unchecked(quote.pk)
    Quote.objects.filter(pk=quote.pk).update(
        state=QuoteState.RELEASED, released_by=by, released_on=timezone.localdate()
    )
    kinds = sorted({flag.kind for flag in flagged})
    record("release_quote", by=by, theme=quote.theme, quote=quote.pk, checked=kinds)


def flag_key(flag: Flag) -> str:
    """What a person ticks: this kind, in these words; so that new words must be checked anew."""
    return f"{flag.kind}:{flag.text}"


@transaction.atomic
def withdraw_quote(quote: Quote, *, by: User) -> None:
    """Takes a quote out of the next report."""
    Quote.objects.filter(pk=quote.pk).update(
        state=QuoteState.WITHDRAWN, released_by=None, released_on=None
    )
    record("withdraw_quote", by=by, theme=quote.theme, quote=quote.pk)


@transaction.atomic
def ask_before_quoting(theme: Theme, *, ask: bool, by: User) -> None:
    """Says whether members must say yes before they are quoted."""
    if theme.ask_quotes != ask:
        theme.ask_quotes = ask
        theme.save(update_fields=["ask_quotes"])
        record("ask_before_quoting", by=by, theme=theme, ask=ask)
