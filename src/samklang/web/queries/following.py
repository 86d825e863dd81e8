"""Following a theme up: who has answered, group by group and day by day, and what it gives."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from samklang.core.language.alphabet import sort_key
from samklang.core.language.wording import Language
from samklang.core.vocabulary import counties
from samklang.web.models import Invitation, Theme


@dataclass(frozen=True)
class GroupRate:
    """Members asked and members that have answered, in one group."""

    name: str
    asked: int
    answered: int

    @property
    def percent(self) -> int:
        """The response rate in whole per cent; 0 where nobody was asked."""
        return round(100 * self.answered / self.asked) if self.asked else 0


@dataclass(frozen=True)
class Day:
    """Answers that had come in by the end of a day."""

    day: datetime.date
    answered: int


@dataclass(frozen=True)
class Following:
    """The state of a theme's collection.

    groups: by each grouping column of the design, else by county. margin: about how far, in
    percentage points, an interval would reach on each side of a share of a half; None for fewer
    than two answers. declined: who has said that they will not answer, by name, with their members.
    """

    whole: GroupRate
    groups: tuple[tuple[str, tuple[GroupRate, ...]], ...]
    days: tuple[Day, ...]
    margin: int | None
    declined: tuple[Invitation, ...]


def following(theme: Theme, language: Language) -> Following:
    """How the collection stands. One query."""
    found = _by_name(theme.invitations.all())
    answered = sum(1 for i in found if i.finished_on)
    columns = theme.design.get("strata") or ["county"]
    return Following(
        whole=GroupRate("", len(found), answered),
        groups=tuple((c, _rates(found, c, language)) for c in columns),
        days=_days(theme, [i.finished_on for i in found if i.finished_on]),
        margin=margin(answered, len(found)),
        declined=tuple(i for i in found if i.declined_at and not i.finished_on),
    )


def margin(answered: int, asked: int) -> int | None:
    """Half the width, in percentage points, of the default interval for a share of a half.

    With `answered` of `asked` members, all asked; None for fewer than two answers.
    """
    if answered < 2:
        return None
    from samklang.core.estimate.interval import ShareFacts, share_interval

    unseen = 1 - answered / asked
    facts = ShareFacts.of(
        count=answered // 2,
        n=answered,
        share=0.5,
        variance=0.25 / (answered - 1) * unseen,
        df=answered - 1,
        unseen=unseen,
        most=asked,
    )
    low, high = share_interval(facts)
    return round(100 * (high - low) / 2)


def silent(theme: Theme) -> list[Invitation]:
    """Who has neither answered nor declined, by name, with their members. One query."""
    found = theme.invitations.filter(finished_on__isnull=True, declined_at__isnull=True)
    return _by_name(found)


def _by_name(found: QuerySet[Invitation]) -> list[Invitation]:
    """Invitations with their members, by name. One query."""
    return sorted(
        found.select_related("member"), key=lambda one: (sort_key(one.member.name), one.pk)
    )


def _rates(found: Sequence[Invitation], column: str, language: Language) -> tuple[GroupRate, ...]:
    def value(one: Invitation) -> str:
        if column == "county":
            county = counties().get(one.member.county)
            return county.name[language] if county else ""
        return str(one.member.groups.get(column, ""))

    asked = Counter(value(i) for i in found)
    answered = Counter(value(i) for i in found if i.finished_on)
    return tuple(GroupRate(name, asked[name], answered[name]) for name in sorted(asked))


def _days(theme: Theme, finished: Sequence[datetime.date]) -> tuple[Day, ...]:
    """Every day from the opening, or the first answer, to the last; at most a year of them."""
    if not finished:
        return ()
    opened = timezone.localtime(theme.opened_at).date() if theme.opened_at else min(finished)
    first = max(min(opened, min(finished)), max(finished) - datetime.timedelta(days=365))
    counts = Counter(finished)
    total = sum(n for day, n in counts.items() if day < first)
    days = []
    for number in range((max(finished) - first).days + 1):
        day = first + datetime.timedelta(days=number)
        total += counts[day]
        days.append(Day(day, total))
    return tuple(days)
