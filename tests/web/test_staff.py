"""Staff: accounts in our own words, roles that hold, two steps, and a trail of every action."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from samklang import web
from samklang.core.language.phrases import catalogue
from samklang.web.models import AuditRow, Membership
from samklang.web.queries.since import CODED
from tests.web.conftest import PASSWORD, World

STAFF = "/arbete/norr/medarbetare/"


def code(secret: str) -> str:
    """The code that an app would show now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_an_owner_adds_a_person_who_chooses_a_password_by_letter(world: World) -> None:
    world.owner.post(STAFF, {"email": "Ny@exempel.se", "role": "editor"})
    made = Membership.objects.get(user__email="ny@exempel.se")
    assert (made.role, made.user.has_usable_password()) == ("editor", False)
    (letter,) = mail.outbox
    assert letter.to == ["ny@exempel.se"]
    assert letter.subject == "Välj ett lösenord till Samklang"
    link = re.search(r"http://\S+", letter.body)
    assert link
    client = Client(headers={"accept-language": "sv"})
    page = client.get(link.group(), follow=True)
    assert "Välj ett nytt lösenord" in page.content.decode()
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    logged_in = client.post(
        "/konto/logga-in/", {"login": "ny@exempel.se", "password": PASSWORD}, follow=True
    )
    assert "Norra nätverket" in logged_in.content.decode()
    # The link works once.
    assert (
        "Länken går inte att använda"
        in Client(headers={"accept-language": "sv"}).get(link.group(), follow=True).content.decode()
    )


def test_roles_hold(world: World) -> None:
    for client in (world.editor, world.reader):
        for page in (STAFF, "/arbete/norr/installningar/", "/arbete/norr/logg/"):
            assert client.get(page).status_code == 403
        assert client.post(STAFF, {"email": "x@y.se", "role": "owner"}).status_code == 403
    assert world.stranger.get(STAFF).status_code == 404


def test_the_last_owner_stays(world: World) -> None:
    owner = Membership.objects.get(user__email="agare@exempel.se")
    for role in ("reader", "none"):
        page = world.owner.post(f"{STAFF}{owner.pk}/", {"role": role}, follow=True)
        assert "Nätverket måste ha en ägare" in page.content.decode()
    editor = Membership.objects.get(user__email="redaktor@exempel.se")
    world.owner.post(f"{STAFF}{editor.pk}/", {"role": "owner"})
    world.owner.post(f"{STAFF}{owner.pk}/", {"role": "none"})
    assert not Membership.objects.filter(pk=owner.pk).exists()
    assert world.owner.get("/arbete/norr/").status_code == 404


def test_a_strangers_membership_cannot_be_changed(world: World) -> None:
    other = Membership.objects.get(user__email="frammande@exempel.se")
    assert world.owner.post(f"{STAFF}{other.pk}/", {"role": "none"}).status_code == 404


def test_logging_in_in_two_steps(world: World) -> None:
    client = world.owner
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    page = client.get("/konto/kod/pa/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    client.post("/konto/kod/pa/", {"code": code(found.group(1))})
    user = User.objects.get(email="agare@exempel.se")
    assert user.authenticator_set.filter(type="totp").exists()
    other = Client(headers={"accept-language": "sv"})
    asked = other.post("/konto/logga-in/", {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Skriv koden" in asked.content.decode()
    assert other.get("/arbete/norr/").status_code == 302
    assert "Skriv koden" in other.post("/konto/kod/", {"code": "000000"}).content.decode()


def test_a_code_of_another_secret_is_refused(world: World) -> None:
    user = User.objects.get(email="agare@exempel.se")
    TOTP.activate(user, generate_totp_secret())
    other = Client(headers={"accept-language": "sv"})
    other.post("/konto/logga-in/", {"login": user.email, "password": PASSWORD})
    other.post("/konto/kod/", {"code": code(generate_totp_secret())})
    assert other.get("/arbete/norr/").status_code == 302


ENGLISH = re.compile(r"\b(the|your|you|password|please|sign|email address|account)\b", re.I)
OPEN_PAGES = [
    "/",
    *(
        f"/konto/{page}"
        for page in (
            "logga-in/",
            "losenord/glomt/",
            "losenord/brev/",
            "losenord/klart/",
            "ny/",
            "stangt/",
        )
    ),
]
OWN_PAGES = [
    *(
        f"/konto/{page}"
        for page in ("", "losenord/", "bekrafta/", "kod/pa/", "reservkoder/", "logga-ut/")
    ),
    *(
        f"/arbete/norr/{page}"
        for page in ("", "medarbetare/", "installningar/", "logg/", "medlemmar/", "teman/nytt/")
    ),
]


def words(client: Client, page: str, **data: str) -> str:
    """What a page says, without its marks, addresses and the way to the other language."""
    answer = client.post(page, data, follow=True) if data else client.get(page, follow=True)
    html = re.sub(r"<(head|style|script)\b.*?</\1>", "", answer.content.decode(), flags=re.S)
    html = re.sub(r"<button[^>]*>English</button>", "", html)
    labels = re.findall(r'(?:aria-label|placeholder|alt|title)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]+>", " ", html), *labels])


@pytest.mark.parametrize("page", OPEN_PAGES)
def test_a_swedish_reader_finds_no_english_word(world: World, page: str) -> None:
    assert ENGLISH.findall(words(world.anyone, page)) == []


@pytest.mark.parametrize("page", OWN_PAGES)
def test_a_swedish_worker_finds_no_english_word(world: World, page: str) -> None:
    assert ENGLISH.findall(words(world.owner, page)) == []


def test_faults_are_in_swedish_too(world: World) -> None:
    wrong = {"login": "agare@exempel.se", "password": "fel"}
    assert ENGLISH.findall(words(world.anyone, "/konto/logga-in/", **wrong)) == []
    short = {"oldpassword": PASSWORD, "password1": "kort", "password2": "annat"}
    assert ENGLISH.findall(words(world.owner, "/konto/losenord/", **short)) == []
    assert ENGLISH.findall(words(world.owner, STAFF, email="x", role="y")) == []


def actions() -> set[str]:
    """The names of actions in the source: the first argument of every call of `record`."""
    found = set()
    folder = Path(inspect.getfile(web)).parent
    for path in [*folder.rglob("*.py"), folder.parent / "cli" / "operations.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_action_has_its_words() -> None:
    # Coding has a log of its own, which a theme's home reads beside the trail.
    assert actions() | {CODED} == set(catalogue("sv", "actions"))


def test_the_trail_says_who_did_what(world: World) -> None:
    sent = {"name": "Nya nätverket", "url": "", "spelling": "on"}
    world.owner.post("/arbete/norr/installningar/", sent)
    row = AuditRow.objects.get(action="change_network")
    assert (row.by.email, row.detail) == ("agare@exempel.se", {"fields": ["name"]})
    page = world.owner.get("/arbete/norr/logg/").content.decode()
    assert "ändrade nätverkets inställningar" in page


def test_the_networks_address_is_taken_as_people_write_it(world: World) -> None:
    page = world.owner.get("/arbete/norr/installningar/").content.decode()
    # A field of the kind url would be refused by the browser before it is sent.
    assert 'type="url"' not in page
    sent = {"name": "Nätverket", "url": "www.foreningen.se", "spelling": "on"}
    world.owner.post("/arbete/norr/installningar/", sent)
    world.network.refresh_from_db()
    assert world.network.url == "https://www.foreningen.se"


def test_logging_in_speaks_our_own_swedish(world: World) -> None:
    page = words(world.anyone, "/konto/logga-in/")
    for label in ("E-postadress", "Lösenord", "Håll mig inloggad"):
        assert label in page
    assert page.count("Jag har glömt lösenordet") == 1
    assert not re.search("Epost|Glömt|Kom ihåg", page)
    wrong = words(world.anyone, "/konto/logga-in/", login="agare@exempel.se", password="fel")
    assert "E-postadressen eller lösenordet stämmer inte." in wrong
    again = words(world.owner, "/konto/losenord/", oldpassword="fel", password1="", password2="")
    assert "Lösenordet stämmer inte." in again
