"""The tally: what becomes a row of the long table, and that every engine counts the same."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.estimate.design import Design
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response
from samklang.engines import in_duckdb
from samklang.engines import tally as module
from samklang.engines.long_table import Row, decode, encode, rows
from samklang.engines.sql import TALLY
from samklang.engines.tally import ENGINES, Engine, tally, tally_cells

# The others need a server or a cluster: tests/integration/test_postgresql.py, test_engines.py.
EMBEDDED = {name: ENGINES[name] for name in ("duckdb", "sqlite")}
OPTIONS = tuple(Option(o, Wording(o, o)) for o in ("a", "b", "c"))
ITEMS = tuple(Item(i, Wording(i, i)) for i in ("x", "y"))
QUESTIONNAIRE = Questionnaire(
    "1",
    (
        Question("one", "select_one", Wording("En", "One"), options=OPTIONS),
        Question("many", "select_multiple", Wording("Flera", "Many"), options=OPTIONS),
        Question("grid", "matrix", Wording("Rutnät", "Grid"), options=OPTIONS, items=ITEMS),
        Question("age", "decimal", Wording("Ålder", "Age")),
        Question("words", "text", Wording("Text", "Text")),
        Question("intro", "note", Wording("Hej", "Hello")),
    ),
)


def response(number: int = 1, county: str = "24", **answers: Answer) -> Response:
    return Response(f"r{number}", county, "complete", answers=answers)


def county(response: Response) -> tuple[str, ...]:
    return (response.member,)


def long(**answers: Answer) -> set[tuple[str, str]]:
    table = rows(QUESTIONNAIRE, [response(**answers)], stratum_of=county)
    return {(row.question, row.option) for row in table}


def test_every_type_has_its_rows() -> None:
    assert long(
        one="a",
        many=frozenset({"a", "c"}),
        grid={"x": "b", "y": Missing.NOT_ANSWERED},
        age="12.50",
        words="Det här lämnar inte raden",
    ) == {
        ("one", "a"),
        ("many", ""),
        ("many", "a"),
        ("many", "c"),
        ("grid.x", "b"),
        ("grid.y", "!not-answered"),
        ("age", "12.50"),
    }


def test_missing_answers_keep_their_reason() -> None:
    assert long(one=Missing.NOT_ANSWERED, many=Missing.NOT_SHOWN, grid=Missing.NOT_ANSWERED) == {
        ("one", "!not-answered"),
        ("many", "!not-shown"),
        ("grid.x", "!not-answered"),
        ("grid.y", "!not-answered"),
        ("age", "!not-shown"),
    }


def test_nothing_selected_is_an_answer() -> None:
    assert ("many", "") in long(many=frozenset())
    assert ("many", "!not-answered") not in long(many=frozenset())


def test_counts_by_stratum() -> None:
    found = tally(
        QUESTIONNAIRE,
        [
            response(1, "24", one="a", many=frozenset({"a", "b"}), age="10"),
            response(2, "24", one="a", many=frozenset(), age="9.5"),
            response(3, "25", one="b", many=Missing.NOT_SHOWN, age="10"),
        ],
        stratum_of=county,
    )
    assert list(found) == ["one", "many", "grid.x", "grid.y", "age"]
    assert found["one"].options == ("a", "b", "c")
    assert found["one"].counts == {(("24",), "a"): 2, (("25",), "b"): 1}
    assert found["many"].multiple
    assert found["many"].counts == {
        (("24",), ""): 2,
        (("24",), "a"): 1,
        (("24",), "b"): 1,
        (("25",), "!not-shown"): 1,
    }
    assert found["age"].options == ("9.5", "10")


def test_a_table_larger_than_memory_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What DuckDB may not hold in memory goes to a folder, and is gone afterwards."""
    monkeypatch.setattr(in_duckdb, "MEMORY", "8MB")
    row = f"{'a long name ' * 20}%d".__mod__
    table = (Row(row(i), "24", f"q{i % 3}", f"o{i % 2}") for i in range(120_000))
    found = in_duckdb.query(table, TALLY)
    assert sorted((question, option, n) for question, _, option, n in found) == [
        (f"q{q}", f"o{o}", 20_000) for q in range(3) for o in range(2)
    ]


def test_no_responses_and_no_strata() -> None:
    assert tally(QUESTIONNAIRE, [], stratum_of=county)["one"].counts == {}
    found = tally(QUESTIONNAIRE, [response(one="a")], stratum_of=lambda _: ())
    assert found["one"].counts == {((), "a"): 1}


texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\x1f"), max_size=12
)


@given(st.lists(texts, max_size=4).map(tuple))
def test_a_stratum_comes_back_as_it_went(stratum: tuple[str, ...]) -> None:
    assert decode(encode(stratum), columns=len(stratum)) == stratum


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Row,
            st.sampled_from(["r1", "r2"]),
            st.one_of(st.sampled_from(["Åre", "åre", "Are", "", " "]), texts),
            st.sampled_from(["q1", "q2.a", "Q1"]),
            st.one_of(st.sampled_from(["", "!not-shown", "1", "1.0", "01"]), texts),
        ),
        max_size=40,
    )
)
def test_every_engine_counts_text_byte_for_byte(table: list[Row]) -> None:
    """No engine folds case, trims, compares numbers or reads an empty text as a null."""
    expected: dict[tuple[str, str, str], int] = {}
    for row in table:
        key = (row.question, row.stratum, row.option)
        expected[key] = expected.get(key, 0) + 1
    for query in EMBEDDED.values():
        assert {(q, s, o): n for q, s, o, n in query(table, TALLY)} == expected


many_answers = st.fixed_dictionaries(
    {
        "one": st.sampled_from(["a", "b", "c", *Missing]),
        "many": st.one_of(
            st.frozensets(st.sampled_from(["a", "b", "c"])), st.sampled_from(list(Missing))
        ),
        "grid": st.fixed_dictionaries(
            {item: st.sampled_from(["a", "b", *Missing]) for item in ("x", "y")}
        ),
        "age": st.integers(-5, 5).map(str),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["24", "25"]), many_answers), max_size=12))
def test_every_engine_gives_the_same_counts_and_nobody_is_lost(
    given_answers: list[tuple[str, dict[str, Answer]]],
) -> None:
    responses = [response(i, c, **a) for i, (c, a) in enumerate(given_answers)]
    results = [
        tally(QUESTIONNAIRE, responses, stratum_of=county, engine=engine) for engine in EMBEDDED
    ]
    assert all(result == results[0] for result in results)
    for counts in results[0].values():
        chosen = {"", "!not-shown", "!not-answered"} if counts.multiple else None
        found = sum(n for (_, o), n in counts.counts.items() if chosen is None or o in chosen)
        assert found == len(responses)


CROSSED = ("one", "many.b", "grid.x", "age", "@county")


def crossed(given: list[Response], engine: str) -> dict[tuple[str, ...], int]:
    """Respondents by the values of CROSSED."""
    cells = tally_cells(
        QUESTIONNAIRE,
        given,
        variables=CROSSED,
        design=Design.open(len(given)),
        stratum_of=lambda _: (),
        groups_of=lambda r: {"county": r.member},
        engine=engine,
    )
    keys = zip(*(cells.values[v] for v in CROSSED), strict=True)
    return dict(zip(keys, cells.counts.tolist(), strict=True))


@pytest.mark.parametrize("engine", EMBEDDED)
def test_answers_of_one_respondent_stay_together(engine: str) -> None:
    found = crossed(
        [
            response(1, "24", one="a", many=frozenset({"a", "b"}), grid={"x": "c"}, age="3"),
            response(2, "24", one="a", many=frozenset({"b"}), grid={"x": "c"}, age="3"),
            response(3, "25", one="b", many=frozenset(), age="3.5"),
            response(4, "25", one=Missing.NOT_ANSWERED, many=Missing.NOT_ANSWERED),
        ],
        engine,
    )
    assert found == {
        ("a", "1", "c", "3", "24"): 2,
        ("b", "0", "!not-shown", "3.5", "25"): 1,
        ("!not-answered", "!not-answered", "!not-shown", "!not-shown", "25"): 1,
    }


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["24", "25"]), many_answers), min_size=2, max_size=12))
def test_every_engine_gives_the_same_cells(
    given_answers: list[tuple[str, dict[str, Answer]]],
) -> None:
    responses = [response(i, c, **a) for i, (c, a) in enumerate(given_answers)]
    results = [crossed(responses, engine) for engine in EMBEDDED]
    assert all(result == results[0] for result in results)
    assert sum(results[0].values()) == len(responses)


def test_a_group_with_quotes_in_its_name_is_only_a_name() -> None:
    cells = tally_cells(
        QUESTIONNAIRE,
        [response(1, "24"), response(2, "25")],
        variables=["@o'ne\"; --"],
        design=Design.open(2),
        stratum_of=lambda _: (),
        groups_of=lambda r: {"o'ne\"; --": r.member},
    )
    assert cells.levels("@o'ne\"; --") == ("24", "25")


def test_few_responses_are_counted_where_they_are_counted_soonest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: list[str] = []

    def told(name: str) -> Engine:
        def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
            used.append(name)
            return EMBEDDED[name](rows, sql)

        return query

    monkeypatch.setattr(module, "ENGINES", {name: told(name) for name in EMBEDDED})
    monkeypatch.setattr(module, "FEW", 1)
    few = [response(one="a")]
    for responses in (few, few * 2):
        tally(QUESTIONNAIRE, responses, stratum_of=lambda _: ())
    assert used == ["sqlite", "duckdb"]
