"""Headers that every answer carries: nothing from elsewhere, no address told to others."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Nothing is fetched from another host, nothing runs that is not ours, no page frames ours. A link
# holds a secret, so no other site is told where a reader came from, and no cache
# keeps a page.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
            *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
        )
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Middleware that sets them where a view has not set its own."""
    every = dict(HEADERS)
    if settings.URL.startswith("https://"):
        # A browser that has been here asks in no other way for a year.
        every["Strict-Transport-Security"] = "max-age=31536000"

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in every.items():
            response.headers.setdefault(name, value)
        if "frame-ancestors *" in response.headers["Content-Security-Policy"]:
            # Said once, by the policy: the older header knows no "all".
            del response.headers["X-Frame-Options"]
        return response

    return answer
