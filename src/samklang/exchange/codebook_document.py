"""The codebook to read: as Markdown, and as a Word file with headings that Word knows.

It can be published with a report, so nothing is counted in it: no number has passed disclosure
control.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from samklang.core.coding.codebook import Code
from samklang.core.language.languages import TAGS
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language
from samklang.package.theme_package import ThemePackage

DAY = (1980, 1, 1, 0, 0, 0)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")

# A paragraph: its style, its label, its text.
Paragraph = tuple[str, str, str]


def as_markdown(package: ThemePackage) -> bytes:
    """The codebook as Markdown in UTF-8; a mark in a text is shown, never obeyed."""
    marks = {"Title": "# ", "Heading1": "## ", "": ""}
    lines = []
    for style, label, text in _paragraphs(package, package.theme.languages[0]):
        words = _MARKS.sub(r"\\\1", " ".join(text.split()))
        lines.append(f"{marks[style]}{f'**{label}:** ' if label else ''}{words}")
    return ("\n\n".join(lines) + "\n").encode()


def as_word(package: ThemePackage) -> bytes:
    """The codebook as .docx; the same codebook always gives the same bytes."""
    language = package.theme.languages[0]
    body = "".join(map(_paragraph, _paragraphs(package, language)))
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" '
        'w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )
    title = escape(_bare(_title(package, language)), {'"': "&quot;"})
    files = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title><dc:language>{TAGS[language]}</dc:language>"
            "</cp:coreProperties>"
        ),
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/relationships/styles", "styles.xml")
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{_WORD}"><w:body>{body}{section}</w:body></w:document>'
        ),
        "word/styles.xml": _styles(language),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'
            archive.writestr(zipfile.ZipInfo(name, DAY), declared, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _title(package: ThemePackage, language: Language) -> str:
    return phrase(language, "codebook.title", theme=package.theme.title[language])


def _paragraphs(package: ThemePackage, language: Language) -> Iterator[Paragraph]:
    yield "Title", "", _title(package, language)
    codes = package.codebook.codes
    yield "", "", counted(language, "codebook.codes", len(codes))
    for code in codes:
        yield "Heading1", "", code.name[language]
        for kind, text in _parts(code, package, language):
            yield "", phrase(language, f"codebook.{kind}"), text


def _parts(code: Code, package: ThemePackage, language: Language) -> Iterator[tuple[str, str]]:
    yield "definition", code.definition[language]
    if code.include[language]:
        yield "include", code.include[language]
    if code.exclude[language]:
        yield "exclude", code.exclude[language]
    titles = {str(item.get("id")): str(item.get("title", "")) for item in package.references}
    sources = [titles.get(source) or source for source in code.sources]
    if sources:
        yield "sources", "; ".join(sources)
    yield "id", code.id


def _paragraph(paragraph: Paragraph) -> str:
    style, label, text = paragraph
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    named = f"<w:r><w:rPr><w:b/></w:rPr>{_run(f'{label}: ')}</w:r>" if label else ""
    return f"<w:p>{look}{named}<w:r>{_run(text)}</w:r></w:p>"


def _run(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(_bare(" ".join(text.split(chr(10)))))}</w:t>'


def _bare(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _types() -> str:
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in (
            ("word/document.xml", f"{_TYPE}.document.main+xml"),
            ("word/styles.xml", f"{_TYPE}.styles+xml"),
            (
                "docProps/core.xml",
                "application/vnd.openxmlformats-package.core-properties+xml",
            ),
        )
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _styles(language: Language) -> str:
    def style(id_: str, name: str, size: int, before: int, *, bold: bool, level: str = "") -> str:
        weight = "<w:b/>" if bold else ""
        outline = f'<w:keepNext/><w:spacing w:before="{before}" w:after="80"/>{level}'
        return (
            f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/>'
            '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
            f"<w:pPr>{outline}</w:pPr>"
            f'<w:rPr>{weight}<w:color w:val="1F4D3F"/><w:sz w:val="{size}"/></w:rPr></w:style>'
        )

    return (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/>'
        f'<w:lang w:val="{TAGS[language]}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="100" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style>'
        + style("Title", "Title", 40, 0, bold=False)
        + style("Heading1", "heading 1", 28, 320, bold=True, level='<w:outlineLvl w:val="0"/>')
        + "</w:styles>"
    )
