"""The questions, page by page, and the review before sending."""

import secrets
from collections.abc import Mapping, Sequence

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
from samklang.web.serving.answering_middleware import Onward, address
from samklang.web.serving.asked import asked
from samklang.web.views.answering import (
    closed,
    go_on,
    keep_device,
    member,
    page,
    with_response,
)


@member("GET", "POST", extent=Extent.STEP)
def answer_page(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """A page of questions: shown, or saved and left."""
    if request.method == "POST":
        return _posted(request, place, number)
    if place.door is not Door.OPEN:
        return closed(place)
    if place.response is None:
        # In anonymous mode the answers follow the device, by its cookie.
        home = address(place.token, "answer")
        return Onward(f"{home}?kaka=" if place.theme.anonymous and not place.device else home)
    if place.theme.anonymous and place.sent:
        return Onward(address(place.token, "answer_receipt"))
    road = _road(place, place.response)
    step = road.step(number)
    if step is None:
        return go_on(place, place.response.questionnaire_id)
    return _page(place, place.response, road, step, back=request.GET.get("till") == "granska")


def _road(place: Place, response: Response) -> Road:
    return steps(questionnaire(response.questionnaire_id), working(response))


def _page(
    place: Place,
    response: Response,
    road: Road,
    step: Step,
    *,
    status: int = 200,
    fields: Fields | None = None,
    faults: Mapping[str, str] | None = None,
    back: bool = False,
    **values: object,
) -> HttpResponse:
    kept = working(response)
    place_of = [s.number for s in road.steps].index(step.number)
    previous = road.before(step.number)
    return page(
        place,
        "page",
        status=status,
        step=step,
        asked=asked,
        nth=place_of + 1,
        of=len(road.steps),
        previous=previous,
        fields=filled(step.questions, kept, place.language) if fields is None else fields,
        faults=faults or {},
        version=response.version,
        form=values.pop("form", None) or secrets.token_urlsafe(9),
        changing=response.state == "sent",
        back=back,
        **{"conflict": None, **values},
    )


def _posted(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    fields: Fields = dict(request.POST.lists())
    if place.door is not Door.OPEN:
        return _lost(place, number, fields, status=409)
    if place.theme.anonymous and place.sent:
        return Onward(address(place.token, "answer_receipt") + "?redan=")
    before = place
    if place.response is None or place.response.state == "erased":
        place, response = with_response(place)
    else:
        response = place.response
    road = _road(place, response)
    step = road.step(number)
    if step is None:
        return keep_device(before, place, go_on(place, response.questionnaire_id))
    reading = held(
        read(step.questions, fields, place.language),
        step.questions,
        questionnaire(response.questionnaire_id),
        working(response),
        place.language,
    )
    back = request.POST.get("till") == "granska"
    form = request.POST.get("form", "")[:40]
    saved = save_page(
        place,
        page=str(number),
        form=form,
        seen=whole_number(request.POST.get("version", ""), most=10**9),
        typed=reading.values,
        merged=lambda kept: _merged(kept, reading.values),
    )
    if saved.outcome is not Outcome.DONE:
        return _conflict(place, saved.response, number, fields, saved.outcome, back=back, form=form)
    answer = _onward(request, place, saved.response, number, reading, fields, back=back, form=form)
    return keep_device(before, place, answer)


def _onward(
    request: HttpRequest,
    place: Place,
    response: Response,
    number: int,
    reading: Reading,
    fields: Fields,
    *,
    back: bool,
    form: str,
) -> HttpResponse:
    """Where a saved page leads: on, back, to the review, or to the same page with its faults."""
    road = _road(place, response)
    token = place.token
    language = request.POST.get("language", "")
    way = request.POST.get("way", "on")
    here = address(token, "answer_page", number)
    if language in place.theme.languages:
        choose_language(place, language)
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
            place,
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


def _merged(kept: Mapping[str, object], typed: Mapping[str, object]) -> Mapping[str, object]:
    """The kept answers with the page's in their places; an emptied field is left out."""
    merged = {**kept, **typed}
    return {name: value for name, value in merged.items() if value not in ("", [], {}, None)}


def _conflict(
    place: Place,
    response: Response,
    number: int,
    fields: Fields,
    outcome: Outcome,
    *,
    back: bool,
    form: str,
) -> HttpResponse:
    """Another tab or device was first: what it kept, what was typed here, and a choice."""
    road = _road(place, response)
    step = road.step(number)
    if step is None:
        step = Step(number, ())
        road = Road((*road.steps, step), road.first_unanswered, road.missing, road.asked)
    kept = filled(step.questions, working(response), place.language)
    differing = [q.id for q in step.questions if _of(q, kept) != _of(q, fields)]
    return _page(
        place,
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
                q.id: spoken(q, working(response), place.language) for q in step.questions
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


def _lost(place: Place, number: int, fields: Fields, *, status: int) -> HttpResponse:
    """The theme closed while a page was filled in: it could not be saved, and stays on screen."""
    typed = [
        (name, value)
        for name, values in fields.items()
        if name not in ("version", "form", "way", "till", "language")
        for value in values
        if value
    ]
    return closed(place, status=status, typed=typed)


@member("GET", "POST", extent=Extent.STEP)
def review(request: HttpRequest, place: Place) -> HttpResponse:
    """All answers before they are sent in; sending them in."""
    if place.door is not Door.OPEN:
        return closed(place, status=409 if request.method == "POST" else 200)
    response = place.response
    if place.sent and not place.begun:
        # The other press of the button, or the other tab, was first.
        received = address(place.token, "answer_receipt")
        return Onward(f"{received}?redan=" if request.method == "POST" else received)
    if response is None or response.state == "erased":
        return Onward(address(place.token, "answer"))
    road = _road(place, response)
    if request.method == "POST":
        return _sending(request, place, response, road)
    return _review(place, response, road)


def _review(
    place: Place, response: Response, road: Road, status: int = 200, **values: object
) -> HttpResponse:
    return page(
        place,
        "review",
        status=status,
        road=road,
        kept=working(response),
        version=response.version,
        changing=response.state == "sent",
        missing=[q for _, q in road.missing],
        **{"changed": False, "alert": False, **values},
    )


def _sending(request: HttpRequest, place: Place, response: Response, road: Road) -> HttpResponse:
    if road.missing:
        return _review(place, response, road, status=422, alert=True)
    kept = working(response)
    answers = to_send(questionnaire(response.questionnaire_id), kept, road)
    seen = whole_number(request.POST.get("version", ""), most=10**9)
    saved = send_in(place, seen=seen, answers=answers)
    received = address(place.token, "answer_receipt")
    match saved.outcome:
        case Outcome.DONE:
            return Onward(received)
        case Outcome.SENT:
            return Onward(f"{received}?redan=")
        case Outcome.GONE:
            return Onward(address(place.token, "answer"))
        case Outcome.DIFFERS:
            now = Place(place.token, place.invitation, saved.response, place.device)
            road = _road(now, saved.response)
            return _review(now, saved.response, road, status=409, changed=True)


@member("POST")
def regret(request: HttpRequest, place: Place) -> HttpResponse:
    """Takes back changes that were not sent in."""
    drop_changes(place)
    return Onward(address(place.token, "answer_receipt"))


@member("GET")
def later(request: HttpRequest, place: Place) -> HttpResponse:
    """What was filled in is kept; how to go on another time."""
    if place.door is not Door.OPEN:
        return closed(place)
    return page(place, "later")
