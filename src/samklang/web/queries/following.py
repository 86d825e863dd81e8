"""Following a theme up: who has answered, group by group and day by day, and what it gives."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from samklang.core.language.alphabet import sort_key
from samklang.core.language.wording import Language
from samklang.core.vocabulary import counties
from samklang.web.models import Invitation, Theme
from samklang.web.queries.by_name import ByName


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
    """How the collection stands, summed by the database. Three queries, one more a column."""
    whole = theme.invitations.aggregate(asked=Count("pk"), answered=Count("finished_on"))
    asked, answered = whole["asked"], whole["answered"]
    columns = theme.design.get("strata") or ["county"]
    declined = theme.invitations.filter(declined_at__isnull=False, finished_on=None)
    return Following(
        whole=GroupRate("", asked, answered),
        groups=tuple((c, _rates(theme, c, language)) for c in columns),
        days=_days(theme),
        margin=margin(answered, asked),
        declined=tuple(
            sorted(declined.select_related("member"), key=lambda i: (sort_key(i.member.name), i.pk))
        ),
    )


def margin(answered: int, asked: int) -> int | None:
    """Half the width, in percentage points, of the default interval for a share of a half.

    With `answered` of `asked` members, all asked; None for fewer than two answers.
    """
    if answered < 2:
        return None
    # It brings in numpy, which a process that has no answers to sum does without.
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


def silent(theme: Theme) -> ByName[Invitation]:
    """Who has neither answered nor declined, by name, with their members. Two queries."""
    invitations = theme.invitations.filter(finished_on__isnull=True, declined_at__isnull=True)
    return ByName(invitations.select_related("member"), name="member__name")


def _rates(theme: Theme, column: str, language: Language) -> tuple[GroupRate, ...]:
    """The rates of a column's groups. One query."""
    group = (
        F("member__county") if column == "county" else KeyTextTransform(column, "member__groups")
    )
    sums = theme.invitations.values_list(group).annotate(Count("pk"), Count("finished_on"))
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for value, members, finished in sums.order_by():
        name = value or ""
        if column == "county":
            county = counties().get(name)
            name = county.name[language] if county else ""
        asked[name] += members
        answered[name] += finished
    return tuple(GroupRate(name, asked[name], answered[name]) for name in sorted(asked))


def _days(theme: Theme) -> tuple[Day, ...]:
    """Every day from the opening, or the first answer, to the last; at most a year of them. One
    query.
    """
    finished = theme.invitations.filter(finished_on__isnull=False)
    sums = finished.values_list("finished_on").annotate(Count("pk")).order_by()
    counts: Counter[datetime.date] = Counter(dict(sums))
    if not counts:
        return ()
    opened = timezone.localtime(theme.opened_at).date() if theme.opened_at else min(counts)
    first = max(min(opened, min(counts)), max(counts) - datetime.timedelta(days=365))
    total = sum(n for day, n in counts.items() if day < first)
    days = []
    for number in range((max(counts) - first).days + 1):
        day = first + datetime.timedelta(days=number)
        total += counts[day]
        days.append(Day(day, total))
    return tuple(days)
