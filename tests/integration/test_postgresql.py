"""PostgreSQL counts the same as the embedded engines: one SQL text, byte for byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.engines.long_table import Row
from samklang.engines.sql import TALLY, Column, cross_tally
from samklang.engines.tally import ENGINES
from tests.postgresql_server import postgresql_server

EMBEDDED_AND_SERVER = ("duckdb", "postgresql", "sqlite")  # Spark: test_engines.py


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgresql_server() as address:
        yield address


texts = st.one_of(
    st.sampled_from(["", "!not-shown", "Åre", "åre", " ", "\\N", "\\.", "a\tb", "1.0", "1"]),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8),
)
tables = st.lists(
    st.builds(Row, st.sampled_from(["r1", "r2"]), texts, st.sampled_from(["q1", "q2"]), texts),
    max_size=20,
)


def test_same_counts_and_cells(database: str) -> None:
    crossing = cross_tally([Column("q1"), Column("q2", "1")])

    @settings(max_examples=25, deadline=None)
    @given(tables)
    def same(table: list[Row]) -> None:
        for sql in (TALLY, crossing):
            found = [sorted(ENGINES[name](table, sql)) for name in EMBEDDED_AND_SERVER]
            if sql == TALLY or _one_value_each(table):
                assert all(f == found[0] for f in found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database)
        same()


def _one_value_each(table: list[Row]) -> bool:
    """Whether no respondent gave two values to q1: the largest text differs between engines."""
    seen = [(row.respondent, row.stratum) for row in table if row.question == "q1"]
    return len(seen) == len(set(seen))


@pytest.mark.parametrize("address", ["", "sqlite:///tally.db"])
def test_without_an_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(FaultyInput, match="does not name a PostgreSQL database"):
        ENGINES["postgresql"]([], TALLY)


def test_without_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("DATABASE_URL", f"postgresql:///tally?host={tmp_path}")
    with pytest.raises(FaultyInput, match="does not answer"):
        ENGINES["postgresql"]([], TALLY)
