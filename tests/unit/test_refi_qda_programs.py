"""Projects as other programs write them: each read, or refused by name with what to do.

The files are made here, by the programs' known habits; none was written by the program itself.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.importing import new_package
from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_codebook, read_project

TEXT = "Vi hade råd.\r\nMen ingen tid alls.\r\nTack!"
# "ingen tid" with LF, and where CR LF counts as two.
WITH_LF, WITH_CRLF = (17, 26), (18, 27)
CODE, USER, SOURCE = (
    "AAAAAAAA-1111-4111-8111-111111111111",
    "BBBBBBBB-2222-4222-8222-222222222222",
    "CCCCCCCC-3333-4333-8333-333333333333",
)
USERS = f'<Users><User guid="{USER}" name="Ada"/></Users>'
FLAT = f'<Code guid="{CODE}" name="Tid" isCodable="true" color="#00FF00"/>'


def selection(
    span: tuple[int, int], *, name: str = "ingen tid", time: str = "2026-03-01T10:00:00Z"
) -> str:
    return f"""<PlainTextSelection guid="DDDDDDDD-4444-4444-8444-444444444444" name="{name}"
 startPosition="{span[0]}" endPosition="{span[1]}" creatingUser="{USER}" creationDateTime="{time}">
<Coding guid="EEEEEEEE-5555-4555-8555-555555555555" creatingUser="{USER}">
<CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>"""


def source(inside: str, *, path: str = f"internal://{SOURCE}.txt", further: str = "") -> str:
    return f"""<TextSource guid="{SOURCE}" name="Intervju 1" plainTextPath="{path}" {further}>
{inside}</TextSource>"""


def qde(
    *, origin: str, sources: str, users: str = USERS, codes: str = FLAT, further: str = ""
) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Projekt" origin="{origin}">
{users}<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources>{further}</Project>"""


def packed(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def nvivo() -> bytes:
    """Capitals in GUIDs, a byte order mark, times of seven decimals, CR LF counted as one."""
    inside = selection(WITH_LF, time="2026-03-01T10:00:00.1234567Z")
    rich = f'richTextPath="internal://{SOURCE}.docx"'
    xml = qde(origin="NVivo 14.23", sources=source(inside, further=rich))
    files = {f"Sources/{SOURCE}.txt": b"\xef\xbb\xbf" + TEXT.encode()}
    return packed(
        {"project.qde": b"\xef\xbb\xbf" + xml.encode(), **files, f"Sources/{SOURCE}.docx": b"PK"}
    )


def maxqda() -> bytes:
    """Codes under codable codes, sets of sources, a coded picture, folder in small letters."""
    codes = f"""<Code guid="{"9" * 8}-9999-4999-8999-{"9" * 12}" name="Resurser" isCodable="true">
<Description>Det som behövs.</Description>{FLAT}</Code>"""
    picture = f"""<PictureSource guid="{"8" * 8}-8888-4888-8888-{"8" * 12}" name="Foto"
 path="internal://foto.jpg"><PictureSelection guid="{"7" * 8}-7777-4777-8777-{"7" * 12}"
 firstX="0" firstY="0" secondX="9" secondY="9"><Coding guid="{"6" * 8}-6666-4666-8666-{"6" * 12}">
<CodeRef targetGUID="{CODE}"/></Coding></PictureSelection></PictureSource>"""
    sets = f"""<Sets><Set guid="{"5" * 8}-5555-4555-8555-{"5" * 12}" name="Urval">
<MemberSource targetGUID="{SOURCE}"/></Set></Sets>"""
    xml = qde(
        origin="MAXQDA 2024",
        codes=codes,
        sources=source(selection(WITH_LF)) + picture,
        further=sets,
    )
    return packed({"project.qde": xml.encode(), f"sources/{SOURCE.lower()}.txt": TEXT.encode()})


def atlas() -> bytes:
    """A path relative to a base, GUIDs in braces, a PDF with a coded representation."""
    braced = selection(WITH_LF).replace(f'"{CODE}"', f'"{{{CODE}}}"')
    pdf = f"""<PDFSource guid="{"8" * 8}-8888-4888-8888-{"8" * 12}" name="Avtal"
 path="internal://avtal.pdf"><Representation guid="{"7" * 8}-7777-4777-8777-{"7" * 12}"
 name="Avtal" plainTextPath="internal://avtal.txt">{selection((0, 2), name="Av")}</Representation>
</PDFSource>"""
    path = f"relative:///Källor/{SOURCE}.txt"
    xml = qde(origin="ATLAS.ti 24", sources=source(braced, path=path) + pdf)
    return packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()})


def qualcoder() -> bytes:
    """Categories that cannot be coded, CR LF counted as two, times without a zone."""
    codes = f"""<Code guid="{"9" * 8}-9999-4999-8999-{"9" * 12}" name="Kategori" isCodable="false">
{FLAT}</Code>"""
    inside = selection(WITH_CRLF, time="2026-03-01T10:00:00")
    xml = qde(origin="QualCoder 3.6", codes=codes, sources=source(inside))
    return packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()})


def windows() -> bytes:
    """Folders parted by backslashes, all within a folder, a text in UTF-16, nobody named."""
    xml = qde(origin="QDA Miner 6", users="", sources=source(selection(WITH_LF)))
    files = {
        "Projekt\\projekt.qde": xml.encode(),
        f"Projekt\\Sources\\{SOURCE}.txt": TEXT.encode("utf-16"),
        "__MACOSX/Projekt/._projekt.qde": b"\0\5\x16",
    }
    return packed(files)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Project]:
    def reading(content: bytes) -> Project:
        path = tmp_path / "projekt.qdpx"
        path.write_bytes(content)
        return read_project(path)

    return reading


@pytest.mark.parametrize("program", [nvivo, maxqda, atlas, qualcoder, windows])
def test_the_words_that_were_coded_are_found(
    read: Callable[[bytes], Project], program: Callable[[], bytes]
) -> None:
    project = read(program())
    (coding,) = project.sources[0].codings
    assert project.sources[0].text[coding.start : coding.end] == "ingen tid"
    assert project.users.get(coding.user, "") == ("" if program is windows else "Ada")
    made = new_package(project, language="sv", losses=Losses())
    assert [(c.text, made.codebook.by_id[c.code].name.sv) for c in made.codings] == [
        ("ingen tid", "Tid")
    ]


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (maxqda, ("PictureSource: 1", "1 kodningar av bild, ljud, film eller PDF")),
        (atlas, ("PDFSource: 1", "1 kodningar av bild, ljud, film eller PDF")),
        (qualcoder, ("Kategori: en rubrik över koder",)),
    ],
)
def test_what_is_left_out_is_said(
    read: Callable[[bytes], Project], program: Callable[[], bytes], words: tuple[str, ...]
) -> None:
    losses = Losses()
    new_package(read(program()), language="sv", losses=losses)
    said = losses.report("x").words("sv")
    assert [word for word in words if word not in said] == []


def nvivo_in_units() -> bytes:
    """Places in UTF-16 units, as .NET counts them, after an emoji."""
    text = "🙂 ingen tid alls"
    xml = qde(origin="NVivo 14.23", sources=source(selection((3, 12))))
    return packed({"project.qde": xml.encode(), f"Sources/{SOURCE}.txt": text.encode()})


def outside() -> bytes:
    path = f"absolute:///C:/Users/Ada/{SOURCE}.txt"
    xml = qde(origin="ATLAS.ti 24", sources=source(selection(WITH_LF), path=path))
    return packed({"project.qde": xml.encode()})


def rich_alone() -> bytes:
    xml = qde(origin="NVivo 14.23", sources=source("").replace("plainTextPath", "richTextPath"))
    return packed({"project.qde": xml.encode(), f"Sources/{SOURCE}.txt": TEXT.encode()})


def stranger() -> bytes:
    inside = selection(WITH_LF).replace(USER, USER.replace("B", "F"))
    xml = qde(origin="MAXQDA 2024", sources=source(inside))
    return packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()})


def latin() -> bytes:
    xml = qde(origin="QDA Miner 6", sources=source(selection(WITH_LF)))
    return packed({"p.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode("latin-1")})


@pytest.mark.parametrize(
    ("program", "what", "remedy"),
    [
        (nvivo_in_units, "3 to 12 counts UTF-16 units", "export again"),
        (outside, "lies outside the file", "with its sources in it"),
        (rich_alone, "rich text and no plain text", "Make a plain text of it"),
        (stranger, "a user who is not there", "export again"),
        (latin, "the text is not UTF-8", "export again"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(
    read: Callable[[bytes], Project], program: Callable[[], bytes], what: str, remedy: str
) -> None:
    with pytest.raises(FaultyInput) as faulty:
        read(program())
    (fault, *_) = faulty.value.faults
    assert fault.column == "Intervju 1"
    assert what in str(fault.what)
    assert remedy in str(fault.remedy)


@pytest.mark.parametrize("space", ["codebook", "project"])
def test_a_codebook_of_taguette_or_qualcoder(tmp_path: Path, space: str) -> None:
    """Taguette gives its tags as a codebook; QualCoder's has had the namespace of projects."""
    path = tmp_path / "kodbok.qdc"
    path.write_text(
        f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:{space}:1.0" origin="Taguette 1.4"><Codes>
<Code guid="0D62985D-B147-4D01-A9B5-CAE5DCD98342" name="intressant" isCodable="true"/>
<Code guid="{CODE}" name="tid.ont om" isCodable="true"><Description>Ont om tid</Description></Code>
</Codes></CodeBook>""",
        encoding="utf-8",
    )
    project = read_codebook(path)
    assert [(code.name, code.description) for code in project.codes] == [
        ("intressant", ""),
        ("tid.ont om", "Ont om tid"),
    ]


def test_line_ends_are_counted_as_the_quoted_words_show(read: Callable[[bytes], Project]) -> None:
    """Without quoted words REFI-QDA's own count holds; where both could be meant, too."""
    for name, span, found in (
        ("", WITH_LF, "ingen tid"),
        ("ingen tid", WITH_LF, "ingen tid"),
        ("ingen tid", WITH_CRLF, "ingen tid"),
        ("", WITH_CRLF, "ngen tid "),
    ):
        xml = qde(origin="x", sources=source(selection(span, name=name)))
        files = {"p.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()}
        (coding,) = read(packed(files)).sources[0].codings
        assert read(packed(files)).sources[0].text[coding.start : coding.end] == found
