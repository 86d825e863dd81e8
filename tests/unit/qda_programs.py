"""Projects of REFI-QDA as NVivo, MAXQDA, ATLAS.ti, QualCoder and others write them, by habit."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_project

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
    """Capitals in GUIDs, a byte order mark, times of seven decimals; CR LF as one, as it quotes."""
    inside = selection(WITH_LF, time="2026-03-01T10:00:00.1234567Z")
    rich = f'richTextPath="internal://{SOURCE}.docx"'
    xml = qde(origin="NVivo 14.23", sources=source(inside, further=rich))
    files = {f"Sources/{SOURCE}.txt": b"\xef\xbb\xbf" + TEXT.encode()}
    return packed(
        {"project.qde": b"\xef\xbb\xbf" + xml.encode(), **files, f"Sources/{SOURCE}.docx": b"PK"}
    )


def nvivo_windows() -> bytes:
    """As NVivo 12 for Windows writes: nothing quoted, an emoji and CR LF each counted as two."""
    text = "🙂 " + TEXT
    span = tuple(place + 3 for place in WITH_CRLF)
    xml = qde(origin="NVivo for Windows 12.6", sources=source(selection(span, name="")))  # type: ignore[arg-type]
    return packed(
        {"project.qde": xml.encode(), f"Sources/{SOURCE}.txt": b"\xef\xbb\xbf" + text.encode()}
    )


def nvivo_mac() -> bytes:
    """The same of NVivo for Mac, whose texts have LF."""
    text = "🙂 " + TEXT.replace("\r\n", "\n")
    span = tuple(place + 3 for place in WITH_LF)
    xml = qde(origin="NVivo for Mac 12.7.0", sources=source(selection(span, name="")))  # type: ignore[arg-type]
    return packed({"project.qde": xml.encode(), f"Sources/{SOURCE}.txt": text.encode()})


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


def atlas_film() -> bytes:
    """ATLAS.ti 26: XML named by the project, a film outside the file, a comment on no length."""
    film = f"""<VideoSource guid="{"8" * 8}-8888-4888-8888-{"8" * 12}" name="Film.MP4"
 path="relative:///film.mov" creatingUser="{USER}">
<VideoSelection guid="{"7" * 8}-7777-4777-8777-{"7" * 12}" begin="9" end="9" name="0s">
<Description>En kommentar</Description></VideoSelection>
<VideoSelection guid="{"6" * 8}-6666-4666-8666-{"6" * 12}" begin="1" end="9" name="0s">
<Coding guid="{"5" * 8}-5555-4555-8555-{"5" * 12}"><CodeRef targetGUID="{CODE}"/></Coding>
</VideoSelection></VideoSource>"""
    return packed({"Studien.qde": qde(origin="ATLAS.ti 26.1.2", sources=film).encode()})


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


def short_of_the_standard() -> bytes:
    """Tools on the web: no namespace, ids of their own, the text within, codes right under the
    project, a code without a coding around it, and a user of whom nothing else is said.
    """
    bare = """<PlainTextSelection guid="s1" startPosition="17" endPosition="26" creatingUser="Tool">
<CodeRef targetGUID="c-time"/><Description>Viktigt.</Description></PlainTextSelection>"""
    text = f"<PlainTextContent>{TEXT}</PlainTextContent>".replace("\r", "")
    xml = f"""<Project name="P" origin="Tool" creatingUser="Tool">
<Codes><Code guid="c-time" name="Tid"/></Codes>
<Sources><TextSource guid="doc-1" name="Intervju 1" creatingUser="Tool">{text}{bare}</TextSource>
</Sources></Project>"""
    return packed({"Min studie.qde": xml.encode()})


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Project]:
    def reading(content: bytes) -> Project:
        path = tmp_path / "projekt.qdpx"
        path.write_bytes(content)
        return read_project(path)

    return reading


def coded(code: str, span: tuple[int, int], quoted: str, further: str = "") -> str:
    """A selection coded with a code; further: elements before and after the coding."""
    return f"""<PlainTextSelection guid="{span[0]:08d}-4444-4444-8444-444444444444" name="{quoted}"
 startPosition="{span[0]}" endPosition="{span[1]}">{further}<Coding
 guid="{span[0]:08d}-5555-4555-8555-555555555555"><CodeRef targetGUID="{code}"/></Coding>
</PlainTextSelection>"""


def stored(xml: str, text: str = TEXT) -> bytes:
    return packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": text.encode()})
