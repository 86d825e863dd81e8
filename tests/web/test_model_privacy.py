"""Every field of the web application's models is classed; what points to a member is personal."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from samklang.core.privacy import Privacy
from samklang.web.models.privacy import classed

MODELS = list(apps.get_app_config("web").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_a_class(model: type[Model]) -> None:
    fields = {f.name for f in model._meta.get_fields() if not f.auto_created or f.concrete}
    assert set(model.privacy) == fields


def test_what_a_member_answered_is_personal() -> None:
    found = {f"{m.__name__}.{name}": p for m in MODELS for name, p in m.privacy.items()}
    for name in ("Response.answers", "Response.invitation", "Member.email", "Letter.to"):
        assert found[name] is Privacy.PERSONAL


def test_a_field_has_one_class_only() -> None:
    with pytest.raises(ValueError, match="name is classed twice"):
        classed(public="name", personal="name")


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
