"""The language of a page: the one that its reader has chosen, else one that the browser asks for.

Django takes a language only where it has words of its own in it, and there are languages that it
has none in. The words of the pages are ours.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views import i18n

from samklang.core.language.languages import FIRST_LANGUAGE, RULES, Language


def language_of(request: HttpRequest) -> Language:
    """The language that a request is answered in where its address says none."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    for code in (chosen, *(code.partition("-")[0] for code, _ in accepted)):
        if code in RULES:
            return code
    return FIRST_LANGUAGE


class SiteLanguage(LocaleMiddleware):
    """Makes each page in its reader's language."""

    def process_request(self, request: HttpRequest) -> None:
        """Before the view: from here on the language is that of the request."""
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()


def set_language(request: HttpRequest) -> HttpResponseBase:
    """Keeps the language that was chosen, and leads back."""
    response = i18n.set_language(request)
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in RULES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
        )
    return response
