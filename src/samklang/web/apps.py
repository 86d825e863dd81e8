"""The Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Samklang's one Django app."""

    name = "samklang.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
