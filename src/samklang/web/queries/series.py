"""Series: what a network's themes have asked and printed, and the bank of their questions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samklang.core.figures.development import QuestionLine, development
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.theme.series import Altered, EarlierTheme, altered, as_asked, related
from samklang.package.model import adapter
from samklang.web.models import Network, Publication, QuestionnaireVersion, Theme
from samklang.web.queries.publications import of_network
from samklang.web.queries.questionnaires import parsed


def printed(network: Network) -> list[EarlierTheme]:
    """What the newest public edition of each theme asked and printed, oldest first. One query.

    The dates are those on which the themes could first be read.
    """
    editions = sorted(of_network(network), key=lambda p: (p.theme.opened_at or p.created_at, p.pk))
    return [_earlier(edition, network) for edition in editions if edition.printed]


def over_time(network: Network) -> tuple[QuestionLine, ...]:
    """The questions that two public themes or more have printed. One query."""
    return development(printed(network))


def before(theme: Theme, questionnaire: Questionnaire) -> tuple[EarlierTheme, ...]:
    """The public themes that were opened before a theme, as far as they share its questions.

    Invented answers are compared with invented ones alone. One query.
    """
    began = theme.opened_at or timezone.now()
    now = {question.id: as_asked(question) for question in questionnaire}
    earlier_themes = []
    for edition in of_network(theme.network):
        opened = edition.theme.opened_at
        if edition.theme_id == theme.pk or not edition.printed or opened is None or opened >= began:
            continue
        earlier = _earlier(edition, theme.network)
        asked = tuple(q for q in earlier.questions if q.id in now and related(q, now[q.id]))
        names = {question.id for question in asked}
        shares = tuple(s for s in earlier.shares if s.question.partition(".")[0] in names)
        if shares and earlier.synthetic == theme.synthetic:
            earlier_themes.append((opened, replace(earlier, shares=shares, questions=asked)))
    return tuple(
        earlier for _, earlier in sorted(earlier_themes, key=lambda pair: (pair[0], pair[1].id))
    )


def _earlier(edition: Publication, network: Network) -> EarlierTheme:
    text = json.dumps(edition.printed)
    kept: EarlierTheme = adapter(EarlierTheme).validate_json(text, strict=True)
    address = reverse("public_theme", args=[network.address, edition.theme.address])
    day = timezone.localtime(edition.public_from).date() if edition.public_from else None
    return replace(kept, published=kept.published or day, address=f"{settings.URL}{address}")


@dataclass(frozen=True)
class Banked:
    """A question that a theme of the network has published. theme: the newest that asked it so."""

    question: Question
    theme: Theme
    version: int


def bank(network: Network) -> list[Banked]:
    """Every question that was published to members, as it was asked last. Two queries.

    By id: who takes a question from the bank asks what was asked before.
    """
    banked: dict[str, Banked] = {}
    for version in _published(network):
        for question in parsed(version.source):
            # Calculations and notes are part of the questionnaire they stand in.
            if question.answered:
                banked.setdefault(question.id, Banked(question, version.theme, version.pk))
    return list(banked.values())


def _published(network: Network) -> Iterable[QuestionnaireVersion]:
    return (
        QuestionnaireVersion.objects.filter(theme__network=network, published_at__isnull=False)
        .select_related("theme")
        .order_by("-published_at", "-number")
    )


@dataclass(frozen=True)
class AskedBefore:
    """That another theme has published a question. ways: in what it differs; () in nothing."""

    theme: Theme
    ways: tuple[Altered, ...]


def asked_before(theme: Theme, questionnaire: Questionnaire) -> dict[str, AskedBefore]:
    """By id, the questions that another theme of the network has published. One query."""
    asked: dict[str, AskedBefore] = {}
    for version in _published(theme.network):
        if version.theme_id == theme.pk:
            continue
        other = parsed(version.source).by_id
        for question in questionnaire:
            if question.id not in other or question.id in asked:
                continue
            was, now = as_asked(other[question.id]), as_asked(question)
            if related(was, now):
                asked[question.id] = AskedBefore(version.theme, altered(was, now))
    return asked
