"""The test world: one network with an owner, an editor and a reader, and a stranger elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from samklang.analysis.analysis import released_numbers
from samklang.core.disclosure.ledger import IssuedEdition, without_digests
from samklang.package import ledger
from samklang.package.read import read_from
from samklang.web.actions import building
from samklang.web.forms import house
from samklang.web.models import AuditHead, AuditRow, Membership, Network, Theme
from samklang.web.models.network import Role
from samklang.web.queries import (
    answering,
    entries,
    example_meanings,
    manuscript_preview,
    spelling,
    worker,
)
from samklang.web.queries.counted import Kept, Wanted, content_of, keep, kept
from samklang.web.serving import throttle
from samklang.web.views import coding_import, questionnaire, register
from tests.read_here import here

PASSWORD = "fyra små ord till"


@dataclass(frozen=True)
class World:
    """Who there is. Each client is logged in as its person; `anyone` is not logged in."""

    network: Network
    elsewhere: Network
    owner: Client
    editor: Client
    reader: Client
    stranger: Client
    anyone: Client


def person(email: str, network: Network, role: str) -> Client:
    """A person on a network's staff, logged in."""
    user = User.objects.create_user(username=email, email=email, password=PASSWORD)
    Membership.objects.create(network=network, user=user, role=role)
    client = Client(headers={"accept-language": "sv"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.session.session_key
    UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="")
    return client


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """The next test's rows may have the same ids as this one's."""
    throttle.forget()
    worker.forget()
    entries.forget()
    example_meanings.forget()
    answering.questionnaire.cache_clear()
    # Nor is it in the language of the last page that this one asked for.
    translation.deactivate()


@pytest.fixture(autouse=True)
def _built_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds share what this process has read; tests/integration/test_apart.py builds apart."""

    def built(path: Path, out: Path, *, progress: Any, made: Any, issued: Any, wanted: Any) -> int:
        from samklang.publication.build import build

        def kept(edition: IssuedEdition) -> None:
            issued(ledger.write([without_digests(edition)]))

        done = wanted() and build(path, out, progress=progress, made=made, issued=kept)
        return len(done or ())

    monkeypatch.setattr(building, "build_apart", built)


@pytest.fixture(autouse=True)
def _handed_in_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed in, and dictionaries, are read in this process as well.

    In one apart they are read in test_spelling.py and tests/integration/test_hostile_uploads.py.
    """
    for module in (spelling, house, coding_import, questionnaire, register):
        monkeypatch.setattr(module, "confined", here)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has been there before each look: what it lacks is counted first."""

    def made(wanted: Wanted) -> Kept | None:
        found = kept(wanted)
        if found is None:
            there = [manuscript_preview.still_files(theme) for theme in Theme.objects.all()]
            files = next(f for f in there if f and content_of(f) == wanted.content)
            keep(wanted, Kept(wanted.demands, released_numbers(read_from(files), wanted.demands)))
        return found or kept(wanted)

    monkeypatch.setattr(manuscript_preview, "kept", made)


@pytest.fixture(autouse=True)
def _trail_lets_go(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tables of a test that commits are emptied; the trail lets go of pruned rows alone."""
    if "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    newest = AuditRow.objects.first()
    AuditHead.objects.update(pruned=newest.pk if newest else 0)


@pytest.fixture
def world(db: None) -> World:
    """The world, made anew for each test."""
    network = Network.objects.create(address="norr", name="Norra nätverket")
    elsewhere = Network.objects.create(address="soder", name="Södra nätverket")
    return World(
        network=network,
        elsewhere=elsewhere,
        owner=person("agare@exempel.se", network, Role.OWNER),
        editor=person("redaktor@exempel.se", network, Role.EDITOR),
        reader=person("lasare@exempel.se", network, Role.READER),
        stranger=person("frammande@exempel.se", elsewhere, Role.OWNER),
        anyone=Client(headers={"accept-language": "sv"}),
    )
