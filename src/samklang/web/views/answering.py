"""A member's way in: the page a link opens, the start, the choice of language, wrong codes.

These views are the member's pages: the token in the address is the credential, so they work
without cookies, sessions or JavaScript. There is no session to protect, hence no CSRF token:
whoever knows the address can answer, and nobody else can. web.serving.answering_middleware brings
requests to them past the middleware that staff's pages need.
"""

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import NamedTuple

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from samklang.core.language.wording import LANGUAGES, Language, known_language
from samklang.core.survey.answers import refusal
from samklang.core.survey.pages import minutes, steps
from samklang.core.survey.spoken import spoken
from samklang.web.actions.answering import begin, choose_language, new_device
from samklang.web.mail.links import TOKEN
from samklang.web.models import Response
from samklang.web.queries.answering import (
    Door,
    Extent,
    Place,
    closed_facts,
    place,
    questionnaire,
    version_for,
)
from samklang.web.serving.answering_middleware import Onward, address
from samklang.web.serving.site_language import language_of
from samklang.web.serving.templating import in_language
from samklang.web.serving.throttle import too_many

COOKIE = "enhet"
# Names the language of a page that no member's choice stands behind.
LANGUAGE = "sprak"
# A cookie of anonymous mode is kept as long as a survey may be open.
COOKIE_AGE = 180 * 24 * 3600

View = Callable[..., HttpResponseBase]


def member(*methods: str, extent: Extent = Extent.ALL) -> Callable[[View], View]:
    """A view for who has a link. It gets the Place, read as far as `extent`, for the token.

    A code that opens nothing shows a kind page, however often; what is counted is a good token's
    requests, so nobody can lock somebody else out.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def checked(
            request: HttpRequest, token: str, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            # A scanner's HEAD is a GET without its body, and both change nothing.
            if ("GET" if request.method == "HEAD" else request.method) not in methods:
                return HttpResponseNotAllowed(methods)
            here = place(token, device=request.COOKIES.get(COOKIE, ""), extent=extent)
            if here is None:
                return unknown(request, token)
            if too_many(token):
                answer = page(here, "slow", status=429)
                answer.headers["Retry-After"] = "60"
                return answer
            return view(request, here, *args, **kwargs)

        return checked

    return decorate


def page(place: Place, template: str, status: int = 200, **values: object) -> HttpResponse:
    """A page of a place, in its language."""
    return _render(
        f"answering/{template}.html",
        status,
        {
            "language": place.language,
            "place": place,
            "theme": place.theme,
            "spoken": spoken,
            "refusal": refusal,
            "address": partial(address, place.token),
            **values,
        },
    )


def bare(request: HttpRequest, template: str, status: int = 200, **values: object) -> HttpResponse:
    """A page for who has no good link, in the language chosen there or the browser's."""
    return _render(
        f"answering/{template}.html", status, {"language": own_language(request), **values}
    )


def _render(template: str, status: int, values: Mapping[str, object]) -> HttpResponse:
    # Straight from the environment: these pages need none of the context processors.
    made = in_language(values["language"]).get_template(template)
    return HttpResponse(made.render({"messages": (), **values}), status=status)


def own_language(request: HttpRequest) -> Language:
    """The language that a page without a theme was asked for in, else the browser's or Swedish."""
    wanted = request.POST.get(LANGUAGE) or request.GET.get(LANGUAGE)
    if wanted in LANGUAGES:
        return known_language(wanted)
    return language_of(request)


def unknown(request: HttpRequest, token: str) -> HttpResponse:
    """What is said of a code that opens nothing; it can be tried again at once."""
    return bare(request, "unknown", status=404, tried=TOKEN.fullmatch(token) is None)


@csrf_exempt
def enter(request: HttpRequest) -> HttpResponse:
    """A place to write the code from a letter on paper."""
    if request.method == "POST":
        code = request.POST.get("code", "").strip().rstrip("/").rsplit("/", 1)[-1]
        code = "".join(code.split()).replace("-", "").lower()
        to = reverse("answer", args=[code[:200] or "-"])
        wanted = own_language(request)
        return redirect(to if wanted == language_of(request) else f"{to}?{LANGUAGE}={wanted}")
    return bare(request, "enter")


@member("GET", extent=Extent.START)
def landing(request: HttpRequest, place: Place) -> HttpResponse:
    """What the survey is, who asks and what becomes of the answers; a GET changes nothing."""
    if place.door is not Door.OPEN:
        return closed(place)
    version = place.response.questionnaire_id if place.response else place.newest
    if version is None:
        return closed(place)
    return page(
        place,
        "landing",
        minutes=minutes(questionnaire(version)),
        no_cookie="kaka" in request.GET,
    )


def closed(place: Place, status: int = 200, **values: object) -> HttpResponse:
    """What is said when a theme takes no answers: not yet, or no more."""
    return page(place, "closed", status=status, facts=closed_facts(place.theme), **values)


@member("POST", extent=Extent.START)
def start(request: HttpRequest, place: Place) -> HttpResponse:
    """A person pressed the button: begin, or go on at the first unanswered question."""
    if place.door is not Door.OPEN:
        return closed(place, status=409)
    if place.sent and not place.begun:
        return Onward(address(place.token, "answer_receipt"))
    begun = _began(place)
    return keep_device(place, begun.place, go_on(begun.place, begun.version))


class _Begun(NamedTuple):
    """A place without its response where that is new, and the id of its questionnaire."""

    place: Place
    version: int


def _began(place: Place) -> _Begun:
    if place.theme.anonymous and not place.device:
        place = Place(place.token, place.invitation, None, new_device(), place.newest)
    response = place.response
    # Answers that were taken back begin anew, with the questions of today.
    old = response.questionnaire_id if response and response.state != "erased" else None
    version = old or place.newest or version_for(place.theme)
    if version is None:
        raise LookupError(f"{place.theme} is open and has no questionnaire")
    again = begin(place, questionnaire=version)
    return _Begun(Place(place.token, place.invitation, again, place.device), version)


class WithResponse(NamedTuple):
    place: Place
    response: Response


def with_response(here: Place) -> WithResponse:
    """The place with its response, begun where there was none."""
    begun = _began(here).place
    now = begun if begun.response else place(begun.token, device=begun.device)
    if now is None or now.response is None:
        raise LookupError("the link was replaced while it was used")
    return WithResponse(now, now.response)


def keep_device(before: Place, after: Place, answer: HttpResponse) -> HttpResponse:
    """The answer, with the device's key in a cookie where it is new."""
    if after.device and after.device != before.device:
        answer.set_cookie(
            COOKIE,
            after.device,
            max_age=COOKIE_AGE,
            path=address(after.token, "answer"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def go_on(place: Place, version: int) -> HttpResponse:
    """To the first unanswered question of a version, or to the review where there is none."""
    road = steps(questionnaire(version), place.answers)
    first = road.first_unanswered
    if first is None:
        return Onward(address(place.token, "answer_review"))
    number, question = first
    return Onward(address(place.token, "answer_page", number) + f"#q-{question}")


@member("POST")
def speak(request: HttpRequest, place: Place) -> HttpResponse:
    """Keeps the language of the member's pages and letters."""
    wanted = request.POST.get("language", "")
    if wanted in place.theme.languages:
        choose_language(place, wanted)
    onward = request.POST.get("next", "")
    home = address(place.token, "answer")
    # Only onward within the member's own pages.
    return HttpResponseRedirect(onward if onward.startswith(home) and "\\" not in onward else home)
