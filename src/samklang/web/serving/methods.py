"""Methods: pages are asked for and sent to; whatever else is asked of one is refused."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


def known_methods(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Middleware that answers 405 to a method that no page has; a page may have fewer."""

    def checked(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return checked
