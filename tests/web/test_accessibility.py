"""The site's accessibility statement: whom it names, and the footers that lead to it."""

from pathlib import Path

import pytest
from lxml import html

import samklang.web
from samklang.core.accessibility.statement import CONTENTS
from samklang.core.language.wording import Wording
from samklang.web.models import Theme
from samklang.web.models.theme import ThemeState
from tests.web.conftest import World


@pytest.mark.django_db
def test_it_names_the_network_and_the_contact_of_its_newest_theme(world: World) -> None:
    for number, (state, email) in enumerate(
        [(ThemeState.OPEN, "kim@exempel.se"), (ThemeState.DRAFT, "hemlig@exempel.se")]
    ):
        Theme.objects.create(
            network=world.network,
            address=f"tema-{number}",
            title=Wording("Tema"),
            state=state,
            contact_name="Kim",
            contact_email=email,
        )
    answer = world.anyone.get(f"/tillganglighet/{world.network.address}/")
    page = html.fromstring(answer.content.decode())
    assert [section.get("aria-labelledby") for section in page.findall(".//section")] == [
        f"accessibility-{name}" for name in CONTENTS
    ]
    assert world.network.name in page.text_content()
    assert "mailto:kim@exempel.se" in page.xpath("//main//a/@href")
    # A draft is nobody's to read.
    assert "hemlig@exempel.se" not in page.text_content()


@pytest.mark.django_db
def test_without_a_network_no_network_is_named(world: World) -> None:
    answer = world.anyone.get("/tillganglighet/")
    assert answer.status_code == 200
    assert world.network.name not in answer.content.decode()
    assert world.anyone.get("/tillganglighet/finns-inte/").status_code == 404


@pytest.mark.django_db
def test_every_footer_leads_to_it(world: World) -> None:
    own = f"/tillganglighet/{world.network.address}/"
    for client, address, there in (
        (world.anyone, "/", "/tillganglighet/"),
        (world.anyone, "/konto/login/", "/tillganglighet/"),
        (world.anyone, "/svara/", "/tillganglighet/"),
        (world.anyone, "/finns-inte/", "/tillganglighet/"),
        (world.anyone, f"/rapporter/{world.network.address}/", own),
        (world.owner, f"/arbete/{world.network.address}/", own),
    ):
        footer = html.fromstring(client.get(address).content.decode()).find(".//footer")
        assert footer is not None, address
        assert there in footer.xpath(".//a/@href"), address


def test_the_ring_of_the_focus_has_not_the_colour_of_faults() -> None:
    sheets = list((Path(samklang.web.__file__).parent / "static").glob("*.css"))
    rings = [line for sheet in sheets for line in sheet.read_text().split("}") if ":focus" in line]
    assert len(rings) > 5
    assert not [ring for ring in rings if "lingon" in ring]
