"""Answers that two persons have coded: what suggestions are held against.

Blind, in a sample (queries.double_coding); or, which is weaker, the second saw what the first set
and said the same, or set something else.
"""

from django.contrib.auth.models import User
from django.db.models import Count, Q

from samklang.core.survey.open_questions import OpenQuestion
from samklang.web.models import Coding, ReadAnswer, Theme
from samklang.web.models.coding import Origin
from samklang.web.queries.double_coding import settled_twice
from samklang.web.queries.open_answers import Opened

CONFIRM = "confirm"


def may_confirm(answer: Opened, by: User) -> bool:
    """Whether an answer is coded as it stands by others, all of it, and not by `by`."""
    if answer.read is None or answer.status not in ("coded", "no-code"):
        return False
    return by.pk not in {answer.read.by_id, *(coding.by_id for coding in answer.codings)}


def read_twice(theme: Theme, where: OpenQuestion) -> frozenset[int]:
    """The responses whose answer two persons have coded, settled or confirmed. Five queries.

    One where a suggestion was ever accepted is none: suggestions would be judged by themselves.
    """
    rows = Coding.objects.filter(answer__theme=theme, answer__question=where.address)
    counted = rows.values("answer__response_id").annotate(
        people=Count("by", distinct=True),
        accepted=Count("pk", filter=Q(origin=Origin.SUGGESTION)),
    )
    people, accepted = set(), set()
    for response, who, taken in counted.values_list("answer__response_id", "people", "accepted"):
        if taken:
            accepted.add(response)
        elif who > 1:
            people.add(response)
    steps = theme.coding_steps.filter(action=CONFIRM, undone=False).values_list(
        "changes", flat=True
    )
    confirmed = ReadAnswer.objects.filter(
        pk__in=[change["answer"] for changes in steps for change in changes],
        question=where.address,
    ).values_list("response_id", flat=True)
    return frozenset((people | set(confirmed) | settled_twice(theme, where)) - accepted)
