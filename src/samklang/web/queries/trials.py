"""Trials: one person's files of answers, and what their columns are taken for."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from samklang.exchange.answers.guesses import ANY, Guess, Guesses
from samklang.exchange.answers.table import AnswerTable
from samklang.package.model import adapter
from samklang.web.models import Network, Trial

# How long a file of answers and its report are there.
KEPT = datetime.timedelta(days=1)
SAMPLES = 3


@dataclass(frozen=True)
class TriedColumn:
    """A column of a file: what it is taken for, and some of its cells."""

    guess: Guess
    sample: tuple[str, ...]


def trials(network: Network, user: User) -> QuerySet[Trial]:
    """A person's trials in a network, without their rows; none that is due to be erased."""
    since = timezone.now() - KEPT
    listed = Trial.objects.filter(network=network, by=user, at__gt=since)
    return listed.select_related("network").defer("rows")


def overdue() -> QuerySet[Trial]:
    """The trials that are to be erased."""
    return Trial.objects.filter(at__lte=timezone.now() - KEPT)


def gone_at(trial: Trial) -> datetime.datetime:
    """When a trial is erased."""
    return trial.at + KEPT


def table_of(trial: Trial) -> AnswerTable:
    """The table of a trial's file."""
    rows = tuple(tuple(row) for row in trial.rows)
    return AnswerTable(tuple(trial.header), rows, tuple(trial.notes))


def guesses_of(trial: Trial) -> Guesses:
    """What the columns of a trial are taken for."""
    guesses: Guesses = adapter(Guesses).validate_python(trial.guesses)
    return guesses


def tool_of(trial: Trial) -> str:
    """The program that wrote a trial's file; '' where its columns tell of none."""
    tool = guesses_of(trial).tool
    return "" if tool == ANY else tool


def columns(trial: Trial) -> list[TriedColumn]:
    """Each column with its guess and the first cells that differ."""
    columns = []
    for place, guess in enumerate(guesses_of(trial).columns):
        seen: dict[str, None] = {}
        for row in trial.rows:
            if row[place]:
                seen.setdefault(row[place])
            if len(seen) == SAMPLES:
                break
        columns.append(TriedColumn(guess, tuple(seen)))
    return columns
