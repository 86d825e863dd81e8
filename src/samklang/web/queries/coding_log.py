"""The log of coding as staff see it: entries newest first, and what is new to a coder."""

from collections import Counter
from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from samklang.web.models import CodingStep, ReadAnswer, Theme


def entries(theme: Theme) -> QuerySet[CodingStep]:
    """The log's entries with who made them, newest first."""
    return theme.coding_steps.select_related("by", "undoes").order_by("-pk")


def since(theme: Theme, step: int, *, by: AbstractBaseUser) -> Mapping[str, int]:
    """How many entries others have made after an entry, by who made them. One query."""
    rows = theme.coding_steps.filter(pk__gt=step).exclude(by=by)
    return Counter(who or "" for who in rows.values_list("by__email", flat=True))


def touched(steps: list[CodingStep]) -> Mapping[int, ReadAnswer]:
    """The answers that entries are about, by the row's id. One query."""
    wanted = {change["answer"] for step in steps for change in step.changes if "answer" in change}
    return ReadAnswer.objects.in_bulk(sorted(wanted))
