"""Deeds of who answers: begin, save a page, send in, take changes back.

None of them writes an audit row: when somebody saved or sent is nobody else's, and in anonymous
mode it would tell whose an answer is.
"""

import base64
import datetime
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils import timezone

from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.web.models import Invitation, Response
from samklang.web.models.response import ResponseState
from samklang.web.models.sql import update
from samklang.web.queries.answering import Place, device_hash, working

Answers = Mapping[str, object]

# The mark of sending in stands among those of the pages.
SENDING = "!sent"
TRIES = 50


class Outcome(Enum):
    """What became of a page or of a sending.

    DONE: kept. DIFFERS: kept answers that the form never showed stand in its place. SENT: the
    answers were sent in after the form was shown. GONE: they have been taken back.
    """

    DONE = "done"
    DIFFERS = "differs"
    SENT = "sent"
    GONE = "gone"


@dataclass(frozen=True)
class Saved:
    """The outcome, and the response as it now stands."""

    outcome: Outcome
    response: Response


def new_device() -> str:
    """A device's key in anonymous mode: 128 bits."""
    return secrets.token_urlsafe(16)


def new_receipt() -> str:
    """The id on a receipt: 100 bits in 20 characters of A–Z and 2–7."""
    return base64.b32encode(secrets.token_bytes(13)).decode("ascii")[:20]


def coarse(moment: datetime.datetime) -> datetime.datetime:
    """The beginning of the moment's week, which is all that anonymous mode keeps of a time."""
    local = timezone.localtime(moment)
    monday = local.date() - datetime.timedelta(days=local.weekday())
    return timezone.make_aware(datetime.datetime.combine(monday, datetime.time()))


@transaction.atomic
def begin(place: Place, *, questionnaire: int) -> Response | None:
    """Begins, or begins again, the response of an invitation or of a device; one however often.

    questionnaire: the id of the version that new answers are to. Gives the response where there
    was one, and None where it is new (to the one who asked): it is empty, then.
    """
    now = timezone.now()
    anonymous = place.theme.anonymous
    invitation, response = place.invitation, place.response
    if invitation.opened_at is None or invitation.declined_at is not None:
        values = {
            "opened_at": invitation.opened_at or (coarse(now) if anonymous else now),
            "declined_at": None,
            "decline_reason": "",
        }
        update(Invitation, values, where={"id": invitation.pk})
    if response is None:
        key = (
            {"device_hash": device_hash(place.device)} if anonymous else {"invitation": invitation}
        )
        made = Response(
            theme=place.theme,
            questionnaire_id=questionnaire,
            language=FIRST_LANGUAGE if anonymous else place.language,
            created_at=None if anonymous else now,
            **key,
        )
        Response.objects.bulk_create([made], ignore_conflicts=True)
        return None
    if response.state == ResponseState.ERASED:
        Response.objects.filter(pk=response.pk, state=ResponseState.ERASED).update(
            state=ResponseState.DRAFT,
            questionnaire=questionnaire,
            version=response.version + 1,
            created_at=now,
        )
        response.refresh_from_db()
    return response


def save_page(
    place: Place,
    *,
    page: str,
    form: str,
    seen: int,
    typed: Answers,
    merged: Callable[[Answers], Answers],
) -> Saved:
    """Saves a page by compare-and-set; nothing that the form did not show is overwritten.

    page: its name among the marks. form: the id of the form that was shown. seen: the version it
    was shown from. typed: what the page now holds. merged: kept answers → answers with the page's.
    A form may save again what it saved last itself (back and send again), and a page that another
    tab has left alone is saved even if that tab has saved other pages.
    """
    response = place.response
    if response is None:
        raise ValueError("nothing is begun")
    for _ in range(TRIES):
        if response.state == ResponseState.ERASED:
            return Saved(Outcome.GONE, response)
        kept = working(response)
        new = merged(kept)
        outcome = _may(response, page=page, form=form, seen=seen, same=new == kept)
        if outcome is not None:
            return Saved(outcome, response)
        if _update(place, response, new, {**response.marks, page: [form, response.version + 1]}):
            return Saved(Outcome.DONE, response)
        response = Response.objects.get(pk=response.pk)
    raise TimeoutError("another tab saves all the time")


def _may(response: Response, *, page: str, form: str, seen: int, same: bool) -> Outcome | None:
    """None where the page may be saved, else what is in the way."""
    _, sent = response.marks.get(SENDING, ["", 0])
    if seen < sent:
        return Outcome.DONE if same and response.changes is not None else Outcome.SENT
    by, version = response.marks.get(page, ["", 0])
    if version <= seen or by == form:
        return None
    return Outcome.DONE if same else Outcome.DIFFERS


def _update(place: Place, response: Response, new: Answers, marks: Mapping[str, object]) -> bool:
    """The save itself; True where the response still was as it had been read."""
    anonymous = place.theme.anonymous
    changing = response.state == ResponseState.SENT
    values: dict[str, object] = {
        "changes" if changing else "answers": dict(new),
        "marks": dict(marks),
        "version": response.version + 1,
    }
    if not anonymous:
        values |= {"saved_at": timezone.now(), "language": place.language}
    if not update(Response, values, where=_as_read(response, response.version)):
        return False
    for name, value in values.items():
        setattr(response, name, value)
    return True


def _as_read(response: Response, version: int) -> Mapping[str, object]:
    """Matches the response where nobody has changed it; every change counts `version` up."""
    return {"id": response.pk, "version": version, "state": response.state}


def send_in(place: Place, *, seen: int, answers: Answers) -> Saved:
    """Sends in the answers that were reviewed at version `seen`; once, however often it is asked.

    answers: those to questions that are asked, as the path is now. DIFFERS: they were changed
    after they were reviewed.
    """
    response = place.response
    if response is None:
        raise ValueError("nothing is begun")
    sending = _send_anonymously if place.theme.anonymous else _send
    if sending(place, response, seen, answers):
        return Saved(Outcome.DONE, response)
    now = Response.objects.filter(pk=response.pk).first() or response
    return Saved(_why_not(place, now), now)


def _send(place: Place, response: Response, seen: int, answers: Answers) -> bool:
    now = timezone.now()
    values: dict[str, object] = {
        "state": ResponseState.SENT,
        "answers": dict(answers),
        "changes": None,
        "marks": {SENDING: ["", seen + 1]},
        "version": seen + 1,
        "receipt": response.receipt or new_receipt(),
        "saved_at": now,
        "sent_at": now,
    }
    sent_already = response.state == ResponseState.SENT and response.changes is None
    if sent_already or response.state == ResponseState.ERASED:
        return False
    finished = {"finished_on": timezone.localdate(now), "declined_at": None, "decline_reason": ""}
    with transaction.atomic():
        if not update(Response, values, where=_as_read(response, seen)):
            return False
        update(Invitation, finished, where={"id": place.invitation.pk})
    for name, value in values.items():
        setattr(response, name, value)
    return True


def _send_anonymously(place: Place, response: Response, seen: int, answers: Answers) -> bool:
    """Marks the invitation finished and cuts the response loose from the device, both or neither.

    What is left has no time, no receipt, no marks, and an id drawn by lot.
    """
    with transaction.atomic():
        invitation = Invitation.objects.filter(pk=place.invitation.pk, finished_on=None)
        if not invitation.update(finished_on=coarse(timezone.now()).date(), declined_at=None):
            return False
        draft = Response.objects.filter(pk=response.pk, version=seen, state=ResponseState.DRAFT)
        done = draft.update(
            state=ResponseState.SENT,
            answers=dict(answers),
            device_hash=None,
            marks={},
            version=0,
        )
        if not done:
            transaction.set_rollback(True)
    return bool(done)


def _why_not(place: Place, response: Response) -> Outcome:
    if place.theme.anonymous:
        finished = Invitation.objects.filter(pk=place.invitation.pk, finished_on__isnull=False)
        return Outcome.SENT if finished.exists() else Outcome.DIFFERS
    if response.state == ResponseState.ERASED:
        return Outcome.GONE
    sent = response.state == ResponseState.SENT and response.changes is None
    return Outcome.SENT if sent else Outcome.DIFFERS


@transaction.atomic
def drop_changes(place: Place) -> None:
    """Takes back changes that were not sent in; what was sent in stands as it was."""
    response = place.response
    if response is not None and response.state == ResponseState.SENT:
        marks = {SENDING: ["", response.version + 1]}
        Response.objects.filter(pk=response.pk, version=response.version).update(
            changes=None, marks=marks, version=response.version + 1
        )


def choose_language(place: Place, language: str) -> None:
    """Keeps the language of an invitation's pages and letters. ValueError where it has no such."""
    if language not in place.theme.languages:
        raise ValueError(language)
    Invitation.objects.filter(pk=place.invitation.pk).update(language=language)
