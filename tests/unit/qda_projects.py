"""REFI-QDA projects as files: ours, and one as another program writes it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from hypothesis import strategies as st

from samklang.core.coding.codings import Coding
from samklang.core.survey.responses import Response, Responses
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.small_package import small_package

DEMO = Path(__file__).parents[2] / "themes/social-innovation-i-norr"
SCHEMA = Path(__file__).parents[1] / "data/refi-qda/Project-mrt2019.xsd"
SPACE = 'xmlns="urn:QDA-XML:project:1.0"'


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


def qde(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("project.qde").decode()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> ThemePackage:
    return read(small_package(tmp_path_factory.mktemp("base"), marker="MARK"))


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[bytes], Path]:
    def keep(content: bytes) -> Path:
        path = tmp_path / "project.qdpx"
        path.write_bytes(content)
        return path

    return keep


# Line ends of every kind, combining marks, emoji of several code points, a byte order mark.
pieces = st.one_of(
    st.sampled_from(
        ["a", "å", " ", "\r\n", "\r", "\n", "\u0301", "🙂", "👩\u200d🌾", "\ufeff", "<&"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
answers = st.lists(pieces, min_size=1, max_size=15).map("".join)


@st.composite
def coded(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int, int, str]]]:
    """Texts, and spans in them with a valence; none begins or ends within a CR LF."""
    texts = draw(st.lists(answers, min_size=1, max_size=4))
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        number = draw(st.integers(0, len(texts) - 1))
        text = texts[number]
        places = [p for p in range(len(text) + 1) if text[max(p - 1, 0) : p + 1] != "\r\n"]
        start, end = sorted(draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
        if start < end:
            spans.append((number, start, end, draw(st.sampled_from(["", "enables", "hinders"]))))
    return texts, spans


def with_answers(base: ThemePackage, material: tuple) -> ThemePackage:  # type: ignore[type-arg]
    texts, spans = material
    return replace(
        base,
        responses=Responses(
            tuple(
                Response(f"r{n:02}", f"m{n:02}", "complete", answers={"q5": text})
                for n, text in enumerate(texts, 1)
            )
        ),
        codings=tuple(
            Coding(
                id=f"c{number}",
                response=f"r{place + 1:02}",
                question="q5",
                start=start,
                end=end,
                text=texts[place][start:end],
                code="economy",
                valence=valence,
                coder=f"K{number % 2}",
                origin=("person", "suggestion", "import")[number % 3],
                memo=("", "Tänk\r\nefter: <&> 🙂 ")[number % 2],
            )
            for number, (place, start, end, valence) in enumerate(spans)
        ),
    )


FOREIGN = f"""<?xml version="1.0" encoding="utf-8"?>
<Project {SPACE} name="Intervjuer" origin="Another 14.2">
<Users><User guid="{{11111111-AAAA-4111-8111-111111111111}}" name="Ada"/></Users>
<CodeBook><Codes>
<Code guid="22222222-2222-4222-8222-222222222222" name="Faktorer" isCodable="false">
<Code guid="33333333-3333-4333-8333-333333333333" name="Tid &amp; råd" isCodable="true">
<Description>Timmar och pengar.</Description></Code>
</Code>
<Code guid="44444444-4444-4444-8444-444444444444" name="Glädje" isCodable="true" color="#f00"/>
</Codes></CodeBook>
<Sources>
<TextSource guid="55555555-5555-4555-8555-555555555555" name="Intervju 1"
 plainTextPath="internal://55555555-5555-4555-8555-555555555555.TXT">
<PlainTextSelection guid="66666666-6666-4666-8666-666666666666" name="tid🙂" startPosition="4"
 endPosition="8" creatingUser="{{11111111-aaaa-4111-8111-111111111111}}"
 creationDateTime="2026-03-01T10:00:00Z">
<Coding guid="77777777-7777-4777-8777-777777777777">
<CodeRef targetGUID="{{33333333-3333-4333-8333-333333333333}}"/></Coding></PlainTextSelection>
</TextSource>
<TextSource guid="88888888-8888-4888-8888-888888888888" name="Intervju 2">
<PlainTextContent>Bara glädje.</PlainTextContent>
<Coding guid="99999999-9999-4999-8999-999999999999">
<CodeRef targetGUID="44444444-4444-4444-8444-444444444444"/></Coding>
</TextSource>
<PDFSource guid="aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" name="Avtal" path="internal://a.pdf"/>
</Sources></Project>"""
TEXTS = {"Sources/55555555-5555-4555-8555-555555555555.txt": "\ufeffHej\r\ntid🙂 saknas"}


def foreign(xml: str = FOREIGN, texts: dict[str, str] = TEXTS) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Intervjuer.qde", xml)
        for name, text in texts.items():
            archive.writestr(name, text.encode())
    return out.getvalue()
