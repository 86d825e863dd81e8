"""Projects as other programs write them: each read, or refused by name with what to do.

The files are made here, by the programs' habits; those of NVivo 12 and ATLAS.ti 23 were seen in
projects that others have published.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.importing import into_package, new_package, with_codes
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


@pytest.mark.parametrize(
    "program",
    [
        *(nvivo, nvivo_windows, nvivo_mac, maxqda, atlas, qualcoder, windows),
        short_of_the_standard,
    ],
)
def test_the_words_that_were_coded_are_found(
    read: Callable[[bytes], Project], program: Callable[[], bytes]
) -> None:
    project = read(program())
    (coding,) = project.sources[0].codings
    assert project.sources[0].text[coding.start : coding.end] == "ingen tid"
    nobody = program in (windows, short_of_the_standard)
    assert project.users.get(coding.user, "") == ("" if nobody else "Ada")
    made = new_package(project, language="sv", losses=Losses())
    assert [(c.text, made.codebook.by_id[c.code].name.sv) for c in made.codings] == [
        ("ingen tid", "Tid")
    ]


def test_a_coding_of_several_codes_is_one_of_each(read: Callable[[bytes], Project]) -> None:
    """The standard has one code a coding; none of more is lost."""
    other = f'<Code guid="{USER}" name="Pengar"/>'
    two = f'<CodeRef targetGUID="{CODE}"/><CodeRef targetGUID="{USER}"/>'
    inside = selection(WITH_LF).replace(f'<CodeRef targetGUID="{CODE}"/>', two)
    xml = qde(origin="Tool", codes=FLAT + other, sources=source(inside))
    made = new_package(
        read(packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()})),
        language="sv",
        losses=Losses(),
    )
    names = [(c.text, made.codebook.by_id[c.code].name.sv) for c in made.codings]
    assert names == [("ingen tid", "Tid"), ("ingen tid", "Pengar")]
    assert len({c.id for c in made.codings}) == 2


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (maxqda, ("PictureSource: 1", "1 kodningar av bild, ljud, film eller PDF")),
        (atlas, ("PDFSource: 1", "1 kodningar av bild, ljud, film eller PDF")),
        (atlas_film, ("VideoSource: 1", "1 kodningar av bild, ljud, film eller PDF")),
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


def in_units() -> bytes:
    """Places in UTF-16 units after an emoji, of a program that is not known to count so."""
    text = "🙂 ingen tid alls"
    xml = qde(origin="Program 1", sources=source(selection((3, 12))))
    return packed({"project.qde": xml.encode(), f"Sources/{SOURCE}.txt": text.encode()})


def within_an_emoji() -> bytes:
    xml = qde(origin="NVivo for Mac 15", sources=source(selection((1, 12), name="")))
    text = "🙂 ingen tid alls"
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
        (within_an_emoji, "1 to 12 is no span of a text of 16 characters", "export again"),
        (in_units, "3 to 12 counts UTF-16 units", "export again"),
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


@pytest.mark.parametrize(
    "space",
    [
        'xmlns="urn:QDA-XML:codebook:1.0"',
        'xmlns="urn:QDA-XML:project:1.0"',
        'xmlns="urn:QDA-XML:codebook:0:4"',
        'xmlns="urn:QDA-XML:codebook:1:0"',
        "",
    ],
    ids=["taguette", "qualcoder", "atlas", "nvivo-mac", "none"],
)
def test_a_codebook_of_other_programs(tmp_path: Path, space: str) -> None:
    """Taguette gives its tags as a codebook. QualCoder's has had the namespace of projects; those
    of ATLAS.ti 23 to 26 and of NVivo 12 for Mac have namespaces that the standard never had."""
    path = tmp_path / "kodbok.qdc"
    path.write_text(
        f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook {space} origin="Taguette 1.4"><Codes>
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


@pytest.mark.parametrize("space", ["", ' xmlns="urn:QDA-XML:project:1.5"'])
def test_a_project_in_another_namespace(read: Callable[[bytes], Project], space: str) -> None:
    """QualCoder 1.3 wrote none, and some write the number of the standard's text, 1.5."""
    xml = qde(origin="QualCoder-1.3", sources=source(selection(WITH_LF)))
    xml = xml.replace(' xmlns="urn:QDA-XML:project:1.0"', space)
    project = read(packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()}))
    (coding,) = project.sources[0].codings
    assert project.sources[0].text[coding.start : coding.end] == "ingen tid"


@pytest.mark.parametrize("space", ["http://www.w3.org/1999/xhtml", "urn:QDA-XML:other:1.0"])
def test_what_is_of_another_kind_is_refused(read: Callable[[bytes], Project], space: str) -> None:
    xml = qde(origin="x", sources="").replace("urn:QDA-XML:project:1.0", space)
    with pytest.raises(FaultyInput, match="not REFI-QDA"):
        read(packed({"project.qde": xml.encode()}))


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


def coded(code: str, span: tuple[int, int], quoted: str, further: str = "") -> str:
    """A selection coded with a code; further: elements before and after the coding."""
    return f"""<PlainTextSelection guid="{span[0]:08d}-4444-4444-8444-444444444444" name="{quoted}"
 startPosition="{span[0]}" endPosition="{span[1]}">{further}<Coding
 guid="{span[0]:08d}-5555-4555-8555-555555555555"><CodeRef targetGUID="{code}"/></Coding>
</PlainTextSelection>"""


def stored(xml: str, text: str = TEXT) -> bytes:
    return packed({"project.qde": xml.encode(), f"sources/{SOURCE}.txt": text.encode()})


TWO_BRANCHES = f"""<Code guid="{"1" * 8}-9999-4999-8999-{"9" * 12}" name="Stöder" isCodable="false">
<Code guid="{CODE}" name="Pengar"/></Code>
<Code guid="{"2" * 8}-9999-4999-8999-{"9" * 12}" name="Hindrar" isCodable="false">
<Code guid="{USER}" name="Pengar"/><Code guid="{SOURCE}" name="Pengar"/></Code>"""


def test_codes_of_one_name_are_kept_apart(read: Callable[[bytes], Project]) -> None:
    """Money among what helps and among what hinders; and no third of them when read in again."""
    inside = coded(CODE, (0, 6), "Vi had") + coded(USER, WITH_LF, "ingen tid")
    inside += coded(SOURCE, (33, 37), "Tack")
    xml = qde(origin="MAXQDA 24", users="", codes=TWO_BRANCHES, sources=source(inside))
    project = read(stored(xml))
    made = new_package(project, language="sv", losses=Losses())
    names = [(c.text, made.codebook.by_id[c.code].name.sv) for c in made.codings]
    assert names == [
        ("Vi had", "Stöder: Pengar"),
        ("ingen tid", "Hindrar: Pengar"),
        ("Tack", "Hindrar: Pengar (2)"),
    ]
    answers = replace(project.sources[0], name=f"{made.codings[0].response} text")
    again = into_package(replace(project, sources=(answers,)), made, file="p", losses=Losses())
    assert again.codebook == made.codebook
    assert [c.code for c in again.codings] == [c.code for c in made.codings]


def test_a_code_of_the_package_is_known_by_its_name_where_one_has_it(
    read: Callable[[bytes], Project],
) -> None:
    first = read(stored(qde(origin="Tool", sources=source(coded(CODE, WITH_LF, "ingen tid")))))
    made = new_package(first, language="sv", losses=Losses())
    other = first.codes[0]
    twins = (replace(other, guid="x"), replace(other, guid="y", parent="x"))
    known = with_codes(replace(first, codes=(twins[0],)), made, losses=Losses())
    assert known.codebook == made.codebook
    both = with_codes(replace(first, codes=twins), made, losses=Losses())
    assert [c.name.sv for c in both.codebook.codes] == ["Tid", "Tid: Tid"]


NOTE = f"{'3' * 8}-3333-4333-8333-{'3' * 12}"


@pytest.mark.parametrize(
    "further",
    [
        "<Description>Tänk på\r\nstyrelsen.</Description>",
        f'<NoteRef targetGUID="{{{NOTE.upper()}}}"/>',
        f'<Description>ingen tid</Description><NoteRef targetGUID="{NOTE}"/>',
    ],
    ids=["description", "note", "words-said-again"],
)
@pytest.mark.parametrize("within", [True, False], ids=["note-in-xml", "note-in-file"])
def test_what_coders_noted_comes_along(
    read: Callable[[bytes], Project], further: str, within: bool
) -> None:
    noted = "Tänk på\r\nstyrelsen."
    path = "" if within else f'plainTextPath="internal://{NOTE}.txt"'
    content = f"<PlainTextContent>{noted}</PlainTextContent>" if within else ""
    notes = f'<Notes><Note guid="{NOTE}" name="Memo" {path}>{content}</Note></Notes>'
    codes = FLAT.replace("/>", f'><NoteRef targetGUID="{NOTE}"/></Code>')
    inside = coded(CODE, WITH_LF, "ingen tid", further)
    xml = qde(origin="Tool", users="", codes=codes, sources=source(inside), further=notes)
    files = {"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()}
    losses = Losses()
    project = read(packed(files | {f"sources/{NOTE}.txt": noted.encode()}))
    made = new_package(project, language="sv", losses=losses)
    assert [c.memo for c in made.codings] == ["Tänk på\nstyrelsen."]
    assert [c.memo for c in made.codebook.codes] == ["Tänk på\nstyrelsen."]
    assert "Note:" not in losses.report("x").words("sv")


def test_a_note_that_is_of_nothing_coded_is_left_out(read: Callable[[bytes], Project]) -> None:
    notes = f'<Notes><Note guid="{NOTE}" name="Dagbok"><PlainTextContent>x</PlainTextContent>'
    sets = (
        f'<Sets><Set guid="{NOTE}" name="Urval"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    )
    cases = f'<Cases><Case guid="{CODE}" name="Fall"/></Cases>'
    further = f"{cases}{notes}</Note></Notes>{sets}"
    losses = Losses()
    inside = coded(CODE, WITH_LF, "ingen tid")
    xml = qde(origin="Tool", sources=source(inside), further=further)
    new_package(read(stored(xml)), language="sv", losses=losses)
    said = losses.report("x").words("sv")
    for kind in ("Note: 1", "Set: 1", "Case: 1 fall"):
        assert kind in said


def test_one_guid_of_two_is_refused(read: Callable[[bytes], Project]) -> None:
    inside = coded(CODE, WITH_LF, "ingen tid")
    xml = qde(origin="Tool", sources=source(inside) + source(inside))
    with pytest.raises(FaultyInput, match="two have the same GUID"):
        read(stored(xml))
    codes = FLAT + FLAT.replace('name="Tid"', 'name="Råd"')
    with pytest.raises(FaultyInput, match="two have the same GUID"):
        read(stored(qde(origin="Tool", codes=codes, sources=source(inside))))
    twice = qde(origin="Tool", codes=FLAT + FLAT, sources=source(inside + inside))
    made = new_package(read(stored(twice)), language="sv", losses=Losses())
    assert [(c.text, c.code) for c in made.codings] == [("ingen tid", "tid")]


def test_words_on_the_first_line_do_not_tell_how_line_ends_are_counted(
    read: Callable[[bytes], Project],
) -> None:
    """Before the first line end both ways of counting are the same."""
    inside = coded(CODE, (3, 7), "hade") + coded(CODE, WITH_CRLF, "ingen tid")
    project = read(stored(qde(origin="QualCoder 3.6", users="", sources=source(inside))))
    text = project.sources[0].text
    assert [text[c.start : c.end] for c in project.sources[0].codings] == ["hade", "ingen tid"]


def test_initials_are_the_coder_where_a_user_has_no_name_and_a_graph_is_said_to_be_left_out(
    read: Callable[[bytes], Project],
) -> None:
    """As NVivo 15 writes users and maps; a code's note comes along from a file of its own."""
    note, graph = "99999999-9999-4999-8999-999999999999", "88888888-8888-4888-8888-888888888888"
    code = FLAT.replace("/>", f'><NoteRef targetGUID="{note}"/></Code>')
    further = f"""<Notes><Note guid="{note}" plainTextPath="internal://{note}.txt"/></Notes>
<Graphs><Graph guid="{graph}" name="Karta"/></Graphs>"""
    xml = qde(
        origin="NVivo 15.1",
        users=f'<Users><User guid="{USER}" name="" id="AL"/></Users>',
        codes=code,
        sources=source(selection(WITH_LF)),
        further=further,
    )
    texts = {SOURCE: TEXT.encode(), note: b"Gr\xc3\xa4nsfall"}
    files = {f"Sources/{name}.txt": content for name, content in texts.items()}
    losses = Losses()
    made = new_package(
        read(packed({"project.qde": xml.encode(), **files})), language="sv", losses=losses
    )
    assert [coding.coder for coding in made.codings] == ["AL"]
    assert [one.memo for one in made.codebook.codes] == ["Gränsfall"]
    assert "Graph: 1" in losses.report("x").words("sv")
