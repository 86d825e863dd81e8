"""What a database cannot keep never reaches a page: NUL in a text, a number beyond its range.

No keyboard writes NUL, but a text that is pasted may hold one unseen: they are taken out of forms
and queries, and nothing else of what was written. In a path or a cookie only an attacker has one.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from samklang.web.models.response import LARGEST_ID

NUL = "\0"


class Storable:
    """Middleware; stands after the headers. Answers 400, or hands on what can be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers one request."""
        # A cookie in quotation marks can hold NUL, written \000.
        quoted = "\\" in request.META.get("HTTP_COOKIE", "")
        if NUL in request.path_info or (quoted and NUL in "".join(request.COOKIES.values())):
            return HttpResponse("Leave NUL out.\n", status=400, content_type="text/plain")
        if "%00" in request.META["QUERY_STRING"] or NUL in request.META["QUERY_STRING"]:
            request.GET = _without(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and _holds(request.POST):
            request.POST = _without(request.POST)  # type: ignore[assignment]
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, object]
    ) -> None:
        """Nothing has a number beyond the range of a database."""
        # Of a larger one Django knows that there is no row, but not where it is the key of another
        # table: there the database fails on it.
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404


def _holds(fields: QueryDict) -> bool:
    return any(NUL in name or any(NUL in v for v in values) for name, values in fields.lists())


def _without(fields: QueryDict) -> QueryDict:
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    return QueryDict(urlencode([(n.replace(NUL, ""), v.replace(NUL, "")) for n, v in pairs]))
