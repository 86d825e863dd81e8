"""The catalogue anyone reads: what is shown, what is not, and what is narrowed down."""

import re
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from samklang.core.language.wording import Wording
from samklang.web.actions import catalogue as actions
from samklang.web.actions.upkeep import tend_catalogues
from samklang.web.models import CatalogueEntry, CatalogueWord, Example, Theme
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World

HOME = "/rapporter/norr/exempel/"


@pytest.fixture
def theme(world: World) -> Theme:
    return open_theme(world.network, languages=["sv"])


def page(path: str = "", status: int = 200) -> str:
    answer = Client().get(path if path.startswith("/") else HOME + path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def titles(path: str = "") -> list[str]:
    """The titles of a page's cards, with what is marked in them as plain text."""
    headings = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", page(path))
    return [re.sub("<[^>]+>", "", title) for title in headings]


def owned(theme: Theme, *, issues: list[str], stage: str = "published") -> Example:
    """An example with an owner who said yes to some issues."""
    example = sourced(theme, "Egen berättelse")
    example.origin, example.issues, example.stage = "editor", issues, stage
    example.save()
    actions.bring_in_line(example)
    return example


def test_what_is_published_is_listed_at_once_and_has_a_page(theme: Theme) -> None:
    one = sourced(theme, "Fritidsbank", municipalities=["2514"], organisation="Kalix IF")
    assert titles() == ["Fritidsbank"]
    text = page(f"{one.name}/")
    for part in ("Fritidsbank", "Kalix IF", "Kalix, Norrbottens län", ">exempel.se</a>"):
        assert part in text
    assert "https://exempel.se/nyheter/en-lang-adress<" not in text
    english = page(f"/rapporter/norr/examples/{one.name}/")
    assert '<html lang="en">' in english
    assert "The example is in Swedish only." in english


def test_what_is_chosen_is_shown_and_can_be_taken_away_where_no_example_has_it(
    theme: Theme,
) -> None:
    sourced(theme, "Fritidsbank", municipalities=["2514"])
    text = page("?q=fritidsbank&lan=01&kommun=0180&malgrupp=youth&lan=99")
    assert "Inget exempel passar" in text
    chips = re.findall(r'<li><a href="([^"]*)">([^<]*)<span class="unseen">', text)
    assert [label for _, label in chips] == ["Stockholms län", "Stockholm", "Unga"]
    assert [set(re.findall("(lan|kommun|malgrupp)=", address)) for address, _ in chips] == [
        {"kommun", "malgrupp"}, {"lan", "malgrupp"}, {"lan", "kommun"}
    ]  # fmt: skip
    assert 'Stockholms län <span class="numbers">(0)' in text


@pytest.mark.parametrize("stage", ["draft", "asked", "answered"])
def test_what_waits_has_no_page(theme: Theme, stage: str) -> None:
    one = owned(theme, issues=["site", "report"], stage=stage)
    assert titles() == []
    page(f"{one.name}/", 404)


def test_what_may_not_be_on_the_site_has_no_page(theme: Theme) -> None:
    one = owned(theme, issues=["report", "deck"])
    assert titles() == []
    page(f"{one.name}/", 404)


def test_a_draft_taken_back_was_never_there(theme: Theme) -> None:
    one = actions.begin_example(theme, origin="editor", by=None)  # type: ignore[arg-type]
    actions.withdraw_example(one, by=None)
    page(f"{one.name}/", 404)


def test_what_is_taken_back_leaves_a_page_without_content(theme: Theme) -> None:
    one = sourced(theme, "Fritidsbank", organisation="Kalix IF", description="Zebrarandigt. " * 4)
    actions.withdraw_example(one, by=None)
    assert titles() == []
    for path in (f"{HOME}{one.name}/", f"/rapporter/norr/examples/{one.name}/"):
        text = page(path, 410)
        assert not re.search("Fritidsbank|Kalix|[Zz]ebra", text)
    assert page(f"{HOME}{one.name}/", 410).count("tillbakadraget") >= 1
    entry = CatalogueEntry.objects.get()
    assert (entry.record, entry.values, entry.tokens.sv, entry.title.sv) == ({}, {}, "", "")
    assert not CatalogueWord.objects.exists()
    # Changed and published again it stands at the same address.
    changed = {**one.record, "years": {"sv": "2020", "en": "2020"}}
    actions.change_example(one, changed, seen=0, by=None)
    page(f"{one.name}/", 404)
    actions.publish_example(one, by=None)  # type: ignore[arg-type]
    assert "2020" in page(f"{one.name}/")


def test_values_are_any_of_within_a_facet_and_all_of_between(theme: Theme) -> None:
    sourced(theme, "Kalix", municipalities=["2514"])
    sourced(theme, "Umeå", municipalities=["2480"])
    sourced(theme, "Luleå", municipalities=["2580"])
    sourced(theme, "Hela länet", counties=["25"])
    sourced(theme, "Var som helst")
    assert set(titles("?lan=25")) == {"Kalix", "Luleå", "Hela länet"}
    assert set(titles("?lan=25&lan=24")) == {"Kalix", "Luleå", "Hela länet", "Umeå"}
    assert titles("?lan=25&lan=24&kommun=2480") == ["Umeå"]
    assert titles("?lan=okand") == ["Var som helst"]
    assert set(titles("?lan=25&kommun=okand")) == {"Hela länet"}
    # Counts are of what would be shown with the value, under what is chosen elsewhere.
    counts = dict(re.findall(r"<span>([^<]+?) <span class=\"numbers\">\((\d+)\)", page("?lan=24")))
    assert counts["Norrbottens län"] == "3"
    assert counts["Västerbottens län"] == "1"
    assert counts["Uppgift saknas"] == "1"


def test_the_nearest_come_first(theme: Theme) -> None:
    for title, place in (("Umeå", "2480"), ("Luleå", "2580"), ("Malmö", "1280"), ("Kalix", "2514")):
        sourced(theme, title, municipalities=[place])
    sourced(theme, "Hela länet", counties=["25"])
    sourced(theme, "Var som helst")
    near = ["Kalix", "Hela länet", "Luleå", "Umeå", "Malmö", "Var som helst"]
    assert titles("?nara=2514") == near


@pytest.mark.parametrize("query", ["sida=999", "sida=-1", "sida=x", "ordning=x", "nara=x", "lan=x"])
def test_an_address_that_means_nothing_shows_the_list(theme: Theme, query: str) -> None:
    sourced(theme, "Fritidsbank")
    assert titles(f"?{query}") == ["Fritidsbank"]


def test_the_catalogue_spans_themes_and_not_networks(world: World, theme: Theme) -> None:
    sourced(theme, "Ett")
    other = Theme.objects.create(
        network=world.network, address="t2", title=Wording("Annat"), languages=["sv"]
    )
    sourced(other, "Två")
    away = Theme.objects.create(
        network=world.elsewhere, address="t", title=Wording("Bortom"), languages=["sv"]
    )
    one = sourced(away, "Tre")
    assert set(titles()) == {"Ett", "Två"}
    assert titles("?tema=t2") == ["Två"]
    page(f"{one.name}/", 404)
    page("/rapporter/finns-inte/exempel/", 404)


def test_pages_of_the_list(theme: Theme) -> None:
    for number in range(30):
        sourced(theme, f"Exempel {number}")
    first, second = titles("?ordning=namn"), titles("?ordning=namn&sida=2")
    assert first + second == [f"Exempel {n}" for n in range(30)]
    assert "Sida 2 av 2" in page("?ordning=namn&sida=2")


def test_search_engines_may_read_examples_and_not_every_selection(theme: Theme) -> None:
    one = sourced(theme, "Fritidsbank")
    client = Client()
    assert client.get(HOME)["X-Robots-Tag"] == "all"
    assert client.get(f"{HOME}{one.name}/")["X-Robots-Tag"] == "all"
    assert client.get(f"{HOME}?lan=25")["X-Robots-Tag"] == "noindex, follow"
    sitemap = client.get("/sitemap.xml").content.decode()
    for path in (HOME, f"{HOME}{one.name}/", f"/rapporter/norr/examples/{one.name}/"):
        assert f"{path}</loc>" in sitemap
    actions.withdraw_example(one, by=None)
    assert one.name not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("query", ["fritidsbank", "kalix", "Kalix+IF", "fritidsbnken", "fritids"])
def test_an_example_is_found_by_title_organisation_place_and_as_mistyped(
    theme: Theme, query: str
) -> None:
    sourced(theme, "Fritidsbank", municipalities=["2514"], organisation="Kalix IF")
    sourced(theme, "Läxhjälp", municipalities=["2580"])
    assert titles(f"?q={query}") == ["Fritidsbank"]


def test_what_was_meant_is_said_and_what_is_met_is_marked(theme: Theme) -> None:
    sourced(theme, "Fritidsbank", description="Alla får låna skidor. " * 20)
    assert "Menade du ”fritidsbank”?" in page("?q=fritdsbank")
    assert "<mark>skidor</mark>" in page("?q=skida")
    assert "Inget exempel har alla orden" in page("?q=skida+zebra")
    assert "Inget exempel passar" in page("?q=zebra")


def test_where_nothing_fits_nothing_is_offered_that_leads_nowhere(theme: Theme) -> None:
    sourced(theme, "Fritidsbank", groups=["youth"])
    sourced(theme, "Läxhjälp", groups=["children"])
    every, nothing = page(""), page("?q=zebra")
    for said in ('href="#facets"', 'id="facets"', "Hämta det som visas", "karta/"):
        assert (said in every, said in nothing) == (True, False), said
    assert f'<a href="{HOME}">Visa alla</a>' in nothing


def test_a_query_is_never_markup(theme: Theme) -> None:
    sourced(theme, "Fritidsbank")
    text = Client().get(HOME, {"q": "<script>alert(1)</script>\0'\""}).content.decode()
    assert "<script>alert" not in text


MARKER = "Qvarnzebra"


def test_nothing_of_what_is_taken_back_is_left_in_the_index(theme: Theme) -> None:
    """In every table of the catalogue and the index's own, and in words apart, once the worker has
    been there; no search finds it before."""
    one = sourced(theme, MARKER, organisation=f"{MARKER}föreningen")
    assert any(MARKER[:8].lower().encode() in cell for cell in cells())
    actions.withdraw_example(one, by=None)
    assert titles(f"?q={MARKER}") == []
    assert tend_catalogues() == 1
    assert not any(MARKER[:8].lower().encode() in cell for cell in cells())


def cells() -> list[bytes]:
    """Every cell of the tables that readers' searches touch, folded."""
    from django.db import connection

    names = [n for n in connection.introspection.table_names() if n.startswith("catalogue_search")]
    if connection.vendor == "sqlite":
        names = [n for n in names if n != "catalogue_search"]
    names += [CatalogueEntry._meta.db_table, CatalogueWord._meta.db_table]
    with connection.cursor() as cursor:
        values = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            values += [value for row in cursor.fetchall() for value in row]
    return [v.lower() if isinstance(v, bytes) else str(v).lower().encode() for v in values]


def test_the_index_is_made_anew_where_another_version_made_it(theme: Theme) -> None:
    from django.core.management import call_command

    sourced(theme, "Fritidsbank")
    call_command("reindex", stdout=(said := StringIO()))
    assert said.getvalue() == "The index is of this version.\n"
    CatalogueEntry.objects.update(analyser=0, tokens=Wording(""))
    call_command("reindex", stdout=(said := StringIO()))
    assert said.getvalue() == "1 examples indexed.\n"
    assert titles("?q=fritidsbank") == ["Fritidsbank"]
    assert CatalogueWord.objects.get(language="sv", word="fritidsbank").examples == 1


@pytest.mark.parametrize("who", ["owner", "editor", "reader", "stranger", "anyone"])
def test_everybody_sees_the_same_and_nobody_changes_anything(
    world: World, theme: Theme, who: str
) -> None:
    shown = sourced(theme, "Fritidsbank", municipalities=["2514"])
    waits, gone = owned(theme, issues=["site"], stage="answered"), sourced(theme, "Borta")
    actions.withdraw_example(gone, by=None)
    client = getattr(world, who)
    expected = {
        HOME: 200,
        f"{HOME}karta/": 200,
        f"{HOME}exempel.csv": 200,
        f"{HOME}{shown.name}/": 200,
        f"{HOME}{shown.name}.jsonld": 200,
        f"{HOME}{waits.name}/": 404,
        f"{HOME}{waits.name}.jsonld": 404,
        f"{HOME}{gone.name}/": 410,
        f"{HOME}{gone.name}.jsonld": 410,
        f"/rapporter/soder/exempel/{shown.name}/": 404,
    }
    assert {path: client.get(path).status_code for path in expected} == expected
    assert {client.post(path).status_code for path in expected} == {405}
