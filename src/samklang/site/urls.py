"""Addresses. A member's pages begin with /svara/, the staff's with /arbete/."""

from django.urls import include, path
from django.views.i18n import set_language

from samklang.web.views import network, start

urlpatterns = [
    path("", start.front, name="front"),
    path("start/<str:code>/", start.start, name="start"),
    path("sprak/", set_language, name="set_language"),
    path("konto/", include("allauth.urls")),
    path("arbete/", start.staff_home, name="staff"),
    path("arbete/<slug:network>/", network.network, name="network"),
]
