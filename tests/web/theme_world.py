"""A theme that has just been begun, its choices, and members to ask."""

from samklang.web.models import (
    Member,
    Theme,
)
from tests.web.conftest import World

NEW = "/arbete/norr/teman/nytt/"
THEME = "/arbete/norr/teman/social-innovation/"
CHOICES = {
    "title_sv": "Social innovation",
    "title_en": "Social innovation",
    "in_en": "on",
    "purpose_sv": "Vi vill veta.",
    "purpose_en": "We want to know.",
    "consent_sv": "Svaren sparas.",
    "consent_en": "Answers are kept.",
    "threshold": "5",
    "strata": ["county"],
}


def begun(world: World, **more: str) -> Theme:
    """A theme begun from the start "social innovation"."""
    fields = {"title_sv": "Social innovation", "begin_from": "social-innovation"} | more
    assert world.editor.post(NEW, fields).status_code == 302
    return Theme.objects.latest("pk")


def members(world: World) -> None:
    """Three members in two counties."""
    for number, county, kind in (("1", "24", "bygd"), ("2", "25", "bygd"), ("3", "25", "idrott")):
        Member.objects.create(
            network=world.network,
            number=number,
            name=f"Förening {number}",
            county=county,
            email=f"{number}@exempel.se" if number != "3" else "",
            groups={"Typ": kind},
        )
