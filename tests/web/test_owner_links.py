"""The link of an example's owner is valid for a time after the last letter, and can be had anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from samklang.web.actions.catalogue import still_true
from samklang.web.actions.example_letters import send_anew, write_to_owners
from samklang.web.models import AuditRow, Example, Theme
from tests.web.conftest import World
from tests.web.test_examples import YES, drafted, owners, pages, theme  # noqa: F401

RENEW = {"action": "renew"}


@pytest.fixture
def one(world: World, theme: Theme) -> Example:  # noqa: F811
    return drafted(world, theme)


@pytest.fixture
def link(
    world: World,
    theme: Theme,  # noqa: F811
    one: Example,
    django_capture_on_commit_callbacks: Any,
) -> str:
    """The owner's page, by a link that has just been sent."""
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    mail.outbox.clear()
    return address


def aged(one: Example, days: float) -> None:
    """The last letter was sent so many days ago."""
    sent = timezone.now() - timedelta(days=days)
    Example.objects.filter(pk=one.pk).update(link_sent_at=sent)


@pytest.mark.parametrize(("days", "status"), [(0, 200), (89.9, 200), (90.1, 410), (4000, 410)])
def test_a_link_is_valid_for_ninety_days(one: Example, link: str, days: float, status: int) -> None:
    aged(one, days)
    assert Client().get(link).status_code == status


def test_a_network_chooses_for_how_long(world: World, one: Example, link: str) -> None:
    page = "/arbete/norr/installningar/"
    said = {"name": "Norra nätverket", "typeface": "serif", "owner_days": "13"}
    assert world.owner.post(page, said).status_code == 400
    assert world.owner.post(page, said | {"owner_days": "20"}).status_code == 302
    for days, status in ((19.9, 200), (20.1, 410)):
        aged(one, days)
        assert Client().get(link).status_code == status


def test_an_expired_link_does_nothing(one: Example, link: str) -> None:
    aged(one, 91)
    Example.objects.filter(pk=one.pk).update(owner_email="hemlig@exempel.se")
    before = Example.objects.values().get()
    for path, said in (
        ("", YES | {"version": "0"}),
        ("", {"action": "still"}),
        ("andra/", {"title_sv": "Annat", "action": "next"}),
        ("dra-tillbaka/", {}),
    ):
        answer = Client().post(link + path, said, follow=True)
        assert answer.status_code == 410
        page = answer.content.decode()
        assert "Länken har gått ut" in page
        for secret in ("Anhörigcaf", "Kalix", "hemlig", "exempel.se", "Norra"):
            assert secret not in page
    assert Example.objects.values().get() == before
    assert not mail.outbox


def test_a_new_link_goes_to_the_known_address_and_to_no_other(
    one: Example, link: str, django_capture_on_commit_callbacks: Any
) -> None:
    Example.objects.filter(pk=one.pk).update(owner_email="agare@exempel.se")
    aged(one, 91)
    changed = Example.objects.get().changed_at
    with django_capture_on_commit_callbacks(execute=True):
        answer = Client().post(link, RENEW | {"email": "tjuv@exempel.se"})
    assert answer.status_code == 200
    assert "agare" not in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["agare@exempel.se"]
    fresh = letter.body.partition("/exempel/")[2].split()[0]
    assert fresh not in answer.content.decode()
    assert Client().get(f"/exempel/{fresh}").status_code == 200
    # The old one opens nothing any more, and sends no further letter.
    with django_capture_on_commit_callbacks(execute=True):
        assert Client().post(link, RENEW).status_code == 404
    assert len(mail.outbox) == 1
    assert AuditRow.objects.filter(action="renew_owner_link").count() == 1
    assert Example.objects.get().changed_at == changed


def test_two_who_ask_at_once_are_sent_one_letter(
    one: Example, link: str, django_capture_on_commit_callbacks: Any
) -> None:
    aged(one, 91)
    both = [Example.objects.get(), Example.objects.get()]
    with django_capture_on_commit_callbacks(execute=True):
        for seen in both:
            send_anew(seen)
    assert len(mail.outbox) == 1


def test_the_page_says_the_same_with_and_without_an_address(
    one: Example, link: str, django_capture_on_commit_callbacks: Any
) -> None:
    said = []
    for address in ("", "agare@exempel.se"):
        Example.objects.filter(pk=one.pk).update(owner_email=address)
        aged(one, 91)
        with django_capture_on_commit_callbacks(execute=True):
            for answer in (Client().get(link), Client().post(link, RENEW)):
                said.append((answer.status_code, _plain(answer.content.decode())))
    assert said[:2] == said[2:]
    assert len(mail.outbox) == 1


def _plain(page: str) -> str:
    """A page without what is drawn by lot for each."""
    return "".join(
        part.partition('"')[2] for part in page.split('name="csrfmiddlewaretoken" value="')
    )


def test_a_link_that_holds_is_not_sent_anew(
    one: Example, link: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert Client().post(link, RENEW).status_code == 400
        send_anew(Example.objects.get())
    assert not mail.outbox
    assert Client().get(link).status_code == 200


def test_every_letter_renews_the_link(
    world: World,
    theme: Theme,  # noqa: F811
    one: Example,
    link: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    # Asked again while the link holds: the same link, valid for longer.
    aged(one, 60)
    assert owners(world, theme, one, django_capture_on_commit_callbacks) == link
    sent = Example.objects.get().link_sent_at
    assert sent is not None
    assert timezone.now() - sent < timedelta(minutes=1)
    later = timezone.now() + timedelta(days=15)
    assert write_to_owners(later) == 1
    assert Example.objects.get().link_sent_at == later
    assert Client().get(link).status_code == 200


def test_a_yearly_letter_brings_a_new_link_and_the_old_one_stays_expired(
    world: World,
    theme: Theme,  # noqa: F811
    one: Example,
    link: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    Client().post(link, YES | {"version": "0"})
    world.editor.post(f"{pages(theme)}{one.name}/steg/", {"action": "publish"})
    still_true(Example.objects.get())
    aged(one, 366)
    assert Example.objects.get().stage == "published"
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert write_to_owners(timezone.now() + timedelta(days=366)) == 1
    fresh = mail.outbox[0].body.partition("/exempel/")[2].split()[0]
    assert f"/exempel/{fresh}" != link
    assert Client().get(f"/exempel/{fresh}").status_code == 200
    assert Client().get(link).status_code == 404
