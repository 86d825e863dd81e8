"""Projects as other programs write them: each read, or refused by name with what to do.

The files are made here, by the programs' habits; those of NVivo 12 and ATLAS.ti 23 were seen in
projects that others have published.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.importing import new_package
from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_codebook
from tests.unit.qda_programs import (
    CODE,
    FLAT,
    SOURCE,
    TEXT,
    USER,
    WITH_CRLF,
    WITH_LF,
    atlas,
    atlas_film,
    maxqda,
    nvivo,
    nvivo_mac,
    nvivo_windows,
    packed,
    qde,
    qualcoder,
    selection,
    short_of_the_standard,
    source,
    windows,
)
from tests.unit.qda_programs import read as read


@pytest.mark.parametrize(
    "program",
    [
        *(nvivo, nvivo_windows, nvivo_mac, maxqda, atlas, qualcoder, windows),
        short_of_the_standard,
    ],
)
def test_the_words_that_were_coded_are_found(
    read: Callable[[bytes], Project],
    program: Callable[[], bytes],
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
    read: Callable[[bytes], Project],
    program: Callable[[], bytes],
    words: tuple[str, ...],
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
    read: Callable[[bytes], Project],
    program: Callable[[], bytes],
    what: str,
    remedy: str,
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
