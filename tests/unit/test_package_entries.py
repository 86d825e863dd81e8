"""Lists of a package as plain data: written as the package writes them, nothing left out."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.catalogue.knowledge import KnowledgeCard
from samklang.core.language.wording import Wording
from samklang.core.theme.contact import Contact
from samklang.package.entries import (
    CONTACTS,
    KNOWLEDGE,
    REFERENCES,
    Entries,
    moved,
    read_entries,
    with_entry,
    write_entries,
)
from samklang.package.lists import ContactList, Knowledge
from samklang.package.model import validate
from samklang.package.read import read
from samklang.package.write import texts
from samklang.package.yaml_text import load
from tests.small_package import small_package

WORDS = st.text(
    # No database keeps NUL, and no file of a package may hold it.
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0"),
    min_size=1,
    max_size=12,
).filter(str.strip)
WORDING = st.builds(Wording, sv=WORDS, en=WORDS)
CARDS = st.builds(
    KnowledgeCard,
    id=st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True),
    title=WORDING,
    text=WORDING,
    references=st.lists(st.sampled_from(["a", "b1"]), max_size=2, unique=True).map(tuple),
)
CONTACT = st.builds(Contact, name=WORDS, role=WORDING, url=st.just(""), responsible=st.booleans())
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return read(small_package(tmp_path_factory.mktemp("small") / "p"))


@settings(max_examples=30, deadline=None)
@given(
    cards=st.lists(CARDS, min_size=1, max_size=3, unique_by=lambda c: c.id),
    people=st.lists(CONTACT, min_size=1, max_size=2),
)
def test_what_is_read_and_written_is_the_package_s_own_text(
    package: Any, cards: list[KnowledgeCard], people: list[Contact]
) -> None:
    whole = dataclasses.replace(package, knowledge=tuple(cards), contacts=tuple(people))
    for path, kind, name, expected in (
        (KNOWLEDGE, Knowledge, "cards", tuple(cards)),
        (CONTACTS, ContactList, "contacts", tuple(people)),
    ):
        text = texts(whole)[path]
        entries, faults = read_entries(path, text)
        assert entries is not None
        assert not faults
        again = write_entries(path, entries)
        assert again == text
        value, wrong = validate(kind, load(again, path)[0], path)
        assert not wrong
        assert getattr(value, name) == expected


@settings(max_examples=30, deadline=None)
@given(item=st.dictionaries(WORDS, PLAIN, max_size=4), beside=PLAIN)
def test_fields_that_are_not_known_are_kept(item: dict[str, Any], beside: Any) -> None:
    for path in (KNOWLEDGE, CONTACTS):
        whole = Entries((item,), {"further": beside})
        assert read_entries(path, write_entries(path, whole)) == (whole, ())
    whole = Entries((item,))
    assert read_entries(REFERENCES, write_entries(REFERENCES, whole)) == (whole, ())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (KNOWLEDGE, "cards: {a: 1}"),
        (KNOWLEDGE, "- a"),
        (KNOWLEDGE, "cards: [a]"),
        (CONTACTS, "contacts: &a []"),
        (CONTACTS, "contacts:\n  - name: [x\n"),
        (REFERENCES, "{}"),
        (REFERENCES, '[{"id": "a", "id": "b"}]'),
    ],
)
def test_what_cannot_be_read_is_a_fault(path: str, text: str) -> None:
    whole, faults = read_entries(path, text)
    assert whole is None
    assert faults


def test_order() -> None:
    entries = tuple({"id": str(n)} for n in range(3))
    assert [e["id"] for e in moved(entries, 0, -1)] == ["0", "1", "2"]
    assert [e["id"] for e in moved(entries, 0, 1)] == ["1", "0", "2"]
    assert [e["id"] for e in moved(entries, 2, 1)] == ["0", "1", "2"]
    assert [e["id"] for e in with_entry(entries, {"id": "x"}, 1)] == ["0", "x", "2"]
    assert [e["id"] for e in with_entry(entries, {"id": "x"}, None)] == ["0", "1", "2", "x"]
