"""Book: a document as an EPUB 3.3 of one chapter a file, the same bytes each time.

What a reading system is told of accessibility follows EPUB Accessibility 1.1 in the terms of
schema.org. It says what the file has; that it keeps to a level of WCAG is for a person to say.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from samklang.core.accessibility.checks import recorded
from samklang.core.accessibility.statement import of_publication
from samklang.core.document.blocks import Examples
from samklang.core.document.document import Document
from samklang.core.document.evidence import Evidence
from samklang.core.language.languages import TAGS
from samklang.core.language.phrases import phrase
from samklang.core.language.written import UNKNOWN
from samklang.render.archive import packed
from samklang.render.html.pages import filled, pages_of_anchors, style
from samklang.render.webfonts import web_fonts

EVIDENCE, STATEMENT, TITLE, NAV = "evidence", "accessibility", "title-page", "nav"
# Elements of HTML that are never closed, and are in XML.
_VOID = re.compile(r"<(area|br|col|embed|hr|img|input|link|meta|source|wbr)\b([^<>]*?)\s*/?>")
_LANG = re.compile(rf' lang="({"|".join((*TAGS, UNKNOWN))})"')
KINDS = {"xhtml": "application/xhtml+xml", "css": "text/css", "woff2": "font/woff2"}
LOGOS = {"svg": "image/svg+xml", "png": "image/png"}
FEATURES = (
    *("alternativeText", "displayTransformability", "longDescription", "readingOrder"),
    *("structuralNavigation", "tableOfContents", "unlocked"),
)


@dataclass(frozen=True)
class _Page:
    """A file of the book: its name without a suffix, its title, and its XHTML."""

    name: str
    title: str
    content: bytes


def epub(document: Document) -> bytes:
    """The e-book. Raises etree.XMLSyntaxError for a page that is no XML."""
    pages = _pages(document)
    files = {f"{page.name}.xhtml": page.content for page in pages}
    # No page of a book asks for its fonts early, and would be set without them.
    files["style.css"] = style(document, display="swap").encode()
    files |= web_fonts()
    logo = document.house.logo
    if logo is not None:
        files[f"logo.{logo.kind}"] = logo.content
    files["package.opf"] = _package(document, pages, sorted(files))
    parts = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER}
    parts |= {f"EPUB/{name}": content for name, content in sorted(files.items())}
    return packed(parts, plainly=("mimetype",))


CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def _pages(document: Document) -> list[_Page]:
    language = document.language
    chapters = document.chapters
    names = {section.id: f"part-{section.id}" for section in chapters}
    where = {anchor: names[page] for anchor, page in _homes(document).items()}
    where |= names

    def href(anchor: str) -> str:
        return f"{where[anchor]}.xhtml#{anchor}" if anchor in where else f"#{anchor}"

    def whole_of(record: Evidence) -> str:
        return f"{EVIDENCE}.xhtml#{record.anchor}"

    records = {record.id: record for record in document.evidence}
    # Said once, on the title page, and again with each figure; but what is no report yet is never
    # taken for one.
    everywhere = document.rehearsal or phrase(language, "claims.draft_notice") in document.notices

    def know(id_: str) -> str:
        return whole_of(records[id_]) if id_ in records else ""

    def page(name: str, title: str, **values: object) -> _Page:
        made = filled(
            "book.html",
            document,
            region=TAGS[language],
            part=name,
            page_title=title,
            page="",
            single=True,
            book=True,
            href=href,
            know=know,
            whole_of=whole_of,
            everywhere=everywhere,
            **values,
        )
        return _Page(name, title, _xhtml(made))

    made = [page(TITLE, document.title)]
    made += [page(names[s.id], s.title, section=s) for s in chapters]
    if document.evidence:
        made.append(page(EVIDENCE, phrase(language, "evidence.title")))
    statement = of_publication(document, recorded())
    made.append(page(STATEMENT, statement.title, statement=statement))
    entries = [(page.name, page.title) for page in made]
    return [page(NAV, phrase(language, "site.contents"), entries=entries), *made]


def _homes(document: Document) -> Mapping[str, str]:
    """The section that each anchor lies in, by its id."""
    of_page = pages_of_anchors(document)
    sections = {of_page[section.id]: section.id for section in document.sections}
    # Examples have pages of their own on the site; in the book they stand in their chapter.
    homes = {anchor: sections[page] for anchor, page in of_page.items() if page in sections}
    return homes | {
        card.anchor: section.id
        for section, block in document.blocks()
        if isinstance(block, Examples)
        for card in block.examples
    }


def _xhtml(page: str) -> bytes:
    """A page of HTML that our templates have made, as XML."""
    text = _VOID.sub(r"<\1\2/>", page)
    text = _LANG.sub(lambda m: ' lang="{0}" xml:lang="{0}"'.format(TAGS.get(m[1], m[1])), text)
    # Folded out: not every reading system can.
    text = text.replace("<details", '<details open="open"')
    content = text.encode()
    etree.fromstring(content)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + content


def _package(document: Document, pages: list[_Page], files: list[str]) -> bytes:
    """The package document: metadata, what the book holds, and the order it is read in."""
    opf, dc = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
    region = TAGS[document.language]
    package = etree.Element(
        f"{{{opf}}}package",
        nsmap={None: opf},  # type: ignore[dict-item]
        attrib={"version": "3.0", "unique-identifier": "id"},
    )
    package.set("{http://www.w3.org/XML/1998/namespace}lang", region)
    metadata = etree.SubElement(package, f"{{{opf}}}metadata", nsmap={"dc": dc})

    def core(name: str, text: str, **attributes: str) -> None:
        etree.SubElement(metadata, f"{{{dc}}}{name}", attrib=attributes).text = text

    def meta(name: str, text: str) -> None:
        etree.SubElement(metadata, f"{{{opf}}}meta", attrib={"property": name}).text = text

    stamp = f"{document.dataset_hash}/{document.theme}/{document.language}"
    core("identifier", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, stamp)}", id="id")
    core("title", document.title)
    core("language", region)
    for author in document.authors:
        core("creator", author)
    core("publisher", document.network)
    if document.subtitle:
        core("description", document.subtitle)
    if document.published_iso:
        core("date", document.published_iso)
    if document.licence:
        core("rights", document.licence)
    meta("dcterms:modified", f"{document.published_iso or '1970-01-01'}T00:00:00Z")
    for mode in ("textual", "visual"):
        meta("schema:accessMode", mode)
    # Every drawing has its words and its table.
    meta("schema:accessModeSufficient", "textual")
    for feature in FEATURES:
        meta("schema:accessibilityFeature", feature)
    meta("schema:accessibilityHazard", "none")
    meta("schema:accessibilitySummary", phrase(document.language, "epub.summary"))
    manifest = etree.SubElement(package, f"{{{opf}}}manifest")
    drawn = {f"{page.name}.xhtml" for page in pages if b"<svg" in page.content}
    ids = {name: f"f{number}" for number, name in enumerate(files)}
    for name in files:
        suffix = name.rpartition(".")[2]
        item = {"id": ids[name], "href": name, "media-type": (KINDS | LOGOS)[suffix]}
        properties = ["nav"] * (name == f"{NAV}.xhtml") + ["svg"] * (name in drawn)
        etree.SubElement(
            manifest,
            f"{{{opf}}}item",
            attrib=item | ({"properties": " ".join(properties)} if properties else {}),
        )
    spine = etree.SubElement(package, f"{{{opf}}}spine")
    first, *rest = pages
    for page in (rest[0], first, *rest[1:]):
        etree.SubElement(spine, f"{{{opf}}}itemref", attrib={"idref": ids[f"{page.name}.xhtml"]})
    made: bytes = etree.tostring(package, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made
