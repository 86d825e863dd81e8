"""Pages: a document as a site of pages, or as one file that needs no other."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from samklang.core.accessibility.checks import recorded
from samklang.core.accessibility.statement import Statement, of_publication
from samklang.core.document.blocks import (
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factors,
    Figure,
    Heading,
    KeyFigures,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    References,
)
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Cite, plain
from samklang.core.document.method_box import MethodBox
from samklang.core.document.short_codes import printed_address, short_address
from samklang.core.figures.amounts import range_text, value_heading, value_text
from samklang.core.language import numbers
from samklang.core.language.hyphens import divisible
from samklang.core.language.languages import NO_BREAK_SPACE, RULES, other_languages
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.language.written import quotation
from samklang.core.report.summary import method_line, summary
from samklang.render import design
from samklang.render.case_picture import case_picture
from samklang.render.charts import figure_svg, map_svg, reading_svg
from samklang.render.charts.key import key_text
from samklang.render.deposit import dataset_script
from samklang.render.design import Branding
from samklang.render.html.catalogue import cards_of, catalogue_pages, page_of_example
from samklang.render.html.embed_line import embed_line
from samklang.render.html.evidence import LIST, evidence_values, other_page, page_name
from samklang.render.html.glance import glance
from samklang.render.html.grouped import grouped
from samklang.render.html.one_file import FEW_LISTED, catalogue_address, links_within
from samklang.render.html.unbroken import unbroken
from samklang.render.pictures import logo_address
from samklang.render.share import share_meta
from samklang.render.templates import environment
from samklang.render.webfonts import FACES, fonts_of, web_fonts

STYLE = "style.css"
INDEX = "index.html"
SUMMARY = "summary.html"
# Where the template of the one-file report has its style, once its letters are known.
STYLE_HERE = "<style></style>"
ACCESSIBILITY = "accessibility.html"
# Examples that a page lists by name: it stays small however many there are.
MOST_LISTED = 150
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
    where = pages_of_anchors(document)
    pages: dict[str, bytes] = {}
    sections = document.sections
    for number, section in enumerate(sections):
        name = _page(section)
        pages[name] = _render(
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
    pages[INDEX] = _render(
        "front.html",
        document,
        href=_links(where, INDEX),
        page=INDEX,
        files=files,
        glance=(seen := glance(document)),
        shared=share_meta(document, seen.figure) if seen.figure else None,
        dataset=Markup(dataset_script(document)),
    )
    pages[SUMMARY] = _render(
        "summary.html",
        document,
        href=_links(where, SUMMARY),
        page=SUMMARY,
        summary=one_page,
        method=method_line(one_page),
    )
    pages[ACCESSIBILITY] = _render(
        ACCESSIBILITY,
        document,
        href=_links(where, ACCESSIBILITY),
        page=ACCESSIBILITY,
        statement=of_publication(document, recorded()),
    )
    pages |= _evidence(document, where)
    pages[STYLE] = style(document).encode()
    if document.house.logo is not None:
        pages[_logo_name(document)] = document.house.logo.content
    pages |= catalogue_pages(document, _lean(document, where))
    return pages | web_fonts()


def _lean(document: Document, where: Mapping[str, str]) -> Callable[..., bytes]:
    """Renders the pages of examples, whose values are gathered once: they may be thousands."""
    same: dict[str, object] = {
        **evidence_values(document, whole_of=page_name),
        "titles": {},
        "root": "../",
        "href": _links(where, "", root="../"),
    }

    def render(template: str, *, page: str, **values: object) -> bytes:
        return _page_of(template, document, same | values | {"page": page})

    return render


def _evidence(document: Document, where: Mapping[str, str]) -> dict[str, bytes]:
    """The page of each record of evidence, and the list of them; nothing where there is none."""
    records = document.evidence
    if not records:
        return {}
    within: dict[str, object] = {"root": "../", "href": _links(where, LIST, root="../")}
    pages = {LIST: _render("evidence_list.html", document, page=LIST, **within)}
    for number, record in enumerate(records):
        pages[page_name(record)] = _render(
            "evidence_page.html",
            document,
            page=page_name(record),
            other_page=other_page(record),
            record=record,
            before=records[number - 1] if number else None,
            after=records[number + 1] if number + 1 < len(records) else None,
            **within,
        )
    return pages


def single_page(document: Document) -> bytes:
    """report.html: the whole report in one file, with its fonts and style inside."""
    page = _render(
        "report.html",
        document,
        href=links_within(document),
        single=True,
        listed_at_most=FEW_LISTED,
        catalogue=catalogue_address(document),
        logo=logo_address(document.house.logo) if document.house.logo else "",
        page="",
        statement=of_publication(document, recorded()),
    ).decode()
    # Only now is it known which letters the fonts need.
    fonts = fonts_of(page)
    faces = [
        (
            *face[:3],
            f"data:font/woff2;base64,{base64.b64encode(fonts[f'{face[3]}.woff2']).decode()}",
        )
        for face in FACES
    ]
    style = f"<style>{_style(faces, Branding.of(document), single=True)}</style>"
    return grouped(page).replace(STYLE_HERE, style, 1).encode()


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
        style=Markup(_style(faces, Branding.of(first))),
    )


def _logo_name(document: Document) -> str:
    """The file of the network's logo on the site, '' where it has none."""
    return f"logo.{document.house.logo.kind}" if document.house.logo else ""


def _shared(document: Document, section: Section) -> Mapping[str, object] | None:
    """The picture of the section's first figure or map, for those who share its page."""
    for block in section.blocks:
        if isinstance(block, Figure | ExampleMap):
            return share_meta(document, block)
    return None


def _page(section: Section) -> str:
    # A section named as the front page gets an address of its own.
    return (
        f"{section.id}.html"
        if section.id not in ("index", "report", "summary", "accessibility")
        else f"{section.id}-.html"
    )


def _parts(section: Section) -> list[tuple[str, str]]:
    """Address and title of the parts of a section, where there are so many that one looks for them.

    Examples have a list of their own.
    """
    parts = []
    for block in section.blocks:
        match block:
            case Heading(level=2):
                parts.append((block.id, plain(block.text)))
            case Factors():
                parts += [(factor.anchor, factor.headed) for factor in block.factors]
            case _:
                pass
    return parts if len(parts) >= FEWEST_PARTS else []


def pages_of_anchors(document: Document) -> Mapping[str, str]:
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
                where |= {e.anchor: page_of_example(e) for e in block.examples}
                continue
            case References():
                anchors = [f"ref-{entry.key}" for entry in block.entries]
            case Paragraph() | Listing() | KeyPoints() | KeyFigures():
                anchors = []
            case Notice() | MethodBox() | Contacts():
                anchors = []
        where |= dict.fromkeys(anchors, _page(section))
    return where


def _links(where: Mapping[str, str], page: str, *, root: str = "") -> Callable[[str], str]:
    """How a page links to an anchor: within itself, or on the page where it lies.

    root: the way from the page's folder to that of the language.
    """

    def href(anchor: str) -> str:
        target = where.get(anchor, "")
        if target and anchor == target.rpartition("/")[2].removesuffix(".html"):
            return f"{root}{target}"
        return f"#{anchor}" if target in ("", page) else f"{root}{target}#{anchor}"

    return href


@cache
def templates() -> Environment:
    """The environment of this folder's templates."""
    made = environment("samklang.render.html")
    made.globals |= {
        "design": design,
        "early": _early,
        "numbers": numbers,
        "phrase": phrase,
        "plain": plain,
        "embed_line": embed_line,
        "printed_address": printed_address,
        "short_address": short_address,
        "range_text": range_text,
        "value_heading": value_heading,
        "value_text": value_text,
        "key_text": key_text,
        "figure_svg": lambda *a, **k: Markup(figure_svg(*a, **k)),
        "reading_svg": lambda *a, **k: Markup(reading_svg(*a, **k)),
        "map_svg": lambda *a, **k: Markup(map_svg(*a, **k)),
        "case_picture": case_picture,
        "page_of": _page,
        "kind": lambda block: type(block).__name__,
        "other_languages": lambda document: other_languages(document.language, document.languages),
        "rules": RULES,
        "quotation": quotation,
    }
    made.filters |= {"size": _size, "cited": _cited, "divisible": divisible}
    return made


def _cited(cite: Cite) -> list[tuple[str, str]]:
    """The works that a citation names, each with its words: "(A, 2006; B, 2014)" has two."""
    words = cite.text.split("; ")
    if len(words) != len(cite.keys):
        return [(cite.keys[0], cite.text)]
    return list(zip(cite.keys, words, strict=True))


def _size(size: int, language: Language) -> str:
    if size < 1_000_000:
        return f"{round(size / 1000)}{NO_BREAK_SPACE}kB"
    return f"{numbers.decimal(size / 1e6, 1, language)}{NO_BREAK_SPACE}MB"


def _early(branding: Branding) -> list[str]:
    """The fonts that a page asks for before it is laid out, so that nothing moves afterwards."""
    return [
        f"{name}.woff2"
        for family, style, _, name in FACES
        if family in (branding.serif, design.SANS) and style == "normal"
    ]


def _style(faces: Sequence[tuple[str, str, int, str]], branding: Branding, **more: object) -> str:
    values = {"faces": faces, "branding": branding, "night": branding.dark()}
    values |= {"single": False, "display": "optional"} | more
    template = templates().overlay(autoescape=False).get_template("style.css")
    return template.render(values)


def style(document: Document, *, display: str = "optional") -> str:
    """The rules of pages with their fonts beside them. display: what a page does without them."""
    faces = [(*face[:3], f"{face[3]}.woff2") for face in FACES]
    return _style(faces, Branding.of(document), display=display)


def _render(template: str, document: Document, **values: object) -> bytes:
    single = bool(values.get("single"))
    led = evidence_values(
        document,
        whole_of=lambda record: f"#{record.anchor}" if single else page_name(record),
        panels=not single,
    )
    titles = {card.id: card.title for card in cards_of(document)}
    return _page_of(template, document, {"titles": titles} | led | values)


def _page_of(template: str, document: Document, values: Mapping[str, object]) -> bytes:
    """A template filled in with these values and what every page has."""
    language = document.language

    def say(key: str, **more: object) -> str:
        return phrase(language, f"site.{key}" if "." not in key else key, **more)

    empty = {"root": "", "other_page": "", "single": False, "book": False, "catalogue": ""}
    common: dict[str, object] = {"document": document, "language": language, "say": say}
    common |= {"branding": Branding.of(document), "logo": _logo_name(document)}
    common |= {"listed_at_most": MOST_LISTED, **empty}
    made = templates().get_template(template).render(common | dict(values))
    return unbroken(made).encode()


def filled(template: str, document: Document, **values: object) -> str:
    """A template of this folder filled in for a document, as part of another page."""
    values = {"href": lambda anchor: f"#{anchor}"} | values
    return _render(template, document, **values).decode()


def statement_html(statement: Statement) -> str:
    """An accessibility statement below its heading, as part of another page."""
    return templates().get_template("statement.html").render(statement=statement, level=2)


def rules(branding: Branding) -> str:
    """style.css in a branding, without fonts."""
    return _style([], branding)
