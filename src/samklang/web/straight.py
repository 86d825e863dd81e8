"""The straight way: a member's pages need no session, login, message or translation.

Middleware that hands their requests to the view at once, so that they are cheap and set no cookie;
everything else goes the usual way.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PREFIX = "/svara/"


def straight(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Middleware; stands after the headers, before all the rest."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        match = resolve(request.path_info)
        request.resolver_match = match
        found: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return found

    return answer
