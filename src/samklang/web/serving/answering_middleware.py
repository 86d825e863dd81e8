"""Middleware of members' pages, which need no session, login, message or translation.

Their requests are handed to the view at once, so that they are cheap and set no cookie; everything
else passes through all middleware.
"""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, resolve, reverse

from samklang.web.mail.links import TOKEN

PREFIX = "/svara/"
# Stands for any token, so that each page's address is resolved and made once.
ANY = "a" * 26


def answering_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Has its place after the headers, before all the rest."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        token, slash, page = request.path_info.removeprefix(PREFIX).partition("/")
        if slash and TOKEN.fullmatch(token):
            match = _resolved(page)
            kwargs = {**match.kwargs, "token": token}
        else:
            match = resolve(request.path_info)
            kwargs = match.kwargs
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **kwargs)
        # A connection can be kept open only where the end of the answer is known.
        if not response.streaming:
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return answer


@lru_cache(maxsize=256)
def _resolved(page: str) -> ResolverMatch:
    return resolve(f"{PREFIX}{ANY}/{page}")


@lru_cache(maxsize=256)
def _address(name: str, arguments: tuple[object, ...]) -> str:
    return reverse(name, args=[ANY, *arguments])


def address(token: str, name: str, *arguments: object) -> str:
    """The address of one of a member's pages."""
    return _address(name, arguments).replace(ANY, token, 1)


class Onward(HttpResponseRedirect):
    """Leads to one of a member's own pages, by an address made here.

    Such an address has no scheme to refuse and no letter to quote, which Django looks for.
    """

    def __init__(self, to: str):
        HttpResponse.__init__(self)
        self.headers["Location"] = to
