"""The picture of an example that has none of its own: what it shows, and how seldom it is drawn."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree, html
from PIL import Image

from samklang.web.actions.catalogue import answer_for, ask_owner, publish_example, withdraw_example
from samklang.web.models import Example, Theme
from samklang.web.views import example_share
from tests.web.catalogue_world import sourced
from tests.web.conftest import World
from tests.web.test_examples import theme  # noqa: F401

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pictures that are drawn, as they come; nothing is kept from another test."""
    example_share._kept.clear()
    svgs: list[str] = []

    def note(svg: str) -> bytes:
        svgs.append(svg)
        return svg.encode()

    monkeypatch.setattr(example_share, "example_png", note)
    return svgs


def page(one: Example, language: str = "sv") -> str:
    tail = "_en" if language == "en" else ""
    return reverse(f"public_example{tail}", args=["norr", one.name])


def picture(one: Example, **headers: str) -> Any:
    return Client(headers=headers).get(page(one).rstrip("/") + ".png")


def words(svg: str) -> str:
    return " ".join(
        "".join(t.itertext()) for t in etree.fromstring(svg.encode()).iter(f"{SVG}text")
    )


def meta(one: Example, language: str = "sv") -> dict[str, str]:
    root = html.fromstring(Client().get(page(one, language)).content)
    return {m.get("property"): m.get("content") for m in root.iter("meta") if m.get("property")}


def test_the_page_names_a_picture_of_1200_by_630(theme: Theme) -> None:  # noqa: F811
    example_share._kept.clear()
    one = sourced(theme, "Fritidsbank", municipalities=["2514"])
    told = meta(one)
    assert told["og:image"] == f"http://localhost:8000{page(one).rstrip('/')}.png"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:description"] == "Vi möts och lagar mat."
    answer = picture(one)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_it_shows_title_place_network_and_address_and_no_text_as_markup(
    theme: Theme,  # noqa: F811
    drawn: list[str],
) -> None:
    hostile = '<a href="x">y</a> & "]]>'
    one = sourced(theme, hostile, municipalities=["2514"], organisation='<image href="x">')
    assert picture(one).status_code == 200
    (svg,) = drawn
    for text in (hostile, '<image href="x">', "Kalix, Norrbottens län", "Vi möts och lagar mat."):
        assert text in words(svg)
    assert "Norra" in words(svg)
    assert f"localhost:8000{page(one)}" in words(svg)
    tags = {element.tag for element in etree.fromstring(svg.encode()).iter()}
    assert tags <= {f"{SVG}{n}" for n in ("svg", "title", "desc", "style", "rect", "text", "path",
                                          "circle", "g", "tspan", "defs", "pattern")}  # fmt: skip


def test_an_example_without_a_place_and_one_in_very_many_are_drawn(theme: Theme) -> None:  # noqa: F811
    from samklang.core.vocabulary import municipalities

    example_share._kept.clear()
    for places in ([], sorted(municipalities())[:60]):
        one = sourced(theme, "Så " * 50, municipalities=places, description="🌱 ש " * 60)
        assert Image.open(io.BytesIO(picture(one).content)).size == (1200, 630)


def test_it_is_drawn_once_until_it_shows_something_else(theme: Theme, drawn: list[str]) -> None:  # noqa: F811
    one = sourced(theme, "Fritidsbank")
    first = picture(one)
    assert picture(one).content == first.content
    assert len(drawn) == 1
    same = picture(one, **{"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    one.record = {**one.record, "title": {"sv": "Skidbank", "en": ""}}
    one.save()
    publish_example(one, by=None)  # type: ignore[arg-type]
    changed = picture(one, **{"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert len(drawn) == 2


def test_nothing_is_drawn_for_who_has_the_picture_already(theme: Theme, drawn: list[str]) -> None:  # noqa: F811
    one = sourced(theme, "Fritidsbank")
    tag = picture(one)["ETag"]
    example_share._kept.clear()
    assert picture(one, **{"if-none-match": tag}).status_code == 304
    assert len(drawn) == 1


def test_one_is_drawn_at_a_time_and_few_are_kept(
    theme: Theme,  # noqa: F811
    drawn: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(example_share, "PATIENCE", 0.01)
    monkeypatch.setattr(example_share, "MOST_KEPT", 2)
    shown = [sourced(theme, f"Nummer {n}") for n in range(4)]
    with example_share._drawing:
        busy = picture(shown[0])
    assert (busy.status_code, busy["Retry-After"], drawn) == (503, "0.01", [])
    for one in shown:
        assert picture(one).status_code == 200
    assert len(example_share._kept) == 2


def test_an_owner_who_wants_no_name_is_not_named_and_what_is_withdrawn_is_gone(
    world: World,
    theme: Theme,  # noqa: F811
    drawn: list[str],
) -> None:
    one = sourced(theme, "Fritidsbank", organisation="Hemliga föreningen")
    Example.objects.filter(pk=one.pk).update(owner_email="a@exempel.se")
    one.refresh_from_db()
    ask_owner(one, by=None)  # type: ignore[arg-type]
    answer_for(one, seen=one.version, named=False, issues=["site"])
    one.refresh_from_db()
    publish_example(one, by=None)  # type: ignore[arg-type]
    assert picture(one).status_code == 200
    assert "Hemliga" not in drawn[0]
    withdraw_example(one, by=None)
    assert (picture(one).status_code, picture(one).content) == (410, b"")


def test_a_picture_of_its_own_is_the_one_that_is_shared(theme: Theme) -> None:  # noqa: F811
    own = [{"file": "pictures/a.jpg", "alt": {"sv": "En buss", "en": ""}, "credit": "Åsa"}]
    told = meta(sourced(theme, "Fritidsbank", pictures=own))
    assert told["og:image"].endswith("/1.jpg")
    assert told["og:image:alt"] == "En buss"
