"""The questions, page by page, and the review before sending."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from samklang.core.survey.answers import Fields, Reading, filled, held, read
from samklang.core.survey.pages import Road, Step, steps, to_send
from samklang.core.survey.questionnaire import Question
from samklang.core.survey.spoken import spoken
from samklang.web.actions.answering import (
    Outcome,
    choose_language,
    drop_changes,
    save_page,
    send_in,
)
from samklang.web.forms.fields import whole_number
from samklang.web.models import Response
from samklang.web.queries.answering import Door, Extent, Place, questionnaire, working
from samklang.web.serving.asked import asked
from samklang.web.serving.straight import Onward, address
from samklang.web.views.answering import (
    closed,
    go_on,
    keep_device,
    member,
    page,
    with_response,
)


@member("GET", "POST", extent=Extent.STEP)
def answer_page(request: HttpRequest, found: Place, number: int) -> HttpResponse:
    """A page of questions: shown, or saved and left."""
    if request.method == "POST":
        return _posted(request, found, number)
    if found.door is not Door.OPEN:
        return closed(found)
    if found.response is None:
        # In anonymous mode the answers follow the device, by its cookie.
        home = address(found.token, "answer")
        return Onward(f"{home}?kaka=" if found.theme.anonymous and not found.device else home)
    if found.theme.anonymous and found.sent:
        return Onward(address(found.token, "answer_receipt"))
    road = _road(found, found.response)
    step = road.step(number)
    if step is None:
        return go_on(found, found.response.questionnaire_id)
    return _page(found, found.response, road, step, back=request.GET.get("till") == "granska")


def _road(found: Place, response: Response) -> Road:
    return steps(questionnaire(response.questionnaire_id), working(response))


def _page(
    found: Place,
    response: Response,
    road: Road,
    step: Step,
    *,
    status: int = 200,
    fields: Fields | None = None,
    faults: Mapping[str, str] | None = None,
    back: bool = False,
    **values: Any,
) -> HttpResponse:
    kept = working(response)
    place_of = [s.number for s in road.steps].index(step.number)
    previous = road.before(step.number)
    return page(
        found,
        "page",
        status=status,
        step=step,
        asked=asked,
        nth=place_of + 1,
        of=len(road.steps),
        previous=previous,
        fields=filled(step.questions, kept, found.language) if fields is None else fields,
        faults=faults or {},
        version=response.version,
        form=values.pop("form", None) or secrets.token_urlsafe(9),
        changing=response.state == "sent",
        back=back,
        **{"conflict": None, **values},
    )


def _posted(request: HttpRequest, found: Place, number: int) -> HttpResponse:
    fields: Fields = dict(request.POST.lists())
    if found.door is not Door.OPEN:
        return _lost(found, number, fields, status=409)
    if found.theme.anonymous and found.sent:
        return Onward(address(found.token, "answer_receipt") + "?redan=")
    before = found
    if found.response is None or found.response.state == "erased":
        found, response = with_response(found)
    else:
        response = found.response
    road = _road(found, response)
    step = road.step(number)
    if step is None:
        return keep_device(before, found, go_on(found, response.questionnaire_id))
    reading = held(
        read(step.questions, fields, found.language),
        step.questions,
        questionnaire(response.questionnaire_id),
        working(response),
        found.language,
    )
    back = request.POST.get("till") == "granska"
    form = request.POST.get("form", "")[:40]
    saved = save_page(
        found,
        page=str(number),
        form=form,
        seen=whole_number(request.POST.get("version", ""), most=10**9),
        typed=reading.values,
        merged=lambda kept: _merged(kept, reading.values),
    )
    if saved.outcome is not Outcome.DONE:
        return _conflict(found, saved.response, number, fields, saved.outcome, back=back, form=form)
    answer = _onward(request, found, saved.response, number, reading, fields, back=back, form=form)
    return keep_device(before, found, answer)


def _onward(
    request: HttpRequest,
    found: Place,
    response: Response,
    number: int,
    reading: Reading,
    fields: Fields,
    *,
    back: bool,
    form: str,
) -> HttpResponse:
    """Where a saved page leads: on, back, to the review, or to the same page with its faults."""
    road = _road(found, response)
    token = found.token
    language = request.POST.get("language", "")
    way = request.POST.get("way", "on")
    here = address(token, "answer_page", number)
    if language in found.theme.languages:
        choose_language(found, language)
        return Onward(f"{here}?till=granska" if back else here)
    if way == "back":
        previous = road.before(number)
        return (
            Onward(address(token, "answer_page", previous.number))
            if previous
            else Onward(address(token, "answer"))
        )
    if way == "later":
        return Onward(address(token, "answer_later"))
    step = road.step(number)
    if reading.faults and step is not None:
        return _page(
            found,
            response,
            road,
            step,
            status=422,
            fields=fields,
            faults=reading.faults,
            back=back,
            form=form,
        )
    following = road.after(number)
    if back and not any(n > number for n, _ in road.missing):
        following = None
    return (
        Onward(address(token, "answer_page", following.number))
        if following
        else Onward(address(token, "answer_review"))
    )


def _merged(kept: Mapping[str, Any], typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kept answers with the page's in their places; an emptied field is left out."""
    found = {**kept, **typed}
    return {name: value for name, value in found.items() if value not in ("", [], {}, None)}


def _conflict(
    found: Place,
    response: Response,
    number: int,
    fields: Fields,
    outcome: Outcome,
    *,
    back: bool,
    form: str,
) -> HttpResponse:
    """Another tab or device was first: what it kept, what was typed here, and a choice."""
    road = _road(found, response)
    step = road.step(number)
    if step is None:
        step = Step(number, ())
        road = Road((*road.steps, step), road.first_unanswered, road.missing, road.asked)
    kept = filled(step.questions, working(response), found.language)
    differing = [q.id for q in step.questions if _of(q, kept) != _of(q, fields)]
    return _page(
        found,
        response,
        road,
        step,
        status=409,
        fields=fields,
        back=back,
        form=form,
        conflict={
            "outcome": outcome.value,
            "kept_answers": {
                q.id: spoken(q, working(response), found.language) for q in step.questions
            },
            "differing": differing,
            "at": response.sent_at if outcome is Outcome.SENT else response.saved_at,
        },
    )


def _of(question: Question, fields: Fields) -> Mapping[str, Sequence[str]]:
    """The fields of one question that hold anything."""
    return {
        name: sorted(values)
        for name, values in fields.items()
        if name.partition(".")[0] == question.id and any(values)
    }


def _lost(found: Place, number: int, fields: Fields, *, status: int) -> HttpResponse:
    """The theme closed while a page was filled in: it could not be saved, and stays on screen."""
    typed = [
        (name, value)
        for name, values in fields.items()
        if name not in ("version", "form", "way", "till", "language")
        for value in values
        if value
    ]
    return closed(found, status=status, typed=typed)


@member("GET", "POST", extent=Extent.STEP)
def review(request: HttpRequest, found: Place) -> HttpResponse:
    """All answers before they are sent in; sending them in."""
    if found.door is not Door.OPEN:
        return closed(found, status=409 if request.method == "POST" else 200)
    response = found.response
    if found.sent and not found.begun:
        # The other press of the button, or the other tab, was first.
        received = address(found.token, "answer_receipt")
        return Onward(f"{received}?redan=" if request.method == "POST" else received)
    if response is None or response.state == "erased":
        return Onward(address(found.token, "answer"))
    road = _road(found, response)
    if request.method == "POST":
        return _sending(request, found, response, road)
    return _review(found, response, road)


def _review(
    found: Place, response: Response, road: Road, status: int = 200, **values: Any
) -> HttpResponse:
    return page(
        found,
        "review",
        status=status,
        road=road,
        kept=working(response),
        version=response.version,
        changing=response.state == "sent",
        missing=[q for _, q in road.missing],
        **{"changed": False, "told": False, **values},
    )


def _sending(request: HttpRequest, found: Place, response: Response, road: Road) -> HttpResponse:
    if road.missing:
        return _review(found, response, road, status=422, told=True)
    kept = working(response)
    answers = to_send(questionnaire(response.questionnaire_id), kept, road)
    seen = whole_number(request.POST.get("version", ""), most=10**9)
    saved = send_in(found, seen=seen, answers=answers)
    received = address(found.token, "answer_receipt")
    match saved.outcome:
        case Outcome.DONE:
            return Onward(received)
        case Outcome.SENT:
            return Onward(f"{received}?redan=")
        case Outcome.GONE:
            return Onward(address(found.token, "answer"))
        case Outcome.DIFFERS:
            now = Place(found.token, found.invitation, saved.response, found.device)
            road = _road(now, saved.response)
            return _review(now, saved.response, road, status=409, changed=True)


@member("POST")
def regret(request: HttpRequest, found: Place) -> HttpResponse:
    """Takes back changes that were not sent in."""
    drop_changes(found)
    return Onward(address(found.token, "answer_receipt"))


@member("GET")
def later(request: HttpRequest, found: Place) -> HttpResponse:
    """What was filled in is kept; how to go on another time."""
    if found.door is not Door.OPEN:
        return closed(found)
    return page(found, "later")
