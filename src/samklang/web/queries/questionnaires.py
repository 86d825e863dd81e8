"""Questionnaires as they are kept, and read once for all who answer them."""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple, cast

from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.model import adapter
from samklang.web.models import QuestionnaireVersion, Theme


def dumped(questionnaire: Questionnaire) -> str:
    """The JSON that QuestionnaireVersion.source holds."""
    text: bytes = adapter(cast(Hashable, Questionnaire)).dump_json(questionnaire)
    return text.decode()


# A source is a few kilobytes and never changes once published; the text is its own key.
@lru_cache(maxsize=64)
def parsed(source: str) -> Questionnaire:
    """The questionnaire that `dumped` wrote. Raises pydantic's ValidationError for other JSON."""
    questionnaire: Questionnaire = adapter(cast(Hashable, Questionnaire)).validate_json(
        source, strict=True
    )
    return questionnaire


def latest(theme: Theme) -> QuestionnaireVersion | None:
    """The newest version, published or not. One query."""
    return theme.questionnaires.order_by("-number").first()


class Draft(NamedTuple):
    """The newest version, None where there is none yet, and what it asks."""

    version: QuestionnaireVersion | None
    asks: Questionnaire


def draft(theme: Theme) -> Draft:
    """What a theme's questions are now. One query."""
    newest = latest(theme)
    return Draft(newest, parsed(newest.source) if newest else Questionnaire("1", ()))


def published(theme: Theme) -> QuestionnaireVersion | None:
    """The newest published version: the one that members who start now answer. One query."""
    versions = theme.questionnaires.filter(published_at__isnull=False)
    return versions.order_by("-number").first()
