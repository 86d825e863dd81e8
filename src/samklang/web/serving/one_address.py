"""One address: the site is what SAMKLANG_URL says, whatever host, port or scheme a request names.

So that a link in a letter or a feed leads there, behind any web server that ends TLS.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host


def one_address(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Middleware; stands before all that asks for the address. Another host's name is refused."""
    parts = urlsplit(settings.URL)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = parts.port or default

    def answer(request: HttpRequest) -> HttpResponse:
        named = request.META.get("HTTP_HOST") or request.META["SERVER_NAME"]
        domain, _ = split_domain_port(named)
        if not validate_host(domain, settings.ALLOWED_HOSTS):
            raise DisallowedHost("A request for another host")
        # On one's own machine the names of it are as good as each other.
        if not validate_host(domain, ["localhost", "127.0.0.1", "[::1]", "testserver"]):
            request.META["HTTP_HOST"] = domain if port == default else f"{domain}:{port}"
            request.META["SERVER_PORT"] = str(port)
            request.META["wsgi.url_scheme"] = parts.scheme
        return get_response(request)

    return answer
