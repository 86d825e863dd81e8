"""The catalogue anyone may read: a network's examples, narrowed down, and a page for each."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from samklang.core.catalogue.facets import FACETS, Facet
from samklang.core.catalogue.selection import CHOICES, UNKNOWN_WORD, Selection, read
from samklang.core.document.blocks import ExampleMap
from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import FIRST_LANGUAGE, LANGUAGES, Language, other_languages
from samklang.core.vocabulary import municipalities
from samklang.render.charts import counts_svg, map_svg
from samklang.render.design import HOUSE
from samklang.web.models import Network
from samklang.web.queries.entries import entry, names_of, newest_entries, printed_entry
from samklang.web.queries.example_cards import card
from samklang.web.queries.example_map import example_map, on_the_map
from samklang.web.queries.example_partners import partners_of
from samklang.web.queries.selected import Value, select
from samklang.web.queries.similar import similar
from samklang.web.views.access import shown

# Counties on a map that is drawn for phones too.
MOST_IN_TWO = 6
# Addresses of examples in the sitemap; reports and lists have the rest of its 50 000.
MOST_IN_SITEMAP = 45_000
# The files that a selection can be fetched as, and what readers know them by.
FORMS = {"csv": "CSV", "json": "JSON", "geojson": "GeoJSON", "jsonld": "JSON-LD"}
# The names of the addresses, to which languages but the first add their code.
NAMES = {
    "list": "public_examples",
    "map": "example_map",
    "partners": "example_partners",
    "data": "example_data",
    "picture": "example_picture",
    "share": "example_share",
    "one": "public_example",
}


@require_safe
def examples(request: HttpRequest, network: str, language: Language) -> HttpResponse:
    """The examples that an address selects, with what they can be narrowed down by."""
    publisher = begin(request, network, language)
    result = select(publisher, read(dict(request.GET.lists())), language)
    selection = result.selection
    query = selection.query()
    facets = [(facet, result.values(facet)) for facet in FACETS]
    return _readable(
        request,
        "public/examples.html",
        listed=not query,
        network=publisher,
        result=result,
        selection=selection,
        cards=[
            card(entry, example, result.names, language, result.terms)
            for entry, example in result.shown()
        ],
        facets=[
            (facet, values)
            for facet, values in facets
            if len(values) > 1 or any(value.chosen for value in values)
        ],
        removals=_removals(selection, facets),
        places=sorted(municipalities().values(), key=lambda m: sort_key(m.name)),
        unknown_word=UNKNOWN_WORD,
        orders=CHOICES,
        grouped=selection.ordered == "sure",
        home=address("list", language, network),
        twins=_twins("list", language, network, query),
        query=query,
        map_address=address("map", language, network),
        partners_address=address("partners", language, network),
        files=[(name, address("data", language, network, form)) for form, name in FORMS.items()],
        page_query=lambda page: _page_query(selection, page),
    )


@require_safe
def map_page(request: HttpRequest, network: str, language: Language) -> HttpResponse:
    """The examples that an address selects on a map, and the same as a list of places."""
    publisher = begin(request, network, language)
    result = select(publisher, read(dict(request.GET.lists())), language)
    drawn = example_map(result)
    towns, whole, nowhere = on_the_map(result)
    query = result.selection.query()
    return _readable(
        request,
        "public/example_map.html",
        listed=not query,
        network=publisher,
        result=result,
        wide=map_svg(drawn, language, HOUSE) if drawn else "",
        narrow=map_svg(drawn, language, HOUSE, narrow=True) if drawn and _few(drawn) else "",
        towns=[(value, _with(result.selection, "municipality", value.code)) for value in towns],
        whole=[(value, _with(result.selection, "county", value.code)) for value in whole],
        nowhere=nowhere,
        query=query,
        home=address("list", language, network),
        twins=_twins("map", language, network, query),
    )


@require_safe
def partners_page(request: HttpRequest, network: str, language: Language) -> HttpResponse:
    """Who has worked with whom in the examples that an address selects."""
    publisher = begin(request, network, language)
    result = select(publisher, read(dict(request.GET.lists())), language)
    partners = partners_of(result)
    title, query = phrase(language, "partners.figure"), result.selection.query()
    return _readable(
        request,
        "public/example_partners.html",
        listed=not query,
        network=publisher,
        result=result,
        partners=partners,
        drawn=counts_svg("partners", title, partners.said, partners.known, language, HOUSE),
        sectors=[
            (value, _with(result.selection, "sector", value.code)) for value in partners.sectors
        ],
        query=query,
        home=address("list", language, network),
        twins=_twins("partners", language, network, query),
    )


def _few(drawn: ExampleMap) -> bool:
    """Whether a second drawing for phones is worth its bytes: of the whole country it is not."""
    return len(drawn.counties) <= MOST_IN_TWO


def _with(selection: Selection, name: str, code: str) -> str:
    """The query of a selection with one value of a facet in the place of those it had."""
    return replace(selection, chosen={**selection.chosen, name: (code,)}, page=1).query()


def _twins(page: str, language: Language, network: str, query: str) -> Mapping[Language, str]:
    """The address of the same page in each other language."""
    tail = f"?{query}" if query else ""
    return {other: address(page, other, network) + tail for other in other_languages(language)}


@require_safe
def example(request: HttpRequest, network: str, language: Language, name: str) -> HttpResponse:
    """One example; of one taken back, that it was, and nothing of what it said."""
    publisher = begin(request, network, language)
    entry_row = entry(publisher, name)
    if entry_row is None:
        raise Http404
    twins = {other: address("one", other, network, name) for other in other_languages(language)}
    home = address("list", language, network)
    if not entry_row.live:
        return shown(
            request,
            "public/example_gone.html",
            status=410,
            network=publisher,
            twins=twins,
            home=home,
        )
    names = names_of(publisher)
    own_card = card(entry_row, printed_entry(entry_row), names, language)
    pictures = [
        (address("picture", language, network, name, picture.number), picture)
        for picture in own_card.pictures
    ]
    return _readable(
        request,
        "public/example.html",
        listed=True,
        network=publisher,
        one=own_card,
        pictures=pictures,
        here=settings.URL,
        share=address("share", language, network, name),
        entry=entry_row,
        similar=[
            card(other, printed_entry(other), names, language)
            for other in similar(publisher, entry_row, language)
        ],
        twins=twins,
        home=home,
    )


def in_its_language(name: str, language: Language) -> str:
    """The name that one of the catalogue's addresses has in a language."""
    return name if language == FIRST_LANGUAGE else f"{name}_{language}"


def address(page: str, language: Language, network: str, *name: str | int) -> str:
    """The address of the list or of one example in a language."""
    return reverse(in_its_language(NAMES[page], language), args=[network, *name])


def example_pages() -> list[tuple[str, datetime.datetime | None]]:
    """The addresses of all lists and examples in each language, each with its last change."""
    entries = newest_entries(MOST_IN_SITEMAP // len(LANGUAGES))
    networks = dict.fromkeys(network for network, _, _ in entries)
    lists: list[tuple[str, datetime.datetime | None]] = [
        (address("list", code, network), None) for network in networks for code in LANGUAGES
    ]
    return lists + [
        (address("one", code, network, name), changed)
        for network, name, changed in entries
        for code in LANGUAGES
    ]


def begin(request: HttpRequest, network: str, language: Language) -> Network:
    """The network; the page is in the language of its address, whatever the reader's own."""
    publisher = get_object_or_404(Network, address=network)
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return publisher


def _readable(
    request: HttpRequest, template: str, *, listed: bool, status: int = 200, **values: object
) -> HttpResponse:
    response = shown(request, template, status, **values)
    response["Content-Language"] = request.LANGUAGE_CODE
    # A list narrowed down is one of very many; search engines follow it to the examples alone.
    response["X-Robots-Tag"] = "all" if listed else "noindex, follow"
    return response


def _removals(
    selection: Selection, facets: Sequence[tuple[Facet, tuple[Value, ...]]]
) -> list[tuple[str, str]]:
    """What the list is narrowed down by, each with the query that takes it away."""
    return [
        (value.label, selection.without(facet.id, value.code).query())
        for facet, values in facets
        for value in values
        if value.chosen
    ]


def _page_query(selection: Selection, page: int) -> str:
    return replace(selection, page=page).query()
