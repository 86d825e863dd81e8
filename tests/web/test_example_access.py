"""Who may see and do what with examples: one row a view, so that no view is without one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from samklang.web.actions.catalogue import answer_for, withdraw_example
from samklang.web.models import AuditRow, Consent, Example, ExamplePicture, Theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World
from tests.web.test_examples import YES, drafted, owners, theme  # noqa: F401

VIEWS = ("catalogue", "owner", "readers_catalogue", "example_files", "example_share", "vocabulary")
MARKER = "Qvarnzebra"
# Owner, colleague (an editor), reader, staff of another network, anybody: what GET and POST give.
# A page that is only sent to has 405; nobody without a login comes further than to it (302).
STAFF: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "theme_examples": ((200, 200, 403, 404, 302), (405, 405, 403, 404, 302)),
    "theme_example_draft": ((405, 405, 403, 404, 302), (302, 302, 403, 404, 302)),
    "theme_example": ((200, 200, 403, 404, 302), (400, 400, 403, 404, 302)),
    "theme_example_step": ((405, 405, 403, 404, 302), (302, 302, 403, 404, 302)),
    "network_terms": ((200, 200, 403, 404, 302), (400, 400, 403, 404, 302)),
}
# What the links of this owner, another owner and nobody, one that has been renewed, one whose time
# has passed, and one whose example is withdrawn, lead to (GET, POST).
LINKS: dict[str, dict[str, tuple[int, int]]] = {
    "owner": {"own": (200, 400), "other": (200, 400), "none": (404, 404), "old": (404, 404),
              "late": (410, 410), "gone": (410, 410)},
    "owner_change": {"own": (200, 400), "other": (200, 400), "none": (404, 404),
                     "old": (404, 404), "late": (410, 410), "gone": (410, 410)},
    "owner_withdraw": {"none": (405, 404), "old": (405, 404), "late": (405, 410),
                       "gone": (405, 410)},
    "owner_receipt": {"own": (404, 405), "none": (404, 405), "old": (404, 405), "late": (410, 405),
                      "gone": (404, 405)},
}  # fmt: skip
# What anybody's browser is given of an example that is shown, one that waits and one taken back.
READERS: dict[str, tuple[int, int, int]] = {
    "public_examples": (200, 200, 200),
    "example_map": (200, 200, 200),
    "example_partners": (200, 200, 200),
    "example_data": (200, 200, 200),
    "public_example": (200, 404, 410),
    "example_jsonld": (200, 404, 410),
    "example_picture": (200, 404, 410),
    "example_share": (200, 404, 410),
}


ONE = ("public_example", "example_jsonld", "example_picture", "example_share")


def names() -> set[str]:
    """The names of the addresses of examples: by what they are called, or by whose view it is."""
    modules = {f"samklang.web.views.{one}" for one in VIEWS}
    return {
        pattern.name
        for address, pattern in _patterns(get_resolver().url_patterns)
        if any(word in address for word in ("exempel", "example"))
        or getattr(pattern.callback, "__module__", "") in modules
    }


def _patterns(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the site as it is written, with its pattern."""
    for one in patterns:
        address = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns, address)
        else:
            yield address, one


def test_no_view_of_examples_is_without_a_row() -> None:
    rows = {*STAFF, *LINKS, *READERS, *(f"{name}_en" for name in READERS)}
    assert names() == rows


@pytest.mark.parametrize("name", STAFF)
def test_staff(world: World, theme: Theme, name: str) -> None:  # noqa: F811
    one = drafted(world, theme)
    arguments = ["norr"] if name == "network_terms" else ["norr", theme.address]
    arguments += [one.name] if name in ("theme_example", "theme_example_step") else []
    address = reverse(name, args=arguments)
    clients = (world.owner, world.editor, world.reader, world.stranger, world.anyone)
    for method, expected in zip(("get", "post"), STAFF[name], strict=True):
        answers = [getattr(client, method)(address) for client in clients]
        assert tuple(answer.status_code for answer in answers) == expected
        for answer in answers[2:]:
            assert b"Anh\xc3\xb6rigcaf" not in answer.content
    # Another network's address does not lead to it either.
    there = reverse(name, args=["soder", *arguments[1:]])
    if name != "network_terms":
        assert world.stranger.get(there).status_code in (404, 405)
        assert world.stranger.post(there).status_code in (404, 405)


@pytest.fixture
def links(
    world: World,
    theme: Theme,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> dict[str, str]:
    """The token of each link of LINKS."""

    def asked(one: Example) -> str:
        address = owners(world, theme, one, django_capture_on_commit_callbacks)
        return address.strip("/").rpartition("/")[2]

    def another(title: str) -> Example:
        record = first.record | {"title": {"sv": title, "en": ""}}
        return Example.objects.create(
            theme=theme, name=title.lower(), origin="editor", owner_email="b@exempel.se",
            record=record,
        )  # fmt: skip

    first = drafted(world, theme)
    found = {"old": asked(first)}
    Example.objects.filter(pk=first.pk).update(turn=first.turn + 1)
    first.refresh_from_db()
    found["own"] = asked(first)
    found["other"] = asked(another("Annat"))
    gone = another(MARKER)
    found["gone"] = asked(gone)
    gone.refresh_from_db()
    withdraw_example(gone, by=None)
    late = another(f"Sent{MARKER}")
    found["late"] = asked(late)
    answer_for(late, seen=late.version, named=True, issues=["site"])
    late.consents.update(organisation=MARKER)
    Example.objects.filter(pk=late.pk).update(link_sent_at=timezone.now() - timedelta(days=91))
    mail.outbox.clear()
    return found | {"none": "a" * 26}


@pytest.mark.parametrize("name", LINKS)
def test_links(world: World, links: dict[str, str], name: str) -> None:
    before = list(Example.objects.order_by("pk").values("stage", "record", "issues", "version"))
    for client in (world.owner, world.reader, world.stranger, world.anyone, Client()):
        for which, expected in LINKS[name].items():
            address = reverse(name, args=[links[which]])
            got = [getattr(client, method)(address, follow=True) for method in ("get", "post")]
            assert tuple(one.status_code for one in got) == expected, which
            if which in ("none", "old", "late", "gone"):
                said = b"".join(one.content for one in got)
                for words in (b"Anh\xc3\xb6rigcaf", b"Annat", MARKER.encode()):
                    assert words not in said, which
    assert list(Example.objects.order_by("pk").values("stage", "record", "issues", "version")) == (
        before
    )
    assert [str(c.organisation) for c in Consent.objects.all()] == [MARKER]
    assert not mail.outbox


def test_one_owners_link_answers_for_no_other_example(world: World, links: dict[str, str]) -> None:
    version = Example.objects.get(name="annat").version
    own = reverse("owner", args=[links["own"]])
    assert Client().post(own, YES | {"version": str(version)}).status_code in (302, 409)
    assert Client().post(reverse("owner_withdraw", args=[links["own"]])).status_code == 302
    assert Example.objects.get(name="annat").stage == "asked"
    assert AuditRow.objects.filter(action="withdraw_example").count() == 2


@pytest.mark.parametrize("name", [*READERS, *(f"{name}_en" for name in READERS)])
def test_readers(world: World, theme: Theme, name: str) -> None:  # noqa: F811
    shown = [{"file": "pictures/a.jpg", "alt": {"sv": "En buss", "en": ""}, "credit": "Åsa"}]
    titles = ("Visas", f"Väntar {MARKER}", f"Borta {MARKER}")
    examples = [sourced(theme, title, pictures=shown) for title in titles]
    for one in examples:
        ExamplePicture.objects.create(example=one, file="pictures/a.jpg", content=b"a picture")
    Example.objects.filter(pk=examples[1].pk).update(stage="draft")
    withdraw_example(examples[2], by=None)
    examples[1].refresh_from_db()
    from samklang.web.actions.listing import bring_in_line

    bring_in_line(examples[1])
    for one, status in zip(examples, READERS[name.removesuffix("_en")], strict=True):
        arguments = ["norr"]
        arguments += ["csv"] if name.startswith("example_data") else []
        single = name.removesuffix("_en") in ONE
        arguments += [one.name] if single else []
        arguments += ["1"] if name.startswith("example_picture") else []
        address = reverse(name, args=arguments)
        elsewhere = reverse(name, args=["soder", *arguments[1:]])
        for client in (world.owner, world.reader, world.stranger, world.anyone):
            answer = client.get(address)
            assert answer.status_code == status
            assert MARKER.encode() not in b"".join(answer)
            assert client.post(address).status_code == 405
            there = client.get(elsewhere)
            assert there.status_code == (404 if single else 200)
            assert b"Visas" not in b"".join(there)


def test_a_picture_is_shown_with_whose_it_is_and_no_other_is(
    world: World,
    theme: Theme,  # noqa: F811
) -> None:
    shown = {"file": "pictures/a.jpg", "alt": {"sv": "En <buss>", "en": ""}, "credit": "Åsa Ö"}
    one = sourced(theme, "Visas", pictures=[shown])
    for file in ("pictures/a.jpg", "pictures/b.jpg"):
        ExamplePicture.objects.create(example=one, file=file, content=file.encode())
    page = reverse("public_example", args=["norr", one.name])
    html = world.anyone.get(page).content.decode()
    picture = reverse("example_picture", args=["norr", one.name, 1])
    assert f'src="{picture}" alt="En &lt;buss&gt;"' in html
    assert "<figcaption>Åsa Ö</figcaption>" in html
    assert 'property="og:image" content="http' in html
    answer = world.anyone.get(picture)
    assert (answer.content, answer["Content-Type"]) == (b"pictures/a.jpg", "image/jpeg")
    for number in (0, 2, 10**30):
        assert world.anyone.get(picture.replace("1.jpg", f"{number}.jpg")).status_code == 404
