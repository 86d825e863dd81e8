"""The log of coding as staff see it: entries newest first, and what is new to a coder."""

from collections import Counter
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db.models import QuerySet

from samklang.web.models import CodingStep, ReadAnswer, Theme
from samklang.web.queries.double_coding import Hidden


def entries(theme: Theme, hidden: Hidden) -> QuerySet[CodingStep]:
    """The log's entries with who made them, newest first; none that is about a hidden answer.

    Two queries more where anything is hidden.
    """
    rows = theme.coding_steps.select_related("by", "undoes").order_by("-pk")
    return rows.exclude(pk__in=_about(theme, hidden)) if hidden else rows


def _about(theme: Theme, hidden: Hidden) -> list[int]:
    """The entries that are about hidden answers, also beside others."""
    unseen = {
        pk
        for question, responses in hidden.responses.items()
        for pk in theme.read_answers.filter(question=question, response__in=responses).values_list(
            "pk", flat=True
        )
    }
    return [
        pk
        for pk, changes in theme.coding_steps.values_list("pk", "changes").iterator()
        if any(change.get("answer") in unseen for change in changes)
    ]


def since(theme: Theme, step: int, *, by: User, hidden: Hidden) -> Mapping[str, int]:
    """How many entries others have made after an entry, by who made them; those apart that are
    about hidden answers."""
    rows = entries(theme, hidden).filter(pk__gt=step).exclude(by=by)
    return Counter(who or "" for who in rows.values_list("by__email", flat=True))


def touched(steps: list[CodingStep]) -> Mapping[int, ReadAnswer]:
    """The answers that entries are about, by the row's id. One query."""
    wanted = {change["answer"] for step in steps for change in step.changes if "answer" in change}
    return ReadAnswer.objects.in_bulk(sorted(wanted))
