"""Methods that no page has: every address that takes no values refuses them, whoever asks."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.conftest import World


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Addresses without a value in them."""
    for pattern in patterns:
        if pattern.pattern.converters or "<" in str(pattern.pattern):
            continue
        address = before + str(pattern.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield address


ADDRESSES = [*sorted(set(addresses(get_resolver().url_patterns))), f"/svara/{'a' * 26}/"]


def test_the_addresses_are_found() -> None:
    assert {"/svara/", "/svara/ta-tillbaka/", "/arbete/"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 20


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_that_no_page_has_is_refused(world: World, method: str) -> None:
    for client in (Client(), world.owner):
        for address in ADDRESSES:
            answer = getattr(client, method)(address)
            assert answer.status_code == 405, f"{method} {address}: {answer.status_code}"
            assert answer.headers["Allow"] == "GET, HEAD, POST"
