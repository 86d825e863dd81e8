"""Every address of the staff's pages, from the site's own list: nobody from outside gets in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from samklang.core.language.wording import Wording
from samklang.web.actions.themes import begin_theme
from samklang.web.models import AuditRow, Membership
from samklang.web.models.network import Role
from tests.web.conftest import World, person

STAFF = "/arbete/<slug:network>/"
LOGGED_IN = re.compile(r"/konto/logga-in/\?next=")
# What stands in an address beside the network and its theme; a page that has it not is not found.
FILLED = {"int": "1", "slug": "sv", "str": "q1", "path": "manuscript.md"}


def addresses(patterns: Any, before: str = "/") -> Iterator[str]:
    """Every address as it is written in the list."""
    for one in patterns:
        address = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, address)
        else:
            yield address


EVERY = [a for a in addresses(get_resolver().url_patterns) if a.startswith(STAFF)]


def filled(address: str) -> str:
    """An address of the network and its theme, with something in every other place."""
    address = address.replace("<slug:network>", "norr").replace("<slug:theme>", "t")
    return re.sub(r"<(\w+):\w+>", lambda place: FILLED[place[1]], address)


@pytest.fixture
def outsiders(world: World) -> dict[str, Client]:
    """Who has no business there: nobody, another network's owner, and two who had."""
    begin_theme(
        world.network, by=User.objects.get(email="agare@exempel.se"), title=Wording("T", "T"),
        address="t", begin_from="social-innovation",
    )  # fmt: skip
    shut_out = person("avstangd@exempel.se", world.network, Role.OWNER)
    User.objects.filter(email="avstangd@exempel.se").update(is_active=False)
    left = person("slutat@exempel.se", world.network, Role.OWNER)
    Membership.objects.filter(user__email="slutat@exempel.se").delete()
    others = {"anyone": world.anyone, "stranger": world.stranger}
    return {**others, "shut out": shut_out, "left": left}


def test_the_addresses_are_found() -> None:
    assert len(EVERY) > 100
    assert len(set(map(filled, EVERY))) > 90


def test_nobody_from_outside_gets_in(world: World, outsiders: dict[str, Client]) -> None:
    before = AuditRow.objects.exclude(action="refuse").count()
    let_in = []
    for address in map(filled, EVERY):
        for who, client in outsiders.items():
            for method in ("get", "post"):
                answer = getattr(client, method)(address)
                to_log_in = bool(LOGGED_IN.search(answer.get("Location", "")))
                logged_in = who in ("stranger", "left")
                if not (answer.status_code == 404 if logged_in else to_log_in):
                    let_in.append((who, method, address, answer.status_code))
    assert let_in == []
    assert AuditRow.objects.exclude(action="refuse").count() == before


def test_a_reader_changes_nothing(world: World, outsiders: dict[str, Client]) -> None:
    """What a reader sends is refused, to whatever address."""
    taken = set()
    for address in EVERY:
        answer = world.reader.post(filled(address))
        assert answer.status_code < 500, address
        if answer.status_code in (200, 302):
            taken.add(address.removeprefix(STAFF))
    # The network's own page takes no form: it shows what it shows.
    assert taken == {""}
    actions = set(AuditRow.objects.filter(by__email="lasare@exempel.se").values_list("action"))
    assert actions <= {("refuse",)}
