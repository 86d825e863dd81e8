"""Pages: a document as a site of pages, or as one file that needs no other."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from samklang.core.catalogue.sources import named
from samklang.core.document.blocks import (
    Cards,
    ExampleCard,
    ExampleMap,
    Examples,
    Factors,
    Figure,
    Heading,
    References,
)
from samklang.core.document.deck import chosen_examples
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Cite, plain
from samklang.core.figures.amounts import range_text, value_heading, value_text
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.report.summary import method_line, summary
from samklang.render import design
from samklang.render.charts import figure_svg, map_svg
from samklang.render.charts.key import key_text
from samklang.render.deposit import dataset_script
from samklang.render.html.evidence import LIST, evidence_values, other_page, page_name
from samklang.render.pictures import logo_address
from samklang.render.share import share_meta
from samklang.render.templates import environment
from samklang.render.webfonts import FACES, web_fonts

STYLE = "style.css"
INDEX = "index.html"
SUMMARY = "summary.html"
# A page with fewer parts is seen at a glance.
FEWEST_PARTS = 3


@dataclass(frozen=True)
class DownloadLink:
    """A file offered for download: its name as a phrase of the site, address and size in bytes."""

    label: str
    href: str
    size: int


def site(document: Document, *, files: Sequence[DownloadLink]) -> dict[str, bytes]:
    """The site of a document: its pages, style and fonts, by path within the language's folder."""
    where = _pages_of_anchors(document)
    found: dict[str, bytes] = {}
    sections = document.sections
    for number, section in enumerate(sections):
        name = _page(section)
        found[name] = _render(
            "section.html",
            document,
            href=_links(where, name),
            page=name,
            section=section,
            parts=_parts(section),
            shared=_shared(document, section),
            before=sections[number - 1] if number else None,
            after=sections[number + 1] if number + 1 < len(sections) else None,
        )
    one_page = summary(document)
    found[INDEX] = _render(
        "front.html",
        document,
        href=_links(where, INDEX),
        page=INDEX,
        files=files,
        glance=_glance(document),
        dataset=Markup(dataset_script(document)),
    )
    found[SUMMARY] = _render(
        "summary.html",
        document,
        href=_links(where, SUMMARY),
        page=SUMMARY,
        summary=one_page,
        method=method_line(one_page),
    )
    found |= _evidence(document, where)
    faces = [(*face[:3], f"{face[3]}.woff2") for face in FACES]
    found[STYLE] = _style(faces).encode()
    if document.house.logo is not None:
        found[_logo_name(document)] = document.house.logo.content
    return found | web_fonts()


def _evidence(document: Document, where: Mapping[str, str]) -> dict[str, bytes]:
    """The page of each record of evidence, and the list of them; nothing where there is none."""
    records = document.evidence
    if not records:
        return {}
    within: dict[str, Any] = {"root": "../", "href": _links(where, LIST, root="../")}
    found = {LIST: _render("evidence_list.html", document, page=LIST, **within)}
    for number, record in enumerate(records):
        found[page_name(record)] = _render(
            "evidence_page.html",
            document,
            page=page_name(record),
            other_page=other_page(record),
            record=record,
            before=records[number - 1] if number else None,
            after=records[number + 1] if number + 1 < len(records) else None,
            **within,
        )
    return found


def single_page(document: Document) -> bytes:
    """report.html: the whole report in one file, with its fonts and style inside."""
    fonts = web_fonts()
    faces = [
        (
            *face[:3],
            f"data:font/woff2;base64,{base64.b64encode(fonts[f'{face[3]}.woff2']).decode()}",
        )
        for face in FACES
    ]
    return _render(
        "report.html",
        document,
        href=lambda anchor: f"#{anchor}",
        single=True,
        logo=logo_address(document.house.logo) if document.house.logo else "",
        page="",
        style=Markup(_style(faces)),
    )


def language_chooser(documents: Mapping[Language, Document]) -> bytes:
    """index.html above the languages: a link to each, in its own language."""
    first = next(iter(documents.values()))
    faces = [(*face[:3], f"{first.language}/{face[3]}.woff2") for face in FACES]
    return _render(
        "languages.html",
        first,
        documents=documents,
        page="",
        href=str,
        style=Markup(_style(faces)),
    )


@dataclass(frozen=True)
class _Glance:
    """What the front page shows beside the main results: a figure, the map and three examples."""

    figure: Figure | None
    map: ExampleMap | None
    examples: tuple[ExampleCard, ...]


def _glance(document: Document) -> _Glance:
    blocks = [block for _, block in document.blocks()]
    # Those that the deck tells of, where the author has chosen.
    wanted = next((t.examples for s in document.sections for t in s.slides if t.examples), ())
    main = (b for b in blocks if isinstance(b, Figure) and b.highlight)
    return _Glance(
        figure=next(main, None),
        map=next((b for b in blocks if isinstance(b, ExampleMap)), None),
        examples=next((chosen_examples(b, wanted) for b in blocks if isinstance(b, Examples)), ()),
    )


def _logo_name(document: Document) -> str:
    """The file of the network's logo on the site, '' where it has none."""
    return f"logo.{document.house.logo.kind}" if document.house.logo else ""


def _shared(document: Document, section: Section) -> Mapping[str, Any] | None:
    """The picture of the section's first figure or map, for those who share its page."""
    for block in section.blocks:
        if isinstance(block, Figure | ExampleMap):
            return share_meta(document, block)
    return None


def _page(section: Section) -> str:
    # A section named as the front page gets an address of its own.
    return (
        f"{section.id}.html"
        if section.id not in ("index", "report", "summary")
        else f"{section.id}-.html"
    )


def _parts(section: Section) -> list[tuple[str, str]]:
    """Address and title of the parts of a section, where there are so many that one looks for them.

    Examples have a list of their own.
    """
    found = []
    for block in section.blocks:
        match block:
            case Heading(level=2):
                found.append((block.id, plain(block.text)))
            case Factors():
                found += [(factor.anchor, factor.name) for factor in block.factors]
    return found if len(found) >= FEWEST_PARTS else []


def _pages_of_anchors(document: Document) -> Mapping[str, str]:
    """The page that each anchor of a document lies on."""
    where: dict[str, str] = {}
    for section in document.sections:
        where[section.id] = _page(section)
    for section, block in document.blocks():
        match block:
            case Heading():
                anchors = [block.id]
            case Figure() | ExampleMap():
                anchors = [block.anchor]
            case Cards():
                anchors = [card.anchor for card in block.cards]
            case Factors():
                anchors = [factor.anchor for factor in block.factors]
            case Examples():
                anchors = [example.anchor for example in block.examples]
            case References():
                anchors = [f"ref-{entry.key}" for entry in block.entries]
            case _:
                anchors = []
        where |= dict.fromkeys(anchors, _page(section))
    return where


def _links(where: Mapping[str, str], page: str, *, root: str = "") -> Callable[[str], str]:
    """How a page links to an anchor: within itself, or on the page where it lies.

    root: the way from the page's folder to that of the language.
    """

    def href(anchor: str) -> str:
        target = where.get(anchor, "")
        if target and anchor == target.removesuffix(".html"):
            return f"{root}{target}"
        return f"#{anchor}" if target in ("", page) else f"{root}{target}#{anchor}"

    return href


@cache
def _environment() -> Environment:
    made = environment("samklang.render.html")
    made.globals |= {
        "design": design,
        "early": _early,
        "numbers": numbers,
        "plain": plain,
        "range_text": range_text,
        "value_heading": value_heading,
        "value_text": value_text,
        "key_text": key_text,
        "named": named,
        "figure_svg": lambda *a, **k: Markup(figure_svg(*a, **k)),
        "map_svg": lambda *a, **k: Markup(map_svg(*a, **k)),
        "page_of": _page,
        "kind": lambda block: type(block).__name__,
        "other_languages": _other_languages,
    }
    made.filters["size"] = _size
    made.filters["cited"] = _cited
    return made


def _other_languages(document: Document) -> list[Language]:
    return [language for language in document.languages if language != document.language]


def _cited(cite: Cite) -> list[tuple[str, str]]:
    """The works that a citation names, each with its words: "(A, 2006; B, 2014)" has two."""
    words = cite.text.split("; ")
    if len(words) != len(cite.keys):
        return [(cite.keys[0], cite.text)]
    return list(zip(cite.keys, words, strict=True))


def _size(size: int, language: Language) -> str:
    if size < 1_000_000:
        return f"{round(size / 1000)}{numbers.NO_BREAK_SPACE}kB"
    return f"{numbers.decimal(size / 1e6, 1, language)}{numbers.NO_BREAK_SPACE}MB"


def _early() -> list[str]:
    """The fonts that a page asks for before it is laid out, so that nothing moves afterwards."""
    return [
        f"{name}.woff2"
        for family, style, _, name in FACES
        if family in (design.SERIF, design.SANS) and style == "normal"
    ]


def _style(faces: Sequence[tuple[str, str, int, str]]) -> str:
    plain_text = _environment().overlay(autoescape=False)
    return plain_text.get_template("style.css").render(faces=faces, night=design.dark())


def _render(template: str, document: Document, **values: Any) -> bytes:
    language = document.language

    def say(key: str, **more: object) -> str:
        return phrase(language, f"site.{key}" if "." not in key else key, **more)

    single = bool(values.get("single"))
    led = evidence_values(
        document,
        whole_of=lambda record: f"#{record.anchor}" if single else page_name(record),
    )
    made = (
        _environment()
        .get_template(template)
        .render(
            document=document,
            language=language,
            say=say,
            logo=values.pop("logo", _logo_name(document)),
            titles={
                example.id: example.title
                for _, block in document.blocks()
                if isinstance(block, Examples)
                for example in block.examples
            },
            **({"root": "", "other_page": "", "single": False} | led | values),
        )
    )
    return unbroken(made).encode()


def filled(template: str, document: Document, **values: Any) -> str:
    """A template of this folder filled in for a document, as part of another page."""
    return _render(template, document, href=lambda anchor: f"#{anchor}", **values).decode()


def rules() -> str:
    """style.css with the colours in force, without fonts."""
    return _style([])


# A tag with what it holds where that is no running text, or a range of per cent between tags.
_RANGE = re.compile(
    r"<(?P<name>svg|script|style|title)\b.*?</(?P=name)>|<[^>]*>|(?P<range>\d+–\d+\u00a0?%)",
    re.DOTALL,
)


def unbroken(page: str) -> str:
    """HTML with ranges of per cent on one line: after their dash it would be broken."""
    return _RANGE.sub(
        lambda m: f'<span class="range">{m["range"]}</span>' if m["range"] else m[0], page
    )
