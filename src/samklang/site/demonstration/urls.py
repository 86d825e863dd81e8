"""Addresses of the demonstration: tour, report and links that log in; then the site's own."""

from django.urls import path, re_path

from samklang.core.language.languages import LANGUAGES
from samklang.site.demonstration import tour
from samklang.site.urls import handler500
from samklang.site.urls import urlpatterns as site

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [
    path("", tour.tour, name="tour"),
    path("visning/<str:key>/", tour.tour, name="tour_with_key"),
    path("visning/<str:key>/in/<slug:person>/", tour.enter, name="tour_enter"),
    re_path(
        rf"^(?P<part>{'|'.join(LANGUAGES)}|data|pagefind)/(?P<rest>.*)$",
        tour.report,
        name="tour_report",
    ),
    *site,
]
