"""The report as one Word file: its parts, what relates them, and its properties."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from samklang.core.document.document import Document
from samklang.core.language.languages import RULES, LanguageRules
from samklang.core.language.phrases import phrase
from samklang.render.archive import packed
from samklang.render.design import Branding
from samklang.render.docx import styles as looks
from samklang.render.docx.body import Body
from samklang.render.docx.contents import add_contents, number_contents
from samklang.render.docx.drawings import Drawings
from samklang.render.docx.fonts import font_table
from samklang.render.docx.pages import SEPARATOR, pages_of
from samklang.render.docx.paragraphs import in_order
from samklang.render.docx.styles import MARGINS, PAGE, TEXT_WIDTH
from samklang.render.docx.writing import Pen, field, unplaced
from samklang.render.docx.xml import add, attribute, clean, name, part, root
from samklang.render.element import Element
from samklang.render.pdf.breaks import shortened

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Content types by the part's name, or by its ending.
TYPES = {
    "document.xml": f"{WORD}.document.main+xml",
    "styles.xml": f"{WORD}.styles+xml",
    "numbering.xml": f"{WORD}.numbering+xml",
    "footnotes.xml": f"{WORD}.footnotes+xml",
    "settings.xml": f"{WORD}.settings+xml",
    "fontTable.xml": f"{WORD}.fontTable+xml",
    "header1.xml": f"{WORD}.header+xml",
    "footer1.xml": f"{WORD}.footer+xml",
    "core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
ENDINGS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def report(document: Document) -> bytes:
    """report.docx: A4, contents with their pages, notes, native charts, tables with headers."""
    branding = Branding.of(document)
    pen, drawings = Pen(document), Drawings(document.language, branding)
    main = root("w:document", "w", "r", "wp", "a", "c", "pic")
    content = add(main, "w:body")
    body = Body(document, pen, drawings, content)
    body.cover()
    after_cover = len(content)
    for section in document.chapters:
        body.section(section)
    body.notes()
    body.about()
    contents = root("w:body", "w")
    add_contents(contents, pen, phrase(document.language, "pdf.contents"), body.headings)
    content.insert(after_cover, contents[0])
    marks = [attribute(mark, "name") for mark in content.iter(name("w:bookmarkStart"))]
    unplaced(content, marks)
    in_order(content)
    sheet = looks.styles(pen.tag, branding, document.house.looks)
    notes = {attribute(note, "id"): note for note in pen.notes}
    pages = pages_of(
        content,
        notes,
        sheet,
        width=TEXT_WIDTH,
        height=PAGE[1] - MARGINS["top"] - MARGINS["bottom"],
    )
    number_contents(content, pages)
    _page(content)
    fonts = font_table(branding)
    relations = {
        "rIdStyles": ("styles", "styles.xml"),
        "rIdNumbering": ("numbering", "numbering.xml"),
        "rIdNotes": ("footnotes", "footnotes.xml"),
        "rIdSettings": ("settings", "settings.xml"),
        "rIdFonts": ("fontTable", "fontTable.xml"),
        "rIdHeader": ("header", "header1.xml"),
        "rIdFooter": ("footer", "footer1.xml"),
    }
    external = {id_: url for url, id_ in pen.links.items()}
    parts = {
        "word/document.xml": part(main),
        "word/styles.xml": part(sheet),
        "word/numbering.xml": part(looks.numbering(body.lists, branding)),
        "word/footnotes.xml": part(_notes(pen)),
        "word/settings.xml": part(_settings(RULES[document.language])),
        "word/fontTable.xml": part(fonts.table),
        "word/header1.xml": part(_header(document, pen)),
        "word/footer1.xml": part(_footer(document, pen)),
        "docProps/core.xml": _core(document, pen.tag),
        "docProps/app.xml": _app(document),
        "docProps/custom.xml": _custom(document),
        **drawings.parts,
        **fonts.parts,
    }
    in_notes = {id_: external[id_] for id_ in _used(parts["word/footnotes.xml"], external)}
    in_text = {id_: external[id_] for id_ in _used(parts["word/document.xml"], external)}
    parts["word/_rels/document.xml.rels"] = _relations(relations | drawings.relations, in_text)
    parts["word/_rels/footnotes.xml.rels"] = _relations({}, in_notes)
    parts["word/_rels/fontTable.xml.rels"] = _relations(fonts.relations, {})
    for path in drawings.parts:
        if path.startswith("word/charts/"):
            stem = path.removeprefix("word/charts/chart").removesuffix(".xml")
            book = {"rId1": ("package", f"../embeddings/workbook{stem}.xlsx")}
            parts[f"word/charts/_rels/chart{stem}.xml.rels"] = _relations(book, {})
    parts["_rels/.rels"] = _root_relations()
    return packed({"[Content_Types].xml": _types(parts)} | parts)


def _used(content: bytes, external: Mapping[str, str]) -> list[str]:
    return [id_ for id_ in external if f'"{id_}"'.encode() in content]


def _page(content: Element) -> None:
    section = add(content, "w:sectPr")
    add(section, "w:headerReference", type="default", r__id="rIdHeader")
    add(section, "w:footerReference", type="default", r__id="rIdFooter")
    add(section, "w:pgSz", w=PAGE[0], h=PAGE[1])
    add(section, "w:pgMar", None, **MARGINS, gutter=0)
    # The cover has neither header nor footer.
    add(section, "w:titlePg")


def _header(document: Document, pen: Pen) -> Element:
    made = root("w:hdr", "w", "r")
    line = pen.paragraph(made, "Header", shortened(document.title, 60))
    pen.tab(line)
    pen.run(line, shortened(document.network, 45))
    return made


def _footer(document: Document, pen: Pen) -> Element:
    made = root("w:ftr", "w", "r")
    line = pen.paragraph(made, "Footer")
    if why := document.invented:
        pen.run(line, phrase(document.language, f"pdf.{why}"), style="Number")
    pen.tab(line)
    field(line, pen, "PAGE", "1")
    return made


def _notes(pen: Pen) -> Element:
    made = root("w:footnotes", "w", "r")
    for id_, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = add(made, "w:footnote", type=kind, id=id_)
        line = add(note, "w:p")
        # Word would give the rule above the notes a line of text, LibreOffice next to nothing.
        add(add(line, "w:pPr"), "w:spacing", before=0, after=0, line=SEPARATOR, lineRule="exact")
        add(add(line, "w:r"), f"w:{kind}")
    for note in pen.notes:
        made.append(note)
    return made


def _settings(rules: LanguageRules) -> Element:
    made = root("w:settings", "w")
    add(made, "w:embedTrueTypeFonts")
    add(made, "w:defaultTabStop", val=720)
    add(made, "w:characterSpacingControl", val="doNotCompress")
    notes = add(made, "w:footnotePr")
    for id_ in (-1, 0):
        add(notes, "w:footnote", id=id_)
    compatible = add(made, "w:compat")
    add(
        compatible,
        "w:compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    add(made, "w:themeFontLang", val=rules.tag)
    add(made, "w:decimalSymbol", val=rules.decimal_mark)
    add(made, "w:listSeparator", val=rules.list_separator)
    return made


def _types(parts: Mapping[str, bytes]) -> bytes:
    lines = [
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in ENDINGS.items()
    ]
    for path in parts:
        kind = CHART if path.startswith("word/charts/chart") else TYPES.get(path.rpartition("/")[2])
        if kind:
            lines.append(f'<Override PartName="/{path}" ContentType="{kind}"/>')
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(lines)}</Types>'.encode()


def _relations(inner: Mapping[str, tuple[str, str]], outer: Mapping[str, str]) -> bytes:
    lines = [
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in inner.items()
    ]
    lines += [
        f'<Relationship Id="{id_}" Type="{OFFICE}/hyperlink" '
        f'Target="{_attribute(url)}" TargetMode="External"/>'
        for id_, url in outer.items()
    ]
    return _related("".join(lines))


def _root_relations() -> bytes:
    kinds = (
        ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ("rId4", f"{OFFICE}/custom-properties", "docProps/custom.xml"),
    )
    lines = "".join(f'<Relationship Id="{i}" Type="{k}" Target="{t}"/>' for i, k, t in kinds)
    return _related(lines)


def _related(lines: str) -> bytes:
    space = f"{PACKAGE}/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{lines}</Relationships>'.encode()


def _core(document: Document, tag: str) -> bytes:
    """Title, authors, language and date; the date is that of publication, never the clock."""
    author = ", ".join(document.authors) or document.network
    day = f"{document.published_iso or '1980-01-01'}T00:00:00Z"
    texts = (
        ("dc:title", document.title),
        ("dc:subject", document.subtitle),
        ("dc:creator", author),
        ("cp:lastModifiedBy", author),
        ("dc:language", tag),
        ("cp:version", document.edition),
    )
    # Office keeps at most 255 characters of each.
    lines = "".join(f"<{key}>{_text(value[:255])}</{key}>" for key, value in texts)
    dates = "".join(
        f'<dcterms:{key} xsi:type="dcterms:W3CDTF">{day}</dcterms:{key}>'
        for key in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{lines}{dates}</cp:coreProperties>"
    ).encode()


def _app(document: Document) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    company = _text(document.network[:255])
    return (
        f'{HEAD}<Properties xmlns="{space}"><Application>Samklang</Application>'
        f"<Company>{company}</Company></Properties>"
    ).encode()


def _custom(document: Document) -> bytes:
    """The package's hash, so that the file can be traced to what it was made from."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        f'{HEAD}<Properties xmlns="{space}/custom-properties" xmlns:vt="{space}/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Dataset SHA-256">'
        f"<vt:lpwstr>{_text(document.dataset_hash)}</vt:lpwstr></property></Properties>"
    ).encode()


def _text(value: str) -> str:
    return escape(clean(value))


def _attribute(value: str) -> str:
    return escape(clean(value), {'"': "&quot;"})
