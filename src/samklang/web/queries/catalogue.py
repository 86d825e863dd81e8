"""Examples as staff and owners see them, and the cards of answers that drafts are made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils import timezone

from samklang.core.catalogue.completeness import Lack, lacks
from samklang.core.catalogue.consent import ConsentReceipt
from samklang.core.catalogue.example import Example as Printed
from samklang.core.catalogue.example import Provenance, Tombstone
from samklang.core.language.wording import FIRST_LANGUAGE, LANGUAGES, Wording, any_text
from samklang.core.survey.questionnaire import Question
from samklang.core.vocabulary import municipalities
from samklang.package.model import adapter
from samklang.package.web import is_web_address, web_address
from samklang.web.mail.links import TOKEN, link_hash
from samklang.web.models import Consent, Example, ExamplePicture, Response, Theme
from samklang.web.models.example import Origin
from samklang.web.models.response import ResponseState
from samklang.web.queries.answering import questionnaire

# The field of a card by which a member lets a draft be made of it.
CONSENT = "consent"
# What a card says of a picture; the picture itself comes with the owner's answer.
PICTURE, LINK = "picture", "link"


@dataclass(frozen=True)
class Card:
    """An example card that a member filled in. answer: its key, response:question:number.

    refused: the member said no to a draft of it.
    """

    answer: str
    member: str
    lines: tuple[tuple[str, str], ...]
    refused: bool = False


def cards(theme: Theme) -> tuple[Card, ...]:
    """The cards of a theme's answers that no draft has been made from. Two queries.

    None in anonymous mode: nobody could be asked.
    """
    if theme.anonymous:
        return ()
    made = set(theme.examples.exclude(answer="").values_list("answer", flat=True))
    responses = theme.responses.filter(state=ResponseState.SENT).select_related(
        "invitation__member"
    )
    return tuple(
        Card(
            key,
            response.invitation.member.name if response.invitation else "",
            tuple(
                (any_text(field.wording), _worded(field, card[field.id]))
                for field in question.fields
                if card.get(field.id)
            ),
            refused=refused(card),
        )
        for response in responses
        for question, number, card in _cards(response)
        if (key := f"{response.pk}:{question.id}:{number}") not in made
    )


def refused(card: Mapping[str, object]) -> bool:
    """Whether a member has said no to a draft of the card."""
    return card.get(CONSENT) == "no"


def _worded(field: Question, value: object) -> str:
    labels = {option.id: any_text(option.label) for option in field.options}
    return labels.get(str(value), str(value))


def _cards(response: Response) -> list[tuple[Question, int, Mapping[str, object]]]:
    return [
        (question, number, card)
        for question in questionnaire(response.questionnaire_id)
        if question.type == "cards"
        for number, card in enumerate(response.answers.get(question.id) or [], 1)
    ]


class CardAnswer(NamedTuple):
    response: Response
    question: Question
    card: Mapping[str, object]


def card_of(theme: Theme, answer: str) -> CardAnswer | None:
    """The card of a key, or None where the theme has no such card."""
    key, _, rest = answer.partition(":")
    name, _, number = rest.partition(":")
    if not key.isdecimal() or len(key) > 19:
        return None
    response = theme.responses.filter(pk=int(key), state=ResponseState.SENT).first()
    if response is None or response.invitation is None:
        return None
    match = (c for c in _cards(response) if (c[0].id, str(c[1])) == (name, number))
    return next((CardAnswer(response, question, card) for question, _, card in match), None)


def printed(example: Example) -> Printed:
    """The example as a package has it, as its owner last allowed it to be shown."""
    fields = adapter(Printed).validate_python(
        {
            **example.record,
            "id": example.name,
            "provenance": {"match": _match(example)},
            "issues": example.may_be_shown(),
            "whole": example.whole,
        }
    )
    if (example.origin != Origin.SOURCES or example.claimed) and not example.named:
        return replace(fields, organisation=None)
    return fields


def _match(example: Example) -> str:
    if example.origin != Origin.SOURCES:
        return "own"
    return "exact" if example.record.get("sources") else "none"


def to_do(example: Example) -> tuple[Lack, ...]:
    """What the example lacks."""
    return lacks(printed(example), example.theme.written_in)


def released(theme: Theme) -> tuple[Printed, ...]:
    """A theme's published examples, in the order they were begun. One query."""
    return tuple(
        replace(printed(example), order=number)
        for number, example in enumerate(theme.examples.filter(stage="published"), 1)
        if example.may_be_shown()
    )


def withdrawn(theme: Theme) -> tuple[Tombstone, ...]:
    """The examples that had been published and were taken back. One query."""
    examples = theme.examples.filter(stage="withdrawn", published_at__isnull=False)
    return tuple(
        Tombstone(example.name, timezone.localtime(example.changed_at).date())
        for example in examples
    )


def pictures(theme: Theme) -> Mapping[str, bytes]:
    """The pictures of the theme's published examples, by path within a package. One query."""
    pictures = ExamplePicture.objects.filter(example__theme=theme, example__stage="published")
    return {picture.file: bytes(picture.content) for picture in pictures}


def of_link(token: str) -> Example | None:
    """The example that an owner's link opens, or None. One query."""
    if not TOKEN.fullmatch(token):
        return None
    examples = Example.objects.select_related("theme__network", "member")
    return examples.filter(link_hash=link_hash(token)).first()


def text_hash(example: Example) -> str:
    """SHA-256 of the record as it is shown: consent is to this text and no other."""
    return hashlib.sha256(json.dumps(example.record, sort_keys=True).encode()).hexdigest()


def receipt(consent: Consent) -> ConsentReceipt:
    """An owner's answer as the record that the owner is given."""
    theme = consent.example.theme
    return ConsentReceipt(
        reference=str(consent.pk),
        controller=theme.network.name,
        contact=theme.contact_email or theme.network.url,
        organisation=consent.organisation,
        title=consent.title,
        text_hash=consent.text_hash,
        at=consent.at,
        named=consent.named,
        issues=tuple(consent.issues),
        withdrawn=consent.withdrawn_at,
    )


def drafted(question: Question, card: Mapping[str, object], organisation: str) -> dict[str, object]:
    """A record of what a card says: its first text is the title, a municipality its place, an
    address a source, and what it says of a picture is left to ask for."""
    given = {
        field.id: str(card[field.id])
        for field in question.fields
        if field.type == "text" and card.get(field.id) and field.id != PICTURE
    }
    links = {
        name: address
        for name, text in given.items()
        # Elsewhere a word with a dot in it may be a title.
        if name == LINK or is_web_address(text) or text.startswith("www.")
        if (address := web_address(text))
    }
    texts = [text for name, text in given.items() if name not in links]
    names = {m.name.casefold(): m.code for m in municipalities().values()}
    places = [names[t.casefold()] for t in texts if t.casefold() in names]
    said = [t for t in texts if t.casefold() not in names]
    title, rest = (said[0], said[1:]) if said else ("", [])
    return {
        "title": _in_first(title[:200]),
        "description": _in_first("\n\n".join(rest)),
        "organisation": organisation,
        "municipalities": places,
        "sources": [{"url": link} for link in links.values()],
    }


def _in_first(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "") | {FIRST_LANGUAGE: text}


def blank() -> dict[str, object]:
    """The record of an example that nothing is known of yet."""
    empty = Printed("", Wording(), Wording(), Provenance("none"))
    record: dict[str, object] = adapter(Printed).dump_python(empty, mode="json")
    for name in ("id", "provenance", "issues", "order", "other", "whole", "invented"):
        del record[name]
    return record
