"""Answers in one piece: what is in memory is handed to the server whole.

The server sends what it gets part by part as a stream, which costs more.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse

Application = Callable[[Any, Any], Iterable[bytes]]


def whole(application: Application) -> Application:
    """The WSGI application; what it streams it still streams."""

    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        response = application(environ, start_response)
        if not isinstance(response, HttpResponse):
            return response
        content = response.content
        # Else the server does, when it has sent the last part.
        response.close()
        return [content]

    return answer
