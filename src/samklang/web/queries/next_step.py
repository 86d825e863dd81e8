"""The one thing to do next with a theme, in every state it can be in."""

from enum import Enum

from django.utils import timezone

from samklang.web.models import Build, Publication, Theme
from samklang.web.models.build import BuildState
from samklang.web.models.publication import PublicationState
from samklang.web.models.theme import ThemeState
from samklang.web.queries.open_answers import accounts, asked


class NextStep(Enum):
    """What is to be done next. The value names its words, `themes.next_VALUE`."""

    PREPARE = "prepare"
    OPEN = "open"
    INVITE = "letters"
    FOLLOW = "following"
    NOBODY = "nobody"
    CODE = "code"
    REPORT = "report"
    WAIT = "wait"
    CORRECT = "correct"
    READ = "read"
    REVIEW = "review"
    SIGN = "sign"
    EMBARGO = "embargo"
    PUBLISHED = "published"


def next_step(theme: Theme, *, lacking: bool, written: bool, answered: int) -> NextStep:
    """The step that a theme waits for.

    lacking: something is missing before it can be opened. written: an invitation has been sent or
    waits to be. answered: responses that have come in. Six queries at most.
    """
    if theme.state == ThemeState.DRAFT:
        return NextStep.PREPARE if lacking else NextStep.OPEN
    if theme.state == ThemeState.OPEN:
        return NextStep.FOLLOW if written else NextStep.INVITE
    edition = theme.publications.exclude(state=PublicationState.WITHDRAWN).first()
    if edition is not None:
        return _of_edition(edition)
    # One that somebody called off changes nothing.
    builds = Build.objects.filter(freeze__theme=theme).exclude(state=BuildState.STOPPED)
    build = builds.first()
    step = _of_build(build) if build else NextStep.REPORT if answered else NextStep.NOBODY
    if step in (NextStep.REPORT, NextStep.READ) and _unsettled(theme):
        return NextStep.CODE
    return step


def _unsettled(theme: Theme) -> bool:
    """Whether anybody wrote something that nobody has settled what to make of."""
    return any(account.open_ends for _, account in accounts(theme, asked(theme)))


def _of_edition(edition: Publication) -> NextStep:
    if edition.state == PublicationState.DRAFT:
        return NextStep.REVIEW
    if edition.state == PublicationState.REVIEW:
        return NextStep.SIGN
    public = edition.public_from is not None and edition.public_from <= timezone.now()
    return NextStep.PUBLISHED if public else NextStep.EMBARGO


def _of_build(build: Build) -> NextStep:
    match build.state:
        case BuildState.DONE:
            return NextStep.READ
        case BuildState.FAILED:
            return NextStep.CORRECT
        case _:
            return NextStep.WAIT
