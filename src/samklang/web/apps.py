"""The Django app."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Samklang's one Django app."""

    name = "samklang.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Begins to note who logs in: the module's functions listen once it is imported."""
        import_module("samklang.web.access_events")
