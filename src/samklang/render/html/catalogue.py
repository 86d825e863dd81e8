"""The catalogue of a report's site: a page for each example, and lists by county and the like.

The list is whole without any script and from a folder on disk. Its first page alone has a search,
which stays hidden until its script has found the index.
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from samklang.core.catalogue.partnerships import by_partner, in_words
from samklang.core.document.blocks import ExampleMap, Examples
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.charts import counts_svg
from samklang.render.deposit.jsonld import script_text
from samklang.render.design import Branding
from samklang.render.html.near_you import PAGE, near_page
from samklang.render.share import share_meta

FOLDER = "examples"
INDEX = f"{FOLDER}/index.html"
SCRIPT = f"{FOLDER}/search.js"
PARTNERS = f"{FOLDER}/partners.html"
FACETS = ("county", "challenge", "field", "sector")
# The code of a facet's list of those that it is not known for.
UNKNOWN = "unknown"
# A list of so many is some 60 kB.
ON_A_PAGE = 150
MOST_PARTNERS = 200
# Examples of one partner that are seen at once; the others are folded away beneath them.
FEW = 6
SIMILAR = 3
# How many of each facet's neighbours are looked at for what is similar: the time is linear.
NEAR = 6
SURENESS = ("exact", "likely", "own", "theme-only", "none", "invented")

Render = Callable[..., bytes]


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet: what it is called, its page, and how many examples have it."""

    facet: str
    code: str
    label: str
    page: str
    count: int


def cards_of(document: Document) -> tuple[ExampleCard, ...]:
    """Every example that a document shows."""
    blocks = (block for _, block in document.blocks() if isinstance(block, Examples))
    return tuple(card for block in blocks for card in block.examples)


def page_of_example(card: ExampleCard) -> str:
    """The page of an example, from the folder of its language."""
    return f"{FOLDER}/example-{card.id}.html"


def catalogue_pages(document: Document, render: Render) -> dict[str, bytes]:
    """The pages, pictures and script of the catalogue; none where a document has no examples.

    render: `(template, page=…, root="../", **values)` to bytes.
    """
    cards = cards_of(document)
    gone = {
        page: render("example_gone.html", page=page)
        for page in (f"{FOLDER}/example-{id_}.html" for id_ in document.withdrawn)
    }
    if not cards:
        return gone
    by_value = _by_value(cards)
    facets = _facets(by_value, document.language)
    made: dict[str, bytes] = dict(gone)
    near = near_page(cards, document.language, render)
    for number, part in enumerate(pages := list(_parts(cards))):
        made[_nth(INDEX, number)] = render(
            "examples_list.html",
            page=_nth(INDEX, number),
            title="",
            groups=_groups(part),
            facets=facets,
            count=len(cards),
            turn=_turn(INDEX, number, len(pages)),
            search=number == 0,
            partners=PARTNERS if any(card.partnerships for card in cards) else "",
            near=PAGE if near else "",
        )
    made |= near
    made |= _partners(cards, facets.get("sector", ()), document, render)
    for value in (value for values in facets.values() for value in values):
        chosen = by_value[value.facet, value.code]
        for number, part in enumerate(pages := list(_parts(chosen))):
            page = _nth(value.page, number)
            made[page] = render(
                "examples_list.html",
                page=page,
                title=value.label,
                groups=_groups(part),
                facets={},
                count=len(chosen),
                turn=_turn(value.page, number, len(pages)),
                search=False,
                partners="",
                near="",
            )
    similar = _similar(cards, by_value)
    drawn = next((b for _, b in document.blocks() if isinstance(b, ExampleMap)), None)
    share = share_meta(document, drawn) if drawn else None
    if share and not document.address:
        # The map's picture lies beside the folder of the examples.
        share["image"] = f"../{share['image']}"
    for card in cards:
        page = page_of_example(card)
        made[page] = render(
            "example_page.html",
            page=page,
            example=card,
            similar=similar[card.id],
            described=Markup(script_text(_described(card, document))),
            shared=_shared(card, document) or share,
            whose=[v for v in _values(card) if v[1] != UNKNOWN],
        )
        for picture in card.pictures:
            if picture.file in document.pictures:
                made[f"{FOLDER}/{picture.file}"] = document.pictures[picture.file]
    made[SCRIPT] = files(__package__).joinpath("templates", "search.js").read_bytes()
    return made


def _partners(
    cards: Sequence[ExampleCard], sectors: Sequence[FacetValue], document: Document, render: Render
) -> dict[str, bytes]:
    """The page of who has worked with whom; none where no partner is known."""
    rows = by_partner(partnership for card in cards for partnership in card.partnerships)
    if not rows:
        return {}
    language = document.language
    sectors = sorted(sectors, key=lambda value: (value.code == UNKNOWN, -value.count))
    counts = [(value.label, value.count) for value in sectors if value.code != UNKNOWN]
    said = in_words(counts, language)
    title, branding = phrase(language, "partners.figure"), Branding.of(document)
    drawn = counts_svg("partners", title, said, counts, language, branding)
    # Beyond these a page would be as large as the catalogue.
    shown = rows[:MOST_PARTNERS]
    page = render(
        "examples_partners.html",
        page=PARTNERS,
        sectors=sectors,
        said=said,
        drawn=Markup(drawn),
        rows=shown,
        more=len(rows) - len(shown),
        few=FEW,
    )
    return {PARTNERS: page}


def _values(card: ExampleCard) -> list[tuple[str, str, str, str]]:
    """Facet, code, label and page of each value of an example; UNKNOWN where it has none."""
    values = []
    for facet in FACETS:
        has = [(code, label) for name, code, label in card.facets if name == facet]
        values += [
            (facet, code, label, _page(facet, code)) for code, label in has or [(UNKNOWN, "")]
        ]
    return values


def _page(facet: str, code: str) -> str:
    """The page of a value; a code of the theme's own may have letters that no file should."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode()
    return f"{FOLDER}/{facet}-{plain.lower()}.html"


def _by_value(cards: Sequence[ExampleCard]) -> Mapping[tuple[str, str], list[ExampleCard]]:
    by_value: dict[tuple[str, str], list[ExampleCard]] = defaultdict(list)
    for card in cards:
        for facet, code, _, _ in _values(card):
            by_value[facet, code].append(card)
    return by_value


def _facets(
    by_value: Mapping[tuple[str, str], Sequence[ExampleCard]], language: Language
) -> Mapping[str, Sequence[FacetValue]]:
    """The values of each facet by name, what is not known last; none that nobody knows."""
    labels = {
        (facet, code): label
        for cards in by_value.values()
        for card in cards
        for facet, code, label in card.facets
    }
    facets = {}
    for facet in FACETS:
        values = [
            FacetValue(
                facet,
                code,
                labels.get((facet, code)) or phrase(language, f"examples.unknown_{facet}"),
                _page(facet, code),
                len(cards),
            )
            for (name, code), cards in by_value.items()
            if name == facet
        ]
        if any(value.code != UNKNOWN for value in values):
            facets[facet] = sorted(values, key=lambda v: (v.code == UNKNOWN, sort_key(v.label)))
    return facets


def _groups(cards: Sequence[ExampleCard]) -> list[tuple[str, list[ExampleCard]]]:
    """The examples by how sure we are of them, each group under what it is called."""
    groups: dict[str, list[ExampleCard]] = defaultdict(list)
    for card in cards:
        groups[_sureness(card)].append(card)
    return [(group[0].provenance, group) for group in groups.values()]


def _sureness(card: ExampleCard) -> str:
    return "invented" if card.invented else card.match


def _parts(cards: Sequence[ExampleCard]) -> Iterator[Sequence[ExampleCard]]:
    """The examples a page at a time: the surest first, by title within."""

    def order(card: ExampleCard) -> tuple[int, str]:
        return SURENESS.index(_sureness(card)), sort_key(card.title)

    ordered = sorted(cards, key=order)
    for start in range(0, len(ordered), ON_A_PAGE):
        yield ordered[start : start + ON_A_PAGE]


def _nth(page: str, number: int) -> str:
    return page if number == 0 else page.replace(".html", f"-{number + 1}.html")


def _turn(page: str, number: int, of: int) -> tuple[str, str]:
    """The pages before and after, '' for none."""
    before = _nth(page, number - 1) if number else ""
    return before, _nth(page, number + 1) if number + 1 < of else ""


def _similar(
    cards: Sequence[ExampleCard], by_value: Mapping[tuple[str, str], Sequence[ExampleCard]]
) -> Mapping[str, Sequence[ExampleCard]]:
    """For each example those nearby that share most with it."""
    facets = {card.id: {(f, c) for f, c, _ in card.facets} for card in cards}
    at = {key: {card.id: n for n, card in enumerate(listed)} for key, listed in by_value.items()}
    order = {card.id: number for number, card in enumerate(cards)}
    result = {}
    for card in cards:
        near: dict[str, ExampleCard] = {}
        for key in facets[card.id]:
            bucket, here = by_value[key], at[key][card.id]
            for step in range(1, min(NEAR, len(bucket) - 1) + 1):
                other = bucket[(here + step) % len(bucket)]
                near[other.id] = other
        near.pop(card.id, None)

        def shared(
            other: ExampleCard, mine: set[tuple[str, str]] = facets[card.id]
        ) -> tuple[int, int]:
            return -len(mine & facets[other.id]), order[other.id]

        result[card.id] = sorted(near.values(), key=shared)[:SIMILAR]
    return result


def _shared(card: ExampleCard, document: Document) -> Mapping[str, str] | None:
    """The example's own picture, for those who share its page, where the address is known."""
    if not document.address or not card.pictures:
        return None
    picture = card.pictures[0]
    where = f"{document.address}{document.language}/{FOLDER}/{picture.file}"
    return {"image": where, "alt": picture.alt}


def _described(card: ExampleCard, document: Document) -> Mapping[str, object]:
    """The example as a schema.org CreativeWork, with what is known of it and nothing else."""
    page = f"{document.address}{document.language}/{page_of_example(card)}"
    keywords = [label for facet, _, label in card.facets if facet not in ("county", "sector")]
    described: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "CreativeWork",
        "identifier": card.id,
        "name": card.title,
        "description": card.summary or card.description,
        "inLanguage": document.language,
        "isPartOf": {"@type": "Report", "name": document.title},
        "publisher": {"@type": "Organization", "name": document.network},
    }
    more = {
        "url": page if document.address else "",
        "creator": _thing("Organization", "name", card.organisation),
        "contentLocation": _thing("Place", "name", card.place),
        "audience": _thing("Audience", "audienceType", card.target_group),
        "temporalCoverage": card.years,
        "keywords": keywords,
        "citation": [address for address, _ in card.sources],
    }
    return described | {name: value for name, value in more.items() if value}


def _thing(kind: str, name: str, said: str) -> Mapping[str, str]:
    return {"@type": kind, name: said} if said else {}


def indexed(document: Document) -> Iterator[tuple[str, str]]:
    """Page and HTML of each example for the search's index: what it may be found by."""
    for card in cards_of(document):
        words = (
            *(card.summary, card.description, card.organisation, card.place, card.target_group),
            *(card.years, *card.partners, *(label for _, _, label in card.facets)),
            *(text for pair in (*card.texts, *card.facts) for text in pair),
        )
        said = Markup("").join(Markup("<p>{}</p>").format(w) for w in words if w)
        yield (
            page_of_example(card),
            Markup(
                '<!doctype html><html lang="{}"><head><title>{}</title></head>'
                '<body data-pagefind-body><h1 data-pagefind-weight="5">{}</h1>{}</body></html>'
            ).format(document.language, card.title, card.title, said),
        )


def example_data(document: Document) -> bytes:
    """The examples as JSON, with everything that their pages show, in one language."""
    described = [dict(_described(card, document)) for card in cards_of(document)]
    for one in described:
        del one["@context"]
    made = {"@context": "https://schema.org/", "@graph": described}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
