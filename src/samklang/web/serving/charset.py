"""Forms come in UTF-8: one in another charset is refused before any page reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def utf8_only(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Middleware; stands after the headers. Answers 400, and nothing is written to the log."""

    def answer(request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset") if request.content_params else None
        if charset and charset.strip("\"' ").lower() not in ("utf-8", "utf8", "us-ascii"):
            return HttpResponse("Use UTF-8.\n", status=400, content_type="text/plain")
        return get_response(request)

    return answer
