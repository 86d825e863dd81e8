"""What groups of members are called: chosen once, and said wherever a group is shown."""

import re

import pytest

from samklang.web.models import Member, Theme
from samklang.web.queries.package import theme_package
from tests.web.conftest import World
from tests.web.report_world import made_theme

SETTINGS = "/arbete/norr/installningar/"
NAMES = {"group-0-sv": "Storleksklass", "group-0-en": "Size class"}


@pytest.fixture
def theme(world: World) -> Theme:
    made = made_theme(world.network)
    Member.objects.update(groups={"size": "liten"})
    made.design = {"kind": "census", "strata": ["size"]}
    made.save()
    return made


def pages(theme: Theme) -> list[str]:
    member = theme.network.members.order_by("pk")[0]
    of_theme = f"/arbete/norr/teman/{theme.address}/"
    return [
        f"{of_theme}val/",
        f"{of_theme}urval/",
        f"{of_theme}svar/",
        f"/arbete/norr/medlemmar/{member.pk}/",
    ]


def test_a_group_is_called_what_the_network_says(world: World, theme: Theme) -> None:
    for page in pages(theme):
        assert "size" in words(world, page), page
    assert "size" in words(world, SETTINGS)
    sent = {"name": "Norr", "spelling": "on", "typeface": "serif", **NAMES}
    assert world.owner.post(SETTINGS, sent).status_code == 302
    for page in pages(theme):
        said = words(world, page).casefold()
        assert "storleksklass" in said, page
        assert "size" not in said, page
    world.network.refresh_from_db()
    assert world.network.group_name("size", "en") == "Size class"
    assert world.network.group_name("other", "en") == "other"
    # The theme's package says so too, and its reports and charts with it.
    theme.refresh_from_db()
    version = theme.questionnaires.order_by("-number")[0]
    (column,) = theme_package(theme, version).theme.columns
    assert (column.id, column.label.sv, column.label.en) == ("size", "Storleksklass", "Size class")


def test_a_name_is_taken_away_again_and_one_of_a_group_nobody_has_is_kept(world: World) -> None:
    made_theme(world.network)
    Member.objects.update(groups={"size": "liten"})
    world.network.group_names = {"size": {"sv": "Storlek", "en": ""}, "gone": {"sv": "Borta"}}
    world.network.save()
    world.owner.post(SETTINGS, {"name": "Norr", "typeface": "serif"})
    world.network.refresh_from_db()
    assert world.network.group_names == {"gone": {"sv": "Borta"}}


def words(world: World, page: str) -> str:
    """What a page says, without its markup."""
    answer = world.owner.get(page)
    assert answer.status_code == 200, page
    text = answer.content.decode().partition("<main")[2].partition("</main")[0]
    return re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S))
