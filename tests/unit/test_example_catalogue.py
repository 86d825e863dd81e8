"""The catalogue: every example once, lists that agree, small pages, an index that is stable."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.catalogue.partnerships import Partnership
from samklang.core.document.blocks import Examples
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.vocabulary.distances import distance
from samklang.render.html.catalogue import (
    FACETS,
    FEW,
    ON_A_PAGE,
    UNKNOWN,
    cards_of,
    catalogue_pages,
)
from samklang.render.html.near_you import MOST, nearest
from samklang.render.html.one_file import FEW_LISTED
from samklang.render.html.pages import single_page, site
from samklang.render.html.search_index import FEWEST, ordered, search_files
from tests.samples import document as sample
from tests.samples import example

Facet = tuple[str, str, str]
PLACES: tuple[Facet, ...] = (
    ("county", "24", "Västerbottens län"),
    ("county", "25", "Norrbottens län"),
)
MET: tuple[Facet, ...] = (("challenge", "illness", "ohälsa"), ("challenge", "rural", "glesbygd"))


def told(number: int, facets: tuple[tuple[str, str, str], ...]) -> ExampleCard:
    """An example by its number, with what it can be looked for by."""
    return replace(example(number), title=f"Exempel {number}", facets=facets)


def with_examples(cards: tuple[ExampleCard, ...]) -> Document:
    """The sample document with these examples and no others."""
    made = sample()
    sections = tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, examples=cards, whole=()) if isinstance(block, Examples) else block
                for block in section.blocks
            ),
        )
        for section in made.sections
    )
    return replace(made, sections=sections)


def lists_of(cards: tuple[ExampleCard, ...]) -> dict[str, list[str]]:
    """The examples that each page of a list names, with those of the pages that follow it."""
    own: dict[str, list[str]] = {}
    following: dict[str, str] = {}

    def render(template: str, *, page: str, **values: Any) -> bytes:
        if template == "examples_list.html":
            own[page] = [card.id for _, group in values["groups"] for card in group]
            following[page] = values["turn"][1]
        return b""

    catalogue_pages(with_examples(cards), render)
    return {
        page: [*ids, *(own[following[page]] if following[page] else [])]
        for page, ids in own.items()
    }


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sets(st.sampled_from([*PLACES, *MET])), min_size=1, max_size=12))
def test_the_list_and_the_lists_of_every_facet_agree(chosen: list[set[Facet]]) -> None:
    cards = tuple(told(n, tuple(sorted(facets))) for n, facets in enumerate(chosen))
    lists = lists_of(cards)
    assert sorted(lists.pop("examples/index.html")) == sorted(card.id for card in cards)
    expected: dict[str, list[str]] = {}
    for facet in FACETS:
        known = any(name == facet for card in cards for name, _, _ in card.facets)
        for card in cards if known else ():
            codes = [code for name, code, _ in card.facets if name == facet]
            for code in codes or [UNKNOWN]:
                expected.setdefault(f"examples/{facet}-{code}.html", []).append(card.id)
    assert {page: sorted(ids) for page, ids in lists.items()} == {
        page: sorted(ids) for page, ids in expected.items()
    }


def test_many_are_parted_into_small_pages() -> None:
    cards = tuple(told(n, (PLACES[n % 2], MET[n % 2])) for n in range(ON_A_PAGE + 1))
    lists = lists_of(cards)
    assert len(lists["examples/index.html"]) == ON_A_PAGE + 1
    assert len(lists["examples/index-2.html"]) == 1
    assert len(lists["examples/county-24.html"]) == ON_A_PAGE // 2 + 1


def test_the_reports_page_of_examples_does_not_grow_with_them() -> None:
    several = with_examples(tuple(told(n, ()) for n in range(160)))
    page = next(c for n, c in site(several, files=()).items() if n == "examples.html").decode()
    assert page.count('<li id="example-') == 150
    assert "10 exempel till finns i exempelsamlingen" in page
    assert single_page(several).decode().count('<li id="example-') == FEW_LISTED


def test_who_has_worked_with_whom_is_a_page_where_partners_are_known() -> None:
    tie = Partnership("exempel-1", "Exempel 1", "Förening A", "<Kalix> kommun", "Kommun", "Driver")
    card = replace(told(1, (("sector", "municipality", "Kommun"),)), partnerships=(tie,))
    pages = site(with_examples((card, told(2, ()))), files=())
    page = pages["examples/partners.html"].decode()
    assert 'Förening A: <a href="../examples/example-exempel-1.html">Exempel 1</a> (driver)' in page
    assert "&lt;Kalix&gt; kommun" in page
    assert '<a href="../examples/sector-municipality.html">Kommun</a></th><td>1</td>' in page
    assert '<a href="../examples/sector-unknown.html">Uppgift saknas</a></th><td>1</td>' in page
    assert "Så många exempel har en samarbetspartner av varje slag: Kommun: 1." in page
    assert b"examples/partners.html" in pages["examples/index.html"]
    assert "examples/partners.html" not in site(with_examples((told(1, ()),)), files=())


def test_a_partner_of_many_examples_folds_all_but_a_few_away() -> None:
    def ties(number: int) -> tuple[Partnership, ...]:
        return (Partnership(f"exempel-{number}", f"Exempel {number}", "", "Kalix kommun", "", ""),)

    def page(examples: int) -> str:
        cards = tuple(replace(told(n, ()), partnerships=ties(n)) for n in range(1, examples + 1))
        return site(with_examples(cards), files=())["examples/partners.html"].decode()

    assert "<details>" not in page(FEW).partition("<main")[2]
    seen, _, folded = page(20).partition("<main")[2].partition("<details>")
    assert folded.startswith(f"<summary>och {20 - FEW} till</summary>")
    assert seen.count("examples/example-") == FEW
    assert folded.count("examples/example-") == 20 - FEW


TOWNS = ("2514", "2480", "2482", "0180", "1480")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sets(st.sampled_from(TOWNS), max_size=2), min_size=1, max_size=6))
def test_the_nearest_of_a_municipality_are_those_no_other_is_nearer_than(
    chosen: list[set[str]],
) -> None:
    cards = tuple(
        replace(told(n, ()), municipalities=tuple(sorted(towns)), counties=())
        for n, towns in enumerate(chosen)
    )
    placed = {card.id: card.municipalities for card in cards if card.municipalities}
    near = nearest(cards)
    assert bool(near) == bool(placed)
    for code in TOWNS if near else ():
        away = {id_: min(distance(code, town) for town in of) for id_, of in placed.items()}
        shown = [one.example.id for one in near[code]]
        assert len(shown) == min(MOST, len(placed))
        assert [round(away[id_]) for id_ in shown] == [one.km for one in near[code]]
        assert [away[id_] for id_ in shown] == sorted(away.values())[: len(shown)]


def test_near_you_is_a_page_of_its_own_with_what_holds_in_a_whole_county() -> None:
    here = replace(told(1, ()), municipalities=("2514",), counties=())
    wide = replace(told(2, ()), municipalities=(), counties=("25",))
    pages = site(with_examples((here, wide)), files=())
    page = pages["examples/near.html"].decode()
    kalix = page.partition('id="m2514"')[2].partition("<dt")[0]
    assert re.findall(r"<span>([^<]*)", kalix) == ["i kommunen", "i hela länet"]
    assert 'href="../examples/near.html"' in pages["examples/index.html"].decode()
    assert "<script" not in page
    bare = replace(told(1, ()), municipalities=(), counties=())
    assert "examples/near.html" not in site(with_examples((bare,)), files=())


def test_an_example_is_described_and_no_text_leaves_its_script() -> None:
    card = replace(told(1, MET), title="</script><b>x", organisation="A & B")
    page = site(with_examples((card,)), files=())["examples/example-exempel-1.html"].decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    described = json.loads(script)
    assert (described["name"], described["@type"]) == ("</script><b>x", "CreativeWork")
    assert described["creator"]["name"] == "A & B"
    assert "<b>x" not in page
    assert described["keywords"] == ["ohälsa", "glesbygd"]


def test_scripts_are_let_in_on_the_page_that_searches_and_on_no_other() -> None:
    pages = site(with_examples((told(1, PLACES),)), files=())
    open_ = {n for n, c in pages.items() if n.endswith(".html") and b"script-src" in c}
    assert open_ == {"examples/index.html"}


def test_the_address_of_a_withdrawn_example_says_so_and_no_list_names_it() -> None:
    made = replace(with_examples((told(1, PLACES),)), withdrawn=("gone",))
    pages = site(made, files=())
    assert "Exemplet är tillbakadraget" in pages["examples/example-gone.html"].decode()
    others = (c for n, c in pages.items() if n.endswith(".html") and "gone" not in n)
    assert not any(b"example-gone" in content for content in others)


@pytest.mark.parametrize("many", [FEWEST - 1, FEWEST + 2])
def test_the_index_is_the_same_each_time_and_left_out_where_there_are_few(many: int) -> None:
    made = with_examples(tuple(told(n, (PLACES[n % 2],)) for n in range(many)))
    first = search_files({"sv": made})
    assert bool(first) == (many >= FEWEST)
    assert search_files({"sv": made}) == first
    fragments = [name for name in first if name.startswith("pagefind/fragment/")]
    assert len(fragments) == (len(cards_of(made)) if first else 0)


def test_no_settings_of_the_machine_change_the_index(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = with_examples(tuple(told(n, PLACES[:1]) for n in range(FEWEST)))
    first = search_files({"sv": made})
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    assert search_files({"sv": made}) == first
    monkeypatch.delenv("PAGEFIND_EXCLUDE_SELECTORS")
    (tmp_path / "pagefind.toml").write_text('exclude_selectors = ["p"]\n')
    monkeypatch.chdir(tmp_path)
    assert search_files({"sv": made}) == first


def test_an_index_that_could_not_be_made_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    made = with_examples(tuple(told(n, PLACES[:1]) for n in range(FEWEST)))
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")
    with pytest.raises(subprocess.CalledProcessError):
        search_files({"sv": made})


def test_the_search_lists_languages_in_one_order() -> None:
    """Pagefind lists them in any order, another one from build to build."""
    listed = (b'"sv":{"hash":"sv_1"}', b'"en":{"hash":"en_1"}')
    either, other = (
        b'{"languages":{%s},"version":"1"}' % b",".join(s) for s in (listed, listed[::-1])
    )
    assert either != other
    assert ordered(either) == ordered(other)
