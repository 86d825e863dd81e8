"""The first pages: set-up, logging in, who sees what, and the headers every page carries."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from samklang.web.actions.setup import setup_code
from samklang.web.models import AuditRow, Membership, Network
from tests.web.conftest import PASSWORD, World

GOOD = {
    "network": "Norra nätverket",
    "address": "norr",
    "email": "Agare@exempel.se",
    "password": PASSWORD,
}


@pytest.mark.django_db
def test_set_up_makes_the_network_and_its_owner() -> None:
    client = Client()
    page = f"/start/{setup_code()}/"
    assert client.get(page).status_code == 200
    answer = client.post(page, GOOD, follow=True)
    assert answer.redirect_chain[-1][0] == "/arbete/norr/"
    owner = Membership.objects.get()
    assert (owner.role, owner.network.name) == ("owner", "Norra nätverket")
    assert AuditRow.objects.get().action == "set_up"
    # Nobody sets up twice, not even with the code.
    assert client.get(page).status_code == 404
    assert client.post(page, GOOD | {"email": "annan@exempel.se"}).status_code == 404


@pytest.mark.django_db
def test_set_up_needs_the_code() -> None:
    assert Client().get("/start/wrong/").status_code == 404
    assert Client().post("/start/wrong/", GOOD).status_code == 404
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [("network", ""), ("address", "Två ord"), ("email", "ingen"), ("password", "kort")],
)
def test_a_fault_is_told_beside_its_field_and_nothing_is_made(field: str, value: str) -> None:
    answer = Client().post(f"/start/{setup_code()}/", GOOD | {field: value})
    assert answer.status_code == 400
    html = answer.content.decode()
    assert f'href="#id_{field}"' in html
    assert re.search(rf'id="id_{field}"[^>]*aria-invalid="true"', html) or re.search(
        rf'aria-invalid="true"[^>]*id="id_{field}"', html
    )
    assert f'id="id_{field}-error"' in html
    assert not Network.objects.exists()


def test_staff_see_their_network_and_a_stranger_does_not(world: World) -> None:
    for client in (world.owner, world.editor, world.reader):
        assert "Norra nätverket" in client.get("/arbete/norr/").content.decode()
    assert world.stranger.get("/arbete/norr/").status_code == 404
    assert world.anyone.get("/arbete/norr/").url.startswith("/konto/logga-in/")


def test_a_network_can_demand_a_second_factor(world: World) -> None:
    world.network.second_factor = True
    world.network.save()
    assert world.owner.get("/arbete/norr/").url == "/konto/kod/pa/"


def test_staff_log_in_with_their_address(world: World) -> None:
    answer = world.anyone.post(
        "/konto/logga-in/", {"login": "agare@exempel.se", "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/arbete/norr/"


def test_nobody_signs_up_by_himself(world: World) -> None:
    new = {"email": "ny@exempel.se", "password1": PASSWORD, "password2": PASSWORD}
    world.anyone.post("/konto/ny/", new)
    assert not User.objects.filter(email="ny@exempel.se").exists()


def test_every_page_carries_the_headers(world: World) -> None:
    for answer in (world.anyone.get("/"), world.owner.get("/arbete/norr/"), world.owner.get("/x")):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_language_is_the_readers_choice(world: World) -> None:
    assert 'lang="sv"' in world.anyone.get("/").content.decode()
    world.anyone.post("/sprak/", {"language": "en", "next": "/"})
    assert "Surveys and reports" in world.anyone.get("/").content.decode()


def test_the_front_page_leads_who_has_a_code_or_a_receipt(world: World) -> None:
    page = world.anyone.get("/").content.decode()
    for address in ("/svara/", "/svara/ta-tillbaka/"):
        assert f'href="{address}"' in page
        assert world.anyone.get(address).status_code == 200
    # Taking back saves nothing, so its button does not say that it does.
    assert "Spara" not in world.anyone.get("/svara/ta-tillbaka/").content.decode()
