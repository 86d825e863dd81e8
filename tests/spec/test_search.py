"""Search: one analyser and one ranking over FTS5 and PostgreSQL, held to the same expectations."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db.utils import ConnectionHandler
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from samklang.core.catalogue.analyser import Place, Term, query_terms, tokens
from samklang.core.catalogue.excerpts import LENGTH, excerpt, highlighted
from samklang.core.catalogue.ranking import fit
from samklang.core.catalogue.spelling import distance, nearest
from samklang.search import SearchIndex, index_of
from samklang.search.sqlite import SqliteIndex
from samklang.site import settings as site
from tests.postgresql_server import postgresql_server

EXAMPLES = [
    ("Anhörigcafé på hjul", "Kalix", "En buss kör kaffe till byarna varje torsdag."),
    ("Fritidsbanken", "Umeå", "Här kan alla låna skidor och annan sportutrustning."),
    ("Samåkning i byn", "Pajala", "Den som ska köra hjälper den som behöver skjuts."),
    ("Digitalt i bygdegården", "Robertsfors", "Äldre får hjälp med e-legitimation av unga."),
    ("Simskola för mammor", "Boden", "Kvinnor från hela världen lär sig simma i badhuset."),
    ("Återbruket", "Älvsbyn", "Långtidsarbetslösa renoverar möbler och säljer dem."),
    ("Nattvandring ½ natt", "Piteå", "İstanbul-cafét ordnar 24 vandringar ⅲ om året 👍🏽."),
]


class Engine:
    """An index with the examples in it, asked as the site asks it."""

    def __init__(self, index: SearchIndex, cursor: Any):
        self.index, self.cursor = index, cursor

    def postings(self, clause: Sequence[Sequence[str]]) -> Any:
        return self.index.documents(self.cursor, clause, every=2, nth=0) // 2

    def search(self, text: str, terms: tuple[Term, ...] | None = None) -> list[int]:
        """The numbers of the examples that fit, best first."""
        terms = query_terms(text, "sv") if terms is None else terms
        size = len(EXAMPLES)
        answer = fit(terms, self.postings, size, np.ones(size, np.bool_))
        return sorted(answer.places.tolist(), key=lambda place: (-answer.scores[place], place))


def texts(number: int) -> str:
    title, place, text = EXAMPLES[number]
    return tokens({Place.TITLE: [title], Place.NAME: [place], Place.TEXT: [text]}, "sv")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "sqlite":
            path: Path = tmp_path_factory.mktemp("search") / "s.sqlite3"
            patch.setenv("DATABASE_URL", f"sqlite:///{path}")
            yield from _filled(django_db_blocker)
        else:
            with postgresql_server() as address:
                patch.setenv("DATABASE_URL", address)
                yield from _filled(django_db_blocker)


def _filled(blocker: DjangoDbBlocker) -> Iterator[Engine]:
    connection = ConnectionHandler({"default": site.database()})["default"]
    index = index_of(connection.vendor)
    with blocker.unblock(), connection.cursor() as cursor:
        index.create(cursor)
        for number in range(len(EXAMPLES)):
            index.put_all(cursor, {2 * number: texts(number)})
        yield Engine(index, cursor)
    connection.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fritidsbank", [1]),
        ("SKIDOR", [1]),
        ("skidan", [1]),
        ("gård", [3]),
        ("bygd", [3]),
        ("café", [0, 6]),
        ("anhörig", [0]),
        ("sport utrustning", [1]),
        ("skola", [4]),
        ("simma", [4]),
        ("älvsbyn", [5]),
        ("möbel", [5]),
        ("kör", [0, 2]),
        ("kor", []),
        ("alla kvinnor", [4]),
        ("24", [6]),
        ("", []),
    ],
)
def test_queries(engine: Engine, query: str, expected: list[int]) -> None:
    assert sorted(engine.search(query)) == expected


def test_a_title_counts_more_than_a_text(engine: Engine) -> None:
    assert engine.search("byn")[0] == 2


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_a_query(text: str) -> None:
    for term in query_terms(text, "sv"):
        for stem in (*term.stems, *term.others, *(s for part in term.parts for s in part)):
            assert stem.isalnum()
            assert "'" not in stem


HOSTILE = ["\" OR 1=1 --", "a* NEAR(b c)", "'; DROP TABLE x; --", "tokens:x", "^a", "(", "a & !b",
           "ﬀ ß ı İ", "\\", "%_", "🧑🏽‍🤝‍🧑🏿", "ⅲ ½ ²", "a\u0301\u0308", "٣ ۷", "𝔞𝔟"]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_answered(engine: Engine, query: str) -> None:
    engine.search(query)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_is_there_by_every_word_of_it(engine: Engine, number: int) -> None:
    for text in EXAMPLES[number]:
        assert number in engine.search(text)


def test_what_is_taken_out_is_not_there(engine: Engine) -> None:
    extra = tokens({Place.TITLE: ["Zebrahuset"]}, "sv")
    engine.index.put_all(engine.cursor, {2 * 99: extra})
    assert engine.postings([["1zebrahus"]]).tolist() == [99]
    assert engine.index.documents(engine.cursor, [["1zebrahus"]], every=2, nth=1).tolist() == []
    engine.index.remove(engine.cursor, 2 * 99, extra)
    assert engine.postings([["1zebrahus"]]).tolist() == []
    if isinstance(engine.index, SqliteIndex):
        # Taken out and not purged it is still in the file.
        assert b"zebr" in file_of(engine)
        engine.index.purge(engine.cursor)
        assert b"zebr" not in file_of(engine)


def test_documents_put_in_at_once_are_found_as_those_put_in_one_by_one(engine: Engine) -> None:
    before = {query: engine.search(query) for query in ("skidor", "gård", "café", "alla kvinnor")}
    engine.index.clear(engine.cursor)
    assert not any(engine.search(query) for query in before)
    engine.index.put_all(engine.cursor, {2 * n: texts(n) for n in range(len(EXAMPLES))})
    engine.index.create(engine.cursor)
    assert {query: engine.search(query) for query in before} == before
    engine.cursor.execute("SELECT count(*) FROM catalogue_search")
    assert engine.cursor.fetchone()[0] == len(EXAMPLES)


def file_of(engine: Engine) -> bytes:
    """The database's file, with what its write-ahead log held."""
    engine.cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.cursor.execute("PRAGMA database_list")
    return Path(engine.cursor.fetchone()[2]).read_bytes()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("fritidsbakn", "fritidsbanken"),
        ("kalx", "kalix"),
        ("aldre", "äldre"),
        ("nyanländda", "nyanlända"),
        ("hund", None),
        ("kor", None),
    ],
)
def test_the_nearest_word(word: str, meant: str | None) -> None:
    known = [("fritidsbanken", 1), ("kalix", 3), ("äldre", 2), ("nyanlända", 1), ("kör", 1)]
    assert nearest(word, known, stem=lambda w: w.removesuffix("en")) == meant


def test_letters_swapped_are_one_edit() -> None:
    assert distance("kalix", "kailx", 2) == 1
    assert distance("kalix", "boden", 2) == 3


def test_words_met_are_marked_and_nothing_is_lost() -> None:
    text = "Äldre får hjälp i bygdegården."
    pieces = highlighted(text, query_terms("gård äldre", "sv"), "sv")
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.met] == ["Äldre", "bygdegården"]


def test_an_excerpt_shows_the_words_met() -> None:
    text = "Inget sägs här. " * 30 + "Men så kommer skidorna. " + "Inget mer. " * 30
    assert "skidorna" in excerpt(text, query_terms("skida", "sv"), "sv")
    assert excerpt(text, (), "sv").startswith("Inget")
    assert len(excerpt(text, (), "sv")) <= LENGTH + 4
