"""Deeds on a network's house: its logo and its Word template, as they were made anew."""

from django.contrib.auth.models import User
from django.db import transaction

from samklang.core.theme.house_style import Logo
from samklang.web.actions.audit import record
from samklang.web.models import HouseFile, Network
from samklang.web.models.house import HousePart


@transaction.atomic
def keep_logo(network: Network, made: Logo, *, by: User) -> None:
    """The logo of the reports from now on."""
    _keep(network, HousePart.LOGO, f"style/logo.{made.kind}", made.content, by)
    record("change_logo", by=by, network=network)


@transaction.atomic
def keep_template(network: Network, styles: bytes, *, by: User) -> None:
    """The Word template of the reports from now on. styles: what `styles_alone` has made."""
    _keep(network, HousePart.TEMPLATE, "style/house.docx", styles, by)
    record("change_template", by=by, network=network)


@transaction.atomic
def remove_logo(network: Network, *, by: User) -> None:
    """Reports have no logo from now on."""
    if _remove(network, HousePart.LOGO):
        record("remove_logo", by=by, network=network)


@transaction.atomic
def remove_template(network: Network, *, by: User) -> None:
    """Reports in Word have Samklang's own look from now on."""
    if _remove(network, HousePart.TEMPLATE):
        record("remove_template", by=by, network=network)


def _keep(network: Network, part: str, path: str, content: bytes, by: User) -> None:
    HouseFile.objects.update_or_create(
        network=network, part=part, defaults={"path": path, "content": content, "by": by}
    )


def _remove(network: Network, part: str) -> bool:
    """Whether there was anything to remove."""
    return HouseFile.objects.filter(network=network, part=part).delete()[0] > 0
