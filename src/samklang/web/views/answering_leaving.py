"""Leaving the survey to a colleague, declining it, and stopping its letters."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse

from samklang.web.actions.delegation import TooManyColleagues, decline, delegate, opt_in, opt_out
from samklang.web.queries.answering import Door, Place
from samklang.web.serving.answering_middleware import Onward, address
from samklang.web.views.answering import closed, member, page


@member("GET", "POST")
def colleague(request: HttpRequest, place: Place) -> HttpResponse:
    """Handing the link to a colleague by e-mail."""
    if place.door is not Door.OPEN:
        return closed(place, status=409 if request.method == "POST" else 200)
    if place.sent:
        return Onward(address(place.token, "answer_receipt"))
    values: dict[str, Any] = {"typed": "", "fault": "", "done": "skickat" in request.GET}
    if request.method != "POST":
        return page(place, "colleague", **values)
    typed = request.POST.get("email", "").strip()
    values["typed"] = typed[:254]
    try:
        validate_email(typed)
        delegate(place.invitation, to=typed[:254])
    except ValidationError:
        return page(place, "colleague", status=422, **{**values, "fault": "no_email"})
    except TooManyColleagues:
        return page(place, "colleague", status=409, **{**values, "fault": "too_many_colleagues"})
    return Onward(address(place.token, "answer_colleague") + "?skickat=")


@member("GET", "POST")
def declining(request: HttpRequest, place: Place) -> HttpResponse:
    """Saying that one will not answer, and why."""
    if place.door is not Door.OPEN:
        return closed(place, status=409 if request.method == "POST" else 200)
    if place.sent:
        return Onward(address(place.token, "answer_receipt"))
    if request.method == "POST":
        if not decline(place.invitation, reason=request.POST.get("reason", "").strip()):
            return Onward(address(place.token, "answer_receipt") + "?redan=")
        return Onward(address(place.token, "answer_declining"))
    return page(place, "declining", done=place.invitation.declined_at is not None)


@member("GET", "POST")
def letters(request: HttpRequest, place: Place) -> HttpResponse:
    """No more letters: a page with one button, and the one-click POST of RFC 8058.

    Open or closed, this always works; a scanner that follows the link changes nothing.
    """
    if request.method == "POST":
        if request.POST.get("letters") == "yes":
            opt_in(place.invitation)
        else:
            opt_out(place.invitation)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("OK", content_type="text/plain")
        return Onward(address(place.token, "answer_letters"))
    return page(place, "letters", done=place.invitation.opted_out_at is not None)
