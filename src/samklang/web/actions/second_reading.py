"""A second person reads a coded answer the same way: what trust in suggestions is judged by."""

from django.contrib.auth.models import User
from django.db import transaction

from samklang.web.actions.coding import CodedMeanwhile
from samklang.web.actions.coding_log import log
from samklang.web.models import CodingStep, ReadAnswer, Theme
from samklang.web.models.coding import AnswerStatus
from samklang.web.queries.open_answers import Opened
from samklang.web.queries.second_reading import CONFIRM, may_confirm


@transaction.atomic
def confirm_coding(theme: Theme, answer: Opened, *, seen: int, by: User) -> CodingStep | None:
    """Enters in the log that `by` would code the answer as another person did.

    None where there is nothing of another's to confirm. Raises CodedMeanwhile where the answer is
    no longer at version `seen`.
    """
    if not may_confirm(answer, by):
        return None
    assert answer.read is not None
    states = (AnswerStatus.CODED, AnswerStatus.NO_CODE)
    row = ReadAnswer.objects.select_for_update().filter(pk=answer.read.pk, version=seen)
    read = row.filter(status__in=states).first()
    if read is None:
        raise CodedMeanwhile(answer.response.pk)
    change = {
        "answer": read.pk,
        "status": [read.status, read.status],
        "memo": [read.memo, read.memo],
        "on": [],
        "off": [],
    }
    return log(theme, CONFIRM, [change], by=by)
