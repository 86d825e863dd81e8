"""Files that are made to stop whoever reads them: each by its name, with what it is given to.

Every format that is taken in: sparse, deep, wide, repeated, cut off, wrongly encoded, bombs, and
traps for regular expressions. `python -m tests.hostile_files FOLDER` writes them all.
"""

import io
import json
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.small_package import files as small_files

# What a file is given to: the register, a questionnaire, a logo, a Word template, a theme package
# (a zip), or the structure of a LimeSurvey survey.
Made = Callable[[], bytes]
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheet: str | bytes, *, strings: str = "", extra: Mapping[str, str] = {}) -> bytes:
    """An .xlsx whose one sheet is this XML. strings: the inside of its shared strings."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r" Type="{relation}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{relation}"><sheets>'
        '<sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="r1" Type="{relation}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{relation}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **extra,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {_MAIN}>{strings}</sst>"
    return zipped(parts)


def _sheet(inside: str) -> str:
    return f"<worksheet {_MAIN}><sheetData>{inside}</sheetData></worksheet>"


def _cell(place: str, text: str = "a") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _two(place: str, prefix: str = "") -> bytes:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<{prefix}c r="{place}"><{prefix}v>1</{prefix}v></{prefix}c>'
    if not prefix:
        return workbook(_sheet(f'<row r="1">{_cell("A1")}</row><row r="{row}">{cell}</row>'))
    space = _MAIN.replace("xmlns", "xmlns:x")
    first = f'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="{row}">{cell}</x:row>'
    return workbook(f"<x:worksheet {space}><x:sheetData>{first}</x:sheetData></x:worksheet>")


def _rows(count: int, width: int = 2) -> Iterator[str]:
    letters = [chr(65 + n) for n in range(width)]
    for row in range(1, count + 1):
        cells = "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in letters)
        yield f'<row r="{row}">{cells}</row>'


def _shared_text() -> bytes:
    cells = "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 40_001))
    return workbook(_sheet(cells), strings=f"<si><t>{'a' * 1_000_000}</t></si>")


def _hidden_place() -> bytes:
    far = '<c x=">" r="XFD1048576"><v>1</v></c>'
    return workbook(_sheet(f'<row r="1">{_cell("A1")}{far}</row>'))


def _lying(size: int) -> bytes:
    """A workbook whose sheet is larger than the zip says."""
    content = bytearray(workbook(_sheet("".join(_rows(20_000)))))
    at = content.rfind(b"PK\x01\x02")
    while at >= 0:
        name = content[at + 46 : at + 46 + struct.unpack_from("<H", content, at + 28)[0]]
        if name.endswith(b"sheet1.xml"):
            struct.pack_into("<I", content, at + 24, size)
        at = content.rfind(b"PK\x01\x02", 0, at)
    return bytes(content)


def _open_document(repeated: str) -> bytes:
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    sheet = (
        f"<office:document-content {namespaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="survey">{repeated}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mime, "content.xml": sheet, "META-INF/manifest.xml": "<m/>"})


_REPEATED = (
    '<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
    'table:number-columns-repeated="{columns}" office:value-type="string"><text:p>a</text:p>'
    "</table:table-cell></table:table-row>"
)


def _noise(start: bytes, size: int) -> bytes:
    return start + random.Random(7).randbytes(size)


def _compound(sector_shift: int = 9, table: int = 0) -> bytes:
    """The head of an old Excel file, and noise for the rest of it."""
    head = bytearray(_noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 40_000))
    struct.pack_into("<HHH", head, 26, 3, 0xFFFE, sector_shift)
    struct.pack_into("<I", head, 44, table)
    return bytes(head)


def _styles(inside: str) -> bytes:
    return zipped({"word/styles.xml": f"<w:styles {_W}>{inside}</w:styles>"})


def _chain(count: int, name: str, *, last: int | None = None) -> bytes:
    return _styles(
        "".join(
            f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="s{n + 1 if n + 1 < count or last is None else last}"/></w:style>'
            for n in range(count)
        )
    )


def _svg(inside: str, before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{inside}'.encode()


def _unknown(count: int) -> Iterator[str]:
    return (f'a{n}="" ' for n in range(count))


def _png(width: int, height: int, *, depth: int = 16, pixels: bytes | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    if pixels is None:
        pixels = b"\0" * (height * (1 + width * 4 * depth // 8) - 1)
    head = struct.pack(">IIBBBBB", width, height, depth, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(pixels, 9))
        + chunk(b"IEND", b"")
    )


def _package(**changed: str | bytes) -> bytes:
    names = {name.replace(".", "_"): name for name in small_files()}
    parts: dict[str, str | bytes] = dict(small_files())
    for key, content in changed.items():
        parts[names.get(key, key.replace("_", ".", 1))] = content
    return zipped(parts)


def _survey_trap(text: str) -> bytes:
    cells = (("A1", "type"), ("B1", "name"), ("C1", "label"), ("D1", "relevant"))
    asked = (("A2", "text"), ("B2", "q"), ("C2", text), ("D2", text))
    rows = (
        f'<row r="{n}">{"".join(_cell(place, said) for place, said in row)}</row>'
        for n, row in enumerate((cells, asked), 1)
    )
    return workbook(_sheet("".join(rows)))


def _lss(inside: str, head: str = "") -> bytes:
    kind = "<LimeSurveyDocType>Survey</LimeSurveyDocType>"
    return f'<?xml version="1.0"?>{head}<document>{kind}{inside}</document>'.encode()


def _many_questions(count: int) -> bytes:
    row = "<row><qid>{0}</qid><gid>1</gid><type>T</type><title>q{0}</title></row>"
    rows = "".join(row.format(n) for n in range(count))
    return _lss(f"<questions><rows>{rows}</rows></questions>")


SPREADSHEETS: Mapping[str, Made] = {
    "sparse.xlsx": lambda: _two("XFD1048576"),
    "sparse_prefixed.xlsx": lambda: _two("XFD1048576", "x:"),
    "sparse_hidden.xlsx": _hidden_place,
    "area.xlsx": lambda: _two("ZZ60000"),
    "wide.xlsx": lambda: _two("XFD400"),
    "tall.xlsx": lambda: _two("C1048576"),
    "shared_text.xlsx": _shared_text,
    "open_cells.xlsx": lambda: workbook(
        _sheet(f'<row r="1">{_cell("A1")}{"<c>" * 1_000_000}</row>')
    ),
    "open_cells_spaced.xlsx": lambda: workbook(_sheet("<c " * 1_000_000 + '<f t="e"/>')),
    "open_tags.xlsx": lambda: workbook("<a>" * 3_000_000),
    "rows.xlsx": lambda: workbook(_sheet("".join(_rows(500_000)))),
    "cells.xlsx": lambda: workbook(_sheet("".join(_rows(60_000, 20)))),
    "bomb.xlsx": lambda: workbook(b"\0" * 150_000_000),
    "lying.xlsx": lambda: _lying(100),
    "entities.xlsx": lambda: workbook(_LAUGHS + _sheet(f'<row r="1">{_cell("A1", "&a11;")}</row>')),
    "deep.xlsx": lambda: workbook(_sheet("<is>" * 500_000)),
    "many_parts.xlsx": lambda: workbook(
        _sheet(""), extra={f"xl/{n}.xml": "" for n in range(40_000)}
    ),
    "many_strings.xlsx": lambda: workbook(_sheet(""), strings="<si><t>a</t></si>" * 3_000_000),
    "cut.xlsx": lambda: _two("C3")[:-40],
    "noise.xlsx": lambda: _noise(b"PK\x03\x04", 200_000),
    "repeated.ods": lambda: _open_document(_REPEATED.format(rows=1_048_576, columns=16_384)),
    "repeated_rows.ods": lambda: _open_document(_REPEATED.format(rows=1_048_576, columns=20)),
    "repeated_often.ods": lambda: _open_document(_REPEATED.format(rows=400_000, columns=4) * 50),
    "noise.xls": lambda: _noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 200_000),
    "sectors.xls": lambda: _compound(sector_shift=31),
    "table.xls": lambda: _compound(table=0xFFFFFFF0),
}
REGISTERS: Mapping[str, Made] = {
    "rows.csv": lambda: b"Namn;Nummer\n" + b"a;1\n" * 2_400_000,
    "blank_rows.csv": lambda: b"Namn;Nummer\na;1\n" + b"\n" * 9_000_000,
    "columns.csv": lambda: b"a;" * 4_900_000 + b"\n1;2",
    "quotes.csv": lambda: b'Namn;Nummer\n"' + b'a""' * 3_000_000,
    "utf16_cut.csv": lambda: b"\xff\xfe" + "Namn;Nummer\nå;1".encode("utf-16-le")[:-1],
    "zeros.csv": lambda: b"\0" * 9_000_000,
    "title.csv": lambda: b";" * 4_000_000 + b"\n" + b";\n" * 2_000_000,
}
FORMS: Mapping[str, Made] = {
    "trap_references.xlsx": lambda: _survey_trap("${" * 16_000),
    "trap_links.xlsx": lambda: _survey_trap("[" * 32_000),
    "trap_brackets.xlsx": lambda: _survey_trap("(" * 32_000),
    "trap_spaces.xlsx": lambda: _survey_trap("${ " + " " * 32_000 + "x"),
}
LOGOS: Mapping[str, Made] = {
    "entities.svg": lambda: _svg("<title>&a11;</title></svg>", _LAUGHS),
    "deep.svg": lambda: _svg("<g>" * 60_000),
    "attributes.svg": lambda: _svg(f"<path {''.join(_unknown(20_000))}/></svg>"),
    "path.svg": lambda: _svg('<path d="' + "M0 0 " * 38_000 + 'é€"/></svg>'),
    "external.svg": lambda: _svg("<image/></svg>", '<!DOCTYPE s SYSTEM "file:///etc/passwd">'),
    "bomb.png": lambda: _png(4_000, 4_000),
    "bomb_small_head.png": lambda: _png(10, 10, pixels=b"\0" * 200_000_000),
    "side.png": lambda: _png(50_000, 50_000, pixels=b""),
    "cut.png": lambda: _png(40, 40)[:-9],
}
TEMPLATES: Mapping[str, Made] = {
    "chain.docx": lambda: _chain(3_000, "normal"),
    "chain_named.docx": lambda: _chain(1_900, "heading 1"),
    "circle.docx": lambda: _chain(3, "normal", last=0),
    "bomb.docx": lambda: _styles(" " * 300_000_000),
    "deep.docx": lambda: _styles("<w:a>" * 900_000),
    "properties.docx": lambda: _styles(
        '<w:style w:type="paragraph" w:styleId="n"><w:name w:val="normal"/><w:rPr>'
        + "<w:b/>" * 700_000
        + "</w:rPr></w:style>"
    ),
    "entities.docx": lambda: zipped(
        {"word/styles.xml": f"{_LAUGHS}<w:styles {_W}>&a11;</w:styles>"}
    ),
}
PACKAGES: Mapping[str, Made] = {
    "paragraphs.zip": lambda: _package(
        manuscript_md="# A\n\n" + "ett stycke med ord\n\n" * 200_000
    ),
    "manuscript_bomb.zip": lambda: _package(manuscript_md=b"\0" * 200_000_000),
    "aliases.zip": lambda: _package(
        theme_yaml="a0: &a0 [x]\n"
        + "".join(f"a{n}: &a{n} [*a{n - 1},*a{n - 1}]\n" for n in range(1, 40))
    ),
    "deep_yaml.zip": lambda: _package(questionnaire_yaml="[" * 200_000),
    "wide_yaml.zip": lambda: _package(questionnaire_yaml="a: [" + "x, " * 600_000 + "]"),
    "deep_json.zip": lambda: _package(references_json="[" * 1_000_000),
    "wide_json.zip": lambda: _package(references_json=json.dumps([{"id": "a"}] * 140_000)),
    "many.zip": lambda: zipped({f"examples/e{n}.yaml": "x" for n in range(6_000)}),
    "slip.zip": lambda: zipped({**small_files(), "../../evil.yaml": "x"}),
    "cells.zip": lambda: _package(responses_csv="a," * 900_000),
    "style.zip": lambda: zipped({**small_files(), "style/a.docx": b"\0" * 9_000_000}),
}
STRUCTURES: Mapping[str, Made] = {
    "entities.lss": lambda: _lss("&a11;", _LAUGHS),
    "deep.lss": lambda: _lss("<a>" * 600_000),
    "wide.lss": lambda: _lss("<a/>" * 450_000),
    "cut.lss": lambda: _many_questions(100)[:-20],
}
EVERY: Mapping[str, Mapping[str, Made]] = {
    "register": {**SPREADSHEETS, **REGISTERS},
    "questionnaire": FORMS,
    "logo": LOGOS,
    "template": TEMPLATES,
    "package": PACKAGES,
    "structure": STRUCTURES,
}


def main(folder: Path) -> None:
    """Writes every file into a folder of what it is given to."""
    for given_to, made in EVERY.items():
        (folder / given_to).mkdir(parents=True, exist_ok=True)
        for name, make in made.items():
            (folder / given_to / name).write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
