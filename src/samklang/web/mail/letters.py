"""Letters: what is written to a member, from a text with names in braces."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from samklang.core.language import numbers
from samklang.core.language.phrases import catalogue, counted, phrase
from samklang.core.language.wording import Language
from samklang.core.privacy import Personal, Public
from samklang.core.survey.pages import minutes
from samklang.web.mail.links import answer_address, kept_token, opt_out_address
from samklang.web.models import Invitation, Theme
from samklang.web.queries.questionnaires import latest, parsed, published

# What a text may name, and what each letter is filled with.
NAMES = ("member", "theme", "network", "link", "minutes", "closes", "contact")
_NAME = re.compile(r"\{([^{}]*)\}")


class UnknownName(ValueError):
    """A text names what is not in NAMES."""


@dataclass(frozen=True)
class Text:
    """The subject and body of a kind of letter."""

    subject: Public[str]
    body: Public[str]


@dataclass(frozen=True)
class Written:
    """A letter as it goes out. unsubscribe: the address of one-click opt-out."""

    subject: Personal[str]
    body: Personal[str]
    unsubscribe: Personal[str]


def names_in(text: str) -> set[str]:
    """What a text names. Raises UnknownName for anything not in NAMES."""
    names = set(_NAME.findall(text))
    if unknown := names - set(NAMES):
        raise UnknownName(sorted(unknown)[0])
    return names


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each name replaced once: what is filled in is never read as a name."""
    return _NAME.sub(lambda match: values[match.group(1)], text)


def standard(kind: str, language: Language) -> Text:
    """Our own wording of a kind of letter."""
    ours = catalogue(language, "letters")
    return Text(ours[f"{kind}_subject"], ours[f"{kind}_body"])


def write(text: Text, invitation: Invitation, *, language: Language) -> Written:
    """The letter of an invitation, with who sends it and how to be left alone at its foot.

    The invitation's theme, network and member must have been fetched with it.
    """
    theme = invitation.theme
    secret = kept_token(invitation.pk, invitation.turn, invitation.link_hash)
    unsubscribe = opt_out_address(secret)
    values = {
        "member": _one_line(invitation.member.name),
        "theme": _one_line(theme.shown("title", language)),
        "network": _one_line(theme.network.name),
        "link": answer_address(secret),
        "minutes": how_long(theme, language) if "{minutes}" in text.body + text.subject else "",
        "closes": closes(theme, language),
        "contact": _contact(theme, language),
    }
    foot = fill(catalogue(language, "letters")["foot"], values | {"unsubscribe": unsubscribe})
    return Written(
        subject=_one_line(fill(text.subject, values)),
        body=f"{fill(text.body, values).strip()}\n\n-- \n{foot}\n",
        unsubscribe=unsubscribe,
    )


def how_long(theme: Theme, language: Language) -> str:
    """How long the questionnaire takes, in a sentence; '' where there is none."""
    version = published(theme) or latest(theme)
    return (
        counted(language, "answering.minutes", minutes(parsed(version.source))) if version else ""
    )


def closes(theme: Theme, language: Language) -> str:
    """When a theme closes, in words: with the time of day, as on the member's own pages.

    Who reads "24 November" of a survey that closes as that day begins comes a day late.
    """
    if theme.closes_at is None:
        return phrase(language, "letters.no_time")
    return numbers.moment(timezone.localtime(theme.closes_at), language)


def _contact(theme: Theme, language: Language) -> str:
    parts = [p for p in (theme.contact_name, theme.contact_email) if p]
    return _one_line(", ".join(parts) or theme.network.name)


def _one_line(text: str) -> str:
    """The text without line breaks: a header must not become two."""
    return " ".join(text.split())
