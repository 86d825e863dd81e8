"""Columns of a catalogue: changed step by step as if made anew; packed and read back the same."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.catalogue.columns import Columns, Row, places_in
from samklang.core.catalogue.common_words import SHARE, commonest, with_words
from samklang.core.catalogue.packed import packed, unpacked

FACETS = {"county": ("24", "25", ""), "sureness": ("exact", "none")}


@dataclass(frozen=True)
class Change:
    """Rows put in, by id, and ids taken out."""

    put: dict[int, tuple[str, str, str]]
    gone: frozenset[int]


change = st.builds(
    Change,
    st.dictionaries(
        st.integers(1, 12),
        st.tuples(*(st.sampled_from(codes) for codes in FACETS.values()), st.sampled_from("abcåö")),
        max_size=4,
    ),
    st.frozensets(st.integers(1, 12), max_size=3),
)


def seen(columns: Columns) -> Any:
    """All that a page asks of columns, by the ids of the examples."""

    def ids(places: Any) -> list[int]:
        return [int(one) for one in columns.ids[places]]

    return (
        ids(places_in(columns.live, columns.size)) if columns.size else [],
        {
            (name, code): ids(places_in(columns.chosen({name: [code]}), columns.size))
            for name, codes in FACETS.items()
            for code in codes
            if columns.size
        },
        [ids(columns.order(name, "sv")) for name in ("title", "new", "sure") if columns.size],
        # A value that none has any more is counted as none.
        {
            (name, code): count
            for name in FACETS
            for code, count in columns.counts(name, {"county": ["24"]}, columns.live).items()
            if count
        },
    )


def words_of(columns: Columns) -> dict[str, list[int]]:
    """The ids of the examples that have each common word."""
    return {
        token: columns.ids[places_in(bits, columns.size)].tolist()
        for token, bits in columns.words.get("sv", {}).items()
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(change, min_size=1, max_size=6))
def test_common_words_stay_true_through_changes(changes: list[Change]) -> None:
    rows = {0: Row(0, {}, {"sv": "a"}, 0, {"sv": "a b"})}
    columns = with_words(Columns.of(list(rows.values())), {"sv": frozenset("ab")}, [])
    columns = columns.changed_by(rows.values())
    for number, one in enumerate(changes, 1):
        put = {
            id_: Row(id_, {}, {"sv": title}, number, {"sv": f"{title} {chr(97 + id_ % 3)}"})
            for id_, (_, _, title) in one.put.items()
        }
        gone = one.gone - set(put)
        columns = columns.changed_by(put.values(), gone)
        rows = {id_: row for id_, row in {**rows, **put}.items() if id_ not in gone}
        expected = {
            token: sorted(id_ for id_, row in rows.items() if token in row.tokens["sv"].split())
            for token in "ab"
        }
        assert words_of(columns) == expected
        # A word of none is not stored.
        assert words_of(unpacked(packed(columns))) == {t: ids for t, ids in expected.items() if ids}
        every = ((id_, row.tokens) for id_, row in rows.items())
        assert words_of(with_words(columns, {"sv": frozenset("ab")}, every)) == expected


def test_a_word_is_common_from_its_share_upwards() -> None:
    size = round(20 / SHARE)
    sample = [
        {"sv": f"x{number}" + (" few" if number < SHARE * size - 1 else " many")}
        for number in range(size)
    ]
    assert commonest(sample) == {"sv": frozenset(["many"])}
    assert commonest([]) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(change, max_size=6))
def test_step_by_step_or_at_once_packed_or_not_they_are_the_same(changes: list[Change]) -> None:
    rows: dict[int, Row] = {}
    columns = Columns()
    for number, one in enumerate(changes, 1):
        put = {
            id_: Row(id_, {"county": [county], "sureness": [sure]}, {"sv": title}, number)
            for id_, (county, sure, title) in one.put.items()
        }
        gone = one.gone - set(put)
        columns = unpacked(packed(columns.changed_by(put.values(), gone)))
        rows = {id_: row for id_, row in {**rows, **put}.items() if id_ not in gone}
        found, anew = seen(columns), seen(Columns.of(list(rows.values())))
        # A place whose example is gone stays, and is nothing's.
        assert (found[0], found[2], found[3]) == (anew[0], anew[2] or found[2], anew[3])
        for key, ids in anew[1].items():
            assert found[1][key] == ids


def test_columns_that_somebody_holds_are_not_changed() -> None:
    first = Columns.of([Row(1, {"county": ["24"]}, {"sv": "a"}, 1)])
    before = seen(first)
    first.changed_by([Row(2, {"county": ["25"]}, {"sv": "b"}, 2)], [1])
    assert seen(first) == before
    assert np.array_equal(first.ids, [1])
