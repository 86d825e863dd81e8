"""Mail as staff see it: groups, texts, mailings and what became of each letter."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from samklang.core.language.wording import Language
from samklang.web.mail.letters import Text, standard
from samklang.web.models import Invitation, Letter, Mailing, Theme
from samklang.web.models.mailing import Group, LetterState, MailKind

# Who has ended it, one way or the other, gets no more letters.
ENDED = Q(finished_on__isnull=False) | Q(declined_at__isnull=False)
QUIET = ENDED | Q(opted_out_at__isnull=False)
BOUNCED = Q(bounced_at__isnull=False)
REACHABLE = ~QUIET & ~BOUNCED & (~Q(email="") | ~Q(delegated_to=""))


def _condition(name: str) -> Q:
    """Which invitations are in a group.

    all: whom letters reach. not-started, started: those of them that have not begun, that have.
    delegated: those of them handed to a colleague. bounced: whose letters come back. opted-out:
    who wants no more letters.
    """
    match name:
        case Group.ALL:
            return REACHABLE
        case Group.NOT_STARTED:
            return REACHABLE & Q(opened_at__isnull=True, delegated_at__isnull=True)
        case Group.STARTED:
            return REACHABLE & Q(opened_at__isnull=False, delegated_at__isnull=True)
        case Group.DELEGATED:
            return REACHABLE & Q(delegated_at__isnull=False)
        case Group.BOUNCED:
            return BOUNCED & ~QUIET
        case Group.OPTED_OUT:
            return Q(opted_out_at__isnull=False) & ~ENDED
        case _:
            raise ValueError(name)


def group(theme: Theme, name: str) -> QuerySet[Invitation]:
    """The invitations of a group; every invitation is in one of the five besides ALL, or ended."""
    return theme.invitations.filter(_condition(name))


def group_sizes(theme: Theme) -> Mapping[str, int]:
    """How many there are in each group. One query."""
    counts = {name.replace("-", "_"): Count("pk", filter=_condition(name)) for name in Group.values}
    sizes = theme.invitations.aggregate(**counts)
    return {name: sizes[name.replace("-", "_")] for name in Group.values}


def recipients(mailing: Mailing) -> QuerySet[Invitation]:
    """Whom a mailing goes to now: its group; an invitation only to those who have had none."""
    invitations = group(mailing.theme, mailing.group)
    if mailing.kind == MailKind.INVITATION:
        had = Letter.objects.filter(
            kind=MailKind.INVITATION,
            invitation__theme=mailing.theme,
            state__in=[LetterState.QUEUED, LetterState.SENDING, LetterState.SENT],
        )
        invitations = invitations.exclude(pk__in=had.values("invitation"))
    return invitations


def text(theme: Theme, kind: str, language: Language) -> Text:
    """A theme's own wording of a kind of letter, else ours. One query."""
    own = theme.mail_texts.filter(kind=kind, language=language).first()
    return Text(own.subject, own.body) if own else standard(kind, language)


@dataclass(frozen=True)
class MailingRow:
    """A mailing and how many of its letters are queued, sent, failed or uncertain."""

    mailing: Mailing
    queued: int
    sent: int
    failed: int
    uncertain: int

    @property
    def letters(self) -> int:
        """All letters of it that are to go or have gone."""
        return self.queued + self.sent + self.failed + self.uncertain

    @property
    def going(self) -> bool:
        """Whether there is more to come of it now."""
        if self.mailing.cancelled_at:
            return bool(self.queued)
        return (
            bool(self.queued) if self.mailing.written_at else self.mailing.due_at <= timezone.now()
        )


def mailings(theme: Theme) -> list[MailingRow]:
    """A theme's mailings, newest first. One query."""

    def having(*states: str) -> Count:
        return Count("letters", filter=Q(letters__state__in=states))

    mailings_of = theme.mailings.annotate(
        queued=having(LetterState.QUEUED, LetterState.SENDING),
        sent=having(LetterState.SENT),
        failed=having(LetterState.FAILED, LetterState.BOUNCED),
        uncertain=having(LetterState.UNCERTAIN),
    ).order_by("-due_at", "-pk")
    return [MailingRow(m, m.queued, m.sent, m.failed, m.uncertain) for m in mailings_of]
