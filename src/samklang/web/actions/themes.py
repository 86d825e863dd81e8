"""Deeds on themes: begin, change, open, close."""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.language.wording import LANGUAGES, Wording
from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.actions.audit import record
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.theme_files import save_file
from samklang.web.models import MailText, Network, QuestionnaireVersion, Theme
from samklang.web.models.theme import ThemeState
from samklang.web.queries.manuscript import language_of
from samklang.web.queries.questionnaires import dumped, latest, parsed, published
from samklang.web.starts import WHOLE, codebook, start, start_files, start_texts

# What a theme that begins as a copy takes over; its times, answers and frame are its own.
COPIED = (
    "languages",
    "design",
    "disclosure",
    "purpose",
    "consent",
    "contact_name",
    "contact_email",
    "anonymous",
)


class NotReady(Exception):
    """A theme that cannot be opened yet; `lacking` names phrases of the part `themes`."""

    def __init__(self, lacking: Sequence[str]):
        self.lacking = tuple(lacking)
        super().__init__(self.lacking)


class AnonymityFixed(Exception):
    """Whether answers are anonymous cannot change once the theme has been open."""


@transaction.atomic
def begin_theme(
    network: Network,
    *,
    by: User,
    title: Wording,
    address: str,
    begin_from: str = "",
    copy_of: Theme | None = None,
) -> Theme:
    """A new theme, from a start (samklang.web.starts) or as a copy of another theme.

    It is in the languages that it has a title in.
    """
    theme = Theme(network=network, address=address, title=title)
    theme.languages = [language for language in LANGUAGES if title[language]]
    theme.design = {"kind": "census"}
    theme.disclosure = {"threshold": 5}
    questionnaire: Questionnaire | None = None
    if copy_of:
        for name in COPIED:
            setattr(theme, name, getattr(copy_of, name))
        source = published(copy_of) or latest(copy_of)
        questionnaire = parsed(source.source) if source else None
    elif begin_from:
        questionnaire = start(begin_from)
        _say(theme, begin_from)
    theme.save()
    if questionnaire:
        QuestionnaireVersion.objects.create(
            theme=theme, number=1, source=dumped(questionnaire), created_by=by
        )
    if copy_of:
        MailText.objects.bulk_create(
            MailText(theme=theme, kind=m.kind, language=m.language, subject=m.subject, body=m.body)
            for m in copy_of.mail_texts.all()
        )
    if begin_from in WHOLE:
        for path, text in start_files(begin_from).items():
            if language_of(path) in (None, *theme.languages):
                save_file(theme, path=path, text=text, seen=0, by=by)
        for name in start_texts(begin_from).codebooks:
            begin_codebook(theme, codebook(name), by=by)
    record(
        "begin_theme", by=by, theme=theme, subject=str(theme), copy_of=copy_of and copy_of.address
    )
    return theme


def _say(theme: Theme, begin_from: str) -> None:
    """Gives a theme the purpose and consent of its start, in its own languages, to be edited."""
    if begin_from in WHOLE:
        texts = start_texts(begin_from)
        theme.purpose, theme.consent = (
            Wording(**{language: text[language] for language in theme.written_in})
            for text in (texts.purpose, texts.consent)
        )


@transaction.atomic
def change_theme(theme: Theme, *, by: User, **values: object) -> tuple[str, ...]:
    """Changes a theme's own fields and gives the names of those that differed.

    Raises AnonymityFixed where `anonymous` changes after the theme has been open: members were
    told the other thing.
    """
    changed = tuple(n for n, value in values.items() if getattr(theme, n) != value)
    if "anonymous" in changed and theme.opened_at:
        raise AnonymityFixed
    if changed:
        for name in changed:
            setattr(theme, name, values[name])
        theme.save(update_fields=changed)
        record("change_theme", by=by, theme=theme, fields=sorted(changed))
    return changed


def lacking(
    theme: Theme, questionnaire: QuestionnaireVersion | None, *, invited: int
) -> tuple[str, ...]:
    """What a theme needs before it can be opened. questionnaire: the one that is published."""
    missing = []
    if questionnaire is None:
        missing.append("lacks_questionnaire")
    if not invited:
        missing.append("lacks_frame")
    for language in theme.languages:
        if not theme.purpose[language] or not theme.consent[language]:
            missing.append("lacks_purpose")
            break
    if theme.retention is None:
        missing.append("lacks_retention")
    return tuple(missing)


@transaction.atomic
def open_theme(theme: Theme, *, by: User) -> None:
    """Opens a theme for answers, again or for the first time. Raises NotReady."""
    if needed := lacking(theme, published(theme), invited=theme.invitations.count()):
        raise NotReady(needed)
    now = timezone.now()
    if theme.closes_at and theme.closes_at <= now:
        raise NotReady(["lacks_time"])
    theme.state = ThemeState.OPEN
    theme.opened_at = theme.opened_at or now
    theme.closed_at = None
    theme.save(update_fields=["state", "opened_at", "closed_at"])
    record("open_theme", by=by, theme=theme, subject=str(theme))


@transaction.atomic
def close_theme(theme: Theme, *, by: User) -> None:
    """Closes a theme: nobody can answer, and what was not sent in stays a draft."""
    _close(theme, at=timezone.now(), by=by)


def close_due() -> int:
    """Closes every open theme whose time has come; gives how many. One query where none has."""
    now = timezone.now()
    themes = Theme.objects.filter(state=ThemeState.OPEN, closes_at__lte=now).values_list("pk")
    return sum(_close_when_due(pk, now) for (pk,) in list(themes))


@transaction.atomic
def _close_when_due(pk: int, now: datetime.datetime) -> bool:
    # Looked at again under lock: staff may have put the time off, or closed it, meanwhile.
    theme = Theme.objects.select_for_update(of=("self",)).select_related("network").get(pk=pk)
    if theme.state != ThemeState.OPEN or theme.closes_at is None or theme.closes_at > now:
        return False
    # Members were told this time, and nobody has been let in since.
    _close(theme, at=theme.closes_at, by=None)
    return True


def _close(theme: Theme, *, at: datetime.datetime, by: User | None) -> None:
    theme.state = ThemeState.CLOSED
    theme.closed_at = at
    theme.save(update_fields=["state", "closed_at"])
    record("close_theme", by=by, theme=theme, subject=str(theme))
